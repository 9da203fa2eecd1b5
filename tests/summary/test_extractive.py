from collections.abc import Callable

import msgspec

from byline.records import Coverage, Member
from byline.summary.claims import find_claims
from byline.summary.extractive import ExtractiveWriter
from byline.summary.interface import Draft
from byline.summary.settings import SummarySettings

PLAIN = SummarySettings(max_doubt=1.0)
"""Sentences made up for a test are shorter than news, so how doubtful they are is not weighed."""

MemberMaker = Callable[..., Member]
CoverageMaker = Callable[..., Coverage]


def draft(coverage: Coverage, language: str = "en") -> Draft:
    return ExtractiveWriter(PLAIN).write(coverage, find_claims(coverage, settings=PLAIN), language=language)


def section(made: Draft, kind: str) -> list[str]:
    return [s.text for part in made.sections if part.kind == kind for s in part.sentences]


def test_speech_keeps_its_speaker(three_outlets: Coverage) -> None:
    (voice,) = [s for part in draft(three_outlets).sections if part.kind == "voices" for s in part.sentences]
    assert (voice.speaker, voice.language) == ("Jane Roe", "en")


def test_what_is_not_known_is_an_open_question(three_outlets: Coverage) -> None:
    assert section(draft(three_outlets), "open") == ["Acme did not say what the chip costs."]


def test_a_question_of_one_writer_is_not(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme released the Orca chip in Lisbon. Is Orca a tool or a toy?"
    assert section(draft(coverage_of(member(1, text))), "open") == []
    both = coverage_of(member(1, text), member(2, "Bolt sells servers in Porto. Is the Orca a tool or a toy?"))
    assert len(section(draft(both), "open")) == 1


def test_a_writer_s_own_question_is_told_in_no_section(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme released the Orca chip in Lisbon. How did Acme build the Orca? Acme has a plant in Porto."
    made = draft(coverage_of(member(1, text, form="opinion")))
    assert section(made, "opinion")
    assert not any("?" in told for told in section(made, "opinion"))


def test_a_phrase_in_quotation_marks_is_no_voice(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "Acme says that its new Orca chip, released in Lisbon, is more like “talking to another person” than a tool."
    assert section(draft(coverage_of(member(1, text))), "voices") == []


def test_a_disagreement_is_told_by_both_sides_and_nowhere_else(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    first, second = (f"The Orca chip by Acme has {n} billion transistors." for n in (40, 45))
    made = draft(coverage_of(member(1, first), member(2, second), member(3, "Acme opened a plant in Porto.")))
    assert sorted(section(made, "differ")) == [first, second]
    assert first not in section(made, "happened")


def test_nothing_is_told_twice(three_outlets: Coverage) -> None:
    made = draft(three_outlets)
    told = [s.text for part in made.sections for s in part.sentences] + ([made.deck.text] if made.deck else [])
    assert len([t for t in told if "released" in t]) == 1


def test_the_edition_s_language_comes_first(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    chinese = member(2, "Acme在上海投资30亿元。Acme将雇用500名工程师。", language="zh", title="Acme在上海投资30亿元")
    coverage = coverage_of(member(1, "Acme opened a plant in Shanghai on Monday.", title="Acme opens a plant"), chinese)
    english = draft(coverage)
    assert english.headline is not None
    assert english.headline.language == "en"
    assert {s.language for part in english.sections for s in part.sentences} <= {"en", "zh"}
    zh = draft(coverage, "zh")
    assert zh.headline is not None
    assert zh.headline.text == "Acme在上海投资30亿元"


def test_a_sentence_waits_for_the_noun_it_leans_on(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    lone = coverage_of(member(1, "The home said that each shift saved 40 minutes.", title="Minutes"))
    assert draft(lone).sections == ()
    told = coverage_of(
        member(
            1, "Linden House is a care home in Alder. The home said that each shift saved 40 minutes.", title="A shift"
        )
    )
    assert "The home [Linden House] said that each shift saved 40 minutes." in section(draft(told), "happened")


def test_a_sentence_that_leans_is_told_with_the_one_before_it(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    first, second = "Acme licensed the Orca chip from Bolt.", "The price was reported as about $2.4 billion."
    other = "Carol Systems has opened its largest plant in Lisbon, with 400 engineers."
    made = draft(coverage_of(member(1, f"{other} {first} {second}", title="Carol Systems opens plant")))
    assert f"{first} {second}" in [*section(made, "happened"), *section(made, "numbers")]


def test_a_surname_waits_for_its_bearer(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = (
        "Acme opened a plant in Porto. We met engineer Jane Roe there. Roe says that the Orca cannot be fooled by dust."
    )
    for title, told in (("Acme in Porto", False), ("Roe tries the Orca", True)):
        made = draft(coverage_of(member(1, text, title=title)))
        printed = [*section(made, "happened"), made.deck.text if made.deck else ""]
        assert any(s.startswith("Roe says") for s in printed) is told


def test_a_measured_score_counts_whoever_measured_it(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    first, second = (
        "On the test Harbour Orca reaches 63.1 points.",
        "The mean of nine runs of Orca on Harbour is 61.3 points.",
    )
    made = draft(coverage_of(member(1, first), member(2, second, form="opinion")))
    assert sorted(section(made, "differ")) == sorted((first, second))


def test_what_the_headline_tells_is_told_once_more_at_most(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    first = "Acme announced on Monday that it acquires Bolt, a maker of lamps whose plant stands in Porto."
    second = "Acme acquires Bolt, known for its chairs and its desks in Madrid."
    made = draft(
        coverage_of(
            member(1, first, title="Acme acquires Bolt"),
            member(2, second, title="Acme acquires Bolt", source="outlet-2"),
        )
    )
    told = [s.text for part in made.sections for s in part.sentences] + ([made.deck.text] if made.deck else [])
    assert len(told) == 1


def test_a_second_telling_that_says_how_much_stays(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    first = "Acme announced on Monday that it acquires Bolt, a maker of lamps whose plant stands in Porto."
    second = "Acme acquires Bolt for $300 million, known for its chairs and its desks in Madrid."
    made = draft(
        coverage_of(
            member(1, first, title="Acme acquires Bolt"),
            member(2, second, title="Acme acquires Bolt", source="outlet-2"),
        )
    )
    told = [s.text for part in made.sections for s in part.sentences] + ([made.deck.text] if made.deck else [])
    assert any("$300 million" in sentence for sentence in told)


def test_today_s_news_told_against_earlier_times_is_no_background(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    text = (
        "Acme opened a plant in Porto. Acme announced limited versions of the Orca chip without the formerly required "
        "desk in Lisbon. Bolt had previously sold chairs in Madrid."
    )
    made = draft(coverage_of(member(1, text, title="Acme opens a plant, announces the Orca chip, and Bolt sells")))
    assert any("announced" in told for told in section(made, "happened"))
    assert not any("announced" in told for told in section(made, "background"))


def test_earlier_times_are_no_deck(member: MemberMaker, coverage_of: CoverageMaker) -> None:
    text = "What a day! In April, Acme released four Orca chips in Lisbon. The Orca chips were sold in Porto in 2012."
    made = draft(coverage_of(member(1, text, title="Acme releases Orca chips")))
    assert made.deck is None


def test_an_english_title_does_not_lead_where_a_chinese_one_can(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    title = "Acme在上海投资30亿元建设新厂"
    chinese = member(2, f"{title}\n短讯", language="zh", title=title)
    english = member(
        1, "Acme opens a plant in Shanghai. Acme opened it on Monday.", title="Acme opens a plant in Shanghai"
    )
    made = draft(coverage_of(english, chinese), "zh")
    assert made.headline is not None
    assert (made.headline.text, made.headline.language) == (title, "zh")


def test_what_an_article_opens_with_behind_its_title_is_no_background(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    title = "Acme closes its Lisbon plant"
    text = f"{title}\n\nIn April, Acme closed its plant in Lisbon. In 2019, Acme had opened a plant in Porto."
    made = draft(coverage_of(member(1, text, title=title)))
    told = [made.deck.text] if made.deck else []
    assert any(
        "In April" in s for s in told + section(made, "happened") + ([made.headline.text] if made.headline else [])
    )
    assert not any("In April" in s for s in section(made, "background"))


def test_a_doubtful_sentence_is_told_under_its_articles_title_where_several_tell_the_story(
    member: MemberMaker, coverage_of: CoverageMaker
) -> None:
    told = "Some 160 rigs for the Orca chip took part in trials between March and June."
    one = member(1, f"Acme opened a plant for the Orca chip in Porto. {told}", title="Acme opens an Orca plant")
    other = member(2, "Bolt will buy 400 Orca chips from the plant of Acme in Porto.", title="Bolt buys Orca chips")
    for members, expected in (((one, other), [f"{one.source.name}, “Acme opens an Orca plant”"]), ((one,), [])):
        story = coverage_of(*members)
        claims = find_claims(story, settings=PLAIN)
        sure = tuple(c for c in claims.claims if c.representative.quote != told)
        doubtful = tuple(c for c in claims.claims if c.representative.quote == told)
        made = ExtractiveWriter(PLAIN).write(
            story, msgspec.structs.replace(claims, claims=sure, doubtful=doubtful), language="en"
        )
        assert [s.speaker for part in made.sections for s in part.sentences if s.text == told] == expected
