"""The nearest of many vectors, exactly, at the price of a coarse look.

Rows and queries are rounded to bytes. One integer product gives every cosine up to what
rounding took away; what could still be among the nearest is computed again from the
stored vectors. Rounding errors are as good as independent, so a cosine is off by at most
eight standard deviations with a chance of 1e-15: the answer is exact, and does not depend
on the rounding, the batch or the machine. (The bound of Cauchy and Schwarz, certain but
twenty deviations wide, leaves ten times as many vectors and takes twice the time.)

A search can be cut into slices, each with some of the vectors, in processes of their
own: every slice returns its nearest, and the nearest of those are the nearest of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.arrays import longer
from byline.cluster.products import MAX_DIM, QUERY_MOST, ROW_MIDDLE, ROW_MOST, Sums, product_for
from byline.errors import ModelError

Floats = NDArray[np.float32]
Fixed = NDArray[np.int16]
"""Vectors in steps of 1 / 32,767: their sums are exact, in whatever order they come."""
Doubles = NDArray[np.float64]
Numbers = NDArray[np.intp]

_BLOCK = 8192
"""Rows multiplied at once: their sums with 64 queries are 2 MB and stay near the processor."""
_GROUP, _COARSE = 16, 8
"""Sums are compared by the largest of 16 rows; the threshold comes from the largest of 128."""
_PAD = _GROUP * _COARSE
_MAX_DRIFT = 0.0005
"""Rows are rounded again once a mean has moved so far that their directions may have turned by more."""
_DEVIATIONS = 8.0
_STEP_DEVIATION = 12**-0.5
"""Standard deviation of a rounding error, in steps."""
_CHUNK = 4096
_ONE = 32_767
_ROOM = 1.1
"""Steps are so much wider than the largest number needs, so that the next larger one need not widen them."""
NO_LENGTH = 1e-3
"""A vector nearer than this to its language's mean has no direction: its cosines are 0."""


class Queries(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for."""

    vectors: Fixed
    """(m, dim), as they would be stored."""
    rows: NDArray[np.int32]
    """Row of `means` of each query: its language."""
    means: Doubles
    """(languages, dim), subtracted from stored vectors and queries before they are compared."""
    count: int
    """So many of the nearest are wanted."""
    at_least: float
    """Cosines below are of no interest; above 0."""
    margin: float = 0.0
    """What is this much farther than the last wanted, or than `at_least`, is returned too."""


class Found(msgspec.Struct, frozen=True):
    """The nearest of one query, in no order."""

    numbers: Numbers
    cosines: Doubles
    """Exact to 1e-12."""


class Searcher(Protocol):
    """Holds vectors, numbered from 0 as they come, and finds the nearest."""

    def __len__(self) -> int:
        """Return how many vectors it holds."""
        ...

    def add(self, vector: Fixed, row: int, *, findable: bool = True) -> None:
        """Hold one more vector of a language; one that is not findable only takes a number."""
        ...

    def extend(self, vectors: Fixed, rows: NDArray[np.int32], findable: NDArray[np.bool_]) -> None:
        """Hold more vectors (n, dim), as `add` does one by one."""
        ...

    def keep(self, numbers: Numbers) -> None:
        """Keep these vectors, ascending, and number them anew from 0."""
        ...

    def vectors(self, numbers: Numbers) -> Fixed:
        """Return stored vectors (n, dim)."""
        ...

    def nearest(self, queries: Queries) -> list[Found]:
        """Return for each query every vector among its `count` nearest, and those within the margin."""
        ...

    def shortest(self) -> float:
        """Return the length of the shortest centred vector, as of the last search; at least `NO_LENGTH`."""
        ...


class LocalSearch:
    """All vectors in this process: 3 bytes a number."""

    def __init__(self) -> None:
        self._count = self._rounded = 0
        """How many vectors are held, and how many of them are rounded for the coarse look."""
        self._vectors = np.zeros((0, 0), np.int16)
        self._bytes = np.zeros((0, 0), np.uint8)
        self._rows = np.zeros(0, np.int32)
        self._findable = np.zeros(0, np.bool_)
        self._squares = np.zeros(0, np.int64)
        """The vectors' squared lengths, in squared steps."""
        self._means = np.zeros((0, 0))
        """The means at that time."""
        self._unit = 0.0
        """What a step of a byte stands for."""
        self._shortest = np.inf

    def __len__(self) -> int:
        """Return how many vectors are held."""
        return self._count

    def shortest(self) -> float:
        """Return the length of the shortest centred vector, as of the last search."""
        return max(self._shortest, NO_LENGTH)

    def add(self, vector: Fixed, row: int, *, findable: bool = True) -> None:
        """Hold one more vector. Amortised O(dim)."""
        number = self._count
        if not number and self._vectors.shape[1] != len(vector):
            self._resize(len(vector))
        if number == len(self._vectors):
            self._grow(number + number // 2 + _PAD)
        self._vectors[number], self._rows[number], self._findable[number] = vector, row, findable
        self._squares[number] = int(np.dot(vector.astype(np.int64), vector.astype(np.int64)))
        self._count += 1

    def extend(self, vectors: Fixed, rows: NDArray[np.int32], findable: NDArray[np.bool_]) -> None:
        """Hold more vectors (n, dim). Amortised O(n dim)."""
        if not self._count and self._vectors.shape[1] != vectors.shape[1]:
            self._resize(vectors.shape[1])
        end = self._count + len(vectors)
        if end > len(self._vectors):
            self._grow(end + self._count // 2 + _PAD)
        here = slice(self._count, end)
        self._vectors[here], self._rows[here], self._findable[here] = vectors, rows, findable
        self._squares[here] = np.einsum("ij,ij->i", vectors, vectors, dtype=np.int64)
        self._count = end

    def _resize(self, dim: int) -> None:
        if dim > MAX_DIM:
            message = f"vectors of {dim} numbers are too long for the story window."
            raise ModelError(message, advice=f"Choose an embedder with at most {MAX_DIM} dimensions.")
        self._vectors, self._bytes = np.zeros((0, dim), np.int16), np.zeros((0, dim), np.uint8)

    def _grow(self, room: int) -> None:
        room += -room % _PAD
        self._vectors, self._rows = longer(self._vectors, room), longer(self._rows, room)
        self._findable, self._squares = longer(self._findable, room), longer(self._squares, room)
        self._bytes = longer(self._bytes, room)

    def keep(self, numbers: Numbers) -> None:
        """Keep these vectors, ascending, and number them anew from 0. O(n), no second copy of all."""
        for start in range(0, len(numbers), _CHUNK):
            chosen = numbers[start : start + _CHUNK]
            here = slice(start, start + len(chosen))
            self._vectors[here], self._bytes[here] = self._vectors[chosen], self._bytes[chosen]
            self._rows[here], self._findable[here] = self._rows[chosen], self._findable[chosen]
            self._squares[here] = self._squares[chosen]
        self._rounded = int((numbers < self._rounded).sum())
        self._count = len(numbers)

    def vectors(self, numbers: Numbers) -> Fixed:
        """Return stored vectors (n, dim)."""
        return self._vectors[numbers]

    def nearest(self, queries: Queries) -> list[Found]:
        """Return for each query every vector among its `count` nearest, and those within the margin.

        One integer product of all queries with all vectors; then those that are wanted, and
        about as many others, in float64.
        """
        if not self._count:
            return [Found(np.zeros(0, np.intp), np.zeros(0)) for _ in queries.rows]
        self._round(queries.means)
        ours = centre(queries.vectors, queries.rows, queries.means)
        numbers, bounds = self._possible(ours, queries)
        cosines = self._cosines(numbers, bounds, ours=ours, means=queries.means)
        near = _wanted_of_each(cosines, bounds, queries)
        ends = np.concatenate([[0], np.cumsum(near)])[bounds].tolist()
        numbers, cosines = numbers[near], cosines[near]
        return [Found(numbers[begin:end], cosines[begin:end]) for begin, end in pairwise(ends)]

    def _cosines(self, numbers: Numbers, bounds: Numbers, *, ours: Doubles, means: Doubles) -> Doubles:
        """Return the cosines of some vectors with the centred one of each query; about 1e-12 exact.

        The vectors of query n are `numbers[bounds[n] : bounds[n + 1]]`.
        """
        dots = np.empty((len(numbers), 1 + len(means)))
        for own, (begin, end) in zip(ours, pairwise(bounds.tolist()), strict=True):
            sides = np.concatenate([own[None], means])
            np.matmul(self._vectors[numbers[begin:end]].astype(np.float64), sides.T, out=dots[begin:end])
        dots /= _ONE
        rows, owners = self._rows[numbers], np.repeat(np.arange(len(ours)), np.diff(bounds))
        along = dots[np.arange(len(rows)), rows + 1]
        squares = self._squares[numbers] / float(_ONE**2) - 2.0 * along + np.einsum("ij,ij->i", means, means)[rows]
        lengths = np.sqrt(np.maximum(squares, 0.0))
        cosines: Doubles = dots[:, 0] - (ours @ means.T)[owners, rows]
        return cosines / np.where(lengths >= NO_LENGTH, lengths, np.inf)

    def _round(self, means: Doubles) -> None:
        """Bring the rounded vectors up to date: all where a mean has moved, else what was added."""
        if self._has_moved(means):
            self._means, self._shortest, self._rounded = means.copy(), np.inf, 0
        start = self._rounded
        while start < self._count:
            here = slice(start, min(start + _CHUNK, self._count))
            start = here.stop if self._round_rows(here) else 0
        self._rounded = self._count
        self._bytes[self._count : self._count + -self._count % _PAD] = ROW_MIDDLE

    def _has_moved(self, means: Doubles) -> bool:
        """Tell whether the mean of a language has moved too far since its vectors were rounded."""
        if len(self._means) > len(means) or self._means.shape[1] != means.shape[1]:
            return True
        known = len(self._means)
        moved = np.linalg.norm(means[:known] - self._means, axis=1) > _MAX_DRIFT * self.shortest()
        self._means = np.concatenate([self._means, means[known:]])
        return bool(moved.any())

    def _round_rows(self, here: slice) -> bool:
        """Round some vectors; tell whether the step was wide enough, and widen it where it was not."""
        offsets = (self._means * _ONE).astype(np.float32)[self._rows[here]]
        centred = self._vectors[here] - offsets
        lengths = np.sqrt(np.einsum("ij,ij->i", centred, centred))
        lengths[lengths == 0.0] = 1.0
        centred /= lengths[:, None]
        findable = self._findable[here]
        centred[~findable] = 0.0
        most = float(np.abs(centred).max())
        if most > ROW_MOST * self._unit:
            self._unit = _ROOM * most / ROW_MOST
            return False
        # Where nothing can be found yet, all rows are zero and any step will do.
        centred /= np.float32(self._unit or 1.0)
        self._bytes[here] = np.rint(centred, out=centred) + ROW_MIDDLE
        if findable.any():
            self._shortest = min(self._shortest, float(lengths[findable].min()) / _ONE)
        return True

    def _possible(self, ours: Doubles, queries: Queries) -> tuple[Numbers, Numbers]:
        """Return the rows that may be wanted, by the integer product and its error, query after query.

        The rows of query n are those from the n-th bound to the next.
        """
        units = np.abs(ours).max(axis=1) / QUERY_MOST
        units[units == 0.0] = 1.0
        rounded = np.rint(ours / units[:, None]).astype(np.int8)
        # The middle of the bytes adds the same to all sums of a query.
        middle = ROW_MIDDLE * rounded.sum(axis=1, dtype=np.int64)
        unit = units * (self._unit or 1.0)
        slack = _DEVIATIONS * _STEP_DEVIATION * np.hypot(units, self._unit) + 2.0 * _MAX_DRIFT
        sums, largest = self._sums(rounded)

        def bars(kth: Doubles) -> Doubles:
            least = np.maximum((kth - middle) * unit - slack, queries.at_least) - slack - queries.margin
            lowest: Doubles = np.floor(least / unit + middle)
            return lowest

        rows, found, bounds = _above(sums, largest, bars(_kth(largest, queries.count)))
        # Among all that are left stands the last wanted itself.
        sizes = np.diff(bounds)
        high = found >= np.repeat(bars(kth_of_each(found, sizes, queries.count)), sizes)
        return rows[high], np.concatenate([[0], np.cumsum(high)])[bounds]

    def _sums(self, rounded: NDArray[np.int8]) -> tuple[list[Sums], list[Sums]]:
        """Return, by blocks of rows, the sums (rows, queries), and the largest of each group of rows.

        A group is every m-th row of a block, so that the largest are found by comparing whole stretches.
        """
        padded = self._count + -self._count % _PAD
        multiply = product_for(padded, self._bytes.shape[1])
        sums, largest = [], []
        for start in range(0, padded, _BLOCK):
            block = multiply(self._bytes[start : min(start + _BLOCK, padded)], rounded)
            sums.append(block)
            # At once, while the block is near the processor.
            largest.append(block.reshape(_GROUP, -1, block.shape[1]).max(axis=0))
        return sums, largest


def _kth(largest: Sequence[Sums], count: int) -> Doubles:
    """Return for each query a sum that at least `count` rows reach; minus infinity where there may be fewer."""
    coarse = np.concatenate([block.reshape(_COARSE, -1, block.shape[1]).max(axis=0) for block in largest])
    if len(coarse) < count:
        return np.full(coarse.shape[1], -np.inf)
    kth: Doubles = np.partition(coarse.T, len(coarse) - count, axis=1)[:, len(coarse) - count].astype(np.float64)
    return kth


def _above(sums: Sequence[Sums], largest: Sequence[Sums], least: Doubles) -> tuple[Numbers, Doubles, Numbers]:
    """Return the rows whose sums reach the least of each query, with their sums, query after query, and the bounds."""
    rows, owners, reached = [], [], []
    bars = least.astype(largest[0].dtype)
    for number, (block, tops) in enumerate(zip(sums, largest, strict=True)):
        group, query = np.nonzero(tops >= bars)
        members = group[:, None] + np.arange(_GROUP) * len(tops)
        of_group = block[members, query[:, None]]
        hit, place = np.nonzero(of_group >= bars[query][:, None])
        rows.append(members[hit, place] + number * _BLOCK)
        owners.append(query[hit])
        reached.append(of_group[hit, place])
    row, owner = np.concatenate(rows), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    found = np.concatenate(reached)[order].astype(np.float64)
    return row[order], found, np.searchsorted(owner[order], np.arange(len(least) + 1))


def _wanted_of_each(cosines: Doubles, bounds: Numbers, queries: Queries) -> NDArray[np.bool_]:
    """Tell what is among the nearest of its query or within the margin, as `wanted` does for one query."""
    sizes = np.diff(bounds)
    least = np.full(len(sizes), queries.at_least)
    if sizes.max() > queries.count:
        least = np.maximum(least, kth_of_each(cosines, sizes, queries.count))
    return cosines >= np.repeat(least - queries.margin, sizes)


def kth_of_each(values: Doubles, sizes: Numbers, count: int) -> Doubles:
    """Return the `count`-th largest of each of several runs of values; minus infinity of shorter ones."""
    owners = np.repeat(np.arange(len(sizes)), sizes)
    width = max(count, int(sizes.max(initial=0)))
    table = np.full((len(sizes), width), -np.inf)
    table[owners, np.arange(len(values)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = values
    kth: Doubles = np.partition(table, width - count, axis=1)[:, width - count]
    return kth


class Slices:
    """A search cut into several: each holds every k-th vector as they come."""

    def __init__(self, slices: Sequence[Searcher]) -> None:
        self._slices = slices
        self._owners = np.zeros(0, np.int32)
        """Slice of each vector."""
        self._count = self._added = 0

    def __len__(self) -> int:
        """Return how many vectors all slices hold."""
        return self._count

    def shortest(self) -> float:
        """Return the length of the shortest centred vector, as of the last search."""
        return min(part.shortest() for part in self._slices)

    def add(self, vector: Fixed, row: int, *, findable: bool = True) -> None:
        """Hold one more vector, in the next slice."""
        if self._count == len(self._owners):
            self._owners = longer(self._owners, 2 * self._count + _PAD)
        owner = self._added % len(self._slices)
        self._slices[owner].add(vector, row, findable=findable)
        self._owners[self._count] = owner
        self._count, self._added = self._count + 1, self._added + 1

    def extend(self, vectors: Fixed, rows: NDArray[np.int32], findable: NDArray[np.bool_]) -> None:
        """Hold more vectors (n, dim), in the next slices."""
        for vector, row, found in zip(vectors, rows.tolist(), findable.tolist(), strict=True):
            self.add(vector, row, findable=found)

    def keep(self, numbers: Numbers) -> None:
        """Keep these vectors, ascending, and number them anew from 0."""
        kept = np.zeros(self._count, np.bool_)
        kept[numbers] = True
        for owner, part in enumerate(self._slices):
            part.keep(np.flatnonzero(kept[self._of(owner)]))
        self._owners[: len(numbers)] = self._owners[numbers]
        self._count = len(numbers)

    def vectors(self, numbers: Numbers) -> Fixed:
        """Return stored vectors (n, dim)."""
        parts = {}
        for owner, part in enumerate(self._slices):
            chosen = self._owners[numbers] == owner
            parts[owner] = part.vectors(np.searchsorted(self._of(owner), numbers[chosen]))
        vectors = np.zeros((len(numbers), parts[0].shape[1]), np.int16)
        for owner, found in parts.items():
            vectors[self._owners[numbers] == owner] = found
        return vectors

    def nearest(self, queries: Queries) -> list[Found]:
        """Return for each query the nearest of what the slices found."""
        found = [part.nearest(queries) for part in self._slices]
        places = [self._of(owner) for owner in range(len(self._slices))]
        joined = []
        for answers in zip(*found, strict=True):
            numbers = np.concatenate([place[answer.numbers] for place, answer in zip(places, answers, strict=True)])
            joined.append(wanted(Found(numbers, np.concatenate([answer.cosines for answer in answers])), queries))
        return joined

    def _of(self, owner: int) -> Numbers:
        return np.flatnonzero(self._owners[: self._count] == owner)


def wanted(found: Found, queries: Queries) -> Found:
    """Leave out what is neither among the nearest nor within the margin."""
    least = queries.at_least
    if len(found.cosines) > queries.count:
        rank = len(found.cosines) - queries.count
        least = max(least, float(np.partition(found.cosines, rank)[rank]))
    near = found.cosines >= least - queries.margin
    return Found(found.numbers[near], found.cosines[near])


def fixed(vector: Floats) -> Fixed:
    """Return a vector, or several, of numbers between -1 and 1 as it is stored."""
    rounded: Fixed = np.rint(np.clip(vector, -1.0, 1.0) * _ONE).astype(np.int16)
    return rounded


def floats(vectors: Fixed | NDArray[np.int64]) -> Doubles:
    """Return stored vectors, or sums of them, as the numbers that they stand for."""
    numbers: Doubles = vectors / np.float64(_ONE)
    return numbers


def centre(vectors: Fixed, rows: NDArray[np.int32], means: Doubles) -> Doubles:
    """Subtract the means and bring to unit length; what has no length becomes 0."""
    centred = floats(vectors) - means[rows]
    lengths = np.sqrt(np.einsum("ij,ij->i", centred, centred))
    centred /= np.where(lengths >= NO_LENGTH, lengths, np.inf)[:, None]
    return centred
