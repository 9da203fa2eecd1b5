"""Second thoughts: stories that turn out to be one are merged, a story that holds two events is split.

An article is assigned when nothing is known of what comes after it. Later reports can
show that two stories are one, or that a story grew by chaining into two events. What
a person decided is never overturned: two articles that belong together make one story
of theirs, two that belong apart keep their stories from being merged.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import msgspec
import numpy as np

from byline.cluster.features import Matrix, Numbers
from byline.cluster.lexicon import Own
from byline.cluster.memory import Memory
from byline.cluster.score import Scorer, likelihood, one_likelihood
from byline.cluster.settings import ClusterSettings
from byline.cluster.window import Entry
from byline.records import Decision, Regrouped

SPEAKERS = 8
"""Members that speak for a story where two stories are compared: its first and its latest."""
MAX_SPLIT = 64
"""Only so many members (its latest) are looked at when a story may hold two events."""
MANY, SURE = 6, 0.9
"""Two stories of so many articles each are merged only where each wants the other so surely: a wrong merge of two large
stories does most harm, and one dense topic pulls in the next (seen in uci)."""
MIN_SPLIT = 4
"""A story of fewer articles is not split by the machine."""
MAX_PARTED = 32
"""Stories of so many articles are also split where their parts stand out against each other: in larger ones distant
reports of one event look like two (seen in uci)."""
_TIGHT, _STANDS_OUT = 1.0, 2.5
"""Mean logit within each of two parts, and by how much it lies above the mean logit between them, from which they are
two events although single pairs reach across. Chosen on the tuning sets: docs/log.md."""
_NEAREST = 24
"""Nearest articles looked at for each speaker."""
_MIN_COSINE = 0.2
_BATCH = 64
_ROUNDS = 3
_WORTH = 0.1
"""Pairs of stories less alike are not kept in mind."""
_DIGITS = 5


class Live(msgspec.Struct, kw_only=True):
    """What repair looks at: the live articles, how they are compared, and what a person said."""

    memory: Memory
    scorer: Scorer
    window_hours: float
    apart: frozenset[tuple[int, int]]
    """Pairs of article ids (smaller first) that a person keeps apart."""
    together: tuple[tuple[int, int], ...]
    """Pairs of article ids that a person put together, oldest decision first."""

    def rate(self, keys: Sequence[int]) -> dict[int, dict[int, float]]:
        """Return for each article, by id, the likelihood of each story near it, as if it came only now."""
        found: dict[int, dict[int, float]] = {}
        memory = self.memory
        for start in range(0, len(keys), _BATCH):
            numbers = [memory.numbers[key] for key in keys[start : start + _BATCH]]
            entries = [memory.window.entries[number] for number in numbers]
            vectors = np.stack([memory.window.vector(number) for number in numbers])
            languages = [entry.language for entry in entries]
            comparison = memory.window.compare(vectors, languages, count=_NEAREST, at_least=_MIN_COSINE)
            for index, (entry, number) in enumerate(zip(entries, numbers, strict=True)):
                own = memory.lexicon.stored(number)
                near = memory.candidates(
                    entry, own, nearest=comparison.near(index)[0].tolist(), hours=self.window_hours
                )
                found[entry.id] = self._stories(entry, own, near) if len(near) else {}
        return found

    def _stories(self, entry: Entry, own: Own, numbers: Numbers) -> dict[int, float]:
        direction = self.memory.direction(self.memory.window.vector(self.memory.numbers[entry.id]), entry.language)
        rated = self.scorer.rate(entry, self.memory.near(own, direction, numbers))
        stories = sorted({other.story_id for other in rated.near.entries})
        return dict(zip(stories, rated.scores.tolist(), strict=True))

    def logits(self, keys: Sequence[int]) -> Matrix:
        """Return the logit of each pair of some articles, by id; a row as if its article came last."""
        memory = self.memory
        numbers = np.array([memory.numbers[key] for key in keys], np.intp)
        rows: list[Matrix] = []
        for number in numbers.tolist():
            entry, own = memory.window.entries[number], memory.lexicon.stored(number)
            direction = memory.direction(memory.window.vector(number), entry.language)
            near = memory.near(own, direction, numbers)
            rows.append(self.scorer.alike(entry, near))
        return np.stack(rows)


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


def regroup(live: Live, settings: ClusterSettings, *, fresh: Collection[int] | None) -> list[Regrouped]:
    """Return the changes, in the order to apply them; they are applied to the memory.

    First what a person decided, then splits, then merges from the most alike pair on; what
    was merged is looked at again, until a round changes nothing. `fresh`: ids of the articles
    that came since the last repair; stories without one are only merged with, as nothing
    changed in them. None: all are looked at.
    """
    stories = _Stories(live)
    for pair in live.together:
        stories.join_decided(pair)
    for story in stories.touched(fresh):
        stories.split(story, settings.max_split)
    looked = stories.touched(fresh)
    for _ in range(_ROUNDS):
        looked = stories.merge(looked, settings.min_merge)
        if not looked:
            break
    return stories.changes


class _Stories:
    """The live stories while they change."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self.changes: list[Regrouped] = []
        self._entries = {entry.id: entry for entry in live.memory.window.entries if not entry.digest}
        self._members: dict[int, list[int]] = {}
        for key in sorted(self._entries, key=self._when):
            self._members.setdefault(self._entries[key].story_id, []).append(key)

    def _when(self, key: int) -> tuple[float, int]:
        return self._entries[key].hours, key

    def _story_of(self, key: int) -> int | None:
        entry = self._entries.get(key)
        return entry.story_id if entry else None

    def touched(self, fresh: Collection[int] | None) -> list[int]:
        """Return the stories with one of these articles, or with two that a person keeps apart, by id."""
        if fresh is None:
            return sorted(self._members)
        new = {self._entries[key].story_id for key in fresh if key in self._entries}
        pairs = [(self._story_of(a), self._story_of(b)) for a, b in self._live.apart]
        return sorted(new | {left for left, right in pairs if left is not None and left == right})

    def _age(self, story: int) -> tuple[float, int]:
        """Order stories: the elder first. A story whose first article left memory is elder than any that has its."""
        first = self._entries.get(story)
        return (first.hours if first else -math.inf, story)

    def join_decided(self, pair: tuple[int, int]) -> None:
        """Bring two articles that a person put together into one story."""
        left, right = self._story_of(pair[0]), self._story_of(pair[1])
        if left is not None and right is not None and left != right:
            self._absorb(left, right, similarity=1.0, reason="a person said that both tell one story")

    def merge(self, looked: Sequence[int], min_merge: float) -> list[int]:
        """Merge these stories with those most alike as long as they are alike enough; return what became of them."""
        scores = self._scores(looked)
        merged: set[int] = set()
        while scores:
            (left, right), score = min(scores.items(), key=lambda item: (-item[1], item[0]))
            if score < min_merge:
                break
            if self._stand_out(left, right):
                del scores[left, right]
                continue
            weights = {story: len(self._members[story]) for story in (left, right)}
            kept = self._absorb(left, right, similarity=score, reason=_merge_reason(score))
            scores = _joined(scores, weights, kept)
            scores = {pair: value for pair, value in scores.items() if not self._kept_apart(*pair)}
            merged = (merged - weights.keys()) | {kept}
        return sorted(merged)

    def _scores(self, looked: Sequence[int]) -> dict[tuple[int, int], float]:
        """Return how alike these stories are to those near them.

        The mean likelihood with which the speakers of the smaller would join the larger; of
        two alike in size, the mean of both ways; of two large ones, the worse of both.
        """
        ways = self._ways(looked)
        ways |= self._ways(sorted({other for (_, other), way in ways.items() if way >= _WORTH} - set(looked)))
        scores: dict[tuple[int, int], float] = {}
        for left, right in sorted({(min(pair), max(pair)) for pair in ways}):
            small, large = sorted((left, right), key=lambda story: (len(self._members[story]), story))
            score, back = ways.get((small, large), 0.0), ways.get((large, small), 0.0)
            if len(self._members[small]) >= MANY:
                score = min(score, back, 0.0 if min(score, back) < SURE else 1.0)
            elif len(self._members[small]) == len(self._members[large]):
                score = (score + back) / 2.0
            if score >= _WORTH and not self._kept_apart(left, right):
                scores[left, right] = round(score, _DIGITS)
        return scores

    def _ways(self, stories: Sequence[int]) -> dict[tuple[int, int], float]:
        """Return (story, other) -> mean likelihood with which the story's speakers would join the other."""
        ways: dict[tuple[int, int], float] = {}
        speakers = {story: self._speakers(story) for story in stories}
        rated = self._live.rate(sorted({key for keys in speakers.values() for key in keys}))
        for story, keys in speakers.items():
            for other in sorted({near for key in keys for near in rated[key]} - {story}):
                ways[story, other] = sum(rated[key].get(other, 0.0) for key in keys) / len(keys)
        return ways

    def _speakers(self, story: int) -> list[int]:
        members = self._members[story]
        return members if len(members) <= SPEAKERS else members[:1] + members[1 - SPEAKERS :]

    def _kept_apart(self, left: int, right: int) -> bool:
        return any({self._story_of(a), self._story_of(b)} == {left, right} for a, b in self._live.apart)

    def _absorb(self, left: int, right: int, *, similarity: float, reason: str) -> int:
        kept, gone = sorted((left, right), key=self._age)
        moved = self._members.pop(gone)
        self._members[kept] = sorted(self._members[kept] + moved, key=self._when)
        self._live.memory.move((self._entries[key] for key in moved), kept)
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
        """Split off the members that are alike among themselves and unlike the others; then look at both parts."""
        members = self._members[story][-MAX_SPLIT:]
        decided = any(self._story_of(a) == self._story_of(b) == story for a, b in self._live.apart)
        if len(members) < (2 if decided else MIN_SPLIT):
            return
        logits = self._live.logits(members)
        left, between = _two_groups(self._bound(_both_ways(likelihood(logits)), members))
        if not decided and (between > max_between or not 2 <= len(left) <= len(members) - 2):
            logits = _both_ways(logits)
            left, between = _two_groups(self._bound(logits, members))
            if len(self._members[story]) > MAX_PARTED or not _are_two(logits, left):
                return
            between = one_likelihood(between)
        new = self._part(story, [members[number] for number in left], between)
        for part in (story, new) if new else ():
            self.split(part, max_between)

    def _stand_out(self, left: int, right: int) -> bool:
        """Tell whether two stories would be split again if they were merged."""
        members = self._members[left] + self._members[right]
        if len(members) > MAX_PARTED or min(len(self._members[left]), len(self._members[right])) < 2:
            return False
        return _are_two(_both_ways(self._live.logits(members)), range(len(self._members[left])))

    def _bound(self, matrix: Matrix, members: Sequence[int]) -> Matrix:
        """Return the likenesses, with what a person decided written over them."""
        bound, place = matrix.copy(), {key: number for number, key in enumerate(members)}
        for value, pairs in ((float(len(members) ** 2), self._live.together), (-1e6, sorted(self._live.apart))):
            for a, b in pairs:
                if a in place and b in place:
                    bound[place[a], place[b]] = bound[place[b], place[a]] = value
        return bound

    def _part(self, story: int, chosen: Sequence[int], between: float) -> int | None:
        """Split these members off, or the others, if the first is among these; return the new story's id."""
        rest = [key for key in self._members[story] if key not in chosen]
        moved = (
            rest if story in chosen or (story not in rest and chosen[0] == self._members[story][0]) else list(chosen)
        )
        if not moved or len(moved) == len(self._members[story]):
            return None
        new = moved[0]
        self._members[story] = [key for key in self._members[story] if key not in moved]
        self._members[new] = moved
        self._live.memory.move((self._entries[key] for key in moved), new)
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
        return new


def _joined(scores: dict[tuple[int, int], float], weights: dict[int, int], kept: int) -> dict[tuple[int, int], float]:
    """Return the scores after two stories became one: of the pair, the mean of both by their sizes (average link)."""
    others: dict[int, float] = {}
    rest: dict[tuple[int, int], float] = {}
    for (left, right), score in scores.items():
        ours, theirs = (left, right) if left in weights else (right, left)
        if ours in weights and theirs in weights:
            continue
        if ours in weights:
            others[theirs] = others.get(theirs, 0.0) + score * weights[ours] / sum(weights.values())
        else:
            rest[left, right] = score
    joined = {(min(kept, other), max(kept, other)): round(score, _DIGITS) for other, score in others.items()}
    return {**rest, **joined}


def _merge_reason(score: float) -> str:
    return f"two stories turned out to be one: their articles are {100 * score:.0f} % alike"


def _both_ways(matrix: Matrix) -> Matrix:
    """Return the mean of each pair's two figures."""
    result: Matrix = (matrix + matrix.T) / 2.0
    return result


def _are_two(logits: Matrix, left: Sequence[int]) -> bool:
    """Tell whether these members and the others, two of each at least, are two events.

    Each part must hold together, and the parts must be less alike than not, and much less than each is by itself.
    """
    right = sorted(set(range(len(logits))) - set(left))
    if min(len(left), len(right)) < 2:
        return False
    tight = min(_mean_within(logits, left), _mean_within(logits, right))
    between = round(float(logits[np.ix_(left, right)].mean()), _DIGITS)
    return tight >= _TIGHT and between < 0.0 and tight - between >= _STANDS_OUT


def _mean_within(logits: Matrix, part: Sequence[int]) -> float:
    own = logits[np.ix_(part, part)]
    return round(float(own.sum() - own.trace()) / (len(part) * (len(part) - 1)), _DIGITS)


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
