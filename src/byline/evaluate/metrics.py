"""Measures of how well a clustering agrees with a gold clustering.

All work on the contingency table of (found, gold), so they cost O(n).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple


class Agreement(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """Return BCubed precision, recall and F1 of the means.

    Precision: over all items, the mean share of the item's found cluster that is of
    its gold cluster; recall: of its gold cluster that is in its found one. Every
    item counts alike, so no giant cluster decides. ValueError where lengths differ or
    there are no items.
    **Source:** Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the
    Vector Space Model", 1998; element-wise as in Amigo et al., 2009.
    """
    cells, rows, columns = _contingency(gold, found)
    squares = {cell: count * count for cell, count in cells.items()}
    precision = sum(square / rows[p] for (p, _), square in squares.items()) / len(gold)
    recall = sum(square / columns[g] for (_, g), square in squares.items()) / len(gold)
    return _agreement(precision, recall)


def pair_scores(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """Return precision, recall and F1 over all pairs of items that are put together.

    A cluster of n items counts n(n-1)/2 times, so the largest clusters decide. Where
    nothing is put together, precision (or recall) is 1. ValueError as `bcubed`.
    """
    cells, rows, columns = _contingency(gold, found)
    both, ours, theirs = (_pairs_in(table.values()) for table in (cells, rows, columns))
    return _agreement(both / ours if ours else 1.0, both / theirs if theirs else 1.0)


def ari(gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Return the adjusted Rand index: 1 for equal clusterings, about 0 for chance.

    ValueError as `bcubed`. **Source:** Hubert and Arabie, "Comparing partitions", 1985.
    """
    cells, rows, columns = _contingency(gold, found)
    both, ours, theirs, every = (
        _pairs_in(table) for table in (cells.values(), rows.values(), columns.values(), [len(gold)])
    )
    expected = ours * theirs / every if every else 0.0
    largest = (ours + theirs) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def _contingency(
    gold: Sequence[Hashable], found: Sequence[Hashable]
) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    if len(found) != len(gold) or not gold:
        raise ValueError(f"cannot compare {len(found)} found labels with {len(gold)} gold labels")
    return Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)


def _pairs_in(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _agreement(precision: float, recall: float) -> Agreement:
    total = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / total if total else 0.0)
