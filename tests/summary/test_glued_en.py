import pytest

from byline.summary.boilerplate import bare_span
from byline.summary.standalone import unfit


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("By Jane Roe, John Doe 作者：Jane Roe, John Doe ", "At Acme, Orca powers all video."),
        ("April 29, 2026 ", "Acme has agreed to buy Bolt."),
        ("Published 2026-05-17 ", "Acme chips cost more than Bolt's."),
        ("The Harbour News and Insights: ", "Acme has opened a plant in Porto."),
    ],
)
def test_a_byline_a_date_or_a_newsletters_name_in_front_is_no_part_of_the_sentence(head: str, sentence: str) -> None:
    start, end = bare_span(head + sentence)
    assert (head + sentence)[start:end] == sentence


@pytest.mark.parametrize(
    "line",
    [
        "Specifications Acme's phone is said to use a chip of its own.",
        "The branded image tax Every developer who ships products pays the tax.",
        "The stochastic challenge Traditional software is predictable.",
        "Acme highlights what a trade war means for chips ().",
        "40+ providers · 32 tools · 13 operations of Orca are in Acme's core.",
        "An exploration of how Acme became a leader in software.",
        "A guide on using the Orca to widen old projects.",
        "Insights into Porto's slow pace in embracing robots.",
        "A landmark court decision on Acme amidst automation.",
        "An offline music player.",
        "Acme has released an affordable.",
        "Acme to split its income by market rather than by product.",
        "Acme v. Bolt week 3: Acme and Bolt traded blows over prices.",
    ],
)
def test_glued_headings_residue_and_blurbs_without_a_verb_are_refused(line: str) -> None:
    assert set(unfit(line, language="en")) & {"fragment", "label"}


@pytest.mark.parametrize(
    "line",
    [
        "An analysis of 300 papers found that Orca beats Bolt.",
        "A Harbour Review report on Acme says prices fell.",
        "A developer shares insights on building Orca in a day.",
        "In a discussion on the Orca for Developers channel, Jane Roe of Acme explained the upgrade.",
        "Acme plans to open a plant in Porto.",
        "A new Harbour Review investigation documents long waits for Acme's taxis.",
    ],
)
def test_a_sentence_about_a_report_or_a_plan_is_none(line: str) -> None:
    assert not set(unfit(line, language="en")) & {"fragment", "label"}
