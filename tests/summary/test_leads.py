from collections.abc import Callable

import msgspec

from byline.records import Claim, Coverage, Member
from byline.summary.claims import find_claims
from byline.summary.leads import choose_lead
from byline.summary.settings import SummarySettings

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]


def lead(coverage: Coverage) -> tuple[str, Claim] | None:
    return choose_lead(coverage, find_claims(coverage, settings=PLAIN), language="en")


def test_the_sentence_nearest_to_the_title_leads(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme released the Orca chip in Lisbon. Acme also sells a lamp in Porto for 20 euros."
    found = lead(coverage_of(member(1, text, title="Why did Acme release the Orca chip?")))
    assert found is not None
    assert found[0] == "Acme released the Orca chip in Lisbon."


def test_a_long_lead_ends_at_an_aside(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    aside = ", which weighs 25 grams and was shown to the press at a hall in the port of the town last week."
    found = lead(coverage_of(member(1, f"Acme released the Orca chip in Lisbon on Monday{aside}", title="Why Orca?")))
    assert found is not None
    assert found[0] == "Acme released the Orca chip in Lisbon on Monday."


def test_a_list_is_not_cut(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme released the Orca chip in Lisbon with a fan, a long cable, a case of oak and two spare plugs."
    found = lead(coverage_of(member(1, text, title="Why Orca?")))
    assert found is not None
    assert found[0] == text


def test_nothing_leads_where_nothing_can_stand_alone(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    assert lead(coverage_of(member(1, "He said it would not.", title="Why Orca?"))) is None


def test_what_somebody_says_does_not_lead_before_what_happened(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "A fair opened. “The Orca chip sells everywhere,” said Jane Roe of Acme. Acme sold 400 Orca chips in Lisbon."
    found = lead(coverage_of(member(1, text, title="Why does the Orca chip of Acme sell?")))
    assert found is not None
    assert found[0] == "Acme sold 400 Orca chips in Lisbon."


def test_not_just_does_not_lead(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "A fair opened. Acme Search hasn’t just tripped over the word Orca. Acme Search tripped over Dory in Lisbon."
    found = lead(coverage_of(member(1, text, title="Why did Acme Search trip?")))
    assert found is not None
    assert found[0] == "Acme Search tripped over Dory in Lisbon."


def test_another_language_leads_only_with_words_of_a_title(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "How do you feel? 打开设置并选择云端方案，然后保存。"
    assert lead(coverage_of(member(1, text, title="Orca 3"))) is None


def test_a_doubtful_sentence_leads_where_it_is_much_more_like_the_titles(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    side = "Jane Roe, who buys software for Bolt Health in Porto, has added a line to her contracts about the Orca."
    told = "Acme's planned purchase of the Orca plant lapsed."
    one = member(1, f"{side} {told}", title="Who owns the Orca plant after Acme's purchase lapsed?")
    other = member(
        2, "A fair opened in Porto, and nobody came to it.", title="Acme's planned purchase lapsed: and now?"
    )
    for members, expected in (((one, other), told), ((one,), side)):
        story = coverage_of(*members)
        claims = find_claims(story, settings=PLAIN)
        sure = tuple(c for c in claims.claims if c.representative.quote != told)
        doubtful = tuple(c for c in claims.claims if c.representative.quote == told)
        found = choose_lead(story, msgspec.structs.replace(claims, claims=sure, doubtful=doubtful), language="en")
        assert found is not None
        assert found[0] == expected
