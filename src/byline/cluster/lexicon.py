"""The words of the articles in the window: how alike two articles' words are, and who shares a rare one."""

from __future__ import annotations

from array import array
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
_STRONG, _TITLE_NUMBER = TITLE | NAME, TITLE | NUMBER
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


class _Alone(NamedTuple):
    """Sums over the words of each of some articles."""

    norm: Values
    title_norm: Values
    """Of squared weights, and of squared idf in the title."""
    title: Values
    names: Values
    """Of idf."""
    numbers: Numbers
    """Numbers in the title."""


class _Words(NamedTuple):
    """Words of some articles that another one has too, article after article: owner, flags, idf, weight."""

    owners: Numbers
    flags: Flags
    rarity: Values
    weights: Values


class _Together(NamedTuple):
    """Sums over the words that each of some articles shares with another one."""

    dot: Values
    title_dot: Values
    strong: Values
    """Idf of the title words and names of both."""
    rarest: Values
    """The largest of those."""
    names: Values
    numbers: Values


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
        self._mine = np.zeros(1024, np.int32)
        """Place of a word in the article that is compared, from 1 on, by column; all zero in between."""
        self._places = np.zeros(1024, np.int32)
        """Where an article stands in a list that is made free of repeats, by number; means nothing in between."""
        self._postings: dict[int, array[int]] = {}
        """Column -> articles, ascending, with the word in the title or as a name."""

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
        self._columns[begin:end] = columns
        self._frequency[self._columns[begin:end]] += 1
        self._counts[begin:end], self._flags[begin:end] = _bytes(words.counts), _bytes(words.flags)
        postings, number = self._postings, self._count
        for column, flag in zip(columns, words.flags, strict=True):
            if flag & _STRONG:
                listed = postings.get(column)
                if listed is None:
                    postings[column] = array("i", (number,))
                else:
                    listed.append(number)
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
        self._list(columns, lists.flags, lists.sizes)
        first, self._count = self._count, self._count + len(lists.sizes)
        self._bounds = with_room(self._bounds, self._count + 1)
        self._bounds[first + 1 : self._count + 1] = begin + np.cumsum(lists.sizes)

    def _list(self, columns: NDArray[np.int32], flags: Flags, sizes: NDArray[np.int64]) -> None:
        """Let new articles, so many words each, be found by their title words and names."""
        owners = np.repeat(np.arange(self._count, self._count + len(sizes), dtype=np.intc), sizes)
        strong = np.flatnonzero(flags & _STRONG)
        strong = strong[np.argsort(columns[strong], kind="stable")]
        used, starts = np.unique(columns[strong], return_index=True)
        listed, postings = array("i", owners[strong].tobytes()), self._postings
        bounds = [*starts.tolist(), len(listed)]
        for place, column in enumerate(used.tolist()):
            here = listed[bounds[place] : bounds[place + 1]]
            if column in postings:
                postings[column].extend(here)
            else:
                postings[column] = here

    def keep(self, kept: Sequence[int]) -> None:
        """Forget all articles but these (ascending); they are numbered anew from 0. O(n)."""
        chosen = np.asarray(kept, np.int64)
        flat, sizes = self._flat(chosen)
        words = list(self._numbers)
        used, columns = np.unique(self._columns[flat], return_inverse=True)
        counts, flags = self._counts[flat], self._flags[flat]
        self._clear()
        self._numbers.update((words[column], number) for number, column in enumerate(used.tolist()))
        self._columns, self._counts, self._flags = columns.astype(np.int32), counts, flags
        self._frequency = np.bincount(columns, minlength=1024).astype(np.int32)
        self._bounds = np.concatenate([[0], np.cumsum(sizes)])
        self._list(self._columns, flags, sizes)
        self._count = len(kept)

    def _flat(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return the places of the words of some articles, one after the other, and how many each has."""
        starts = self._bounds[numbers]
        sizes = self._bounds[numbers + 1] - starts
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        return np.arange(total) + np.repeat(starts - (ends - sizes), sizes), sizes

    def read(self, words: Words) -> Own:
        """Return an article's words as the window knows them now."""
        columns = np.array([self._numbers.get(word, -1) for word in words.words], np.int64)
        return self._own(columns, _bytes(words.counts), _bytes(words.flags))

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
        columns, sizes = [column for _, column in chosen], [size for size, _ in chosen]
        owners = np.frombuffer(b"".join([self._postings[column] for column in columns]), np.intc)
        gains = np.repeat(self._rarity(self._frequency[columns]), sizes)
        found, totals = self._totals(owners, gains)
        if len(found) > limit:
            # Ties with the last are all kept, so that the order of arrival cannot decide.
            totals = np.round(totals, _DIGITS)
            found = found[totals >= np.partition(totals, len(totals) - limit)[len(totals) - limit]]
        near: list[int] = np.sort(found).tolist()
        return near

    def _totals(self, numbers: NDArray[np.intc], gains: Values) -> tuple[NDArray[np.intc], Values]:
        """Return each of these articles once, in no order, and the sum of its gains. O(n), without sorting."""
        self._places = with_room(self._places, self._count)
        places = np.arange(len(numbers), dtype=np.int32)
        # Of an article's several places any may remain: it only has to be one for all of them.
        self._places[numbers] = places
        where = self._places[numbers].astype(np.intp)
        one = np.flatnonzero(where == places)
        return numbers[one], _sums(gains, where, len(numbers))[one]

    def shared(self, own: Own, numbers: Numbers) -> Shared:
        """Return what an article's words have in common with those of each of some articles of the window.

        O(words of all of them).
        """
        flat, sizes = self._flat(numbers)
        owners = np.repeat(np.arange(len(numbers)), sizes)
        columns, flags = self._columns[flat], self._flags[flat]
        rarity = self._rarity(self._frequency[columns])
        theirs = _DAMPED[self._counts[flat]] * rarity

        titled, named = np.flatnonzero(flags & TITLE), np.flatnonzero(flags & NAME)
        numbered = np.flatnonzero((flags & _TITLE_NUMBER) == _TITLE_NUMBER)
        in_title, count = rarity[titled], len(numbers)
        alone = _Alone(
            norm=_sums(theirs * theirs, owners, count),
            title_norm=_sums(in_title * in_title, owners[titled], count),
            title=_sums(in_title, owners[titled], count),
            names=_sums(rarity[named], owners[named], count),
            numbers=np.bincount(owners[numbered], minlength=count),
        )
        mine, both = self._in_both(own, columns)
        words = _Words(owners[both], flags[both], rarity[both], theirs[both])
        return self._ratios(own, alone, _together(own, mine, words, count=count))

    def _in_both(self, own: Own, columns: NDArray[np.int32]) -> tuple[Numbers, Numbers]:
        """Return where words stand that both an article and these columns have: in the article, in the columns."""
        self._mine = with_room(self._mine, len(self._numbers))
        known = np.flatnonzero(own.columns >= 0)
        here = own.columns[known]
        self._mine[here] = known + 1
        places = self._mine[columns].astype(np.intp)
        self._mine[here] = 0
        both = np.flatnonzero(places)
        return places[both] - 1, both

    def _ratios(self, own: Own, alone: _Alone, together: _Together) -> Shared:
        titled, named = own.rarity[(own.flags & TITLE) > 0], own.rarity[(own.flags & NAME) > 0]
        our_title, our_names = float(titled.sum()), float(named.sum())
        our_norm, our_title_norm = float((own.weights**2).sum()), float((titled**2).sum())
        our_numbers = bool(((own.flags & _TITLE_NUMBER) == _TITLE_NUMBER).any())
        return Shared(
            words=together.dot / _positive(np.sqrt(alone.norm * our_norm)),
            title=together.title_dot / _positive(np.sqrt(alone.title_norm * our_title_norm)),
            contained=np.minimum(1.0, together.strong / _positive(np.minimum(alone.title, our_title))),
            rarest=together.rarest / float(np.log(self._count + PRIOR_ARTICLES)),
            names=np.minimum(1.0, together.names / _positive(np.minimum(alone.names, our_names))),
            named=((alone.names > 0) & (our_names > 0)).astype(np.float64),
            numbers=together.numbers,
            differ=((alone.numbers > 0) & our_numbers & (together.numbers == 0)).astype(np.float64),
        )


def _together(own: Own, mine: Numbers, words: _Words, *, count: int) -> _Together:
    """Return the sums over what an article has in common with each of `count` others; `mine`: where its words stand."""
    owners, rarity, ours = words.owners, words.rarity, own.flags[mine]
    in_titles = np.flatnonzero(words.flags & ours & TITLE)
    strong = np.flatnonzero(((words.flags & _STRONG) > 0) & ((ours & _STRONG) > 0))
    named = np.flatnonzero((words.flags | ours) & NAME)
    numbered = strong[(words.flags[strong] & NUMBER) > 0]
    rarest = np.zeros(count)
    np.maximum.at(rarest, owners[strong], rarity[strong])
    return _Together(
        dot=_sums(words.weights * own.weights[mine], owners, count),
        title_dot=_sums(rarity[in_titles] ** 2, owners[in_titles], count),
        strong=_sums(rarity[strong], owners[strong], count),
        rarest=rarest,
        names=_sums(rarity[named], owners[named], count),
        numbers=np.bincount(owners[numbered], minlength=count).astype(np.float64),
    )


def _sums(values: Values, owners: Numbers, count: int) -> Values:
    """Return for each of `count` owners the sum of its values."""
    sums: Values = np.bincount(owners, values, count).astype(np.float64, copy=False)
    return sums


def _bytes(values: Sequence[int]) -> NDArray[np.uint8]:
    """Return small numbers as an array; several times as fast as NumPy's own way."""
    return np.frombuffer(bytes(values), np.uint8)


def _positive(values: Values) -> Values:
    return np.where(values > 0, values, 1.0)


def with_room(array: NDArray[_Scalar], needed: int) -> NDArray[_Scalar]:
    """Return the array, at least twice as long where it is too short."""
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, 2 * len(array)), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer
