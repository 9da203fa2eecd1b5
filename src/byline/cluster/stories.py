"""Which stories the articles of a batch join, when all that they are compared with is known.

Each decision can change what those after it see: the story of an article near them, or
the size of a story. So all are decided at once as if none changed anything, and those are
decided anew that see a change, until nothing changes: the first article is right after
the first round, the second after the second at the latest, and few need a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from byline.cluster.batch import Meeting, Pairs
from byline.cluster.features import Matrix, Near, Numbers
from byline.cluster.lexicon import Shared
from byline.cluster.score import Rated, Scorer
from byline.cluster.window import Entry

Ids = NDArray[np.int64]


class Entries(Sequence[Entry]):
    """Some entries, fetched when they are asked for: of the many near an article only one or two are."""

    def __init__(self, entries: Sequence[Entry], numbers: Numbers) -> None:
        self._entries, self._numbers = entries, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return Entries(self._entries, self._numbers[place])
        return self._entries[int(self._numbers[place])]


class _Groups(NamedTuple):
    """Articles and the stories near each, sorted by article and story; one value each."""

    owners: Numbers
    stories: Ids
    sizes: Numbers
    """Live articles, those of the batch included."""
    of_pair: Numbers
    """Group of each pair."""


class _Choice(NamedTuple):
    """The stories near one article."""

    sizes: Numbers
    rows: Matrix
    scores: Matrix


class Decisions:
    """The stories of the articles of a batch."""

    def __init__(self, meeting: Meeting, pairs: Pairs) -> None:
        """Take a batch whose articles stand in stories of their own, copies in those of their origins."""
        self._memory, self._batch, self._limits, self._pairs = meeting.memory, meeting.batch, meeting.limits, pairs
        self._stories = np.array([entry.story_id for entry in meeting.batch.entries], np.int64)
        self._logits = np.zeros(0)
        self._of_pair = np.zeros(len(pairs.owners), np.intp)
        """Which of the stories near its article each pair belongs to."""
        self._choices: dict[int, _Choice] = {}

    def find(self, scorer: Scorer, *, min_score: float, origins: Mapping[int, int]) -> None:
        """Decide all; `origins`: place of a copy -> place of its origin, where that is in the batch too."""
        self._logits = scorer.logits(self._pairs.figures)
        own = np.array([entry.id for entry in self._batch.entries], np.int64)
        rows = np.arange(len(self._pairs.owners))
        while len(rows):
            asked, best, scores = self._rate(rows, scorer)
            told = self._stories.copy()
            told[asked] = np.where(scores >= min_score, best, own[asked])
            for place, origin in origins.items():
                told[place] = told[origin]
            rows = self._tell(told)

    def _tell(self, told: Ids) -> Numbers:
        """Put the articles into these stories; return the pairs of the articles that see a change."""
        changed = np.flatnonzero(told != self._stories)
        if not len(changed):
            return changed
        touched = np.concatenate([self._stories[changed], told[changed]])
        self._stories = told
        for place in changed[self._batch.kept[changed]].tolist():
            self._memory.window.tell(int(self._limits[place]), int(told[place]))
        owners = self._pairs.owners
        seen = np.isin(self._memory.window.stories_of(self._pairs.numbers), touched) & (owners > changed[0])
        again = np.zeros(len(told), np.bool_)
        again[owners[seen]] = True
        return np.flatnonzero(again[owners])

    def _rate(self, rows: Numbers, scorer: Scorer) -> tuple[Numbers, Ids, Matrix]:
        """Return the articles of some pairs, the story that scores highest with each, and its score."""
        groups = self._groups(self._pairs.owners[rows], self._pairs.numbers[rows])
        near = Near(
            entries=(),
            cosines=self._pairs.cosines[rows],
            stories=groups.of_pair,
            sizes=self._sizes(groups),
            shared=Shared._make(column[rows] for column in self._pairs.shared),
        )
        figures, scores = scorer.rate_stories(near, self._logits[rows])
        starts = np.flatnonzero(np.diff(groups.owners, prepend=-1))
        counts = np.diff(starts, append=len(scores))
        asked = groups.owners[starts]
        self._of_pair[rows] = groups.of_pair - np.repeat(starts, counts)[groups.of_pair]
        for place, start, count in zip(asked.tolist(), starts.tolist(), counts.tolist(), strict=True):
            here = slice(start, start + count)
            self._choices[place] = _Choice(near.sizes[here], figures[here], scores[here])
        highest = np.maximum.reduceat(scores, starts)
        top = np.flatnonzero(scores == np.repeat(highest, counts))
        # Of stories that score the same, the first.
        return asked, groups.stories[top[np.searchsorted(top, starts)]], highest

    def _groups(self, owners: Numbers, numbers: Numbers) -> _Groups:
        window = self._memory.window
        known, firsts, ranks = np.unique(window.stories_of(numbers), return_index=True, return_inverse=True)
        keys, of_pair = np.unique(owners * len(known) + ranks, return_inverse=True)
        story = keys % len(known)
        return _Groups(keys // len(known), known[story], window.sizes_of(numbers[firsts])[story], of_pair)

    def _sizes(self, groups: _Groups) -> Numbers:
        """Return how many live articles each story has for the article that looks at it."""
        batch = np.flatnonzero(self._batch.kept)
        # The window counts all of the batch, the article sees those before it.
        place, group = np.nonzero(self._stories[batch][:, None] == groups.stories)
        unseen = group[batch[place] >= groups.owners[group]]
        return groups.sizes - np.bincount(unseen, minlength=len(groups.sizes))

    def rated(self) -> list[Rated | None]:
        """Return for each article what is near it, with scores; None where nothing is, or nothing was asked."""
        pairs, window = self._pairs, self._memory.window.entries
        bounds = np.searchsorted(pairs.owners, np.arange(len(self._stories) + 1)).tolist()
        found: list[Rated | None] = []
        for place, (begin, end) in enumerate(pairwise(bounds)):
            if begin == end:
                found.append(None)
                continue
            here, choice = slice(begin, end), self._choices[place]
            near = Near(
                entries=Entries(window, pairs.numbers[here]),
                cosines=pairs.cosines[here],
                stories=self._of_pair[here],
                sizes=choice.sizes,
                shared=Shared._make(column[here] for column in pairs.shared),
            )
            found.append(
                Rated(
                    near=near,
                    pairs=pairs.figures[here],
                    logits=self._logits[here],
                    stories=choice.rows,
                    scores=choice.scores,
                )
            )
        return found
