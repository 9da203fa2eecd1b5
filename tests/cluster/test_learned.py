"""What a person's decisions change."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from byline.cluster.learned import learned
from byline.cluster.memory import Memory
from byline.cluster.names import read_words
from byline.cluster.score import Scorer, Weights, one_likelihood, shipped
from byline.cluster.window import Entry

AT = datetime(2025, 7, 14, tzinfo=UTC)
TITLES = ["Heron model opened by Lakeside", "Lakeside opens a lab in Marenburg", "Tern flies", "Comet passes"]


def _memory() -> Memory:
    memory = Memory()
    for number, title in enumerate(TITLES, start=1):
        words = read_words(title, "")
        entry = Entry(
            id=number,
            story_id=number,
            origin_id=number,
            source_id="outlet",
            hours=AT.timestamp() / 3600.0,
            language="en",
            title=title,
            digest=False,
            entities=frozenset(),
            length=0.0,
        )
        vector = np.ones(32) + np.random.default_rng(number).normal(size=32)
        memory.add(entry, words, (vector / np.linalg.norm(vector)).astype(np.float32))
    return memory


def _likelihood(weights: Weights, memory: Memory) -> float:
    """How likely the first and the third tell one story: neither sure nor excluded."""
    direction = memory.direction(memory.window.vector(0), "en")
    near = memory.near(memory.lexicon.stored(0), direction, np.array([2]))
    return one_likelihood(float(Scorer(weights).alike(memory.window.entries[0], near)[0]))


def test_without_decisions_the_weights_are_the_shipped_ones() -> None:
    assert learned(shipped(), _memory(), together=[], apart=[(1, 99)]) == shipped()


def test_a_decision_moves_the_likelihood_of_such_pairs_its_way() -> None:
    memory = _memory()
    before = _likelihood(shipped(), memory)
    assert _likelihood(learned(shipped(), memory, together=[(1, 3)], apart=[]), memory) > before
    assert _likelihood(learned(shipped(), memory, together=[], apart=[(1, 3)]), memory) < before


def test_one_decision_moves_it_only_a_little() -> None:
    memory = _memory()
    after = _likelihood(learned(shipped(), memory, together=[], apart=[(1, 3)]), memory)
    assert abs(after - _likelihood(shipped(), memory)) < 0.1


def test_the_order_of_decisions_changes_nothing() -> None:
    pairs = [(1, 2), (2, 3), (1, 4)]
    forth = learned(shipped(), _memory(), together=pairs, apart=[(3, 4)])
    assert forth == learned(shipped(), _memory(), together=pairs[::-1], apart=[(3, 4)])
