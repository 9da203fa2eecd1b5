from collections.abc import Callable

import msgspec
import pytest

from byline.records import Coverage, Failed, Member, Passage, Sentence, Summary, Tier
from byline.summary.claims import find_claims
from byline.summary.extractive import ExtractiveWriter
from byline.summary.interface import Claims, Draft, DraftSection, DraftSentence
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.text.timewords import strip_insertions

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""


def run(coverage: Coverage, writer: object = None, language: str = "en", **settings: object) -> Summary:
    chosen = SummarySettings(**{"max_doubt": 1.0, **settings})  # type: ignore[arg-type]
    made = summarise(
        coverage,
        writer=writer or ExtractiveWriter(chosen),  # type: ignore[arg-type]
        language=language,
        inputs_hash="h",
        settings=chosen,
    )
    assert isinstance(made, Summary)
    return made


def every(summary: Summary) -> list[Sentence]:
    told = [s for section in summary.sections for s in section.sentences]
    return [summary.headline, *([summary.deck] if summary.deck else []), *told]


class Says:
    """A writer that always proposes the same sentence."""

    def __init__(self, text: str, *passages: Passage, claim: int = 0) -> None:
        self.sentence = DraftSentence(text=text, passages=passages, language="en", claims=(claim,) if claim else ())

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        sections = (DraftSection(kind="happened", sentences=(self.sentence,)),)
        return Draft(headline=None, deck=None, sections=sections)


def passage(coverage: Coverage, number: int, quote: str) -> Passage:
    text = next(m.article.text for m in coverage.members if m.article.id == number)
    start = text.index(quote)
    return Passage(article_id=number, start=start, end=start + len(quote), quote=quote)


def test_every_sentence_is_cited_to_the_exact_span(three_outlets: Coverage) -> None:
    texts = {m.article.id: m.article.text for m in three_outlets.members}
    for sentence in every(run(three_outlets)):
        assert sentence.citations
        for p in (c.passage for c in sentence.citations):
            assert texts[p.article_id][p.start : p.end] == p.quote


def test_the_headline_is_a_title_that_its_passages_hold(three_outlets: Coverage) -> None:
    headline = run(three_outlets).headline
    assert (headline.text, headline.tier) == ("Acme releases the Orca chip in Lisbon", Tier.TITLE)


def test_citations_are_numbered_in_order_of_first_use(three_outlets: Coverage) -> None:
    numbers = [c.number for s in every(run(three_outlets)) for c in s.citations]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))


def test_a_fact_of_one_source_names_it(three_outlets: Coverage) -> None:
    (bolt,) = [s for s in every(run(three_outlets)) if s.text.startswith("Bolt Systems")]
    assert (bolt.speaker, bolt.witnesses) == ("Harbor Ledger", 1)


def test_an_invented_sentence_is_replaced_by_the_claim_it_was_to_tell(three_outlets: Coverage) -> None:
    base = passage(three_outlets, 1, "The chip has 40 billion transistors.")
    summary = run(three_outlets, Says("The chip has 50 billion transistors.", base, claim=1))
    told = strip_insertions(summary.headline.text)[0]
    assert told in {m.article.text[: len(told)] for m in three_outlets.members}
    assert summary.checks.replaced == 1
    assert summary.checks.reasons["numbers"] == 1


def test_a_passage_that_is_not_in_the_article_supports_nothing(three_outlets: Coverage) -> None:
    forged = Passage(article_id=1, start=0, end=14, quote="Acme is broke.")
    made = summarise(
        three_outlets,
        writer=Says("Acme is broke.", forged),
        language="en",
        inputs_hash="h",
        settings=PLAIN,
    )
    assert isinstance(made, Failed)
    assert made.kind == "nothing_to_say"


def test_no_source_is_quoted_beyond_the_limit(three_outlets: Coverage) -> None:
    summary = run(three_outlets, max_quoted_words=20, always_quoted_words=0, max_quoted_share=1.0)
    quoted: dict[int, set[str]] = {}
    for c in (c for s in every(summary) for c in s.citations):
        quoted.setdefault(c.passage.article_id, set()).add(c.passage.quote)
    assert all(sum(len(q.split()) for q in quotes) <= 20 for quotes in quoted.values())


def test_a_syndicated_column_is_one_source_and_attributed(
    member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    text = (
        "The Orca chip will disappoint everyone in the end. Acme has never shipped on time. "
        "Buyers should wait for Bolt Systems and its cheaper servers."
    )
    members = [
        member(i, text, source=s, form="opinion", origin=1, title="Wait for Bolt Systems", author="Prue Ash")
        for i, s in enumerate(["harbor-ledger", "meridian-post", "lakeside-wire"], 1)
    ]
    summary = run(coverage_of(*members))
    assert {s.kind for s in summary.sections} == {"opinion"}
    for sentence in every(summary):
        assert (sentence.witnesses, len(sentence.citations)) == (1, 1)
        assert sentence.speaker == "Prue Ash, Harbor Ledger"


def test_the_same_inputs_give_the_same_summary(three_outlets: Coverage) -> None:
    assert run(three_outlets) == run(three_outlets)


@pytest.mark.parametrize("text", ["He said so. It was big. They left.", "Read more: all about it.", ""])
def test_a_story_without_a_sentence_that_stands_alone_says_so(
    text: str, member: Callable[..., Member], coverage_of: Callable[..., Coverage]
) -> None:
    made = summarise(
        coverage_of(member(1, text, title="Why?")),
        writer=ExtractiveWriter(PLAIN),
        language="en",
        inputs_hash="h",
        settings=PLAIN,
    )
    assert isinstance(made, Failed)


class RewritingWriter:
    """Proposes one sentence in other words, with the quotation that stands in for it."""

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        claim = claims.claims[0]
        quoted = DraftSentence(
            text=claim.representative.quote, passages=claim.supports, language="en", claims=(claim.id,)
        )
        false = msgspec.structs.replace(quoted, text="Acme never released any chip.", instead=quoted)
        refused = msgspec.structs.replace(
            quoted,
            text=claims.claims[1].representative.quote,
            passages=claims.claims[1].supports,
            refused=("model_link",),
        )
        section = DraftSection(kind="happened", sentences=(false, refused))
        return Draft(headline=None, deck=false, sections=(section,), notes={"model_unavailable": 1})


def test_what_a_model_got_wrong_is_quoted_instead_and_counted(three_outlets: Coverage) -> None:
    summary = summarise(three_outlets, writer=RewritingWriter(), language="en", inputs_hash="x", settings=PLAIN)
    assert isinstance(summary, Summary)
    texts = [summary.headline.text, *(s.text for section in summary.sections for s in section.sentences)]
    assert all("never" not in text for text in texts)
    assert summary.checks.replaced == 2
    assert summary.checks.reasons["model_unavailable"] == 1
    assert summary.checks.reasons["model_link"] == 1


class SaysOneThingTwice:
    """Tells the second claim in the place of the first, too."""

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        first, second = (
            DraftSentence(text=c.representative.quote, passages=c.supports, language="en", claims=(c.id,))
            for c in claims.claims[:2]
        )
        wrong = msgspec.structs.replace(first, text=second.text, instead=first)
        section = DraftSection(kind="happened", sentences=(wrong, second))
        return Draft(headline=None, deck=None, sections=(section,))


def test_a_sentence_told_in_the_wrong_place_can_still_be_told_in_its_own(three_outlets: Coverage) -> None:
    summary = run(three_outlets, writer=SaysOneThingTwice())
    texts = {strip_insertions(sentence.text)[0] for sentence in every(summary)}
    claims = find_claims(three_outlets, settings=PLAIN).claims[:2]
    assert texts == {claim.representative.quote for claim in claims}
