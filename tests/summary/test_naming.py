from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest

from byline.records import Coverage, Member, Passage, Summary, Tier
from byline.summary.extractive import ExtractiveWriter
from byline.summary.naming import introductions, name_for, read_out, strip_name, with_name
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.summary.verify import check

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]

INTRODUCED = [
    ("Orca 2 is a language model of Acme.", ("model", "Orca 2")),
    ("Linden House, a care home in Alder, tried it.", ("home", "Linden House")),
    ("Acme showed its humanoid robot R1 on Friday.", ("robot", "R1")),
    ("Acme Labs, the Lisbon start-up behind the Orca, explained it.", ("start-up", "Acme Labs")),
    ("Acme has released its Orca-4.5 model in Porto.", ("model", "Orca-4.5")),
    ("A chatbot called Ferry answers in Porto.", ("chatbot", "Ferry")),
    ("Roe spoke at the World Chip Conference in Porto.", ("conference", "World Chip Conference")),
]
NOT_INTRODUCED = [
    "Acme released the Orca on Sunday, a model of 40 layers.",
    "Acme opened a plant in Porto, a model of order.",
    "Roe told the court Google had lied.",
    "In Porto, a company burned down.",
    "German, a language, is hard.",
]


@pytest.mark.parametrize(("quote", "found"), INTRODUCED)
def test_a_sentence_that_says_what_a_name_is_introduces_it(quote: str, found: tuple[str, str]) -> None:
    assert found in list(introductions(quote))


@pytest.mark.parametrize("quote", NOT_INTRODUCED)
def test_a_day_a_place_or_somebody_told_is_no_introduction(quote: str) -> None:
    assert list(introductions(quote)) == []


def passages(*quotes: str) -> list[Passage]:
    starts = [0]
    for quote in quotes:
        starts.append(starts[-1] + len(quote) + 1)
    ends = [(a, b - 1) for a, b in pairwise(starts)]
    return [Passage(article_id=1, start=a, end=b, quote=q) for q, (a, b) in zip(quotes, ends, strict=True)]


FIRST, SECOND = "Orca 2 is a language model of Acme.", "The model has 40 layers."


def test_the_noun_gets_the_only_name_that_its_article_gives_it() -> None:
    first, second = passages(FIRST, SECOND)
    assert name_for(SECOND, second, [first], known=()) == first
    assert with_name(SECOND, first) == "The model [Orca 2] has 40 layers."


def test_of_two_names_none_is_sure() -> None:
    first, other, second = passages(FIRST, "Ferry is a language model of Bolt.", SECOND)
    assert name_for(SECOND, second, [first, other], known=()) is None


def test_a_name_between_makes_it_unsure() -> None:
    first, other, second = passages(FIRST, "Bolt sells Ferry.", SECOND)
    assert name_for(SECOND, second, [first, other], known=()) is None


def test_a_company_is_the_sole_known_name_of_the_sentence_before() -> None:
    first, second = passages("Acme said it would close the plant.", "The company has 300 workers.")
    assert name_for(second.quote, second, [first], known=("acme",)) == first
    assert name_for(second.quote, second, [first], known=()) is None
    assert with_name(second.quote, first) == "The company [Acme] has 300 workers."


def test_a_bracketed_name_is_read_in_place_of_its_noun() -> None:
    assert read_out("The model [Orca 2] has 40 layers.") == "Orca 2 has 40 layers."
    assert strip_name("The model [Orca 2] has 40 layers.") == SECOND


def test_a_name_is_verified_by_the_passage_that_introduces_it() -> None:
    first, second = passages(FIRST, SECOND)
    verdict = check("The model [Orca 2] has 40 layers.", [second, first], language="en")
    assert verdict.supported
    assert verdict.tier is Tier.VERBATIM


@pytest.mark.parametrize("text", ["The model [Orca 3] has 40 layers.", "The model [Acme] has 40 layers."])
def test_another_name_is_refused(text: str) -> None:
    first, second = passages(FIRST, SECOND)
    assert check(text, [second, first], language="en").reasons == ("name_insertion",)


def test_a_name_without_its_passage_or_from_behind_is_refused() -> None:
    first, second = passages(FIRST, SECOND)
    later = msgspec.structs.replace(first, start=500, end=500 + len(FIRST))
    assert not check("The model [Orca 2] has 40 layers.", [second], language="en").supported
    assert not check("The model [Orca 2] has 40 layers.", [second, later], language="en").supported


def test_brackets_of_the_source_itself_are_quoted() -> None:
    (quote,) = passages("The model [Orca 2] has 40 layers.")
    assert check(quote.quote, [quote], language="en").supported


def test_a_summary_cites_the_sentence_that_names_the_noun(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme sells lamps in Porto. Orca 2 is a language model of Acme. The model has 40 layers and 300 fans."
    told = summarise(
        coverage_of(member(1, text, title="Acme shows Orca 2")),
        writer=ExtractiveWriter(PLAIN),
        language="en",
        inputs_hash="",
        settings=PLAIN,
    )
    assert isinstance(told, Summary)
    named = [s for section in told.sections for s in section.sentences if "[Orca 2]" in s.text]
    assert [s.text for s in named] == ["The model [Orca 2] has 40 layers and 300 fans."]
    assert [c.passage.quote for c in named[0].citations][1] == "Orca 2 is a language model of Acme."
