"""Second thoughts: stories that turn out to be one are merged, a story that holds two events is split.

An article is assigned when nothing is known of what comes after it. Later reports can
show that two stories are one, or that a story grew by chaining into two events. What
a person decided is never overturned: two articles that belong together make one story
of theirs, two that belong apart keep their stories from being merged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.window import Entry
from byline.records import Decision, Regrouped

Matrix = NDArray[np.float64]

SPEAKERS = 8
"""Members that speak for a story where two stories are compared: its first and its latest."""
MAX_SPLIT = 64
"""Only so many members (its latest) are looked at when a story may hold two events."""
MIN_SPLIT = 4
"""A story of fewer articles is not split by the machine."""
_DIGITS = 5


class Live(msgspec.Struct, kw_only=True):
    """What repair looks at: the live articles, how alike they are, and what a person said."""

    entries: Mapping[int, Entry]
    """Article id -> article, round-ups left out."""
    likeness: Callable[[Sequence[int], Sequence[int]], Matrix]
    """Likeness (0 to 1) of each article (by id) of the first list with each of the second."""
    neighbours: Callable[[Sequence[int]], Iterable[int]]
    """Ids of the articles near some articles (by id)."""
    apart: frozenset[tuple[int, int]]
    """Pairs of article ids (smaller first) that a person keeps apart."""
    together: tuple[tuple[int, int], ...]
    """Pairs of article ids that a person put together, oldest decision first."""


def live_decisions(decisions: Sequence[Decision]) -> tuple[tuple[tuple[int, int], ...], frozenset[tuple[int, int]]]:
    """Return the pairs (smaller id first) that belong together, and those apart; the latest word on a pair counts."""
    latest: dict[tuple[int, int], str] = {}
    for decision in sorted(decisions, key=lambda d: (d.decided, d.left_id, d.right_id, d.kind)):
        pair = (min(decision.left_id, decision.right_id), max(decision.left_id, decision.right_id))
        latest.pop(pair, None)
        latest[pair] = decision.kind
    return (
        tuple(pair for pair, kind in latest.items() if kind == "together"),
        frozenset(pair for pair, kind in latest.items() if kind == "apart"),
    )


def regroup(live: Live, *, since: float, min_merge: float, max_between: float) -> list[Regrouped]:
    """Return the changes, in the order to apply them; nothing is changed here.

    First what a person decided, then splits, then merges from the most alike pair on.
    `since`: only stories with an article from this hour on are looked at. `min_merge`:
    mean likeness from which two stories are one. `max_between`: mean likeness of two
    parts of a story up to which they are two events.
    """
    stories = _Stories(live)
    for pair in live.together:
        stories.join_decided(pair)
    for story in stories.active(since):
        stories.split(story, max_between)
    stories.merge(stories.active(since), min_merge)
    return stories.changes


class _Stories:
    """The live stories while they change."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self.changes: list[Regrouped] = []
        self._story_of = {key: entry.story_id for key, entry in live.entries.items()}
        self._members: dict[int, list[int]] = {}
        for key in sorted(live.entries, key=lambda key: (live.entries[key].hours, key)):
            self._members.setdefault(self._story_of[key], []).append(key)

    def active(self, since: float) -> list[int]:
        """Return the stories with an article from this hour on, by id."""
        entries = self._live.entries
        return sorted(s for s, ids in self._members.items() if entries[ids[-1]].hours >= since)

    def _age(self, story: int) -> tuple[float, int]:
        """Order stories: the elder first. A story whose first article left memory is elder than any that has its."""
        first = self._live.entries.get(story)
        return (first.hours if first else -math.inf, story)

    def join_decided(self, pair: tuple[int, int]) -> None:
        """Bring two articles that a person put together into one story."""
        if not all(key in self._story_of for key in pair):
            return
        left, right = self._story_of[pair[0]], self._story_of[pair[1]]
        if left != right:
            self._absorb(left, right, similarity=1.0, reason="a person said that both tell one story")

    def merge(self, active: Sequence[int], min_merge: float) -> None:
        """Merge the most alike two stories as long as they are alike enough."""
        scores: dict[tuple[int, int], float] = {}
        for story in active:
            self._compare(story, scores)
        while scores:
            (left, right), score = min(scores.items(), key=lambda item: (-item[1], item[0]))
            if score < min_merge:
                return
            kept = self._absorb(left, right, similarity=score, reason=_merge_reason(score))
            scores = {pair: s for pair, s in scores.items() if left not in pair and right not in pair}
            self._compare(kept, scores)

    def _compare(self, story: int, scores: dict[tuple[int, int], float]) -> None:
        speakers = self._speakers(story)
        others = {self._story_of[key] for key in self._live.neighbours(speakers) if key in self._story_of}
        for other in sorted(others - {story}):
            pair = (min(story, other), max(story, other))
            if pair not in scores and not self._kept_apart(*pair):
                matrix = self._live.likeness(speakers, self._speakers(other))
                scores[pair] = round(float(matrix.mean()), _DIGITS)

    def _speakers(self, story: int) -> list[int]:
        members = self._members[story]
        return members if len(members) <= SPEAKERS else members[:1] + members[1 - SPEAKERS :]

    def _kept_apart(self, left: int, right: int) -> bool:
        return any({self._story_of.get(a), self._story_of.get(b)} == {left, right} for a, b in self._live.apart)

    def _absorb(self, left: int, right: int, *, similarity: float, reason: str) -> int:
        kept, gone = sorted((left, right), key=self._age)
        moved = self._members.pop(gone)
        for key in moved:
            self._story_of[key] = kept
        entries = self._live.entries
        self._members[kept] = sorted(self._members[kept] + moved, key=lambda key: (entries[key].hours, key))
        self.changes.append(
            Regrouped(
                kind="merge",
                story_id=kept,
                other_id=gone,
                article_ids=tuple(sorted(moved)),
                similarity=similarity,
                parts={"likeness": similarity},
                reason=reason,
            )
        )
        return kept

    def split(self, story: int, max_between: float) -> None:
        """Split off the members that are alike among themselves and unlike the others."""
        members = self._members[story][-MAX_SPLIT:]
        decided = any(self._story_of.get(a) == self._story_of.get(b) == story for a, b in self._live.apart)
        if len(members) < (2 if decided else MIN_SPLIT):
            return
        matrix = self._live.likeness(members, members)
        left, between = _two_groups(self._bound(matrix, members))
        if not decided and (between > max_between or not 2 <= len(left) <= len(members) - 2):
            return
        self._part(story, [members[number] for number in left], between)

    def _bound(self, matrix: Matrix, members: Sequence[int]) -> Matrix:
        """Return the likenesses, with what a person decided written over them."""
        bound, place = matrix.copy(), {key: number for number, key in enumerate(members)}
        for value, pairs in ((float(len(members) ** 2), self._live.together), (-1e6, sorted(self._live.apart))):
            for a, b in pairs:
                if a in place and b in place:
                    bound[place[a], place[b]] = bound[place[b], place[a]] = value
        return bound

    def _part(self, story: int, chosen: Sequence[int], between: float) -> None:
        rest = [key for key in self._members[story] if key not in chosen]
        moved = (
            rest if story in chosen or (story not in rest and chosen[0] == self._members[story][0]) else list(chosen)
        )
        if not moved or len(moved) == len(self._members[story]):
            return
        new = moved[0]
        self._members[story] = [key for key in self._members[story] if key not in moved]
        self._members[new] = moved
        for key in moved:
            self._story_of[key] = new
        between = round(min(1.0, max(0.0, between)), _DIGITS)
        self.changes.append(
            Regrouped(
                kind="split",
                story_id=story,
                other_id=new,
                article_ids=tuple(sorted(moved)),
                similarity=between,
                parts={"likeness": between},
                reason=f"two events in one story: its parts are only {100 * between:.0f} % alike",
            )
        )


def _merge_reason(score: float) -> str:
    return f"two stories turned out to be one: their articles are {100 * score:.0f} % alike"


def _two_groups(matrix: Matrix) -> tuple[list[int], float]:
    """Return the members of the smaller of two groups, and the mean likeness between the two.

    Average link: the two most alike groups are joined until two are left. O(n^3), n <= 64.
    **Source:** Sokal and Michener, 1958 (UPGMA).
    """
    groups = [[number] for number in range(len(matrix))]
    sums = matrix.astype(np.float64).copy()
    while len(groups) > 2:
        sizes = np.array([len(group) for group in groups], np.float64)
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -np.inf)
        means[np.tril_indices(len(groups))] = -np.inf
        left, right = divmod(int(means.argmax()), len(groups))
        groups[left] += groups.pop(right)
        sums[left] += sums[right]
        sums[:, left] += sums[:, right]
        sums = np.delete(np.delete(sums, right, 0), right, 1)
    between = float(sums[0, 1]) / (len(groups[0]) * len(groups[1]))
    smaller = min(groups, key=lambda group: (len(group), -min(group)))
    return sorted(smaller), between
