"""The words of the articles in the window: how alike two articles' words are, and who shares a rare one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count as numbered
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from byline.cluster.arrays import with_room
from byline.cluster.names import AMOUNT, NAME, NUMBER, TITLE, Words
from byline.cluster.reading import WordLists
from byline.cluster.search import kth_of_each

Numbers = NDArray[np.intp]
Values = NDArray[np.float64]
Flags = NDArray[np.uint8]

PRIOR_ARTICLES = 1000
"""Inverse document frequencies start as if so many articles with none of the words had been read: in the first hours of
a new installation every word would otherwise be common. 500 and 5,000 did no better."""
MAX_SHARED_BY = 100
"""A word of more articles than this leads to no candidates."""
MAX_POSTINGS = 24
"""Rarest words of an article that lead to candidates."""
_STRONG, _TITLE_NUMBER = TITLE | NAME, TITLE | NUMBER
_DIGITS = 6
_CHUNK = 1 << 14
"""Words compared at once."""
_PLACE_BITS, _OWNER_BITS = 24, 54
"""Sixteen million gains of 2 ** 30 articles, for some hundreds that come together."""
_DAMPED = 1.0 + np.log(np.maximum(1, np.arange(256)))


class Own(NamedTuple):
    """The words of one article: column (-1: not in the window), flags, idf, and idf times damped count."""

    columns: Numbers
    flags: Flags
    rarity: Values
    weights: Values


class Arrived(NamedTuple):
    """The words of articles that came together, one article after the other, as each of them found the window.

    An article sees those before it and not those after it, though all are in the window.
    """

    own: Own
    bounds: Numbers
    """Where the words of each article begin, and where the last one's end."""
    counts: Numbers
    """How many articles each found."""
    places: NDArray[np.int32]
    """(articles, slots): where a word stands in `own`, from 1 on; 0 where the article lacks it."""
    later: NDArray[np.int16]
    """(articles, slots): how many of these articles, from this one on, put the word into the window."""
    rare: list[_Rare]
    """What the rarest words of each article led to when it came."""


class _Rare(NamedTuple):
    """Articles that have the rarest words of one."""

    places: list[int]
    """The words, as places in `Arrived.own`."""
    sizes: list[int]
    """How many articles have each."""
    numbers: bytes
    """These articles, word after word, as C integers."""


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
    """Numbers of titles shared."""
    differ: Values
    """1 where both titles have numbers and share none."""
    amounts: Values
    """Amounts shared, of titles and texts."""


_NOTHING = _Rare([], [], b"")


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
    amounts: Values


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
        self._slots = np.zeros(1024, np.int32)
        """Slot of a word of the articles that are compared, from 1 on, by column; 0 of all other words."""
        self._slotted = np.zeros(0, np.intp)
        """Columns with a slot."""
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
        columns = self._columns_of(lists.words)
        self._list(columns, lists.flags, lists.sizes)
        self._store(columns, lists)

    def arrive(self, lists: WordLists, kept: NDArray[np.bool_], asked: NDArray[np.bool_]) -> Arrived:
        """Remember those of several articles that are kept, and return what each found when it came.

        What rare words lead to is only looked up for those that are asked about. What is returned
        can be compared until the next articles come or any are compared.
        """
        columns, count = self._columns_of(lists.words), self._count
        counts = count + np.cumsum(kept) - kept
        bounds = np.concatenate([[0], np.cumsum(lists.sizes)])
        rare = self._look_up(columns, lists.flags, bounds=bounds, counts=counts, asked=asked, kept=kept)
        owners = np.repeat(np.arange(len(kept)), lists.sizes)
        chosen = np.flatnonzero(kept[owners])
        self._store(
            columns[chosen],
            lists._replace(counts=lists.counts[chosen], flags=lists.flags[chosen], sizes=lists.sizes[kept]),
        )
        slots = self._slot(columns)
        places = np.zeros((len(kept), len(self._slotted) + 1), np.int32)
        places[owners, slots] = np.arange(1, len(columns) + 1)
        later = np.zeros(places.shape, np.int16)
        later[owners, slots] = kept[owners]
        later = later[::-1].cumsum(axis=0, dtype=np.int16)[::-1]
        rarity = _rarity(counts[owners], self._frequency[columns] - later[owners, slots])
        own = Own(columns.astype(np.intp), lists.flags, rarity, _DAMPED[lists.counts] * rarity)
        return Arrived(own, bounds, counts, places, np.ascontiguousarray(later), rare)

    def _columns_of(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the columns of words; all looking up is done by the dictionary: what it lacks gets the next column."""
        self._numbers.default_factory = numbered(len(self._numbers)).__next__
        columns = np.fromiter(map(self._numbers.__getitem__, words), np.int32, count=len(words))
        self._numbers.default_factory = None
        self._frequency = with_room(self._frequency, len(self._numbers))
        self._slots = with_room(self._slots, len(self._numbers))
        return columns

    def _store(self, columns: NDArray[np.int32], lists: WordLists) -> None:
        """Remember the words of several articles by their columns, but do not list them."""
        begin = int(self._bounds[self._count])
        end = begin + len(columns)
        self._columns = with_room(self._columns, end)
        self._counts, self._flags = with_room(self._counts, end), with_room(self._flags, end)
        np.add.at(self._frequency, columns, 1)
        self._columns[begin:end], self._counts[begin:end], self._flags[begin:end] = columns, lists.counts, lists.flags
        first, self._count = self._count, self._count + len(lists.sizes)
        self._bounds = with_room(self._bounds, self._count + 1)
        self._bounds[first + 1 : self._count + 1] = begin + np.cumsum(lists.sizes)

    def _look_up(
        self,
        columns: NDArray[np.int32],
        flags: Flags,
        *,
        bounds: Numbers,
        counts: Numbers,
        asked: NDArray[np.bool_],
        kept: NDArray[np.bool_],
    ) -> list[_Rare]:
        """Return what the rarest words of each article lead to, and list the article before the next is looked at."""
        strong = np.flatnonzero(flags & _STRONG)
        ends = np.searchsorted(strong, bounds).tolist()
        listed, places, postings = columns[strong].tolist(), strong.tolist(), self._postings
        found = []
        for number, (begin, end) in enumerate(pairwise(ends)):
            own = listed[begin:end]
            found.append(self._rarest(own, places[begin:end]) if asked[number] else _NOTHING)
            if kept[number]:
                for column in own:
                    here = postings.get(column)
                    if here is None:
                        postings[column] = array("i", (counts[number],))
                    else:
                        here.append(counts[number])
        return found

    def _rarest(self, columns: Sequence[int], places: Sequence[int]) -> _Rare:
        """Return what the rarest of some words lead to."""
        get = self._postings.get
        listed = [(len(here), place, here) for place, here in zip(places, map(get, columns), strict=True) if here]
        # Ties stay in the order of the article's own words: the columns' order depends on what came before.
        chosen = sorted((entry for entry in listed if entry[0] <= MAX_SHARED_BY), key=itemgetter(0))[:MAX_POSTINGS]
        numbers = b"".join([here for _, _, here in chosen])
        return _Rare([place for _, place, _ in chosen], [size for size, _, _ in chosen], numbers)

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
        rarity = _rarity(self._count, np.where(columns >= 0, self._frequency[columns], 0))
        return Own(columns=columns, flags=flags, rarity=rarity, weights=_DAMPED[counts] * rarity)

    def _slot(self, columns: NDArray[np.integer]) -> Numbers:
        """Give these words the slots that others had, equal words the same; return their slots."""
        self._slots[self._slotted] = 0
        self._slotted = np.unique(columns).astype(np.intp)
        self._slots[self._slotted] = np.arange(1, len(self._slotted) + 1)
        slots: Numbers = self._slots[columns].astype(np.intp)
        return slots

    def sharing(self, own: Own, limit: int) -> list[int]:
        """Return the numbers of up to `limit` articles that share the rarest title words and names.

        Ordered by number; chosen by the sum of the shared words' idf.
        """
        strong = np.flatnonzero((own.flags & _STRONG > 0) & (own.columns >= 0))
        rare = self._rarest(own.columns[strong].tolist(), strong.tolist())
        numbers: list[int] = _most_shared(own, [rare], limit)[1].tolist()
        return numbers

    def sharing_each(self, arrived: Arrived, limit: int) -> tuple[Numbers, Numbers]:
        """Return the same for each of several articles: pairs of article and number, article after article."""
        return _most_shared(arrived.own, arrived.rare, limit)

    def shared(self, own: Own, numbers: Numbers) -> Shared:
        """Return what an article's words have in common with those of each of some articles of the window.

        O(words of all of them).
        """
        known = np.flatnonzero(own.columns >= 0)
        slots = self._slot(own.columns[known])
        places = np.zeros((1, len(self._slotted) + 1), np.int32)
        places[0, slots] = known + 1
        bounds, counts = np.array([0, len(own.columns)]), np.array([self._count])
        alone = Arrived(own, bounds, counts, places, np.zeros(places.shape, np.int16), [])
        return self.shared_each(alone, np.zeros(len(numbers), np.intp), numbers)

    def shared_each(self, arrived: Arrived, owners: Numbers, numbers: Numbers) -> Shared:
        """Return what pairs have in common: an article that arrived, and one of the window that it found there."""
        own = _sums_of(arrived)
        words = np.cumsum(self._bounds[numbers + 1] - self._bounds[numbers])
        # So many words at once that all that is made of them stays near the processor.
        cuts = np.searchsorted(words, np.arange(_CHUNK, int(words[-1]) if len(words) else 0, _CHUNK)).tolist()
        parts = [
            self._shared(arrived, own, owners=owners[begin:end], numbers=numbers[begin:end])
            for begin, end in pairwise([0, *dict.fromkeys(cuts), len(numbers)])
            if end > begin or not len(numbers)
        ]
        return parts[0] if len(parts) == 1 else Shared(*map(np.concatenate, zip(*parts, strict=True)))

    def _shared(self, arrived: Arrived, ours: _Alone, *, owners: Numbers, numbers: Numbers) -> Shared:
        flat, sizes = self._flat(numbers)
        pairs, count = np.repeat(np.arange(len(numbers)), sizes), len(numbers)
        columns, flags = self._columns[flat], self._flags[flat]
        slots = np.repeat(owners * arrived.places.shape[1], sizes) + self._slots[columns]
        frequency = self._frequency[columns] - arrived.later.ravel()[slots]
        rarity = _rarity(np.repeat(arrived.counts[owners], sizes), frequency)
        theirs = _DAMPED[self._counts[flat]] * rarity
        places = arrived.places.ravel()[slots]
        both = np.flatnonzero(places)
        words = _Words(pairs[both], flags[both], rarity[both], theirs[both])
        together = _together(arrived.own, places[both].astype(np.intp) - 1, words, count=count)
        alone = _alone(flags, rarity, theirs, owners=pairs, count=count)
        mine = _Alone._make(sums[owners] for sums in ours)
        return _ratios(mine, alone, together, most=np.log(arrived.counts[owners] + PRIOR_ARTICLES))


def _rarity(count: Numbers | int, frequency: NDArray[np.integer]) -> Values:
    """Return inverse document frequencies, natural logarithm, among so many articles."""
    result: Values = np.log((count + PRIOR_ARTICLES) / (frequency + 1.0))
    return result


def _most_shared(own: Own, rare: Sequence[_Rare], limit: int) -> tuple[Numbers, Numbers]:
    """Return up to `limit` articles for each of several, by the idf of the rare words in common; ascending.

    Ties with the last are all kept, so that the order of arrival cannot decide.
    """
    numbers = np.frombuffer(b"".join([one.numbers for one in rare]), np.intc).astype(np.int64)
    sizes = [size for one in rare for size in one.sizes]
    gains = np.repeat(own.rarity[[place for one in rare for place in one.places]], sizes) if sizes else np.zeros(0)
    owners = np.repeat(np.arange(len(rare)), [sum(one.sizes) for one in rare])
    # Sorted are one number for each: its owner, the article, and where its gain stands, which keeps sums in order.
    keys = (owners << _OWNER_BITS) | (numbers << _PLACE_BITS) | np.arange(len(numbers))
    keys.sort()
    pairs = keys >> _PLACE_BITS
    news = np.ones(len(pairs), np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=news[1:])
    totals = _sums(gains[keys & ((1 << _PLACE_BITS) - 1)], np.cumsum(news) - 1, int(news.sum()))
    pairs = pairs[news]
    owners, numbers = pairs >> (_OWNER_BITS - _PLACE_BITS), pairs & ((1 << (_OWNER_BITS - _PLACE_BITS)) - 1)
    found = np.bincount(owners, minlength=len(rare))
    totals = np.round(totals, _DIGITS)
    near = totals >= np.repeat(kth_of_each(totals, found, limit), found)
    return owners[near], numbers[near]


def _sums_of(arrived: Arrived) -> _Alone:
    """Return the sums over the words of each article that arrived."""
    own = arrived.own
    owners = np.repeat(np.arange(len(arrived.counts)), np.diff(arrived.bounds))
    return _alone(own.flags, own.rarity, own.weights, owners=owners, count=len(arrived.counts))


def _alone(flags: Flags, rarity: Values, weights: Values, *, owners: Numbers, count: int) -> _Alone:
    titled, named = np.flatnonzero(flags & TITLE), np.flatnonzero(flags & NAME)
    numbered = np.flatnonzero((flags & _TITLE_NUMBER) == _TITLE_NUMBER)
    in_title, titles = rarity[titled], owners[titled]
    return _Alone(
        norm=_sums(weights * weights, owners, count),
        title_norm=_sums(in_title * in_title, titles, count),
        title=_sums(in_title, titles, count),
        names=_sums(rarity[named], owners[named], count),
        numbers=np.bincount(owners[numbered], minlength=count),
    )


def _ratios(ours: _Alone, alone: _Alone, together: _Together, *, most: Values) -> Shared:
    return Shared(
        words=together.dot / _positive(np.sqrt(alone.norm * ours.norm)),
        title=together.title_dot / _positive(np.sqrt(alone.title_norm * ours.title_norm)),
        contained=np.minimum(1.0, together.strong / _positive(np.minimum(alone.title, ours.title))),
        rarest=together.rarest / most,
        names=np.minimum(1.0, together.names / _positive(np.minimum(alone.names, ours.names))),
        named=((alone.names > 0) & (ours.names > 0)).astype(np.float64),
        numbers=together.numbers,
        differ=((alone.numbers > 0) & (ours.numbers > 0) & (together.numbers == 0)).astype(np.float64),
        amounts=together.amounts,
    )


def _together(own: Own, mine: Numbers, words: _Words, *, count: int) -> _Together:
    """Return the sums over what an article has in common with each of `count` others; `mine`: where its words stand."""
    owners, rarity, ours = words.owners, words.rarity, own.flags[mine]
    in_titles = np.flatnonzero(words.flags & ours & TITLE)
    strong = np.flatnonzero(((words.flags & _STRONG) > 0) & ((ours & _STRONG) > 0))
    named = np.flatnonzero((words.flags | ours) & NAME)
    numbered = strong[(words.flags[strong] & NUMBER) > 0]
    amounts = np.flatnonzero(words.flags & ours & AMOUNT)
    rarest = np.zeros(count)
    np.maximum.at(rarest, owners[strong], rarity[strong])
    return _Together(
        dot=_sums(words.weights * own.weights[mine], owners, count),
        title_dot=_sums(rarity[in_titles] ** 2, owners[in_titles], count),
        strong=_sums(rarity[strong], owners[strong], count),
        rarest=rarest,
        names=_sums(rarity[named], owners[named], count),
        numbers=np.bincount(owners[numbered], minlength=count).astype(np.float64),
        amounts=np.bincount(owners[amounts], minlength=count).astype(np.float64),
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
