"""The words of the articles in the window: how alike two articles' words are, and who shares a rare one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count as numbered
from operator import itemgetter
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from byline.cluster.names import NAME, NUMBER, TITLE, Words
from byline.cluster.reading import WordLists

Numbers = NDArray[np.intp]
Values = NDArray[np.float64]
Flags = NDArray[np.uint8]
_Scalar = TypeVar("_Scalar", bound=np.generic)

PRIOR_ARTICLES = 1000
"""Inverse document frequencies start as if so many articles with none of the words had been read: in the first hours of
a new installation every word would otherwise be common. 500 and 5,000 did no better."""
MAX_SHARED_BY = 100
"""A word of more articles than this leads to no candidates."""
MAX_POSTINGS = 24
"""Rarest words of an article that lead to candidates."""
_STRONG = TITLE | NAME
_PRESENT = 128
"""A bit that no flag uses."""
_DIGITS = 6
_DAMPED = 1.0 + np.log(np.maximum(1, np.arange(256)))


class Own(NamedTuple):
    """The words of one article: column (-1: not in the window), flags, idf, and idf times damped count."""

    columns: Numbers
    flags: Flags
    rarity: Values
    weights: Values


class Shared(NamedTuple):
    """What an article's words have in common with those of each of some others, one row each."""

    words: Values
    """Cosine of tf-idf weights."""
    title: Values
    """Cosine of idf weights over the words of the titles."""
    contained: Values
    """Weight of the shared title words, by that of the lighter title."""
    rarest: Values
    """Idf of the rarest shared title word or name, 0 to 1 of the highest possible."""
    names: Values
    """Weight of the shared names, by that of the lighter list; 0 where one has none."""
    named: Values
    """1 where both have names."""
    numbers: Values
    """Numbers shared."""
    differ: Values
    """1 where both titles have numbers and share none."""


class Lexicon:
    """Words of numbered articles as flat arrays; article n is the n-th added since the last drop."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(None)
        """Word -> column of `_frequency`."""
        self._frequency = np.zeros(1024, np.int32)
        self._columns = np.zeros(4096, np.int32)
        self._counts, self._flags = np.zeros(4096, np.uint8), np.zeros(4096, np.uint8)
        """The words of all articles, one article after the other."""
        self._bounds = np.zeros(257, np.int64)
        self._count = 0
        self._weights = np.zeros(1024)
        self._mine = np.zeros(1024, np.uint8)
        """Weight and flags of the words of the article that is compared, by column; all zero in between."""
        self._postings: dict[int, list[int]] = {}

    def __len__(self) -> int:
        """Return the number of articles."""
        return self._count

    def add(self, words: Words) -> None:
        """Remember the words of the next article."""
        numbers = self._numbers
        columns = [numbers.setdefault(word, len(numbers)) for word in words.words]
        begin = int(self._bounds[self._count])
        end = begin + len(columns)
        self._frequency = with_room(self._frequency, len(numbers))
        self._columns = with_room(self._columns, end)
        self._counts, self._flags = with_room(self._counts, end), with_room(self._flags, end)
        self._frequency[columns] += 1
        self._columns[begin:end], self._counts[begin:end], self._flags[begin:end] = columns, words.counts, words.flags
        for column, flag in zip(columns, words.flags, strict=True):
            if flag & _STRONG:
                self._postings.setdefault(column, []).append(self._count)
        self._count += 1
        self._bounds = with_room(self._bounds, self._count + 1)
        self._bounds[self._count] = end

    def extend(self, lists: WordLists) -> None:
        """Remember the words of several articles, as `add` does one by one. 0.2 microseconds a word."""
        # All looking up is done by the dictionary itself: a word that it lacks gets the next column.
        self._numbers.default_factory = numbered(len(self._numbers)).__next__
        columns = np.fromiter(map(self._numbers.__getitem__, lists.words), np.int32, count=len(lists.words))
        self._numbers.default_factory = None
        begin = int(self._bounds[self._count])
        end = begin + len(columns)
        self._frequency = with_room(self._frequency, len(self._numbers))
        self._columns = with_room(self._columns, end)
        self._counts, self._flags = with_room(self._counts, end), with_room(self._flags, end)
        added = np.bincount(columns)
        self._frequency[: len(added)] += added
        self._columns[begin:end], self._counts[begin:end], self._flags[begin:end] = columns, lists.counts, lists.flags
        self._list(columns, lists)
        first, self._count = self._count, self._count + len(lists.sizes)
        self._bounds = with_room(self._bounds, self._count + 1)
        self._bounds[first + 1 : self._count + 1] = begin + np.cumsum(lists.sizes)

    def _list(self, columns: NDArray[np.int32], lists: WordLists) -> None:
        """Let new articles be found by their title words and names."""
        owners = np.repeat(np.arange(self._count, self._count + len(lists.sizes)), lists.sizes)
        strong = np.flatnonzero(lists.flags & _STRONG)
        strong = strong[np.argsort(columns[strong], kind="stable")]
        used, starts = np.unique(columns[strong], return_index=True)
        # One number object for each article, not one for each of its words.
        shared = list(range(self._count, self._count + len(lists.sizes)))
        listed = list(map(shared.__getitem__, (owners[strong] - self._count).tolist()))
        bounds = [*starts.tolist(), len(listed)]
        for place, column in enumerate(used.tolist()):
            self._postings.setdefault(column, []).extend(listed[bounds[place] : bounds[place + 1]])

    def keep(self, kept: Sequence[int]) -> None:
        """Forget all articles but these (ascending); they are numbered anew from 0. O(n)."""
        chosen = np.asarray(kept, np.int64)
        flat, ends = self._flat(chosen)
        words = list(self._numbers)
        used, columns = np.unique(self._columns[flat], return_inverse=True)
        counts, flags = self._counts[flat], self._flags[flat]
        self._clear()
        self._numbers.update((words[column], number) for number, column in enumerate(used.tolist()))
        self._columns, self._counts, self._flags = columns.astype(np.int32), counts, flags
        self._frequency = np.bincount(columns, minlength=1024).astype(np.int32)
        self._bounds, self._count = np.concatenate([[0], ends]), len(kept)
        owners = np.repeat(np.arange(len(kept)), np.diff(self._bounds))
        listed = np.flatnonzero(flags & _STRONG)
        for column, owner in zip(columns[listed].tolist(), owners[listed].tolist(), strict=True):
            self._postings.setdefault(column, []).append(owner)

    def _flat(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return the places of the words of some articles, one after the other, and where each one's end."""
        starts, sizes = self._bounds[numbers], self._bounds[numbers + 1] - self._bounds[numbers]
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(starts - (ends - sizes), sizes), ends

    def read(self, words: Words) -> Own:
        """Return an article's words as the window knows them now."""
        columns = np.array([self._numbers.get(word, -1) for word in words.words], np.int64)
        return self._own(columns, np.array(words.counts, np.int64), np.array(words.flags, np.uint8))

    def stored(self, number: int) -> Own:
        """Return the words of an article of the window."""
        place = slice(int(self._bounds[number]), int(self._bounds[number + 1]))
        return self._own(self._columns[place].astype(np.int64), self._counts[place], self._flags[place])

    def _own(self, columns: Numbers, counts: NDArray[np.integer], flags: Flags) -> Own:
        frequency = np.where(columns >= 0, self._frequency[columns], 0)
        rarity = self._rarity(frequency)
        return Own(columns=columns, flags=flags, rarity=rarity, weights=_DAMPED[counts] * rarity)

    def _rarity(self, frequency: NDArray[np.int32]) -> Values:
        """Return inverse document frequencies, natural logarithm."""
        result: Values = np.log((self._count + PRIOR_ARTICLES) / (frequency + 1.0))
        return result

    def sharing(self, own: Own, limit: int) -> list[int]:
        """Return the numbers of up to `limit` articles that share the rarest title words and names.

        Ordered by the sum of the shared words' idf.
        """
        strong = own.columns[(own.flags & _STRONG > 0) & (own.columns >= 0)].tolist()
        listed = [(len(self._postings[column]), column) for column in strong if column in self._postings]
        # Ties stay in the order of the article's own words: the columns' order depends on what came before.
        chosen = sorted((pair for pair in listed if pair[0] <= MAX_SHARED_BY), key=itemgetter(0))[:MAX_POSTINGS]
        if not chosen:
            return []
        columns = [column for _, column in chosen]
        owners = np.concatenate([np.array(self._postings[column]) for column in columns])
        gains = np.repeat(self._rarity(self._frequency[columns]), [size for size, _ in chosen])
        found, where = np.unique(owners, return_inverse=True)
        totals = np.bincount(where, gains)
        if len(found) > limit:
            # Ties with the last are all kept, so that the order of arrival cannot decide.
            totals = np.round(totals, _DIGITS)
            found = found[totals >= np.partition(totals, len(totals) - limit)[len(totals) - limit]]
        near: list[int] = found.tolist()
        return near

    def shared(self, own: Own, numbers: Numbers) -> Shared:
        """Return what an article's words have in common with those of each of some articles of the window.

        O(words of all of them).
        """
        flat, ends = self._flat(numbers)
        columns, flags = self._columns[flat], self._flags[flat]
        self._weights = with_room(self._weights, len(self._numbers))
        self._mine = with_room(self._mine, len(self._numbers))
        known = own.columns >= 0
        here = own.columns[known]
        self._weights[here], self._mine[here] = own.weights[known], own.flags[known] | _PRESENT
        weights, mine = self._weights[columns], self._mine[columns]
        self._weights[here], self._mine[here] = 0.0, 0
        rarity = self._rarity(self._frequency[columns])
        theirs = _DAMPED[self._counts[flat]] * rarity
        titled, named = (flags & TITLE) > 0, (flags & NAME) > 0
        strong = ((flags & _STRONG) > 0) & ((mine & _STRONG) > 0)
        number = (flags & NUMBER) > 0
        square = rarity * rarity
        sums = _sums(
            np.stack(
                [
                    theirs * weights,
                    theirs * theirs,
                    square * (titled & ((mine & TITLE) > 0)),
                    square * titled,
                    rarity * strong,
                    rarity * titled,
                    rarity * ((mine > 0) & (named | ((mine & NAME) > 0))),
                    rarity * named,
                    number & strong,
                    number & titled,
                ]
            ),
            ends,
        )
        return self._ratios(own, sums, _maxima(rarity * strong, ends))

    def _ratios(self, own: Own, sums: Values, rarest: Values) -> Shared:
        dot, norm, title_dot, title_norm, weight, title_weight, names, their_names, numbers, their_numbers = sums
        titled, named = (own.flags & TITLE) > 0, (own.flags & NAME) > 0
        our_numbers = bool((titled & ((own.flags & NUMBER) > 0)).any())
        our_title, our_names = float(own.rarity[titled].sum()), float(own.rarity[named].sum())
        our_norm, our_title_norm = float((own.weights**2).sum()), float((own.rarity[titled] ** 2).sum())
        return Shared(
            words=dot / _positive(np.sqrt(norm * our_norm)),
            title=title_dot / _positive(np.sqrt(title_norm * our_title_norm)),
            contained=np.minimum(1.0, weight / _positive(np.minimum(title_weight, our_title))),
            rarest=rarest / float(np.log(self._count + PRIOR_ARTICLES)),
            names=np.minimum(1.0, names / _positive(np.minimum(their_names, our_names))),
            named=((their_names > 0) & (our_names > 0)).astype(np.float64),
            numbers=numbers,
            differ=((their_numbers > 0) & our_numbers & (numbers == 0)).astype(np.float64),
        )


def _positive(values: Values) -> Values:
    return np.where(values > 0, values, 1.0)


def _sums(values: Values, ends: Numbers) -> Values:
    """Return the sums of consecutive stretches of each row; empty ones are 0."""
    totals = np.zeros((len(values), len(ends)))
    filled = np.flatnonzero(np.diff(ends, prepend=0))
    if len(filled):
        starts = np.concatenate([[0], ends[:-1]])[filled]
        totals[:, filled] = np.add.reduceat(values, starts, axis=1)
    return totals


def _maxima(values: Values, ends: Numbers) -> Values:
    """Return the largest of consecutive stretches; empty ones are 0."""
    largest = np.zeros(len(ends))
    filled = np.flatnonzero(np.diff(ends, prepend=0))
    if len(filled):
        starts = np.concatenate([[0], ends[:-1]])[filled]
        largest[filled] = np.maximum.reduceat(values, starts)
    return largest


def with_room(array: NDArray[_Scalar], needed: int) -> NDArray[_Scalar]:
    """Return the array, at least twice as long where it is too short."""
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, 2 * len(array)), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer
