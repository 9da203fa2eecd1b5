"""The entries and vectors of the last days."""

from __future__ import annotations

import numpy as np
import pytest

from byline.cluster.search import Floats, LocalSearch, Slices
from byline.cluster.window import Entry, Window

COUNT, BAR = 8, 0.2


def _entry(number: int, hours: float, *, digest: bool = False) -> Entry:
    return Entry(
        id=number,
        story_id=number,
        origin_id=number,
        source_id="outlet",
        hours=hours,
        language="zh" if number % 3 == 0 else "en",
        title="A title",
        digest=digest,
        entities=frozenset(),
        length=0.0,
    )


def _vectors(count: int, *, seed: int = 1, dim: int = 32) -> Floats:
    """Return unit vectors around six directions, so that many lie near to one another."""
    numbers = np.random.default_rng(seed)
    rows = np.random.default_rng(0).normal(size=(6, dim))[numbers.integers(0, 6, count)]
    rows = rows + 0.9 * numbers.normal(size=(count, dim))
    unit: Floats = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _filled(count: int, *, window: Window | None = None) -> Window:
    """Return a window with an article every quarter of an hour, settled up to a day before the end."""
    window = window or Window()
    window.advance(0.0, count / 4 - 24)
    for number, vector in enumerate(_vectors(count)):
        window.add(_entry(number, number / 4, digest=number % 50 == 7), vector)
    return window


def _brute(window: Window, vector: Floats, language: str) -> list[tuple[int, float]]:
    """Return the nearest by the cosines with all entries, nearest first, ties by id."""
    numbers = np.array([number for number, entry in enumerate(window.entries) if not entry.digest])
    cosines = window.exact_cosines(vector, language, numbers)
    ranked = sorted((-round(c, 5), window.entries[n].id, n) for n, c in zip(numbers.tolist(), cosines, strict=True))
    return [(number, -cosine) for cosine, _, number in ranked if -cosine >= BAR][:COUNT]


@pytest.mark.parametrize("late", [False, True])
def test_the_nearest_of_a_batch_are_those_of_all_pairs_while_its_articles_are_added(late: bool) -> None:
    window = _filled(600)
    vectors, languages = _vectors(40, seed=2), ["zh" if n % 3 == 0 else "en" for n in range(40)]
    comparison = window.compare(vectors, languages, count=COUNT, at_least=BAR)
    for index in range(40):
        numbers, cosines = comparison.near(index)
        found = [(number, round(cosine, 5)) for number, cosine in zip(numbers.tolist(), cosines, strict=True)]
        assert found == _brute(window, vectors[index], languages[index])
        # A late article moves the mean of its language.
        window.add(_entry(600 + index, 10.0 if late and index % 4 == 0 else 151.0), vectors[index])


def test_a_window_in_slices_finds_the_same() -> None:
    whole, cut = _filled(500), _filled(500, window=Window(Slices([LocalSearch(), LocalSearch(), LocalSearch()])))
    vectors = _vectors(20, seed=3)
    left, right = (w.compare(vectors, ["en"] * 20, count=COUNT, at_least=BAR) for w in (whole, cut))
    for index in range(20):
        (numbers, cosines), (others, alike) = left.near(index), right.near(index)
        assert numbers.tolist() == others.tolist()
        assert np.allclose(cosines, alike, rtol=0, atol=1e-12)


def test_means_are_the_same_to_the_last_bit_whatever_the_order_and_the_steps() -> None:
    stepped = _filled(400)
    for horizon in (5.0, 20.0, 40.0):
        kept = stepped.advance(horizon, 60.0 + horizon)
        assert kept is not None
    fresh = Window()
    fresh.row("zh")
    fresh.advance(40.0, 100.0)
    for number in reversed(range(160, 400)):
        fresh.add(_entry(number, number / 4), _vectors(400)[number])
    assert stepped.means().tobytes() == fresh.means().tobytes()


def test_advancing_says_who_is_kept() -> None:
    window = _filled(100)
    assert window.advance(0.0, 10.0) is None
    kept = window.advance(20.0, 10.0)
    assert kept is not None
    assert kept.tolist() == list(range(80, 100))
    assert [entry.id for entry in window.entries] == list(range(80, 100))
    assert np.allclose(window.vector(0), _vectors(100)[80], atol=2e-5)


def test_live_are_those_of_the_time_without_round_ups_and_the_article_itself_by_id() -> None:
    window = _filled(120)
    window.advance(5.0, 6.0)
    asked = np.array([90, 0, 37, 90, 4, 36, 12])
    live = window.live(asked, _entry(56, 14.0), hours=10.0)
    # Numbers move by the 20 that are forgotten; id 57 is a round-up, 56 the article itself, 110 too late.
    assert window.ids_of(live).tolist() == [20, 24, 32]
    assert live.tolist() == [0, 4, 12]


def test_ids_of_many_articles_added_at_once_are_those_of_one_by_one() -> None:
    window, vectors = Window(), _vectors(5)
    window.extend([_entry(number, 1.0, digest=number == 2) for number in range(4)], vectors[:4])
    window.add(_entry(9, 1.0), vectors[4])
    assert window.ids_of(np.array([4, 0, 3])).tolist() == [9, 0, 3]
    assert window.live(np.arange(5), _entry(0, 1.0), hours=1.0).tolist() == [1, 3, 4]
