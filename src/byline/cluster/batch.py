"""Articles that come together: compared with the window and with one another all at once.

What an article is compared with, and how alike they are, depends on which articles came
before it, and not on what was decided about those. So all that is computed for a whole
batch; only which story each article joins is found in order (`stories.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.features import Compared, Matrix, Numbers, figures, shared_entities
from byline.cluster.lexicon import Shared
from byline.cluster.memory import BY_WORDS, Memory
from byline.cluster.reading import WordLists
from byline.cluster.search import Doubles, Floats, centre, fixed, kth_of_each
from byline.cluster.window import Comparison, Entry, Facts

_DIGITS = 5
"""Cosines are rounded before they are ranked, so that the order of a sum cannot decide."""
_BITS = 40
"""An article's place stands above so many bits for the number of an entry."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Some articles in their order, before any is remembered."""

    entries: Sequence[Entry]
    words: WordLists
    vectors: Floats
    kept: NDArray[np.bool_]
    """Who will be remembered: all but those older than the window."""
    copies: NDArray[np.bool_]
    """Who joins the story of its origin."""
    asked: NDArray[np.bool_]
    """Whose story is to be found: not that of copies and round-ups."""

    def part(self, first: int, last: int) -> Batch:
        """Return the articles from the first to before the last."""
        here = slice(first, last)
        return Batch(
            entries=self.entries[here],
            words=self.words.part(first, last),
            vectors=self.vectors[here],
            kept=self.kept[here],
            copies=self.copies[here],
            asked=self.asked[here],
        )


Found = tuple[Numbers, Numbers, Doubles]
"""Pairs of article and entry, with their cosines."""


class Pairs(NamedTuple):
    """Articles of a batch and what is near each, sorted by article and by id; one value or row a pair."""

    owners: Numbers
    """Articles, as places in the batch."""
    numbers: Numbers
    """What is near, as numbers in the window."""
    cosines: Doubles
    shared: Shared
    figures: Matrix
    """Columns as in `features.PAIR`."""


class Meeting:
    """A batch that meets the window: when made, it remembers those articles that are kept."""

    def __init__(self, memory: Memory, batch: Batch, *, hours: float) -> None:
        """Articles are compared with what was published up to so many hours before or after them."""
        self.memory, self.batch, self._hours = memory, batch, hours
        window = memory.window
        self.first = len(window)
        """Number in the window of the first article of the batch that is kept."""
        # Where no article is asked about (a round-up comes first), nothing was compared that would have fitted it.
        window.fit(batch.vectors[0])
        self._arrived = memory.lexicon.arrive(batch.words, batch.kept, batch.asked)
        self._facts = window.facts_of(batch.entries)
        # A late article moves the mean of its language, but not for itself and those before it.
        self._means = window.means()
        self._ours = centre(fixed(batch.vectors), self._facts["row"], self._means)
        self.limits = self.first + np.cumsum(batch.kept) - batch.kept
        """Each article sees the entries below its limit."""
        chosen = np.flatnonzero(batch.kept)
        window.extend([batch.entries[place] for place in chosen.tolist()], batch.vectors[chosen])

    def number(self, place: int) -> int | None:
        """Return the number in the window of an article of the batch; None where it is not kept."""
        return int(self.limits[place]) if self.batch.kept[place] else None

    def pairs(self, comparison: Comparison, found: Found) -> Pairs:
        """Return what is near each article that is asked about.

        `found`: what the comparison found among the entries that were there then.
        """
        self._later = comparison.searched
        centred = self.memory.window.centred(np.arange(self._later, len(self.memory.window)), self._means)
        self._with_later = self._ours @ centred.T
        owners, numbers, cosines = self._nearest(found, comparison)
        by_words = self._by_words(owners, numbers)
        owners, numbers = np.concatenate([owners, by_words[0]]), np.concatenate([numbers, by_words[1]])
        cosines = np.concatenate([cosines, self._cosines(*by_words)])
        order = np.argsort((owners << _BITS) | numbers)
        owners, numbers, cosines = owners[order], numbers[order], cosines[order]
        ours, theirs = self._facts[owners], self.memory.window.facts(numbers)
        if not _ascend(owners, theirs["id"]):
            order = np.lexsort((numbers, theirs["id"], owners))
            numbers, cosines, theirs = numbers[order], cosines[order], theirs[order]
        # As `Window.live` says it for one article.
        apart = np.abs(theirs["hours"] - ours["hours"])
        live = np.flatnonzero((apart <= self._hours) & ~theirs["digest"] & (theirs["id"] != ours["id"]))
        return self._compared((owners[live], numbers[live], cosines[live]), ours[live], theirs[live])

    def _nearest(self, found: Found, comparison: Comparison) -> Found:
        """Return the entries nearest to each article, those that came after the search too."""
        place, later = np.nonzero(self._with_later >= comparison.at_least)
        # Articles see only what came before them; round-ups cannot be found.
        numbers = later + self._later
        seen = self.batch.asked[place] & (numbers < self.limits[place])
        seen &= ~self.memory.window.facts(np.arange(self._later, len(self.memory.window)))["digest"][later]
        place, later, numbers = place[seen], later[seen], numbers[seen]
        near = np.flatnonzero(found[2] >= comparison.at_least)
        owners, numbers = np.concatenate([found[0][near], place]), np.concatenate([found[1][near], numbers])
        cosines = np.concatenate([found[2][near], self._with_later[place, later]])
        order = np.argsort(owners, kind="stable")
        owners, numbers, cosines = owners[order], numbers[order], cosines[order]
        chosen = self._first_of_each((owners, numbers), np.round(cosines, _DIGITS), comparison.count)
        return owners[chosen], numbers[chosen], cosines[chosen]

    def _first_of_each(self, pairs: tuple[Numbers, Numbers], cosines: Doubles, count: int) -> Numbers:
        """Return the places of the nearest so many of each article; of those equally near, the first by id."""
        owners, numbers = pairs
        sizes = np.bincount(owners, minlength=len(self.batch.entries))
        kth = kth_of_each(cosines, sizes, count)[owners]
        nearer, last = cosines > kth, np.flatnonzero(cosines == kth)
        room = count - np.bincount(owners[nearer], minlength=len(sizes))
        # Among equals: their place, by id, among those of their article.
        last = last[np.lexsort((self.memory.window.ids_of(numbers[last]), owners[last]))]
        equals = np.bincount(owners[last], minlength=len(sizes))
        rank = np.arange(len(last)) - (np.cumsum(equals) - equals)[owners[last]]
        nearer[last[rank < room[owners[last]]]] = True
        return np.flatnonzero(nearer)

    def _by_words(self, owners: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return the pairs that share rare words and are not among these."""
        places, others = self.memory.lexicon.sharing_each(self._arrived, BY_WORDS)
        more = ~np.isin((places << _BITS) | others, (owners << _BITS) | numbers)
        return places[more], others[more]

    def _cosines(self, owners: Numbers, numbers: Numbers) -> Doubles:
        later = numbers >= self._later
        cosines = np.empty(len(numbers))
        cosines[later] = self._with_later[owners[later], numbers[later] - self._later]
        earlier = ~later
        cosines[earlier] = self.memory.window.pair_cosines(
            self._ours, owners[earlier], numbers[earlier], means=self._means
        )
        return cosines

    def _compared(self, pairs: Found, ours: Facts, theirs: Facts) -> Pairs:
        memory, (owners, numbers, cosines) = self.memory, pairs
        entities, strangers = self._entities(owners, numbers)
        compared = Compared(
            cosines=cosines,
            shared=memory.lexicon.shared_each(self._arrived, owners, numbers),
            lengths=(ours["length"], theirs["length"]),
            hours=np.abs(theirs["hours"] - ours["hours"]),
            across=(~memory.window.share_words(ours["row"], theirs["row"])).astype(np.float64),
            entities=entities,
            strangers=strangers,
            same_source=(ours["source"] == theirs["source"]).astype(np.float64),
        )
        return Pairs(owners, numbers, cosines, compared.shared, figures(compared))

    def _entities(self, owners: Numbers, numbers: Numbers) -> tuple[Matrix, Matrix]:
        """Return what `shared_entities` does, without looking at pairs of articles that have none."""
        entries, others = self.batch.entries, self.memory.window.entries
        has = np.array([bool(entry.entities) for entry in entries])
        with_some = np.flatnonzero(has[owners])
        columns = np.zeros((2, len(owners)))
        columns[:, with_some] = shared_entities(
            [entries[place].entities for place in owners[with_some].tolist()],
            [others[number].entities for number in numbers[with_some].tolist()],
        )
        return columns[0], columns[1]


def _ascend(owners: Numbers, ids: NDArray[np.int64]) -> bool:
    """Tell whether the ids of each article's pairs ascend."""
    return bool(((np.diff(ids) > 0) | (np.diff(owners) > 0)).all())
