import pytest

from byline.summary.verbs_en import has_main_verb, past, third_person

CARRIED = [
    "Acme launches the Orca.",
    "Prices of chips dropped by half.",
    "Acme partners with Bolt.",
    "Image models by Acme need less memory.",
    "Current approaches often struggle with names.",
    "Researchers who study chips will be glad.",
    "The data that readers answered are public.",
    "A program that keeps track may slow a chip down.",
    "Nobody who left named a fault.",
    "Some want the school to teach.",
    "As chips grow, concerns increase.",
    "Did Acme sell it?",
]
LINES = [
    "Insights into using and experimenting with chips.",
    "Community insights on costs associated with tools.",
    "Usage trends revealed through a recent poll emphasizing search.",
    "Regulatory actions against a company for dealings with Acme.",
    "A study identifying risks in using chips.",
    "Training code which scales to 32 cards for long tasks.",
    "A milestone in chips as Acme releases the Orca.",
    "Innovative uses of chips to counteract automated frustrations.",
    "3x fewer tokens in retry loops.",
    "Daily automated delivery of summaries generated using Orca.",
    "For a frontier checkpoint that is on the order of a terabyte.",
    "Explores the consequences of chips.",
    "An in-depth report from Porto on how the adoption of chips is leading to anger.",
]


@pytest.mark.parametrize("line", CARRIED)
def test_a_sentence_has_a_verb_that_carries_it(line: str) -> None:
    assert has_main_verb(line)


@pytest.mark.parametrize("line", LINES)
def test_plurals_participles_and_clauses_carry_nothing(line: str) -> None:
    assert not has_main_verb(line)


def test_forms_of_a_verb_are_made_by_rule() -> None:
    assert [third_person(r) for r in ("launch", "deny", "buy", "go")] == ["launches", "denies", "buys", "goes"]
    assert [past(r) for r in ("launch", "deny", "use")] == ["launched", "denied", "used"]
