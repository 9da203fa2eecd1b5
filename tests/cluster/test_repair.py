"""Stories that are merged or split afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings
from byline.records import Decision, WindowItem

START = datetime(2025, 7, 14, 8, tzinfo=UTC)
DIM = 64


def _item(number: int, event: int, story: int) -> WindowItem:
    """Return article `number` on an event, assigned to a story."""
    centre = np.random.default_rng(event).normal(size=DIM)
    vector = centre / np.linalg.norm(centre) + 0.25 * np.random.default_rng(1000 + number).normal(size=DIM) / DIM**0.5
    return WindowItem(
        article_id=number,
        story_id=story,
        origin_id=number,
        source_id=f"outlet-{number}",
        time=START + timedelta(hours=number),
        language="en",
        title=f"event{event} word{event} name{event} place{event}",
        text="",
        vector=(vector / np.linalg.norm(vector)).astype("<f4").tobytes(),
    )


TWO_THAT_ARE_ONE = [_item(1, 1, 1), _item(2, 1, 1), _item(3, 1, 3), _item(4, 1, 3), _item(5, 2, 5)]
ONE_THAT_IS_TWO = [_item(n, n % 2, 1) for n in range(1, 7)]


def _at_one_place(number: int, event: int) -> WindowItem:
    """Return article `number` on one of two events of one conference: some of the meaning and a word are common."""
    place, own = (np.random.default_rng(seed).normal(size=DIM) for seed in (50, 60 + event))
    vector = place + 1.7 * own + 0.3 * np.random.default_rng(2000 + number).normal(size=DIM)
    return msgspec.structs.replace(
        _item(number, event, 1),
        title=f"summit event{event} word{event} name{event} place{event}",
        vector=(vector / np.linalg.norm(vector)).astype("<f4").tobytes(),
    )


TWO_AT_ONE_PLACE = [_at_one_place(n, n % 2) for n in range(1, 9)]
TOGETHER = Decision(kind="together", left_id=1, right_id=5, decided=START)
APART = Decision(kind="apart", left_id=2, right_id=3, decided=START)


def _index(items: list[WindowItem], *decisions: Decision) -> StoryIndex:
    index = StoryIndex(ClusterSettings())
    index.restore(items, decisions)
    return index


def test_two_stories_that_turn_out_to_be_one_are_merged_under_the_elder_id() -> None:
    (change,) = _index(TWO_THAT_ARE_ONE).repair()
    assert (change.kind, change.story_id, change.other_id, change.article_ids) == ("merge", 1, 3, (3, 4))
    assert "% alike" in change.reason


def test_a_story_that_holds_two_events_is_split_and_keeps_its_id_for_its_first_article() -> None:
    (change,) = _index(ONE_THAT_IS_TWO).repair()
    assert (change.kind, change.story_id, change.other_id, change.article_ids) == ("split", 1, 2, (2, 4, 6))


def test_a_repaired_index_has_nothing_left_to_repair_and_joins_to_the_repaired_stories() -> None:
    index = _index(ONE_THAT_IS_TWO)
    index.repair()
    assert index.repair() == []
    assert [found.story_id for found in index.assign([_item(7, 1, 0), _item(8, 0, 0)])] == [1, 2]


def test_two_events_of_one_conference_are_split_although_single_pairs_reach_across() -> None:
    index = _index(TWO_AT_ONE_PLACE)
    (change,) = index.repair()
    assert (change.kind, change.story_id, change.article_ids) == ("split", 1, (2, 4, 6, 8))
    assert change.similarity > ClusterSettings().max_split
    assert index.repair() == []


def test_what_a_person_put_together_is_not_split_where_its_parts_stand_out() -> None:
    pairs = [Decision(kind="together", left_id=1, right_id=n, decided=START) for n in (2, 4, 6, 8)]
    assert _index(TWO_AT_ONE_PLACE, *pairs).repair() == []


def test_stories_that_a_person_keeps_apart_are_not_merged() -> None:
    assert _index(TWO_THAT_ARE_ONE, APART).repair() == []


def test_stories_that_a_person_put_together_are_merged_and_stay_so() -> None:
    index = _index(TWO_THAT_ARE_ONE[:2] + TWO_THAT_ARE_ONE[4:], TOGETHER)
    assert [(c.kind, c.story_id, c.other_id) for c in index.repair()] == [("merge", 1, 5)]
    assert index.repair() == []


def test_two_articles_of_one_story_that_a_person_keeps_apart_are_parted() -> None:
    changes = _index([_item(n, 1, 1) for n in range(1, 5)], APART).repair()
    (change,) = changes
    assert change.kind == "split"
    assert len({2, 3} & set(change.article_ids)) == 1


def test_the_latest_word_on_a_pair_counts() -> None:
    later = Decision(kind="together", left_id=3, right_id=2, decided=START + timedelta(days=1))
    assert [c.kind for c in _index(TWO_THAT_ARE_ONE, later, APART).repair()] == ["merge"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_what_is_restored_decides_nothing(order: int) -> None:
    items = sorted(
        TWO_THAT_ARE_ONE
        + [
            msgspec.structs.replace(i, article_id=i.article_id + 10, origin_id=i.article_id + 10, story_id=11)
            for i in ONE_THAT_IS_TWO
        ],
        key=lambda i: (i.time, i.article_id),
    )
    assert _index(items).repair() == _index(items[::order]).repair()


def test_only_stories_with_a_fresh_article_are_looked_at() -> None:
    assert _index(TWO_THAT_ARE_ONE).repair([5]) == []
    assert _index(ONE_THAT_IS_TWO).repair([]) == []


@pytest.mark.parametrize("fresh", [1, 2, 3, 4])
def test_a_fresh_article_of_either_story_is_enough_to_merge_them(fresh: int) -> None:
    assert [(c.kind, c.story_id, c.other_id) for c in _index(TWO_THAT_ARE_ONE).repair([fresh])] == [("merge", 1, 3)]


def test_a_person_keeps_two_apart_although_nothing_came_since() -> None:
    assert [c.kind for c in _index([_item(n, 1, 1) for n in range(1, 5)], APART).repair([])] == ["split"]
