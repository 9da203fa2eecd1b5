"""The articles that a new one is compared with: the entries and vectors of the last days."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.arrays import with_room
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

PRIOR_VECTORS = 30.0
"""A language's mean starts as if so many zero vectors had been seen."""
_MEAN_DIGITS = 7
_BLOCK = 4096
_PAIRS = 256
"""Pairs of vectors multiplied at once: so they stay near the processor."""
_MARGIN = 0.002
"""Cosines may change by so much, because means move, before a batch is compared again."""
_DIGITS = 5
"""Cosines are rounded before they are ranked, so that the order of a sum cannot decide."""


FACTS = np.dtype(
    [
        ("id", np.int64),
        ("story", np.int64),
        ("slot", np.int32),
        ("hours", np.float64),
        ("length", np.float64),
        ("row", np.int32),
        ("source", np.int32),
        ("digest", np.bool_),
    ]
)
"""What is asked of many entries at once; `row` is that of the language's mean, `slot` that of the story's size."""
Facts = np.ndarray[tuple[int], np.dtype[np.void]]


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
        self._sources: dict[str, int] = {}
        self._slots: dict[int, int] = {}
        """Story -> place in `_sizes`."""
        self._sizes = np.zeros(256, np.int32)
        """Live articles of each story."""
        self._facts = np.zeros(256, FACTS)
        """What is asked of many entries at once."""
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
        self.fit(vector)
        row, kept = self.row(entry.language), fixed(vector)
        self._facts = with_room(self._facts, count + 1)
        self._facts[count] = self.facts_of([entry])[0]
        self._place(count, count + 1)
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
        self.fit(vectors[0])
        facts, kept = self.facts_of(entries), fixed(vectors)
        findable = ~facts["digest"]
        self._facts = with_room(self._facts, count)
        self._facts[first:count] = facts
        self._place(first, count)
        self._searcher.extend(kept, facts["row"], findable)
        if self.added is not None:
            self.added += [(first + number, kept[number]) for number in np.flatnonzero(findable).tolist()]
        self.entries += entries
        self._settle(first + np.flatnonzero(facts["hours"] < self.settled), 1)

    def facts_of(self, entries: Sequence[Entry]) -> Facts:
        """Return what is asked of many entries at once, one record each."""
        facts, sources = np.zeros(len(entries), FACTS), self._sources
        facts["id"], facts["story"] = [entry.id for entry in entries], [entry.story_id for entry in entries]
        facts["hours"], facts["length"] = [entry.hours for entry in entries], [entry.length for entry in entries]
        facts["row"] = [self.row(entry.language) for entry in entries]
        facts["source"] = [sources.setdefault(entry.source_id, len(sources)) for entry in entries]
        facts["digest"] = [entry.digest for entry in entries]
        return facts

    def _place(self, first: int, last: int) -> None:
        """Count new entries among those of their stories."""
        here, slots = self._facts[first:last], self._slots
        here["slot"] = [slots.setdefault(story, len(slots)) for story in here["story"].tolist()]
        self._sizes = with_room(self._sizes, len(slots))
        np.add.at(self._sizes, here["slot"], 1)

    def sizes_of(self, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return how many live articles the stories of some entries have."""
        sizes: NDArray[np.intp] = self._sizes[self._facts["slot"][numbers]].astype(np.intp)
        return sizes

    def facts(self, numbers: NDArray[np.intp]) -> Facts:
        """Return the same of entries in the window."""
        return self._facts[numbers]

    def stories_of(self, numbers: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the stories of some entries."""
        return self._facts["story"][numbers]

    def tell(self, number: int, story_id: int) -> None:
        """Put an entry into a story."""
        self.entries[number].story_id = story_id
        fact, slots = self._facts[number], self._slots
        slot = slots.setdefault(story_id, len(slots))
        self._sizes = with_room(self._sizes, len(slots))
        self._sizes[fact["slot"]] -= 1
        self._sizes[slot] += 1
        fact["story"], fact["slot"] = story_id, slot

    def share_words(self, rows: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Tell for rows of languages what `Entry.shares_words_with` tells for articles."""
        unknown, chinese = self._languages.get("und", -1), self._languages.get("zh", -1)
        either = (rows == unknown) | (others == unknown)
        shared: NDArray[np.bool_] = np.where(either, (rows == chinese) == (others == chinese), rows == others)
        return shared

    def fit(self, vector: Floats) -> None:
        """Take the length of the vectors from the first one; those of an empty window may have another one."""
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
        return self._facts["row"][numbers]

    def ids_of(self, numbers: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the ids of some entries."""
        return self._facts["id"][numbers]

    def live(self, numbers: NDArray[np.intp], entry: Entry, *, hours: float) -> NDArray[np.intp]:
        """Return which of these numbers an article may be compared with, ordered by id, without repeats.

        Not with what was published earlier or later by more than so many hours, not with round-ups, nor with itself.
        """
        facts = self._facts[numbers]
        apart, ids = np.abs(facts["hours"] - entry.hours), facts["id"]
        fit = np.flatnonzero((apart <= hours) & ~facts["digest"] & (ids != entry.id))
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
            self.fit(vectors[0])
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

    def pair_cosines(
        self, ours: Doubles, owners: NDArray[np.intp], numbers: NDArray[np.intp], *, means: Doubles
    ) -> Doubles:
        """Return the cosines of pairs: of centred vectors of unit length (m, dim) and entries."""
        cosines = np.empty(len(numbers))
        for start in range(0, len(numbers), _PAIRS):
            here = slice(start, start + _PAIRS)
            cosines[here] = np.einsum("ij,ij->i", self.centred(numbers[here], means), ours[owners[here]])
        return cosines

    def exact_cosines(self, vector: Floats, language: str, numbers: NDArray[np.intp]) -> list[float]:
        """Return the centred cosines with some entries, the same to 1e-12 whatever else is compared."""
        row = np.array([self.row(language)], np.int32)
        own = centre(fixed(vector[None]), row, self.means())[0]
        cosines: list[float] = self.cosines_with(own, numbers).tolist()
        return cosines

    def centred(self, numbers: NDArray[np.intp], means: Doubles | None = None) -> Doubles:
        """Return the vectors of some entries without their languages' means, those of now or others, of unit length."""
        if means is None:
            means = self.means()
        return centre(self._searcher.vectors(numbers), self._facts["row"][numbers], means)

    def vector(self, number: int) -> Floats:
        """Return the vector of an entry."""
        return floats(self._searcher.vectors(np.array([number]))[0]).astype(np.float32)

    def advance(self, horizon: float, settled: float) -> NDArray[np.intp] | None:
        """Forget articles published before `horizon`; take means over those before `settled`.

        Returns the numbers of the entries kept, ascending; None where nothing is forgotten. O(n).
        """
        count = len(self.entries)
        hours = self._facts["hours"][:count]
        kept, before, after = hours >= horizon, hours < self.settled, hours < settled
        self._settle(np.flatnonzero(after & kept & ~before), 1)
        self._settle(np.flatnonzero(before & ~(after & kept)), -1)
        self.horizon, self.settled, self.added = horizon, settled, None
        if kept.all():
            return None
        numbers = np.flatnonzero(kept)
        self._searcher.keep(numbers)
        self._facts[: len(numbers)] = self._facts[numbers]
        stories, slots, sizes = np.unique(self._facts["story"][: len(numbers)], return_inverse=True, return_counts=True)
        self._slots = {story: slot for slot, story in enumerate(stories.tolist())}
        self._facts["slot"][: len(numbers)], self._sizes = slots, sizes.astype(np.int32)
        self.entries = [self.entries[number] for number in numbers.tolist()]
        return numbers

    def _settle(self, numbers: NDArray[np.intp], sign: int) -> None:
        """Let entries count in the means, or no longer."""
        for start in range(0, len(numbers), _BLOCK):
            chosen = numbers[start : start + _BLOCK]
            vectors = self._searcher.vectors(chosen)
            rows = self._facts["row"][chosen]
            for row in np.unique(rows).tolist():
                of_language = rows == row
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
        self.count, self.at_least = count, at_least
        self.searched = 0
        """How many entries the last search looked at."""
        self._search(0)

    def _search(self, first: int) -> None:
        """Look for the nearest of all articles from `first` on."""
        self._first, self._means = first, self._window.means()
        self._queries = Queries(
            vectors=self._vectors[first:],
            rows=self._rows[first:],
            means=self._means,
            count=self.count,
            at_least=self.at_least,
            margin=_MARGIN,
        )
        self.searched = len(self._window)
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

    def found(self, first: int, last: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Doubles]:
        """Return pairs of article and entry with their cosines: what may be among the nearest of several articles.

        To be called when the articles before them have been added. Entries added since the last search are left out.
        """
        if self._has_moved():
            self._search(first)
        found = self._found[first - self._first : last - self._first]
        owners = np.repeat(np.arange(first, last), [len(one.numbers) for one in found])
        numbers = np.concatenate([one.numbers for one in found])
        means = self._window.means()
        if means is self._means:
            return owners, numbers, np.concatenate([one.cosines for one in found])
        ours = centre(self._vectors, self._rows, means)
        return owners, numbers, self._window.pair_cosines(ours, owners, numbers, means=means)

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
        near = np.flatnonzero(cosines >= self.at_least)
        numbers, cosines = numbers[near], cosines[near]
        order = np.lexsort((self._window.ids_of(numbers), -np.round(cosines, _DIGITS)))[: self.count]
        ranked: list[float] = cosines[order].tolist()
        return numbers[order], ranked
