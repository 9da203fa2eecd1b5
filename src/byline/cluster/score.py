"""How alike two articles are, and an article and a story, as a sum of named parts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from byline.cluster.window import Entry, Window, weigh

NEAREST = 3
"""Members of a story that speak for it: with one a chain of pairs grows without end, with all a long story
never takes a new article."""

W_VECTORS, W_WORDS, W_ENTITIES, W_HOURS = 0.75, 0.5, 0.1, -0.001
"""Provisional."""
_DIGITS = 5
"""Scores are rounded before they are compared: matrix products of different shapes differ in the last bits."""


class Pair(msgspec.Struct, frozen=True):
    """The comparison of a new article with a remembered one."""

    other: Entry
    vectors: float
    """Cosine of the vectors."""
    words: float | None
    """Cosine of the tf-idf weights; None across languages."""
    entities: float
    """Shared entities: their number divided by that of the shorter list."""
    hours: float
    """Between the two publications."""

    @property
    def score(self) -> float:
        """Return the weighted sum of the parts, 0 to 1."""
        words = 0.5 * self.vectors if self.words is None else self.words
        total = (
            W_VECTORS * self.vectors + W_WORDS * words + W_ENTITIES * self.entities + W_HOURS * min(self.hours, 96.0)
        )
        return round(min(1.0, max(0.0, total)), _DIGITS)


def compare(entry: Entry, others: Sequence[tuple[Entry, float]], window: Window) -> list[Pair]:
    """Return the comparison with each (article, cosine), in their order."""
    weights, length = weigh(entry.words, window)
    pairs = []
    for other, cosine in others:
        words = None
        if entry.shares_words_with(other):
            theirs, their_length = weigh(other.words, window)
            common = sum(weight * theirs[word] for word, weight in weights.items() if word in theirs)
            words = common / (length * their_length) if length and their_length else 0.0
        shared = len(entry.entities & other.entities)
        fewer = min(len(entry.entities), len(other.entities))
        pairs.append(Pair(other, cosine, words, shared / fewer if fewer else 0.0, abs(entry.hours - other.hours)))
    return pairs


def story_score(pairs: Sequence[Pair]) -> tuple[float, Pair]:
    """Return the mean of a story's nearest members, and the nearest."""
    ranked = sorted(pairs, key=lambda pair: (-pair.score, pair.other.id))[:NEAREST]
    return round(sum(pair.score for pair in ranked) / len(ranked), _DIGITS), ranked[0]
