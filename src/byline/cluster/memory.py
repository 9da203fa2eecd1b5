"""The live articles: their vectors and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from byline.cluster.features import Near, Numbers
from byline.cluster.lexicon import Lexicon, Own
from byline.cluster.names import Words
from byline.cluster.reading import WordLists
from byline.cluster.search import Doubles, Floats, centre, fixed
from byline.cluster.window import Entry, Window

BY_WORDS = 16
"""Articles looked at because they share rare words or names, however far their vectors are."""


class Memory:
    """Articles of the last days, numbered in the order they came."""

    def __init__(self) -> None:
        self.window = Window()
        self.lexicon = Lexicon()
        self.numbers: dict[int, int] = {}
        """Article id -> number."""

    def add(self, entry: Entry, words: Words, vector: Floats) -> None:
        """Remember an article."""
        self.numbers[entry.id] = len(self.window)
        self.window.add(entry, vector)
        self.lexicon.add(words)

    def extend(self, entries: Sequence[Entry], words: WordLists, vectors: Floats) -> None:
        """Remember several articles, as `add` does one by one."""
        first = len(self.window)
        self.numbers.update((entry.id, number) for number, entry in enumerate(entries, first))
        self.window.extend(entries, vectors)
        self.lexicon.extend(words)

    def advance(self, horizon: float, settled: float) -> None:
        """Forget articles published before `horizon`; take means over those before `settled`. O(n)."""
        kept = self.window.advance(horizon, settled)
        if kept is None:
            return
        self.lexicon.keep(kept.tolist())
        self.numbers = {entry.id: number for number, entry in enumerate(self.window.entries)}

    def move(self, entries: Iterable[Entry], story_id: int) -> None:
        """Put articles into another story."""
        for entry in entries:
            self.window.tell(self.numbers[entry.id], story_id)

    def entry(self, key: int) -> Entry | None:
        """Return the article of an id, None where it is not remembered."""
        number = self.numbers.get(key)
        return None if number is None else self.window.entries[number]

    def candidates(self, entry: Entry, own: Own, *, nearest: Iterable[int], hours: float) -> Numbers:
        """Return the numbers of the articles to look at, by id: near by vectors, or by rare words; none too old."""
        found = [*nearest, *self.lexicon.sharing(own, BY_WORDS)]
        return self.window.live(np.array(found, np.intp), entry, hours=hours)

    def near(self, own: Own, direction: Doubles, numbers: Numbers) -> Near:
        """Return what is near an article of these words and this centred vector."""
        entries = [self.window.entries[number] for number in numbers.tolist()]
        _, firsts, stories = np.unique(self.window.stories_of(numbers), return_index=True, return_inverse=True)
        return Near(
            entries=entries,
            cosines=self.window.cosines_with(direction, numbers),
            stories=stories,
            sizes=self.window.sizes_of(numbers[firsts]),
            shared=self.lexicon.shared(own, numbers),
        )

    def direction(self, vector: Floats, language: str) -> Doubles:
        """Return a vector without the mean of its language, of unit length."""
        row = np.array([self.window.row(language)], np.int32)
        found: Doubles = centre(fixed(vector[None]), row, self.window.means())[0]
        return found
