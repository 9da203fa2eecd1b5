"""What is measured of an article and each article near it, and of an article and each story near it.

Every figure is rounded, so that the order of a sum cannot decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.lexicon import Shared
from byline.cluster.window import Entry

Matrix = NDArray[np.float64]
Numbers = NDArray[np.intp]

PAIR = (
    "vectors",
    "words",
    "title",
    "contained",
    "rarest",
    "names",
    "named",
    "numbers",
    "differ",
    "entities",
    "strangers",
    "days",
    "short",
    "long",
    "across",
    "vectors_words",
    "words_short",
    "contained_short",
    "rarest_vectors",
    "across_vectors",
    "across_contained",
    "across_rarest",
    "across_amounts",
    "same_source",
)
"""Names of the columns of `pair_features`."""
STORY = ("nearest", "size", "missing")
"""Names of the columns of `story_features`."""
_MAX_DAYS = 4.0
_AMOUNTS = 4.0
"""So many amounts in common say all that amounts can say."""
_NEAREST = 4
_ALL = 24
"""So many members near a new article are all that can be asked of a story, however large it is."""
_DIGITS = 5


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """Articles near a new one, in a fixed order."""

    entries: Sequence[Entry]
    cosines: Matrix
    """Of their vectors with the new article's."""
    stories: Numbers
    """Which of the stories near the new article each belongs to: 0, 1, ..."""
    sizes: Numbers
    """How many live articles each of these stories has."""
    shared: Shared


class Compared(NamedTuple):
    """What is known of pairs of articles, one value or row a pair, or one value for all pairs."""

    cosines: Matrix
    shared: Shared
    lengths: tuple[Matrix | float, Matrix]
    """Of the new articles, and of those near them."""
    hours: Matrix
    """Between their publications."""
    across: Matrix
    """1 where their words cannot be compared."""
    entities: Matrix
    """Share of the entities in common, by the shorter list."""
    strangers: Matrix
    """1 where both have entities but none in common."""
    same_source: Matrix


def pair_features(entry: Entry, near: Near) -> Matrix:
    """Return one row for each article near a new one, columns as in `PAIR`."""
    others = near.entries
    entities, strangers = shared_entities([entry.entities] * len(others), [other.entities for other in others])
    pairs = Compared(
        cosines=near.cosines,
        shared=near.shared,
        lengths=(entry.length, np.array([other.length for other in others])),
        hours=np.abs(np.array([other.hours for other in others]) - entry.hours),
        across=np.array([not entry.shares_words_with(other) for other in others], np.float64),
        entities=entities,
        strangers=strangers,
        same_source=np.array([other.source_id == entry.source_id for other in others], np.float64),
    )
    return figures(pairs)


def figures(pairs: Compared) -> Matrix:
    """Return one row for each pair, columns as in `PAIR`."""
    shared, across = pairs.shared, pairs.across
    same = 1.0 - across
    short, long = np.minimum(*pairs.lengths), np.maximum(*pairs.lengths)
    words, title, contained = shared.words * same, shared.title * same, shared.contained * same
    columns = (
        pairs.cosines,
        words,
        title,
        contained,
        shared.rarest,
        shared.names,
        shared.named,
        np.minimum(shared.numbers, 2.0) / 2.0,
        shared.differ,
        pairs.entities,
        pairs.strangers,
        np.minimum(pairs.hours / 24.0, _MAX_DAYS),
        short,
        long,
        across,
        pairs.cosines * words,
        words * short,
        contained * short,
        shared.rarest * pairs.cosines,
        across * pairs.cosines,
        across * shared.contained,
        across * shared.rarest,
        across * np.minimum(shared.amounts, _AMOUNTS) / _AMOUNTS,
        pairs.same_source,
    )
    return np.round(np.stack(columns, axis=1), _DIGITS)


def shared_entities(ours: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> tuple[Matrix, Matrix]:
    """Return the share of entities in common, by the shorter list, and where both have some but none in common."""
    if not any(ours):
        return np.zeros(len(others)), np.zeros(len(others))
    fewer = np.array([min(len(own), len(other)) for own, other in zip(ours, others, strict=True)], np.float64)
    both = np.array([len(own & other) for own, other in zip(ours, others, strict=True)], np.float64)
    return both / np.where(fewer > 0, fewer, 1.0), ((fewer > 0) & (both == 0)).astype(np.float64)


def story_features(near: Near, logits: Matrix) -> Matrix:
    """Return one row for each story near a new article, columns as in `STORY`.

    "nearest": the mean score of the story's 4 nearest members; with fewer, chains of pairs
    grow without end. "size": the logarithm of its live articles. "missing": the share of
    them (of 24, in a larger one) that are not near the new article at all. A large story
    that an article touches only at its edge is one that grew by chaining.
    """
    order = np.lexsort((-logits, near.stories))
    ranked, ordered = near.stories[order], logits[order]
    starts = np.flatnonzero(np.diff(ranked, prepend=-1))
    rank = np.arange(len(ranked)) - starts[ranked]
    found, sizes = np.bincount(ranked), np.maximum(near.sizes, 1)
    columns: Matrix = np.stack(
        (
            np.bincount(ranked, ordered * (rank < _NEAREST)) / np.minimum(found, _NEAREST),
            np.log(sizes),
            1.0 - found / np.minimum(sizes, _ALL),
        ),
        axis=1,
    )
    return np.round(columns, _DIGITS)
