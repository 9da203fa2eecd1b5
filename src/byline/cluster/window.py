"""The articles that a new one is compared with: the entries and vectors of the last days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.search import (
    Doubles,
    Fixed,
    Floats,
    Found,
    LocalSearch,
    Queries,
    Searcher,
    centre,
    fixed,
    floats,
)

_Scalar = TypeVar("_Scalar", bound=np.generic)

PRIOR_VECTORS = 30.0
"""A language's mean starts as if so many zero vectors had been seen."""
_MEAN_DIGITS = 7
_BLOCK = 4096
_MARGIN = 0.002
"""Cosines may change by so much, because means move, before a batch is compared again."""
_DIGITS = 5
"""Cosines are rounded before they are ranked, so that the order of a sum cannot decide."""


class Entry(msgspec.Struct):
    """What is remembered of one article."""

    id: int
    story_id: int
    origin_id: int
    source_id: str
    hours: float
    """Publication time in hours since 1970."""
    language: str
    title: str
    digest: bool
    """A round-up of several items."""
    entities: frozenset[str]
    length: float
    """How much text there is beside the title: 0 for none, 1 from 40 content words on."""

    def shares_words_with(self, other: Entry) -> bool:
        """Tell whether words can be compared: not across languages. An unknown one counts as any but Chinese."""
        if "und" in (self.language, other.language):
            return (self.language == "zh") == (other.language == "zh")
        return self.language == other.language


class Window:
    """Entries in order of arrival, with their vectors.

    Vectors are compared after the mean vector of their language has been subtracted, the
    mean of what was published before `settled`: in a newsroom of one field all articles
    share the field's direction, which says nothing about events. They are kept in steps
    of 1 / 32,767, so that means are exact sums, in whatever order articles come.
    """

    def __init__(self, searcher: Searcher | None = None) -> None:
        self.entries: list[Entry] = []
        self.horizon = self.settled = -math.inf
        self.dim = 0
        """Length of a vector; 0 before the first."""
        self._searcher = searcher or LocalSearch()
        self._languages: dict[str, int] = {}
        """Language -> row of `_sums`."""
        self._rows = np.zeros(256, np.int32)
        """Row of `_sums` for each entry."""
        self._hours = np.zeros(256)
        """Publication time of each entry."""
        self._ids = np.zeros(256, np.int64)
        self._digests = np.zeros(256, np.bool_)
        """What else is asked of many entries at once."""
        self._sums = np.zeros((0, 0), np.int64)
        """Sum of the settled vectors of each language."""
        self._settled_counts = np.zeros(0, np.int64)
        self._means: Doubles | None = None
        """None: out of date."""
        self.added: list[tuple[int, Fixed]] | None = None
        """Numbers and vectors of the articles added since the last search that can be found; None before one."""

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.entries)

    def add(self, entry: Entry, vector: Floats) -> None:
        """Remember an article. Amortised O(dim)."""
        count = len(self.entries)
        self._fit(vector)
        row, kept = self.row(entry.language), fixed(vector)
        self._make_room(count + 1)
        self._rows[count], self._hours[count] = row, entry.hours
        self._ids[count], self._digests[count] = entry.id, entry.digest
        self._searcher.add(kept, row, findable=not entry.digest)
        if self.added is not None and not entry.digest:
            self.added.append((count, kept))
        self.entries.append(entry)
        if entry.hours < self.settled:
            self._sums[row] += kept
            self._settled_counts[row] += 1
            self._means = None

    def extend(self, entries: Sequence[Entry], vectors: Floats) -> None:
        """Remember several articles, as `add` does one by one."""
        if not entries:
            return
        first, count = len(self.entries), len(self.entries) + len(entries)
        self._fit(vectors[0])
        rows = np.array([self.row(entry.language) for entry in entries], np.int32)
        hours, kept = np.array([entry.hours for entry in entries]), fixed(vectors)
        digests = np.array([entry.digest for entry in entries])
        findable = ~digests
        self._make_room(count)
        self._rows[first:count], self._hours[first:count] = rows, hours
        self._ids[first:count], self._digests[first:count] = [entry.id for entry in entries], digests
        self._searcher.extend(kept, rows, findable)
        if self.added is not None:
            self.added += [(first + number, kept[number]) for number in np.flatnonzero(findable).tolist()]
        self.entries += entries
        self._settle(first + np.flatnonzero(hours < self.settled), 1)

    def _make_room(self, count: int) -> None:
        self._rows, self._hours = _with_room(self._rows, count), _with_room(self._hours, count)
        self._ids, self._digests = _with_room(self._ids, count), _with_room(self._digests, count)

    def _fit(self, vector: Floats) -> None:
        if not self.entries and self.dim != len(vector):
            self.dim = len(vector)
            self._sums = np.zeros((len(self._languages), self.dim), np.int64)

    def row(self, language: str) -> int:
        """Return the row of a language in `means()`."""
        if language not in self._languages:
            self._languages[language] = len(self._languages)
            self._sums = np.concatenate([self._sums, np.zeros((1, self.dim), np.int64)])
            self._settled_counts = np.append(self._settled_counts, 0)
            self._means = None
        return self._languages[language]

    def rows_of(self, numbers: NDArray[np.intp]) -> NDArray[np.int32]:
        """Return the rows of `means()` of some entries."""
        return self._rows[numbers]

    def ids_of(self, numbers: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the ids of some entries."""
        return self._ids[numbers]

    def live(self, numbers: NDArray[np.intp], entry: Entry, *, hours: float) -> NDArray[np.intp]:
        """Return which of these numbers an article may be compared with, ordered by id, without repeats.

        Not with what was published earlier or later by more than so many hours, not with round-ups, nor with itself.
        """
        apart, ids = np.abs(self._hours[numbers] - entry.hours), self._ids[numbers]
        fit = np.flatnonzero((apart <= hours) & ~self._digests[numbers] & (ids != entry.id))
        numbers, ids = numbers[fit], ids[fit]
        numbers = numbers[np.lexsort((numbers, ids))]
        news = np.ones(len(numbers), np.bool_)
        np.not_equal(numbers[1:], numbers[:-1], out=news[1:])
        return numbers[news]

    def means(self) -> Doubles:
        """Return the mean vector of each language (languages, dim)."""
        if self._means is None:
            counts = self._settled_counts[:, None] + PRIOR_VECTORS
            means = floats(self._sums) / counts
            self._means = np.round(means, _MEAN_DIGITS, out=means)
        return self._means

    def compare(
        self, vectors: Floats, languages: Sequence[str], *, count: int = 48, at_least: float = 0.2
    ) -> Comparison:
        """Return the comparison of a batch of new articles with all entries, those added meanwhile too."""
        if len(vectors):
            self._fit(vectors[0])
        rows = np.array([self.row(language) for language in languages], np.int32)
        return Comparison(self, fixed(vectors), rows, count=count, at_least=at_least)

    def search(self, queries: Queries) -> list[Found]:
        """Return what the searcher finds among all entries."""
        self.added = []
        return self._searcher.nearest(queries)

    def shortest(self) -> float:
        """Return the length of the shortest centred vector, as of the last search."""
        return self._searcher.shortest()

    def cosines_with(self, own: Doubles, numbers: NDArray[np.intp]) -> Doubles:
        """Return the cosines of some entries with a centred vector of unit length."""
        return self.centred(numbers) @ own

    def exact_cosines(self, vector: Floats, language: str, numbers: NDArray[np.intp]) -> list[float]:
        """Return the centred cosines with some entries, the same to 1e-12 whatever else is compared."""
        row = np.array([self.row(language)], np.int32)
        own = centre(fixed(vector[None]), row, self.means())[0]
        cosines: list[float] = self.cosines_with(own, numbers).tolist()
        return cosines

    def centred(self, numbers: NDArray[np.intp]) -> Doubles:
        """Return the vectors of some entries without their languages' means, of unit length."""
        return centre(self._searcher.vectors(numbers), self._rows[numbers], self.means())

    def vector(self, number: int) -> Floats:
        """Return the vector of an entry."""
        return floats(self._searcher.vectors(np.array([number]))[0]).astype(np.float32)

    def advance(self, horizon: float, settled: float) -> NDArray[np.intp] | None:
        """Forget articles published before `horizon`; take means over those before `settled`.

        Returns the numbers of the entries kept, ascending; None where nothing is forgotten. O(n).
        """
        count = len(self.entries)
        hours = self._hours[:count]
        kept, before, after = hours >= horizon, hours < self.settled, hours < settled
        self._settle(np.flatnonzero(after & kept & ~before), 1)
        self._settle(np.flatnonzero(before & ~(after & kept)), -1)
        self.horizon, self.settled, self.added = horizon, settled, None
        if kept.all():
            return None
        numbers = np.flatnonzero(kept)
        self._searcher.keep(numbers)
        here = slice(len(numbers))
        self._rows[here], self._hours[here] = self._rows[numbers], hours[numbers]
        self._ids[here], self._digests[here] = self._ids[numbers], self._digests[numbers]
        self.entries = [self.entries[number] for number in numbers.tolist()]
        return numbers

    def _settle(self, numbers: NDArray[np.intp], sign: int) -> None:
        """Let entries count in the means, or no longer."""
        for start in range(0, len(numbers), _BLOCK):
            chosen = numbers[start : start + _BLOCK]
            vectors = self._searcher.vectors(chosen)
            for row in np.unique(self._rows[chosen]).tolist():
                of_language = self._rows[chosen] == row
                self._sums[row] += sign * vectors[of_language].sum(axis=0, dtype=np.int64)
                self._settled_counts[row] += sign * int(of_language.sum())
            self._means = None


class Comparison:
    """A batch of new articles compared with the window in one product.

    Means may move while the batch is decided, when an article comes late: what the search
    returned holds as long as they move less than a margin, else the rest is searched again.
    """

    def __init__(self, window: Window, vectors: Fixed, rows: NDArray[np.int32], *, count: int, at_least: float) -> None:
        self._window, self._vectors, self._rows = window, vectors, rows
        self._count, self._at_least = count, at_least
        self._search(0)

    def _search(self, first: int) -> None:
        """Look for the nearest of all articles from `first` on."""
        self._first, self._means = first, self._window.means()
        self._queries = Queries(
            vectors=self._vectors[first:],
            rows=self._rows[first:],
            means=self._means,
            count=self._count,
            at_least=self._at_least,
            margin=_MARGIN,
        )
        self._found = self._window.search(self._queries)
        self._forget_added()

    def _forget_added(self) -> None:
        self._current = self._window.means()
        self._ours = centre(self._vectors, self._rows, self._current)
        self._numbers: list[int] = []
        """Entries added since the search."""
        self._added = np.zeros_like(self._ours)
        """Their vectors without the means, of unit length."""

    def near(self, index: int) -> tuple[NDArray[np.intp], list[float]]:
        """Return the entries nearest to an article of the batch, nearest first, ties by id, and their cosines.

        To be called when the articles before it have been added; never for an article before the last asked for.
        """
        if self._has_moved():
            self._search(index)
        if self._window.means() is not self._current:
            self._forget_added()
        own, found = self._ours[index], self._found[index - self._first]
        same = self._current is self._means
        cosines = found.cosines if same else self._window.cosines_with(own, found.numbers)
        self._learn_added()
        numbers = np.concatenate([found.numbers, np.array(self._numbers, np.intp)])
        return self._ranked(numbers, np.concatenate([cosines, self._added[: len(self._numbers)] @ own]))

    def _has_moved(self) -> bool:
        """Tell whether a mean has moved by more than the margin covers."""
        means = self._window.means()
        if means is self._means:
            return False
        moved = np.linalg.norm(means[: len(self._means)] - self._means, axis=1).max(initial=0.0)
        # A direction turns by twice the way at most, and there are two of them.
        return bool(4.0 * moved > _MARGIN * self._window.shortest())

    def _learn_added(self) -> None:
        """Take in the articles added since the last call."""
        known = len(self._numbers)
        fresh = (self._window.added or [])[known:]
        if not fresh:
            return
        numbers = np.array([number for number, _ in fresh])
        vectors = np.stack([vector for _, vector in fresh])
        if known + len(fresh) > len(self._added):
            self._added = np.concatenate([self._added, np.zeros((len(fresh), self._window.dim))])
        self._added[known : known + len(fresh)] = centre(vectors, self._window.rows_of(numbers), self._current)
        self._numbers += numbers.tolist()

    def _ranked(self, numbers: NDArray[np.intp], cosines: Doubles) -> tuple[NDArray[np.intp], list[float]]:
        near = np.flatnonzero(cosines >= self._at_least)
        numbers, cosines = numbers[near], cosines[near]
        order = np.lexsort((self._window.ids_of(numbers), -np.round(cosines, _DIGITS)))[: self._count]
        ranked: list[float] = cosines[order].tolist()
        return numbers[order], ranked


def _with_room(array: NDArray[_Scalar], needed: int) -> NDArray[_Scalar]:
    """Return the array, twice as long where it is too short."""
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, 2 * len(array)), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer
