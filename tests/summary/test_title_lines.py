from collections.abc import Callable

import pytest

from byline.records import Coverage, Failed, Member, Summary, Tier
from byline.summary.claims import find_claims
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.summary.title_lines import choose_title_line, states
from byline.summary.units import find_units

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]

STATE = [
    "Acme launches Orca, a chip for cars",
    "Acme Launches Orca in Public Preview",
    "Acme To Cut 1,300 Jobs in Porto",
    "US utilities plot big rise in electricity rates",
    "The Orca chip is now the base of all cars by Acme",
    "Orca is now available in Porto",
    "Driver charged in Porto was asleep, police say",
    "Acme发布Orca芯片，售价100元",
    "报道：Acme 计划收购 Bolt",
]
DO_NOT = [
    "The Next Stage of Acme",
    "Building chips with Orca and Acme",
    "Fraud detection empowered by federated learning at Acme",
    "Orca: chips for cars",
    "Orca – a chip that gives cars more power",
    "Why Acme sold the Orca",
    "Show HN: Orca runs on my lamp",
    "Jane Roe on the fight to split off chips from cars",
    "Every chip of 2026 that has failed",
    "New ways to create chips at Acme",
    "Acme fixes the issue I have with Orca",
    "Acme just sold this chip",
    "Is Orca good at chess?",
    "三款芯片教程：如何选择Orca",
    "Orca：迈向未来的芯片",
]


@pytest.mark.parametrize("title", STATE)
def test_a_title_that_says_who_did_what_states_something(title: str) -> None:
    assert states(title)


@pytest.mark.parametrize("title", DO_NOT)
def test_a_label_a_guide_or_half_a_sentence_states_nothing(title: str) -> None:
    assert not states(title)


def summary_of(coverage: Coverage, language: str = "en") -> Summary | Failed:
    return summarise(coverage, writer=ExtractiveWriter(PLAIN), language=language, inputs_hash="", settings=PLAIN)


def test_a_title_on_the_first_line_is_quoted_where_no_sentence_stands(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    title = "Acme launches Orca, a chip for cars"
    told = summary_of(coverage_of(member(1, f"{title}\n\nIt costs five euros.", title=title)))
    assert isinstance(told, Summary)
    assert told.headline.text == title
    assert told.headline.tier is Tier.TITLE
    assert [(c.passage.start, c.passage.end) for c in told.headline.citations] == [(0, len(title))]


def test_a_title_that_its_text_does_not_hold_is_no_passage(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    title = "Acme launches Orca, a chip for cars"
    assert isinstance(summary_of(coverage_of(member(1, "It costs five euros.", title=title))), Failed)


def test_the_title_most_like_the_others_is_chosen(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    titles = ["Bolt sells lamps in Porto", "Acme launches Orca for cars", "Acme launches the Orca chip for cars"]
    line = choose_title_line(coverage_of(*(member(n, t, title=t) for n, t in enumerate(titles, 1))), language="en")
    assert line is not None
    assert line.text == "Acme launches Orca for cars"


def test_the_editions_language_goes_first(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    chinese = "Acme发布Orca芯片，售价100元"
    both = coverage_of(
        member(1, "Acme launches Orca for cars", title="Acme launches Orca for cars"),
        member(2, chinese, title=chinese, language="zh"),
    )
    line = choose_title_line(both, language="zh")
    assert line is not None
    assert line.text == chinese


def test_a_title_with_a_full_stop_is_no_sentence_of_the_text(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    title = "Acme launches Orca."
    story = coverage_of(member(1, f"{title}\n\nAcme sells the Orca chip in Porto.", title=title))
    assert [u.text for u in find_units(story, settings=PLAIN)] == ["Acme sells the Orca chip in Porto."]
    assert len(find_claims(story, settings=PLAIN).claims) == 1
