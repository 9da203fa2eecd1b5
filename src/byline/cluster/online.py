"""Which articles tell one story: one pass in the order they come, no look-ahead.

A new article is compared with those of the last days that are near by their vectors or
share rare words. It joins the story that scores highest with it, or starts one of its own.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

import numpy as np

from byline.cluster.batch import Batch, Found, Meeting
from byline.cluster.learned import learned
from byline.cluster.memory import Memory
from byline.cluster.reading import chunks, read_words_only, word_lists_of
from byline.cluster.reasons import explain
from byline.cluster.repair import Live, live_decisions, regroup
from byline.cluster.score import Rated, Scorer, Weights, shipped
from byline.cluster.search import Floats
from byline.cluster.settings import ClusterSettings
from byline.cluster.stories import Decisions
from byline.cluster.window import Comparison, Entry
from byline.errors import ModelError
from byline.records import Assignment, Decision, Regrouped, WindowItem

BATCH = 64
"""Articles compared with the window in one matrix product: one at a time costs ten times as much."""
MAX_CANDIDATES = 48
"""Nearest articles whose words and entities are looked at too."""
MIN_COSINE = 0.2
"""Articles farther away are no candidates."""
_STEP_HOURS = 6.0
"""Old articles are dropped when the newest crosses a multiple of this, so that what is remembered depends on nothing
but what came."""


class StoryIndex:
    """Finds the story of each article among those of the last days."""

    def __init__(self, settings: ClusterSettings, weights: Weights | None = None) -> None:
        """Start empty, with the shipped weights or other ones."""
        self._settings = settings
        self._weights = weights or shipped()
        self._window_hours = 24.0 * settings.window_days
        self.restore(())

    def __len__(self) -> int:
        """Return how many articles are remembered."""
        return len(self._memory.window)

    def restore(
        self, items: Iterable[WindowItem], decisions: Sequence[Decision] = (), *, newest: datetime | None = None
    ) -> None:
        """Forget everything and remember these assigned articles and what a person decided.

        Afterwards the index decides exactly as one that saw them itself. What has been read of
        an article is taken from its `reading`, without one from its text. Where the time of the
        newest is given, the items are taken one after the other and never held all at once.
        Raises ModelError where vectors differ in length.
        """
        if newest is None:
            items = list(items)
            newest = max((item.time for item in items), default=None)
        self._together, self._apart = live_decisions(decisions)
        self._memory = Memory()
        self._newest = -math.inf if newest is None else newest.timestamp() / 3600.0
        if newest is not None:
            self._memory.advance(*self._times())
        for chunk in chunks(items):
            self._restore([item for item in chunk if _hours(item) >= self._memory.window.horizon])
        self._scorer = Scorer(learned(self._weights, self._memory, together=self._together, apart=self._apart))

    def _restore(self, items: Sequence[WindowItem]) -> None:
        if not items:
            return
        vectors = self._stacked(items)
        words = word_lists_of([item.reading or read_words_only(item.title, item.text) for item in items])
        entries = [
            _entry(item, length=length, digest=digest)
            for item, length, digest in zip(items, words.lengths, words.digests, strict=True)
        ]
        self._memory.extend(entries, words, vectors)

    def assign(self, items: Sequence[WindowItem]) -> list[Assignment]:
        """Return the story of each article, in their order, and remember them.

        An article is compared with those remembered and those before it in `items`; how
        the articles are cut into calls changes nothing. Items come with vector, entities
        and origin. The story_id of a copy is that of its origin's story, for an origin that has
        left the window (0: none); of others it is ignored. Raises ModelError where vectors differ in
        length. Cost per article: one product with the window's vectors, plus the figures
        of the 48 nearest and of up to 16 that share rare words.
        """
        found: list[Assignment] = []
        while len(found) < len(items):
            batch = self._next_batch(items[len(found) : len(found) + BATCH])
            found += self._assign_batch(batch)
        return found

    def repair(self, fresh: Collection[int] | None = None) -> list[Regrouped]:
        """Return the stories to merge or split, in the order to apply them, and apply them here.

        Looks at the stories with one of these articles (ids): those that came since the last
        repair. None: at all stories. Never against a decision.
        """
        live = Live(
            memory=self._memory,
            scorer=self._scorer,
            together=self._together,
            apart=self._apart,
            window_hours=self._window_hours,
        )
        return regroup(live, self._settings, fresh=fresh)

    def _next_batch(self, items: Sequence[WindowItem]) -> Sequence[WindowItem]:
        """Cut the items where one moves the window's times."""
        self._newest = max(self._newest, _hours(items[0]))
        window = self._memory.window
        if self._times() != (window.horizon, window.settled):
            self._memory.advance(*self._times())
        step = self._newest // _STEP_HOURS
        for number, item in enumerate(items):
            if _hours(item) // _STEP_HOURS > step:
                return items[:number]
        self._newest = max(self._newest, *(_hours(item) for item in items))
        return items

    def _times(self) -> tuple[float, float]:
        """Return the time before which nothing is remembered, and that before which means are taken."""
        step = (self._newest // _STEP_HOURS) * _STEP_HOURS
        return step - self._window_hours, step - _STEP_HOURS

    def _assign_batch(self, items: Sequence[WindowItem]) -> list[Assignment]:
        batch = self._batch(items)
        asked, comparison = np.flatnonzero(batch.asked), None
        if len(asked):
            languages = [items[place].language for place in asked.tolist()]
            comparison = self._memory.window.compare(
                batch.vectors[asked], languages, count=MAX_CANDIDATES, at_least=MIN_COSINE
            )
        found: list[Assignment] = []
        # An article published long ago moves the mean by which those after it are compared.
        late = [place for place, entry in enumerate(batch.entries, 1) if entry.hours < self._memory.window.settled]
        for first, last in pairwise(sorted({0, *late, len(items)})):
            begin, end = np.searchsorted(asked, (first, last)).tolist()
            part, nearest = batch.part(first, last), None
            if comparison and begin < end:
                owners, numbers, cosines = comparison.found(begin, end)
                nearest = comparison, (asked[owners] - first, numbers, cosines)
            found += self._assign_part(part, nearest)
        return found

    def _batch(self, items: Sequence[WindowItem]) -> Batch:
        words = word_lists_of([item.reading or read_words_only(item.title, item.text) for item in items])
        entries = [
            _entry(item, length=length, digest=digest)
            for item, length, digest in zip(items, words.lengths, words.digests, strict=True)
        ]
        kept = np.array([entry.hours >= self._memory.window.horizon for entry in entries])
        before, copies = set[int](), []
        for entry, keeps in zip(entries, kept.tolist(), strict=True):
            copies.append(entry.origin_id in before or self._is_copy(entry))
            if keeps:
                before.add(entry.id)
        return Batch(
            entries=entries,
            words=words,
            vectors=self._stacked(items),
            kept=kept,
            copies=np.array(copies),
            asked=~np.array(copies) & ~np.array(words.digests),
        )

    def _is_copy(self, entry: Entry) -> bool:
        """Tell whether an article joins the story of its origin."""
        origin = self._memory.entry(entry.origin_id)
        # The window for copies is longer than that for stories: then the item says where its origin is now.
        return entry.origin_id != entry.id and bool(origin.story_id if origin else entry.story_id)

    def _assign_part(self, batch: Batch, nearest: tuple[Comparison, Found] | None) -> list[Assignment]:
        """Assign articles of which only the last may move a mean."""
        origins, places = dict[int, int](), dict[int, int]()
        for place, entry in enumerate(batch.entries):
            origin = self._memory.entry(entry.origin_id)
            if not batch.copies[place]:
                entry.story_id = entry.id
            elif entry.origin_id in places:
                origins[place] = places[entry.origin_id]
                entry.story_id = batch.entries[origins[place]].story_id
            elif origin:
                entry.story_id = origin.story_id
            if batch.kept[place]:
                places[entry.id] = place
        meeting = Meeting(self._memory, batch, hours=self._window_hours)
        rated: list[Rated | None] = [None] * len(batch.entries)
        if nearest:
            decisions = Decisions(meeting, meeting.pairs(*nearest))
            decisions.find(self._scorer, min_score=self._settings.min_score, origins=origins)
            rated = decisions.rated()
        found = []
        for place, entry in enumerate(batch.entries):
            found.append(self._copied(entry) if batch.copies[place] else self._decide(entry, rated[place]))
            self._tell(entry, found[-1].story_id, number=meeting.number(place))
        return found

    def _tell(self, entry: Entry, story_id: int, *, number: int | None) -> None:
        """Put an article into its story; `number` in the window, None where it is older."""
        memory = self._memory
        entry.story_id = story_id
        if number is not None:
            memory.window.tell(number, story_id)
            memory.numbers[entry.id] = number

    def _stacked(self, items: Sequence[WindowItem]) -> Floats:
        rows = [_vector(item) for item in items]
        window = self._memory.window
        expected = window.dim if len(window) else len(rows[0])
        for row in rows:
            if len(row) != expected:
                message = f"vectors of {len(row)} and {expected} numbers cannot be compared."
                raise ModelError(message, advice="Embed the articles of the window again with the model in use.")
        return np.stack(rows)

    def _copied(self, entry: Entry) -> Assignment:
        """Join the story of the origin."""
        origin = self._memory.entry(entry.origin_id)
        return Assignment(
            article_id=entry.id,
            story_id=origin.story_id if origin else entry.story_id,
            nearest_id=entry.origin_id,
            similarity=1.0,
            parts={"copy": 1.0},
            reason="copies an article of this story",
        )

    def _decide(self, entry: Entry, rated: Rated | None) -> Assignment:
        """Join the story that scores highest if it scores enough, else start one."""
        if entry.digest:
            return Assignment(article_id=entry.id, story_id=entry.id, reason="a round-up of several items stands alone")
        if rated is None:
            return Assignment(
                article_id=entry.id, story_id=entry.id, reason="first report: nothing like it in the window"
            )
        best = int(rated.scores.argmax())
        return explain(entry, rated, best, joins=bool(rated.scores[best] >= self._settings.min_score))


def _hours(item: WindowItem) -> float:
    return item.time.timestamp() / 3600.0


def _vector(item: WindowItem) -> Floats:
    return np.frombuffer(item.vector, "<f4").astype(np.float32)


def _entry(item: WindowItem, *, length: float, digest: bool) -> Entry:
    return Entry(
        id=item.article_id,
        story_id=item.story_id,
        origin_id=item.origin_id or item.article_id,
        source_id=item.source_id,
        hours=_hours(item),
        language=item.language,
        title=item.title,
        digest=digest,
        entities=frozenset(item.entities),
        length=length,
    )
