"""What is measured of an article and each article near it, and of an article and each story near it.

Every figure is rounded, so that the order of a sum cannot decide.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    "crowded",
    "crowd",
    "across",
    "vectors_words",
    "vectors_short",
    "words_short",
    "title_short",
    "contained_short",
    "rarest_vectors",
    "across_vectors",
    "across_contained",
)
"""Names of the columns of `pair_features`."""
STORY = ("nearest", "wider")
"""Names of the columns of `story_features`."""
SPARSE = 0.2
"""How near the neighbours are taken to be where there are none: candidates are nearer than this."""
_MAX_DAYS = 4.0
_NEAREST, _WIDER = 4, 12
_CROWD = 5
_KIN = 9
"""So many articles of a story, itself included, are no crowd to its members."""
_RANKS = slice(5, 15)
_DIGITS = 5


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """Articles near a new one, in a fixed order."""

    entries: Sequence[Entry]
    cosines: Matrix
    """Of their vectors with the new article's."""
    gram: Matrix | None
    """Cosines of their vectors among themselves; None where nobody asks for what is around them."""
    stories: Numbers
    """Which of the stories near the new article each belongs to: 0, 1, ..."""
    shared: Shared


def pair_features(entry: Entry, near: Near) -> Matrix:
    """Return one row for each article near a new one, columns as in `PAIR`.

    "crowded" is how near the 6th to 15th neighbour of the new article are, "crowd" how
    near the other's own neighbours of other stories are: in a dense topic everything is
    near, and a cosine says less.
    """
    others, shared = near.entries, near.shared
    lengths = np.array([other.length for other in others])
    across = np.array([not entry.shares_words_with(other) for other in others], np.float64)
    same = 1.0 - across
    short, long = np.minimum(lengths, entry.length), np.maximum(lengths, entry.length)
    entities, strangers = _entities(entry, others)
    words, title, contained = shared.words * same, shared.title * same, shared.contained * same
    hours = np.abs(np.array([other.hours for other in others]) - entry.hours)
    columns = (
        near.cosines,
        words,
        title,
        contained,
        shared.rarest,
        shared.names,
        shared.named,
        np.minimum(shared.numbers, 2.0) / 2.0,
        shared.differ,
        entities,
        strangers,
        np.minimum(hours / 24.0, _MAX_DAYS),
        short,
        long,
        np.full(len(others), _crowded(near.cosines)),
        _crowd(near),
        across,
        near.cosines * words,
        near.cosines * short,
        words * short,
        title * short,
        contained * short,
        shared.rarest * near.cosines,
        across * near.cosines,
        across * shared.contained,
    )
    return np.round(np.stack(columns, axis=1), _DIGITS)


def _crowded(cosines: Matrix) -> float:
    """Return the mean cosine of the 6th to 15th neighbour."""
    ranked = np.sort(cosines)[::-1][_RANKS]
    return float(ranked.mean()) if len(ranked) else SPARSE


def _crowd(near: Near) -> Matrix:
    """Return for each article the mean cosine of its five nearest of other stories."""
    count = len(near.cosines)
    if count == 1 or near.gram is None:
        return np.full(count, SPARSE)
    foreign = np.where(_own(near.stories, near.gram), SPARSE, near.gram)
    take = min(_CROWD, count - 1)
    nearest = np.partition(foreign, count - take, axis=1)[:, count - take :]
    result: Matrix = nearest.mean(axis=1)
    return result


def _own(stories: Numbers, gram: Matrix) -> NDArray[np.bool_]:
    """Return which articles are among the nearest of each one's own story.

    Those farther off count as others: a story that grew by chaining would otherwise have
    nothing around it, and take in more and more.
    """
    own: NDArray[np.bool_] = stories[:, None] == stories[None]
    if len(own) > _KIN:
        kin = np.where(own, gram, -1.0)
        own &= gram >= np.partition(kin, len(kin) - _KIN, axis=1)[:, len(kin) - _KIN, None]
    return own


def _entities(entry: Entry, others: Sequence[Entry]) -> tuple[Matrix, Matrix]:
    """Return the share of entities in common, by the shorter list, and where both have some but none in common."""
    ours = entry.entities
    if not ours:
        return np.zeros(len(others)), np.zeros(len(others))
    fewer = np.array([min(len(ours), len(other.entities)) for other in others], np.float64)
    both = np.array([len(ours & other.entities) for other in others], np.float64)
    return both / np.where(fewer > 0, fewer, 1.0), ((fewer > 0) & (both == 0)).astype(np.float64)


def story_features(near: Near, logits: Matrix) -> Matrix:
    """Return one row for each story near a new article, columns as in `STORY`.

    The mean score of the story's 4 nearest members, and of its 12 nearest: with fewer,
    chains of pairs grow without end; with all, a long story never takes a new article.
    """
    order = np.lexsort((-logits, near.stories))
    ranked, ordered = near.stories[order], logits[order]
    starts = np.flatnonzero(np.diff(ranked, prepend=-1))
    rank = np.arange(len(ranked)) - starts[ranked]
    sizes = np.bincount(ranked)
    means = [np.bincount(ranked, ordered * (rank < most)) / np.minimum(sizes, most) for most in (_NEAREST, _WIDER)]
    columns: Matrix = np.stack(means, axis=1)
    return np.round(columns, _DIGITS)
