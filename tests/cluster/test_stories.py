"""Stories of articles that come together: as if they had come one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from byline.cluster.online import StoryIndex
from byline.cluster.reading import read
from byline.cluster.settings import ClusterSettings
from byline.records import Assignment, WindowItem

START = datetime(2025, 7, 14, 8, tzinfo=UTC)
DIM, COUNT = 48, 260
ENTITIES = ("heron", "lakeside", "tern")


def _item(number: int, numbers: np.random.Generator) -> WindowItem:
    """Return an article of one of twelve events, so that most of a batch see one another; one in six is a copy."""
    event, language = (
        int(numbers.integers(0, 12)),
        ("en", "zh", "und", "de")[int(numbers.choice(4, p=[0.6, 0.2, 0.1, 0.1]))],
    )
    centre = np.random.default_rng(event).normal(size=DIM)
    vector = centre / np.linalg.norm(centre) + 0.5 * numbers.normal(size=DIM) / DIM**0.5
    title = f"Event{event} word{event} Name{event // 2} and number {number % 5}"
    text = f"Reporters of outlet{number % 7} saw name{event} and word{number % 11}." if number % 3 else ""
    copied = number > 4 and numbers.random() < 1 / 6
    return WindowItem(
        article_id=number,
        story_id=0,
        origin_id=number - int(numbers.integers(1, 5)) if copied else number,
        source_id=f"outlet-{number % 7}",
        time=START + timedelta(hours=number / 9 - float(numbers.choice([0.0, 20.0, 60.0], p=[0.9, 0.07, 0.03]))),
        language=language,
        title="Weekly digest: " + title if number % 17 == 0 else title,
        text=text,
        entities=tuple(ENTITIES[: number % 4]) if number % 2 else (),
        vector=(vector / np.linalg.norm(vector)).astype("<f4").tobytes(),
        reading=read(title, text) if number % 2 else b"",
    )


@pytest.fixture(scope="module")
def stream() -> list[WindowItem]:
    numbers = np.random.default_rng(11)
    return [_item(number, numbers) for number in range(1, COUNT + 1)]


def _assign(stream: list[WindowItem], size: int) -> list[Assignment]:
    index = StoryIndex(ClusterSettings(window_days=1))
    return [found for start in range(0, COUNT, size) for found in index.assign(stream[start : start + size])]


@pytest.mark.parametrize("size", [2, 33, COUNT])
def test_what_comes_together_is_decided_as_one_by_one(stream: list[WindowItem], size: int) -> None:
    assert _assign(stream, size) == _assign(stream, 1)


def test_the_stream_has_what_makes_it_hard(stream: list[WindowItem]) -> None:
    reasons = " ".join(found.reason for found in _assign(stream, COUNT))
    for part in ("copies an article", "a round-up", "names in common", "in another language", "first report"):
        assert part in reasons
