"""Which articles tell one story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from byline.cluster.online import StoryIndex
from byline.cluster.reading import read
from byline.cluster.settings import ClusterSettings
from byline.errors import ModelError
from byline.records import Assignment, WindowItem

START = datetime(2025, 7, 14, 8, tzinfo=UTC)
DIM = 64


def _item(
    number: int, event: int, *, hours: float | None = None, title: str = "", language: str = "en", origin: int = 0
) -> WindowItem:
    """Return article `number` on an event: its vector lies near the event's, its words are the event's."""
    centre = np.random.default_rng(event).normal(size=DIM)
    vector = centre / np.linalg.norm(centre) + 0.35 * np.random.default_rng(1000 + number).normal(size=DIM) / DIM**0.5
    vector = (vector / np.linalg.norm(vector)).astype("<f4")
    return WindowItem(
        article_id=number,
        story_id=0,
        origin_id=origin or number,
        source_id=f"outlet-{number % 9}",
        time=START + timedelta(hours=number if hours is None else hours),
        language=language,
        title=title or f"event{event} word{event} name{event} and number{number}",
        text="",
        vector=vector.tobytes(),
    )


def _stories(assignments: list[Assignment]) -> list[int]:
    return [assignment.story_id for assignment in assignments]


def test_articles_on_one_event_join_and_others_stay_apart() -> None:
    found = StoryIndex(ClusterSettings()).assign([_item(1, 1), _item(2, 2), _item(3, 1), _item(4, 2), _item(5, 3)])
    assert _stories(found) == [1, 2, 1, 2, 5]


def test_a_round_up_may_come_first() -> None:
    index = StoryIndex(ClusterSettings())
    assert _stories(index.assign([_item(1, 1, title="Daily digest: ten things in AI this week")])) == [1]
    assert _stories(index.assign([_item(2, 1), _item(3, 1)])) == [2, 2]


def test_an_assignment_says_why() -> None:
    first, second = StoryIndex(ClusterSettings()).assign([_item(1, 1), _item(2, 1)])
    assert first.reason == "first report: nothing like it in the window"
    assert second.nearest_id == 1
    assert set(second.parts) >= {"vectors", "words", "hours"}
    assert "event1 word1" in second.reason


def test_across_languages_vectors_decide() -> None:
    found = StoryIndex(ClusterSettings()).assign([_item(1, 1), _item(2, 1, title="事件一的中文报道", language="zh")])
    assert _stories(found) == [1, 1]
    assert "words" not in found[1].parts


def test_a_copy_joins_the_story_of_its_origin() -> None:
    found = StoryIndex(ClusterSettings()).assign([_item(1, 1), _item(2, 2, origin=1)])
    assert _stories(found) == [1, 1]
    assert found[1].reason == "copies an article of this story"


def test_a_copy_of_what_has_left_the_window_joins_the_story_that_it_names() -> None:
    index = StoryIndex(ClusterSettings(window_days=2))
    index.assign([_item(1, 1, hours=0)])
    late = _item(2, 2, hours=90, origin=1)
    assert index.assign([msgspec.structs.replace(late, story_id=7), _item(3, 2, hours=91)])[0].story_id == 7
    alone = StoryIndex(ClusterSettings()).assign([late, msgspec.structs.replace(_item(4, 9), story_id=7)])
    assert _stories(alone) == [2, 4]


def test_a_story_ends_when_nothing_came_for_the_length_of_the_window() -> None:
    index = StoryIndex(ClusterSettings(window_days=2))
    found = index.assign([_item(1, 1, hours=0), _item(2, 1, hours=40), _item(3, 1, hours=80), _item(4, 1, hours=140)])
    assert _stories(found) == [1, 1, 1, 4]


def test_old_articles_leave_memory() -> None:
    index = StoryIndex(ClusterSettings(window_days=1))
    index.assign([_item(number, number, hours=number / 4) for number in range(1, 1000)])
    assert len(index) <= (24 + 6) * 4 + 1


def _stream(count: int) -> list[WindowItem]:
    """Return articles of 40 events in an order that is not quite that of their times."""
    numbers = np.random.default_rng(7)
    events = numbers.integers(0, 40, size=count).tolist()
    late = (numbers.random(count) < 0.05) * numbers.uniform(0, 60, size=count)
    return [_item(n + 1, e, hours=n / 3 - float(late[n])) for n, e in enumerate(events)]


@pytest.fixture(scope="module")
def whole() -> list[Assignment]:
    return StoryIndex(ClusterSettings(window_days=1)).assign(_stream(400))


@pytest.mark.parametrize("size", [1, 7, 64])
def test_batches_of_any_size_give_the_same_stories(whole: list[Assignment], size: int) -> None:
    index, stream = StoryIndex(ClusterSettings(window_days=1)), _stream(400)
    assert [a for start in range(0, 400, size) for a in index.assign(stream[start : start + size])] == whole


@pytest.mark.parametrize("size", [13, 50])
def test_restart_between_any_two_batches_changes_nothing(whole: list[Assignment], size: int) -> None:
    stream, done, found = _stream(400), [], []
    for start in range(0, 400, size):
        index = StoryIndex(ClusterSettings(window_days=1))
        index.restore(sorted(done, key=lambda item: (item.time, item.article_id)))
        batch = stream[start : start + size]
        found += index.assign(batch)
        done += [msgspec.structs.replace(i, story_id=a.story_id) for i, a in zip(batch, found[start:], strict=True)]
    assert found == whole


def _readable(items: list[WindowItem]) -> list[WindowItem]:
    """Return the items with texts whose words tell something too."""
    texts = [
        f"{item.title}, says Heron-{item.article_id % 7}. 实验室 speaks of word{n % 11}."
        for n, item in enumerate(items)
    ]
    return [msgspec.structs.replace(item, text=text) for item, text in zip(items, texts, strict=True)]


def _without_text(item: WindowItem) -> WindowItem:
    return msgspec.structs.replace(item, text="", reading=read(item.title, item.text))


@pytest.mark.parametrize("unread", [0, 3])
def test_what_was_read_before_decides_as_the_text_does(unread: int) -> None:
    stream = _readable(_stream(400))
    seen = StoryIndex(ClusterSettings(window_days=1))
    found = seen.assign(stream)
    done = [msgspec.structs.replace(i, story_id=a.story_id) for i, a in zip(stream, found, strict=True)][:200]
    done.sort(key=lambda item: (item.time, item.article_id))
    kept = [item if unread and item.article_id % unread == 0 else _without_text(item) for item in done]
    index = StoryIndex(ClusterSettings(window_days=1))
    index.restore(iter(kept), newest=done[-1].time)
    assert index.assign([_without_text(item) for item in stream[200:]]) == found[200:]
    assert index.repair() == seen.repair()


def test_vectors_of_another_model_are_refused() -> None:
    index = StoryIndex(ClusterSettings())
    index.assign([_item(1, 1)])
    other = msgspec.structs.replace(_item(2, 1), vector=b"\0" * 40)
    with pytest.raises(ModelError, match=r"64.*cannot be compared.*Embed"):
        index.assign([other])
    with pytest.raises(ModelError, match=r"64.*cannot be compared.*Embed"):
        index.restore([_item(1, 1), other])


def test_a_round_up_stands_alone_and_nothing_joins_it() -> None:
    items = [_item(1, 1, title="Weekly roundup: event1 word1"), _item(2, 1), _item(3, 1, title="Weekly roundup: name1")]
    assert _stories(StoryIndex(ClusterSettings()).assign(items)) == [1, 2, 3]


def test_articles_that_name_different_entities_are_kept_apart() -> None:
    first, second = (msgspec.structs.replace(_item(n, 1), entities=(name,)) for n, name in ((1, "heron"), (2, "tern")))
    strangers = StoryIndex(ClusterSettings()).assign([first, second])[1].similarity
    friends = StoryIndex(ClusterSettings()).assign([first, msgspec.structs.replace(second, entities=("heron",))])[1]
    assert strangers < friends.similarity
    assert "names in common" in friends.reason
