"""Checks a published edition again, from its own file and the evidence behind it.

Nothing that the edition says about itself is believed: every sentence is put through
the rules again, every citation is looked up in the text of its article, every text is
hashed. What cannot be looked up is said to be unchecked, not taken for checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

import msgspec

from byline.app.verify_pages import PageFault, check_pages
from byline.publish.compose import sum_checks
from byline.records import Article, Edition, EditionStory, Passage, Sentence, Tier, Verdict
from byline.summary.days import local_days
from byline.summary.support import supports
from byline.summary.titles import is_title
from byline.summary.verify import check, check_title
from byline.text.hashes import format_id, sha256_hex
from byline.text.timewords import strip_insertions

ProblemKind = Literal["sentence", "tier", "citation", "quote", "evidence", "counts", "page"]
_NEEDS_JUDGE = "needs_judge"
_AROUND = 3
"""Words shown on either side of a difference."""
TextOf = Callable[[Article], Article | None]
"""Article of the edition -> the same one with its text, or None where nobody has it."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be."""

    kind: ProblemKind
    story: str = ""
    """The story's id, "" for the edition as a whole."""
    headline: str = ""
    place: str
    """ "headline", "deck", a section's kind, or the name of a page."""
    sentence: str = ""
    number: int = 0
    """Of the citation, 0 where it is not about one."""
    article: str = ""
    what: str = ""
    """What is wrong, in words."""
    differs: str = ""
    """Where the two texts part: both, a few words around."""


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What was checked in one edition, and what was found."""

    edition: str
    origin: str
    """Where the edition was read."""
    version: str
    """Byline's version that made it; the rules are those of the version that checks."""
    stories: int
    tiers: dict[str, int]
    """Sentences by tier, as published."""
    citations: int
    texts: int
    """Articles whose text was at hand and has its hash."""
    problems: tuple[Problem, ...]
    unchecked: dict[str, int]
    """What could not be checked, in words -> how many."""

    @property
    def sentences(self) -> int:
        """Number of sentences checked."""
        return sum(self.tiers.values())


def verify_edition(edition: Edition, *, origin: str, text_of: TextOf, folder: Path | None = None) -> Verification:
    """Return what a second check of the edition finds; with a folder, its pages are compared too.

    Some 5 ms a sentence. Changes nothing.
    """
    found = _Found()
    for story in edition.stories:
        _Auditor(story, found, text_of=text_of).audit()
    if sum_checks(story.summary.checks for story in edition.stories) != edition.ledger.checks:
        found.problems.append(
            Problem(
                kind="counts",
                place="ledger",
                what="the printed counts of checks are not the sum over the stories",
            )
        )
    if folder is not None:
        found.problems += [_page_problem(fault) for fault in check_pages(edition, folder)]
    return Verification(
        edition=edition.id,
        origin=origin,
        version=edition.version,
        stories=len(edition.stories),
        tiers={tier.value: found.tiers[tier.value] for tier in Tier if found.tiers[tier.value]},
        citations=found.citations,
        texts=len(found.sound),
        problems=tuple(found.problems),
        unchecked=dict(sorted(found.unchecked.items())),
    )


class _Found:
    """What the audit of all stories gathers."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.tiers: Counter[str] = Counter()
        self.unchecked: Counter[str] = Counter()
        self.citations = 0
        self.sound: set[int] = set()
        self.absent: set[int] = set()
        self.broken: set[int] = set()


class _Auditor:
    """Checks one story."""

    def __init__(self, story: EditionStory, found: _Found, *, text_of: TextOf) -> None:
        self._story = story
        self._found = found
        self._text_of = text_of
        self._days: Mapping[int, date] = local_days(story.coverage)
        self._articles = {m.article.id: m.article for m in story.coverage.members}
        self._texts: dict[int, str | None] = {}

    def audit(self) -> None:
        for place, sentence in _placed(self._story):
            self._found.tiers[sentence.tier.value] += 1
            self._sentence(place, sentence)
            for citation in sentence.citations:
                self._passage(place, sentence.text, citation.passage, number=citation.number)
        for disagreement in self._story.summary.disagreements:
            for value in disagreement.values:
                self._passage("differ", value.value, value.passage, number=0)
                if value.value not in value.passage.quote:
                    self._tell(
                        Problem(
                            kind="quote", place="differ", sentence=value.value, what="the value is not in its passage"
                        )
                    )

    def _sentence(self, place: str, sentence: Sentence) -> None:
        passages = [citation.passage for citation in sentence.citations]
        verdict = self._verdict(sentence, passages)
        if not verdict.supported and set(verdict.reasons) == {_NEEDS_JUDGE}:
            self._found.unchecked["sentences in other words: the rules hold, the judge was not asked again"] += 1
        elif not verdict.supported:
            nearest = max((p.quote for p in passages), key=lambda quote: _alike(sentence.text, quote), default="")
            reasons = ", ".join(r for r in verdict.reasons if r != _NEEDS_JUDGE) or "no passage says this"
            differs = difference(sentence.text, nearest) if nearest else ""
            what = f"not supported by what it cites: {reasons}"
            self._tell(
                Problem(
                    kind="sentence",
                    place=place,
                    sentence=sentence.text,
                    what=f"not supported by what it cites: {reasons}",
                    differs=differs,
                )
            )
            return
        if verdict.tier is not sentence.tier:
            what = f'called "{sentence.tier.value}", but it is "{verdict.tier.value}"'
            self._tell(Problem(kind="tier", place=place, sentence=sentence.text, what=what))

    def _verdict(self, sentence: Sentence, passages: Sequence[Passage]) -> Verdict:
        """Return the verdict of the passage that carries the sentence, else of all together."""
        if sentence.tier is Tier.TITLE:
            if not is_title(sentence.text, self._story.coverage):
                return Verdict(supported=False, tier=Tier.TITLE, reasons=("no source has this title",))
            return check_title(sentence.text, passages, language=sentence.language)
        alone = [check(sentence.text, [p], language=sentence.language, days=self._days) for p in passages]
        carrying = next((v for v in alone if v.supported), None)
        if carrying is None:
            return check(sentence.text, passages, language=sentence.language, days=self._days)
        plain = strip_insertions(sentence.text)[0]
        for passage, verdict in zip(passages, alone, strict=True):
            if not verdict.supported and not supports(plain, passage.quote):
                self._tell(
                    Problem(
                        kind="citation",
                        place="also cited",
                        sentence=sentence.text,
                        article=format_id(passage.article_id),
                        what="a further citation does not carry the sentence",
                        differs=difference(sentence.text, passage.quote),
                    )
                )
        return carrying

    def _passage(self, place: str, text: str, passage: Passage, *, number: int) -> None:
        self._found.citations += 1
        article = self._articles.get(passage.article_id)
        if article is None:
            self._tell(
                Problem(
                    kind="citation",
                    place=place,
                    sentence=text,
                    number=number,
                    article=format_id(passage.article_id),
                    what="cites an article that is not in the story",
                )
            )
            return
        whole = self._text(article)
        if whole is None:
            self._found.unchecked["citations: the text of the article is not at hand"] += 1
            return
        stands = whole[passage.start : passage.end]
        if stands != passage.quote:
            self._tell(
                Problem(
                    kind="quote",
                    place=place,
                    sentence=text,
                    number=number,
                    article=format_id(article.id),
                    what=f"the article does not say this at {passage.start} to {passage.end}",
                    differs=difference(passage.quote, stands),
                )
            )

    def _text(self, article: Article) -> str | None:
        """Return the article's text as stored; a text without its hash is a problem, told once."""
        if article.id not in self._texts:
            stored = self._text_of(article)
            self._texts[article.id] = stored.text if stored is not None else None
            if stored is None:
                self._found.absent.add(article.id)
            elif sha256_hex(stored.text) != article.text_hash:
                what = f"the stored text of {article.url} does not have the hash that the edition gives"
                self._tell(
                    Problem(
                        kind="evidence",
                        place="article",
                        sentence=article.title,
                        article=format_id(article.id),
                        what=what,
                    )
                )
            else:
                self._found.sound.add(article.id)
        return self._texts[article.id]

    def _tell(self, problem: Problem) -> None:
        story = self._story
        self._found.problems.append(
            msgspec.structs.replace(
                problem, story=format_id(story.coverage.story.id), headline=story.summary.headline.text
            )
        )


def difference(published: str, source: str) -> str:
    """Return where two texts first part, with the words around: `41 billion` against `40 billion`; "" where equal."""
    ours, theirs = _pieces(published), _pieces(source)
    for tag, start, end, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            return f'"{_around(ours, start, end)}" against "{_around(theirs, from_, to)}"'
    return ""


def _pieces(text: str) -> list[str]:
    """Return words; a text without spaces, such as Chinese, by characters."""
    words = text.split()
    return words if len(words) > 2 else list(text)


def _around(pieces: list[str], start: int, end: int) -> str:
    shown = pieces[max(0, start - _AROUND) : min(end, start + 6) + _AROUND]
    return ("" if all(len(p) == 1 for p in pieces) else " ").join(shown)


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio()


def _placed(story: EditionStory) -> Iterator[tuple[str, Sentence]]:
    yield "headline", story.summary.headline
    if story.summary.deck is not None:
        yield "deck", story.summary.deck
    for section in story.summary.sections:
        for sentence in section.sentences:
            yield section.kind, sentence


def _page_problem(fault: PageFault) -> Problem:
    what = "the page prints what the edition does not say" if fault.printed else "the page lacks this"
    return Problem(
        kind="page",
        story=format_id(fault.story.coverage.story.id),
        headline=fault.story.summary.headline.text,
        place=fault.page,
        sentence=fault.printed or fault.nearest,
        what=what,
        differs=difference(fault.printed, fault.nearest) if fault.printed and fault.nearest else "",
    )
