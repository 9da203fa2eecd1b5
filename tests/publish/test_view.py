"""What the pages show of a story."""

from __future__ import annotations

import msgspec
import pytest

from byline.publish.compose import compose
from byline.publish.view import count_words, view_edition
from byline.records import Section, Sentence, Tier


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Two words", 2),
        ("1.2 trillion, it's said", 4),
        ("人工智能", 2),
        ("三个字", 2),
        ("Orrery实验室", 3),
    ],
)
def test_two_chinese_characters_count_as_one_word(text, words):
    assert count_words(text) == words


def view(edition):
    return view_edition(edition, images={}, min_independent=2).stories[0]


def test_numbers_of_one_sentence_are_in_order(edition):
    numbers = [[m.passage.number for m in line.marks] for g in view(edition).groups for line in g.lines]
    assert all(row == sorted(row) for row in numbers)


def test_the_first_use_of_a_number_is_marked_once(edition):
    story = view(edition)
    lines = [story.headline, story.deck, *(line for group in story.groups for line in group.lines)]
    sides = [side.mark for group in story.groups for d in group.differences for side in d.sides]
    first = [m.passage.number for m in [*(m for line in lines for m in line.marks), *sides] if m.first]
    assert sorted(first) == [passage.number for passage in story.passages]


def test_independent_outlets_are_named_before_their_copies(edition):
    names = view(edition).names
    assert names == ("Harbor Ledger", "晨星科技报", "Lakeside Wire", "The Northfield Courier", "Quay Tribune")


def test_a_sentence_that_tells_one_side_stands_beside_its_value(case, frame):
    coverages, scores, summaries = case
    summary = summaries[1001]
    values = summary.disagreements[0].values
    cited = [c for section in summary.sections for s in section.sentences for c in s.citations]
    citation = next(c for c in cited if c.passage == values[0].passage)
    told = Sentence(text=citation.passage.quote, citations=(citation,), tier=Tier.VERBATIM, language="en")
    differ = Section(kind="differ", sentences=(told,))
    changed = msgspec.structs.replace(summary, sections=(*summary.sections, differ))
    edition = compose(coverages, scores, {**summaries, 1001: changed}, frame=frame)
    (group,) = [g for g in view(edition).groups if g.kind == "differ"]
    assert group.lines == ()
    assert [side.line.text if side.line else None for side in group.differences[0].sides] == [told.text, None]


def test_reading_time_is_that_of_the_front_page_and_of_everything(edition):
    shown = view_edition(edition, images={}, min_independent=2)
    assert (shown.minutes, shown.all_minutes) == (1, 2)


def test_a_correction_is_shown_with_its_article(case, frame):
    coverages, scores, summaries = case
    first, *others = coverages[1001].members
    article = msgspec.structs.replace(first.article, corrects=True)
    members = (msgspec.structs.replace(first, article=article), *others)
    changed = {**coverages, 1001: msgspec.structs.replace(coverages[1001], members=members)}
    groups = view(compose(changed, scores, summaries, frame=frame)).coverage
    assert [outlet.name for group in groups for outlet in group if outlet.corrected] == ["Harbor Ledger"]


def test_only_the_passage_a_sentence_is_taken_from_is_called_word_for_word(edition):
    (numbers,) = [group for group in view(edition).groups if group.kind == "numbers"]
    assert [mark.relation for mark in numbers.lines[0].marks] == ["Word for word", "Reports the same"]
    (still_open,) = [group for group in view(edition).groups if group.kind == "open"]
    assert {mark.relation for mark in still_open.lines[1].marks} == {"Reworded and checked"}
