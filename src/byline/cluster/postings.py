"""Which documents contain a hash, in sorted arrays instead of a dictionary.

A dictionary of lists takes about 130 bytes an entry, sorted arrays take 12. Batches
are appended as sorted runs and merged when a run is at least half as long as the one
before it, so that there are never more than log2(n) runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Documents = NDArray[np.int32]


class Postings:
    """A growing multimap from 64-bit hashes to document numbers."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Documents]] = []

    def __len__(self) -> int:
        """Return the number of (hash, document) entries."""
        return sum(len(hashes) for hashes, _ in self._runs)

    def add(self, hashes: Hashes, documents: Documents) -> None:
        """Add entries. O(m log m), plus merges of O(log n) an entry over the index's life."""
        self._append(hashes, documents)
        while len(self._runs) > 1 and 2 * len(self._runs[-1][0]) >= len(self._runs[-2][0]):
            (new, new_documents), (old, old_documents) = self._runs.pop(), self._runs.pop()
            self._append(np.concatenate([old, new]), np.concatenate([old_documents, new_documents]))

    def _append(self, hashes: Hashes, documents: Documents) -> None:
        order = np.argsort(hashes, kind="stable")
        self._runs.append((hashes[order], documents[order]))

    def find(self, hashes: Hashes) -> tuple[NDArray[np.intp], Documents]:
        """Return matching pairs (index into `hashes`, document), run by run."""
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        wheres, found = [np.empty(0, np.intp)], [np.empty(0, np.int32)]
        for keys, documents in self._runs:
            first = np.searchsorted(keys, ordered, "left")
            hit = np.flatnonzero((first < len(keys)) & (keys[np.minimum(first, len(keys) - 1)] == ordered))
            first, last = first[hit], np.searchsorted(keys, ordered[hit], "right")
            counts = last - first
            wheres.append(np.repeat(order[hit], counts))
            offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            found.append(documents[np.repeat(first, counts) + offsets])
        return np.concatenate(wheres), np.concatenate(found)

    def keep_from(self, first: int) -> None:
        """Drop documents numbered below `first` and renumber the rest from 0. O(n)."""
        kept = [(hashes[documents >= first], documents[documents >= first] - first) for hashes, documents in self._runs]
        self._runs = [(hashes, documents.astype(np.int32)) for hashes, documents in kept if len(hashes)]
