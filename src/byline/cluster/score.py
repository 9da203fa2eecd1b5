"""How alike two articles are, and an article and a story, as a sum of named parts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from byline.cluster.window import Entry, Window

NEAREST = 4
"""Members of a story that speak for it: with one, chains of pairs grow without end; with all, a long story never takes
a new article. Swept 1 to 10: uci wants 2 to 4, wikinews_big and the roundups 4 and more."""

W_WORDS = 1.0
"""A tf-idf cosine counts as much as a cosine of vectors. Swept 0 to 5 on five sets: flat between .7 and 1.5."""
W_ACROSS = 1.85
"""Across languages the cosine of vectors stands for both. From the vectors' cosine at which a pair of the sample is as
likely of one story as not: .37 across languages."""
W_LENGTH = -0.09
"""Two long texts are more alike than two titles about the same events; swept 0 to .18."""
W_DAY = -0.04
"""A day between two articles; swept 0 to .08 (roundups .865 to .889, others flat)."""
W_ENTITIES = 0.12
"""Shared entities count across languages, where words cannot be compared."""
W_STRANGERS = -0.2
"""Both name entities and none is shared. From a logistic fit on the pairs of the sample: 5 in the exponent (here 2,
for 122 articles prove little), for shared entities 1.5 across languages and .3 within one."""
MIDDLE, STEEPNESS = 0.56, 10.0
"""The weighted sum that gives a likeness of .5, and how fast it rises. Swept .5 to .66 and 3 to 14 on uci,
wikinews_big, roundups (titles and texts): mean BCubed F1 .764, best between .54 and .58, steepness flat."""
_MAX_HOURS = 96.0
_DIGITS = 5
"""Figures are rounded before they are compared, so that the order of a sum cannot decide."""


class Pair(msgspec.Struct, frozen=True):
    """The comparison of a new article with a remembered one."""

    other: Entry
    vectors: float
    """Cosine of the vectors."""
    words: float | None
    """Cosine of the tf-idf weights; None across languages."""
    entities: float | None
    """Shared entities: their number divided by that of the shorter list; None where one names none."""
    hours: float
    """Between the two publications."""
    length: float
    """Of the shorter text, 0 to 1."""

    @property
    def likeness(self) -> float:
        """Return how likely the two are to tell one story, 0 to 1: a logistic function of the parts."""
        if self.words is None:
            total = W_ACROSS * self.vectors + W_ENTITIES * (self.entities or 0.0)
        else:
            total = self.vectors + W_WORDS * self.words
        if self.entities == 0.0:
            total += W_STRANGERS
        total += W_LENGTH * self.length + W_DAY * min(self.hours, _MAX_HOURS) / 24.0
        return round(1.0 / (1.0 + math.exp(STEEPNESS * (MIDDLE - total))), _DIGITS)


def compare(entry: Entry, others: Sequence[tuple[int, float]], window: Window) -> list[Pair]:
    """Return the comparison with each (number in the window, cosine of vectors), in their order."""
    words = window.word_cosines(entry.words, [number for number, _ in others]) if others else []
    return [
        _pair(entry, window.entries[number], vectors=cosine, words=round(shared, _DIGITS))
        for (number, cosine), shared in zip(others, words, strict=True)
    ]


def _pair(entry: Entry, other: Entry, *, vectors: float, words: float) -> Pair:
    fewer = min(len(entry.entities), len(other.entities))
    return Pair(
        other=other,
        vectors=vectors,
        words=words if entry.shares_words_with(other) else None,
        entities=len(entry.entities & other.entities) / fewer if fewer else None,
        hours=abs(entry.hours - other.hours),
        length=min(entry.length, other.length),
    )


def story_score(pairs: Sequence[Pair]) -> tuple[float, Pair]:
    """Return the mean likeness of a story's nearest members, and the nearest."""
    ranked = sorted(pairs, key=lambda pair: (-pair.likeness, pair.other.id))
    nearest = ranked[:NEAREST]
    return round(sum(pair.likeness for pair in nearest) / len(nearest), _DIGITS), ranked[0]
