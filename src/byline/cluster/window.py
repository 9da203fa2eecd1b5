"""The articles that a new one is compared with: vectors, words and entities of the last days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.text.words import content_words

Floats = NDArray[np.float32]
_Scalar = TypeVar("_Scalar", bound=np.generic)

LEAD_WORDS = 300
"""Content words of the text that are compared beside the title. Swept 40 to 400 on wikinews_big, roundups and the
sample: BCubed F1 .719, .735 (80), .733 (200), .753 (400) on the first, no difference on the others."""
TITLE_WEIGHT = 2.0
"""A word of the title counts as much as two of the text; 1 and 3 did no better."""
_CHARACTERS_PER_WORD = 8
_FULL_LENGTH = 40
PRIOR_VECTORS = 30.0
"""A language's mean starts as if so many zero vectors had been seen."""
_MEAN_DIGITS = 7
_BLOCK = 4096
_PRIOR_ARTICLES = 1000
"""Inverse document frequencies start as if so many articles with none of the words had been read: in the first hours of
a new installation every word would otherwise be common. 500 and 5,000 did no better."""


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
    words: dict[str, float]
    """Stemmed word -> damped count."""
    length: float
    """How much text there is beside the title: 0 for none, 1 from 40 content words on."""

    def shares_words_with(self, other: Entry) -> bool:
        """Tell whether words can be compared: not across languages. An unknown one counts as any but Chinese."""
        if "und" in (self.language, other.language):
            return (self.language == "zh") == (other.language == "zh")
        return self.language == other.language


class Window:
    """Entries in order of arrival, with their vectors and their words as flat arrays.

    Vectors are compared after the mean vector of their language has been subtracted, the
    mean of what was published before `settled`: in a newsroom of one field all articles
    share the field's direction, which says nothing about events.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.horizon = self.settled = -math.inf
        self._vectors = np.zeros((0, 0), np.float32)
        self._languages: dict[str, int] = {}
        """Language -> row of `_means`."""
        self._rows = np.zeros(256, np.int32)
        """Row of `_means` for each entry."""
        self._means: NDArray[np.float64] | None = None
        """None: out of date."""
        self._centred = np.zeros((0, 0), np.float32)
        self._clear_words()

    def _clear_words(self) -> None:
        self._numbers: dict[str, int] = {}
        """Word -> column of `_frequency`."""
        self._frequency = np.zeros(1024, np.int32)
        self._columns, self._counts = np.zeros(4096, np.int32), np.zeros(4096, np.float32)
        """The words of all entries, one entry after the other."""
        self._bounds = [0]
        self._weights = np.zeros(1024)
        """The weights of the text that is compared, by column; all zero in between."""

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.entries)

    @property
    def dim(self) -> int:
        """Return the length of a vector; 0 before the first."""
        return self._vectors.shape[1]

    def add(self, entry: Entry, vector: Floats) -> None:
        """Remember an article. Amortised O(dim + words)."""
        count = len(self.entries)
        if not count and self.dim != len(vector):
            self._vectors = np.zeros((256, len(vector)), np.float32)
            self._centred = np.zeros((256, len(vector)), np.float32)
        self._vectors, self._rows = _with_room(self._vectors, count + 1), _with_room(self._rows, count + 1)
        self._centred = _with_room(self._centred, count + 1)
        self._vectors[count] = vector
        self._rows[count] = self._row(entry.language)
        self.entries.append(entry)
        self._add_words(entry.words)
        if entry.hours < self.settled:
            self._means = None
        elif self._means is not None:
            self._centred[count] = self._centre(vector[None], self._rows[count : count + 1])[0]

    def _row(self, language: str) -> int:
        if language not in self._languages:
            self._languages[language] = len(self._languages)
            self._means = None
        return self._languages[language]

    def cosines(self, vectors: Floats, languages: Sequence[str]) -> tuple[Floats, Floats]:
        """Return the centred cosines of new vectors with all entries, and among themselves; about 1e-6 exact."""
        if not self.entries and self.dim != vectors.shape[1]:
            self._vectors = np.zeros((256, vectors.shape[1]), np.float32)
            self._centred = np.zeros((256, vectors.shape[1]), np.float32)
        rows = np.array([self._row(language) for language in languages], np.int32)
        self._settle()
        centred = self._centre(vectors, rows).astype(np.float32)
        return centred @ self._centred[: len(self.entries)].T, centred @ centred.T

    def exact_cosines(self, vector: Floats, language: str, numbers: NDArray[np.intp]) -> list[float]:
        """Return the centred cosines with some entries, the same to 1e-12 whatever else is compared."""
        row = np.array([self._row(language)], np.int32)
        self._settle()
        ours = self._centre(vector[None], row)
        cosines: list[float] = (self._centre(self._vectors[numbers], self._rows[numbers]) * ours).sum(axis=1).tolist()
        return cosines

    def _centre(self, vectors: Floats, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        """Subtract the means and bring to unit length."""
        if self._means is None:
            raise AssertionError("means are settled before they are used")
        centred = vectors - self._means[rows]
        lengths = np.sqrt((centred * centred).sum(axis=1, keepdims=True))
        result: NDArray[np.float64] = centred / np.where(lengths > 0, lengths, 1.0)
        return result

    def _settle(self) -> None:
        """Bring means and centred vectors up to date."""
        if self._means is not None:
            return
        count = len(self.entries)
        settled = np.array([entry.hours < self.settled for entry in self.entries], np.bool_)
        means = np.zeros((len(self._languages), self.dim))
        for row in range(len(self._languages)):
            chosen = self._vectors[:count][settled & (self._rows[:count] == row)]
            means[row] = chosen.sum(axis=0, dtype=np.float64) / (len(chosen) + PRIOR_VECTORS)
        self._means = np.round(means, _MEAN_DIGITS)
        for start in range(0, count, _BLOCK):
            block = slice(start, min(count, start + _BLOCK))
            self._centred[block] = self._centre(self._vectors[block], self._rows[block])

    def _add_words(self, words: dict[str, float]) -> None:
        columns = [self._numbers.setdefault(word, len(self._numbers)) for word in words]
        begin, end = self._bounds[-1], self._bounds[-1] + len(columns)
        self._frequency = _with_room(self._frequency, len(self._numbers))
        self._columns, self._counts = _with_room(self._columns, end), _with_room(self._counts, end)
        self._frequency[columns] += 1
        self._columns[begin:end] = columns
        self._counts[begin:end] = list(words.values())
        self._bounds.append(end)

    def advance(self, horizon: float, settled: float) -> None:
        """Forget articles published before `horizon`; take means over those before `settled`. O(n)."""
        self.horizon, self.settled, self._means = horizon, settled, None
        keep = [number for number, entry in enumerate(self.entries) if entry.hours >= horizon]
        if len(keep) == len(self.entries):
            return
        self._vectors[: len(keep)], self._rows[: len(keep)] = self._vectors[keep], self._rows[keep]
        self.entries = [self.entries[number] for number in keep]
        self._clear_words()
        for entry in self.entries:
            self._add_words(entry.words)

    def word_cosines(self, words: dict[str, float], numbers: Sequence[int]) -> list[float]:
        """Return the cosine of tf-idf weights between a text and each of some entries.

        Inverse document frequencies are those of the window at this moment.
        """
        sizes = np.array([self._bounds[n + 1] - self._bounds[n] for n in numbers])
        if not words or not sizes.sum():
            return [0.0] * len(numbers)
        flat = np.concatenate([np.arange(self._bounds[n], self._bounds[n + 1]) for n in numbers])
        columns = self._columns[flat]
        theirs = self._counts[flat] * self._rarity(self._frequency[columns])
        known = np.array([self._numbers.get(word, -1) for word in words])
        ours = np.array(list(words.values())) * self._rarity(np.where(known >= 0, self._frequency[known], 0))
        self._weights = _with_room(self._weights, len(self._numbers))
        self._weights[known[known >= 0]] = ours[known >= 0]
        ends = np.cumsum(sizes)
        dots = _sums(theirs * self._weights[columns], ends)
        self._weights[known[known >= 0]] = 0.0
        lengths = np.sqrt(_sums(theirs * theirs, ends) * float((ours * ours).sum()))
        cosines: list[float] = (dots / np.where(lengths > 0, lengths, 1.0)).tolist()
        return cosines

    def _rarity(self, frequency: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return inverse document frequencies, natural logarithm."""
        rarity: NDArray[np.float64] = np.log((len(self.entries) + _PRIOR_ARTICLES) / (frequency + 1.0))
        return rarity


def _sums(values: NDArray[np.float64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sums of consecutive stretches; empty ones are 0."""
    totals = np.zeros(len(ends))
    filled = np.flatnonzero(np.diff(ends, prepend=0))
    starts = np.concatenate([[0], ends[:-1]])[filled]
    totals[filled] = np.add.reduceat(values, starts)
    return totals


def _with_room(array: NDArray[_Scalar], needed: int) -> NDArray[_Scalar]:
    """Return the array, twice as long where it is too short."""
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, 2 * len(array)), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


def count_words(title: str, text: str) -> tuple[dict[str, float], float]:
    """Return the damped counts of the stemmed words of title and lead, and the text's length as in `Entry`."""
    body = content_words(text[: LEAD_WORDS * _CHARACTERS_PER_WORD])[:LEAD_WORDS]
    counts: dict[str, float] = {}
    for word in content_words(title):
        counts[word] = counts.get(word, 0.0) + TITLE_WEIGHT
    for word in body:
        counts[word] = counts.get(word, 0.0) + 1.0
    return {word: 1.0 + math.log(count) for word, count in counts.items()}, min(1.0, len(body) / _FULL_LENGTH)
