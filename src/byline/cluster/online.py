"""Which articles tell one story: one pass in the order they come, no look-ahead.

A new article is compared with those of the last days. It joins the story whose
nearest members score highest with it, or starts one of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from byline.cluster.digests import is_digest
from byline.cluster.repair import Live, Matrix, live_decisions, regroup
from byline.cluster.score import Pair, compare, story_score
from byline.cluster.search import Floats
from byline.cluster.settings import ClusterSettings
from byline.cluster.window import Comparison, Entry, Window, count_words
from byline.errors import ModelError
from byline.records import Assignment, Decision, Regrouped, WindowItem

BATCH = 64
"""Articles compared with the window in one matrix product: one at a time costs ten times as much."""
MAX_CANDIDATES = 48
"""Nearest articles whose words and entities are looked at too."""
MIN_COSINE = 0.2
"""Articles farther away are no candidates."""
NEIGHBOURS = 16
"""Articles near each member of a story whose stories may be the same one."""
_MANY_WORDS = 0.3
_STEP_HOURS = 6.0
"""Old articles are dropped when the newest crosses a multiple of this, so that what is remembered depends on nothing
but what came."""


class StoryIndex:
    """Finds the story of each article among those of the last days."""

    def __init__(self, settings: ClusterSettings) -> None:
        self._settings = settings
        self._window_hours = 24.0 * settings.window_days
        self.restore(())

    def __len__(self) -> int:
        """Return how many articles are remembered."""
        return len(self._window)

    def restore(self, items: Sequence[WindowItem], decisions: Sequence[Decision] = ()) -> None:
        """Forget everything and remember these assigned articles and what a person decided.

        Afterwards the index decides exactly as one that saw them itself.
        """
        self._together, self._apart = live_decisions(decisions)
        self._window = Window()
        self._by_id: dict[int, Entry] = {}
        self._newest = max((_hours(item) for item in items), default=-math.inf)
        if items:
            self._window.advance(*self._times())
        for item in items:
            self._remember(_entry(item), _vector(item))

    def assign(self, items: Sequence[WindowItem]) -> list[Assignment]:
        """Return the story of each article, in their order, and remember them.

        An article is compared with those remembered and those before it in `items`; how
        the articles are cut into calls changes nothing. Items come with vector, entities
        and origin; their story_id is ignored. Raises ModelError where vectors differ in
        length. Cost per article: one product with the window's vectors, plus words and
        entities of the 48 nearest.
        """
        found: list[Assignment] = []
        while len(found) < len(items):
            batch = self._next_batch(items[len(found) : len(found) + BATCH])
            found += self._assign_batch(batch)
        return found

    def repair(self) -> list[Regrouped]:
        """Return the stories to merge or split, in the order to apply them, and apply them here.

        Looks at the stories with an article of the last `repair_hours` before the newest.
        Never against a decision; a second call right after returns nothing new.
        """
        pairs = _Pairs(self._window)
        live = Live(
            entries={entry.id: entry for entry in self._window.entries if not entry.digest},
            likeness=pairs.likeness,
            neighbours=pairs.neighbours,
            apart=self._apart,
            together=self._together,
        )
        changes = regroup(
            live,
            since=self._newest - self._settings.repair_hours,
            min_merge=self._settings.min_merge,
            max_between=self._settings.max_split,
        )
        for change in changes:
            for article in change.article_ids:
                self._by_id[article].story_id = change.story_id if change.kind == "merge" else change.other_id
        return changes

    def _next_batch(self, items: Sequence[WindowItem]) -> Sequence[WindowItem]:
        """Cut the items where one moves the window's times."""
        self._newest = max(self._newest, _hours(items[0]))
        if self._times() != (self._window.horizon, self._window.settled):
            self._window.advance(*self._times())
            self._by_id = {entry.id: entry for entry in self._window.entries}
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

    def _remember(self, entry: Entry, vector: Floats) -> bool:
        """Add an article unless it is older than the window; tell whether it was added."""
        if entry.hours < self._window.horizon:
            return False
        self._window.add(entry, vector)
        self._by_id[entry.id] = entry
        return True

    def _assign_batch(self, items: Sequence[WindowItem]) -> list[Assignment]:
        vectors = self._stacked(items)
        comparison = self._window.compare(
            vectors, [item.language for item in items], count=MAX_CANDIDATES, at_least=MIN_COSINE
        )
        found: list[Assignment] = []
        for number, item in enumerate(items):
            entry = _entry(item)
            assignment = self._decide(entry, comparison, number)
            entry.story_id = assignment.story_id
            self._remember(entry, vectors[number])
            found.append(assignment)
        return found

    def _stacked(self, items: Sequence[WindowItem]) -> Floats:
        rows = [_vector(item) for item in items]
        expected = self._window.dim if len(self._window) else len(rows[0])
        for row in rows:
            if len(row) != expected:
                message = f"vectors of {len(row)} and {expected} numbers cannot be compared."
                raise ModelError(message, advice="Embed the articles of the window again with the model in use.")
        return np.stack(rows)

    def _decide(self, entry: Entry, comparison: Comparison, index: int) -> Assignment:
        """Join the story of the origin, else the best story that scores enough, else start one."""
        origin = self._by_id.get(entry.origin_id)
        if origin and origin.id != entry.id:
            return Assignment(
                article_id=entry.id,
                story_id=origin.story_id,
                nearest_id=origin.id,
                similarity=1.0,
                parts={"copy": 1.0},
                reason="copies an article of this story",
            )
        if entry.digest:
            return Assignment(article_id=entry.id, story_id=entry.id, reason="a round-up of several items stands alone")
        stories: dict[int, list[Pair]] = {}
        for pair in compare(entry, self._candidates(entry, comparison, index), self._window):
            stories.setdefault(pair.other.story_id, []).append(pair)
        scored = [(story_score(pairs), story) for story, pairs in stories.items()]
        if not scored:
            return _first(entry, None)
        (score, nearest), story = min(scored, key=lambda found: (-found[0][0], found[1]))
        if score < self._settings.min_score:
            return _first(entry, nearest)
        return Assignment(
            article_id=entry.id,
            story_id=story,
            nearest_id=nearest.other.id,
            similarity=score,
            parts=_parts(nearest),
            reason=_reason(nearest, score),
        )

    def _candidates(self, entry: Entry, comparison: Comparison, index: int) -> list[tuple[int, float]]:
        """Return (number in the window, cosine) of the nearest articles, nearest first."""
        entries = self._window.entries
        numbers, cosines = comparison.near(index)
        return [
            (number, round(cosine, 5))
            for number, cosine in zip(numbers.tolist(), cosines, strict=True)
            if abs(entry.hours - entries[number].hours) <= self._window_hours
        ]


class _Pairs:
    """The articles of a window, compared with each other by their ids."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._numbers = {entry.id: number for number, entry in enumerate(window.entries)}

    def likeness(self, left: Sequence[int], right: Sequence[int]) -> Matrix:
        """Return how likely each of the left tells one story with each of the right."""
        chosen = np.array([self._numbers[key] for key in right], np.intp)
        rows: list[list[float]] = []
        for key in left:
            entry, vector = self._window.entries[self._numbers[key]], self._window.vector(self._numbers[key])
            cosines = self._window.exact_cosines(vector, entry.language, chosen)
            pairs = compare(entry, list(zip(chosen.tolist(), cosines, strict=True)), self._window)
            rows.append([pair.likeness for pair in pairs])
        return np.array(rows)

    def neighbours(self, ids: Sequence[int]) -> list[int]:
        """Return the articles nearest to some articles, themselves among them."""
        entries = self._window.entries
        numbers = [self._numbers[key] for key in ids]
        found = set(ids)
        for start in range(0, len(numbers), BATCH):
            batch = numbers[start : start + BATCH]
            vectors = np.stack([self._window.vector(number) for number in batch])
            comparison = self._window.compare(
                vectors, [entries[number].language for number in batch], count=NEIGHBOURS, at_least=MIN_COSINE
            )
            for index in range(len(batch)):
                found |= {entries[near].id for near in comparison.near(index)[0].tolist()}
        return sorted(found)


def _hours(item: WindowItem) -> float:
    return item.time.timestamp() / 3600.0


def _vector(item: WindowItem) -> Floats:
    return np.frombuffer(item.vector, "<f4").astype(np.float32)


def _entry(item: WindowItem) -> Entry:
    words, length = count_words(item.title, item.text)
    return Entry(
        id=item.article_id,
        story_id=item.story_id,
        origin_id=item.origin_id or item.article_id,
        source_id=item.source_id,
        hours=_hours(item),
        language=item.language,
        title=item.title,
        digest=is_digest(item.title),
        entities=frozenset(item.entities),
        words=words,
        length=length,
    )


def _first(entry: Entry, nearest: Pair | None) -> Assignment:
    """Start a story; the nearest article says how far away the others are."""
    if nearest is None:
        return Assignment(article_id=entry.id, story_id=entry.id, reason="first report: nothing like it in the window")
    alike = f"{100 * nearest.likeness:.0f} % alike"
    return Assignment(
        article_id=entry.id,
        story_id=entry.id,
        similarity=nearest.likeness,
        parts=_parts(nearest),
        reason=f"first report: the nearest, {_quoted(nearest.other.title)}, is only {alike}",
    )


def _parts(pair: Pair) -> dict[str, float]:
    parts = {"entities": pair.entities, "hours": pair.hours, "vectors": pair.vectors, "words": pair.words}
    return {name: round(value, 3) for name, value in parts.items() if value is not None}


def _reason(pair: Pair, score: float) -> str:
    """Say what brought them together: "83 % alike with "...": words and meaning, 2 hours later"."""
    if pair.words is None:
        shared = "same meaning in another language"
    else:
        shared = "words and meaning" if pair.words >= _MANY_WORDS else "mostly meaning"
    if pair.entities:
        shared += ", names in common"
    return (
        f"{100 * score:.0f} % alike with the story of {_quoted(pair.other.title)}: {shared}, {pair.hours:.0f} h apart"
    )


def _quoted(title: str) -> str:
    return f"“{title if len(title) <= 60 else title[:59].rstrip() + '…'}”"
