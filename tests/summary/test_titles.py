from collections.abc import Callable

import pytest

from byline.records import Coverage, Member
from byline.summary.claims import find_claims
from byline.summary.rules import title_held
from byline.summary.settings import SummarySettings
from byline.summary.titles import Title, choose_title, is_bait, is_title

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]
TEXT = "Acme released the Orca chip in Lisbon on Monday. The chip costs 400 euros, Acme said in Porto."


def chosen(coverage: Coverage, language: str = "en") -> Title | None:
    return choose_title(coverage, find_claims(coverage, settings=PLAIN), language=language)


@pytest.mark.parametrize(
    "title",
    [
        "Why Acme released the Orca chip",
        "Will the Orca chip win?",
        "Acme's Orca chip costs 500 euros",
        "Bolt Systems fears the Orca chip",
        "The Orca chip: everything you need to know",
        "“It is the best chip we have ever made”",
    ],
)
def test_bait_questions_and_unsupported_facts_are_no_headlines(
    title: str, member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    assert chosen(coverage_of(member(1, TEXT, title=title))) is None


def test_a_title_is_cited_to_passages_that_hold_its_facts(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    title = chosen(coverage_of(member(1, TEXT, title="Acme's Orca Chip Costs 400 Euros | Outlet 1", source="outlet-1")))
    assert title is not None
    assert title.text == "Acme's Orca Chip Costs 400 Euros"
    assert "400 euros" in " ".join(p.quote for p in title.passages)


def test_a_report_s_title_goes_before_a_column_s(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    report = member(1, TEXT, title="Acme releases Orca chip")
    column = member(2, TEXT, title="Acme released the Orca chip in Lisbon on Monday", form="opinion")
    found = chosen(coverage_of(report, column))
    assert found is not None
    assert found.text == "Acme releases Orca chip"


def test_the_edition_s_language_goes_first(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    zh = member(2, "Acme在里斯本发布Orca芯片，售价400欧元。", title="Acme发布Orca芯片", language="zh")
    coverage = coverage_of(member(1, TEXT, title="Acme releases Orca chip"), zh)
    found = [chosen(coverage, language) for language in ("en", "zh")]
    assert [t.text for t in found if t] == ["Acme releases Orca chip", "Acme发布Orca芯片"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Acme's Orca chip costs 400 euros | Outlet 1", "Acme's Orca chip costs 400 euros"),
        ("Acme releases the new Orca chip in Lisbon - Daily Bugle", "Acme releases the new Orca chip in Lisbon"),
        ("EXCLUSIVE: Acme's Orca chip costs 400 euros", "Acme's Orca chip costs 400 euros"),
        ("🚀 Acme's Orca chip costs 400 euros", "Acme's Orca chip costs 400 euros"),
        ("Hands-on: the Orca chip that costs 400 euros", "The Orca chip that costs 400 euros"),
        ("ACME RELEASES THE ORCA CHIP IN LISBON", "Acme RELEASES the Orca chip in Lisbon"),
        ("Acme Raises Price of Orca Chip to 400 Euros", "Acme Raises Price of Orca Chip to 400 Euros"),
        ("Acme releases the Orca chip in Lisbon, beating Bolt to market", "Acme releases the Orca chip in Lisbon"),
        ("Acme released the Orca chip in Lisbon. Bolt is still waiting", "Acme released the Orca chip in Lisbon"),
    ],
)
def test_a_title_is_shown_without_rubrics_outlets_shouting_and_tails_that_nothing_holds(
    title: str, shown: str, member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    found = chosen(coverage_of(member(1, TEXT, title=title, source="outlet-1")))
    assert found is not None
    assert found.text == shown


@pytest.mark.parametrize(
    "title",
    [
        "Acme releases the Orca chip in Lisbon, Porto and Braga",
        "Acme's Orca chip is low cost, Low Power",
        "Orca chip",
        "Notes on the Orca chip that we made in Lisbon",
        "The Acme Show: Orca chip and 400 euros",
    ],
)
def test_a_title_is_not_cut_in_a_list_and_rubrics_of_shows_are_no_headlines(
    title: str, member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    found = chosen(coverage_of(member(1, TEXT, title=title)))
    assert found is None or found.text == title


def test_every_form_of_a_title_is_known_as_one(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    coverage = coverage_of(member(1, TEXT, title="Acme releases the Orca chip in Lisbon, beating Bolt to market"))
    assert is_title("Acme releases the Orca chip in Lisbon", coverage)
    assert not is_title("Acme releases the Orca", coverage)


def test_what_a_reader_can_now_do_is_no_bait(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme released the Orca search app in Lisbon on Monday. People can talk to their inbox with the Orca app."
    title = chosen(coverage_of(member(1, text, title="You can now talk to your inbox with the Orca app")))
    assert title is not None
    assert is_bait("Here is what your inbox can do")
    assert is_bait("You can now talk to your inbox: everything explained")


@pytest.mark.parametrize("label_title", ["Orca 3", "Introducing Orca 3", "Orca 3, Orca 3 Lite, and Orca 3 Max"])
def test_a_bare_name_goes_behind_a_title_that_says_something(
    label_title: str, member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    text = "Acme released the Orca 3 chip in Lisbon on Monday. The Orca 3 costs 400 euros, Acme said in Porto."
    label = member(1, text, title=label_title)
    telling = member(2, text, title="With the Orca 3 chip, Acme turns to Lisbon", source="outlet-2")
    found = chosen(coverage_of(label, telling))
    assert found is not None
    assert found.text == "With the Orca 3 chip, Acme turns to Lisbon"


def test_a_title_with_an_amount_that_another_source_has_goes_first(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    vague = member(
        1, "Acme agreed to build a plant with Bolt. Bolt puts $5 billion into it.", title="Acme and Bolt agree"
    )
    telling = member(
        2,
        "Acme will build a plant with Bolt for $5 billion.",
        title="Bolt puts $5 billion into a plant with Acme",
        source="outlet-2",
    )
    found = chosen(coverage_of(vague, telling))
    assert found is not None
    assert found.text == "Bolt puts $5 billion into a plant with Acme"


@pytest.mark.parametrize(
    ("title", "evidence", "held"),
    [
        ("Acme pays Bolt $1.25B a month", "Acme will pay Bolt $1.25 billion a month.", ()),
        ("Acme pays Bolt $1.35B a month", "Acme will pay Bolt $1.25 billion a month.", ("numbers",)),
        ("Bolt launches Scout, an Orca-inspired assistant", "Bolt launches Scout, which builds on Orca.", ()),
        ("ABD puts money into Porto", "Acme Bolt Devices Inc. puts money into Porto.", ()),
        ("AXD puts money into Porto", "Acme Bolt Devices Inc. puts money into Porto.", ("names",)),
        ("Bolt launches Scout, a Dory-inspired assistant", "Bolt launches Scout, which builds on Orca.", ("names",)),
    ],
)
def test_a_short_amount_and_a_compound_of_a_name_are_held_by_what_they_mean(
    title: str, evidence: str, held: tuple[str, ...]
) -> None:
    assert title_held(title, evidence, language="en") == held
