"""The articles that a new one is compared with: vectors, words and entities of the last days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.text.words import content_words

Floats = NDArray[np.float32]

LEAD_WORDS = 80
"""Words of the text that are compared beside the title."""
TITLE_WEIGHT = 2.0
"""A word of the title counts as much as two of the text."""
_CHARACTERS_PER_WORD = 12
_PRIOR_ARTICLES = 2000
"""Inverse document frequencies start as if so many articles with none of the words had been read: in the first hours of
a new installation every word would otherwise be common."""


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
    entities: frozenset[str]
    words: dict[str, float]
    """Stemmed word -> weighted count."""

    def shares_words_with(self, other: Entry) -> bool:
        """Tell whether words can be compared: not across languages. An unknown one counts as any but Chinese."""
        if "und" in (self.language, other.language):
            return (self.language == "zh") == (other.language == "zh")
        return self.language == other.language


class Window:
    """Entries in order of arrival with their vectors, and in how many of them each word occurs."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._vectors: Floats | None = None
        self._frequency: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.entries)

    @property
    def vectors(self) -> Floats:
        """Return the vectors, float32 (n, dim), row i for entry i."""
        return np.empty((0, 0), np.float32) if self._vectors is None else self._vectors[: len(self.entries)]

    def add(self, entry: Entry, vector: Floats) -> None:
        """Remember an article. Amortised O(dim + words)."""
        count = len(self.entries)
        if self._vectors is None:
            self._vectors = np.zeros((256, len(vector)), np.float32)
        elif count == len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[count] = vector
        self.entries.append(entry)
        for word in entry.words:
            self._frequency[word] = self._frequency.get(word, 0) + 1

    def drop_before(self, hours: float) -> None:
        """Forget articles published before a time. O(n); do it rarely."""
        keep = [number for number, entry in enumerate(self.entries) if entry.hours >= hours]
        if len(keep) == len(self.entries) or self._vectors is None:
            return
        for entry in self.entries:
            if entry.hours < hours:
                self._forget(entry.words)
        self._vectors[: len(keep)] = self._vectors[keep]
        self.entries = [self.entries[number] for number in keep]

    def _forget(self, words: Iterable[str]) -> None:
        for word in words:
            if self._frequency[word] == 1:
                del self._frequency[word]
            else:
                self._frequency[word] -= 1

    def rarity(self, word: str) -> float:
        """Return the word's inverse document frequency, natural logarithm."""
        total = len(self.entries) + _PRIOR_ARTICLES
        return float(np.log(total / (self._frequency.get(word, 0) + 1)))


def weigh(words: dict[str, float], window: Window) -> tuple[dict[str, float], float]:
    """Return the words' tf-idf weights and their Euclidean length."""
    weights = {word: count * window.rarity(word) for word, count in words.items()}
    return weights, sum(weight * weight for weight in weights.values()) ** 0.5


def count_words(title: str, text: str) -> dict[str, float]:
    """Return the damped counts of the stemmed words of title and lead, those of the title counted twice."""
    counts: dict[str, float] = {}
    for words, weight in ((content_words(title), TITLE_WEIGHT), (_lead_words(text), 1.0)):
        for word in words:
            counts[word] = counts.get(word, 0.0) + weight
    return {word: 1.0 + float(np.log(count)) for word, count in counts.items()}


def _lead_words(text: str) -> Sequence[str]:
    return content_words(text[: LEAD_WORDS * _CHARACTERS_PER_WORD])[:LEAD_WORDS]
