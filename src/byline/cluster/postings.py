"""Which documents contain a hash, in sorted arrays instead of a dictionary.

A dictionary of lists takes about 130 bytes an entry, a sorted array takes 8: 32 bits of
the hash, then the document. Two different shingles have equal hashes once in 4 billion
pairs, and one of them is no copy: three must be shared. Batches are appended as sorted
runs and merged when a run is at least half as long as the one before it, so that there
are never more than log2(n) runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Documents = NDArray[np.int64]
Keys = NDArray[np.uint64]

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class Postings:
    """A growing multimap from 32-bit hashes to document numbers."""

    def __init__(self) -> None:
        self._runs: list[Keys] = []

    def __len__(self) -> int:
        """Return the number of (hash, document) entries."""
        return sum(map(len, self._runs))

    def add(self, hashes: Hashes, documents: Documents) -> None:
        """Add entries. O(m log m), plus merges of O(log n) an entry over the index's life."""
        if not len(hashes):
            return
        keys = _widened(hashes) | documents.astype(np.uint64)
        keys.sort()
        self._runs.append(keys)
        while len(self._runs) > 1 and 2 * len(self._runs[-1]) >= len(self._runs[-2]):
            joined = np.concatenate([self._runs.pop(-2), self._runs.pop()])
            # A stable sort merges what is sorted already.
            joined.sort(kind="stable")
            self._runs.append(joined)

    def find(self, hashes: Hashes) -> tuple[NDArray[np.intp], Documents]:
        """Return matching pairs (index into `hashes`, document), run by run."""
        order = np.argsort(hashes)
        ordered = hashes[order]
        lowest = _widened(ordered)
        wheres, found = [np.empty(0, np.intp)], [np.empty(0, np.int64)]
        for keys in self._runs:
            first = np.searchsorted(keys, lowest)
            tops = (keys[np.minimum(first, len(keys) - 1)] >> _HALF).astype(np.uint32)
            hit = np.flatnonzero((first < len(keys)) & (tops == ordered))
            first, last = first[hit], np.searchsorted(keys, lowest[hit] | _LOW, "right")
            counts = last - first
            wheres.append(np.repeat(order[hit], counts))
            offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            found.append((keys[np.repeat(first, counts) + offsets] & _LOW).astype(np.int64))
        return np.concatenate(wheres), np.concatenate(found)

    def keep_from(self, first: int) -> None:
        """Drop documents numbered below `first` and renumber the rest from 0. O(n)."""
        kept = [keys[(keys & _LOW) >= first] - np.uint64(first) for keys in self._runs]
        self._runs = [keys for keys in kept if len(keys)]


def _widened(hashes: Hashes) -> Keys:
    """Return the least key of each hash."""
    return hashes.astype(np.uint64) << _HALF
