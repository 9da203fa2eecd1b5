"""Stories that go on where an elder one ended: the verdict after the trial, the second recall.

A follow-up is a story of its own: weeks may lie between, and what happened is new. So
it is linked to the elder story and not put into it. Two stories are compared by the
means of their vectors, which are short where a story's articles are not much alike, and
by how well the elder one's titles cover the words of the younger one's, rare words first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.digests import is_digest
from byline.records import Development, WindowItem
from byline.text.words import content_words

MEMORY_DAYS = 30
"""How far back an elder story is looked for: from its newest article."""
MIN_SIMILARITY = 0.5
"""From which a story is linked. Chosen by reading 206 drawn pairs of a month of a real stream: of those that screening
keeps, 13 of 14 from .6 on go on from the elder story or report it again, 4 of 6 between .5 and .6, 4 of 6 between .45
and .5, 5 of 14 between .4 and .45. The score orders pairs only roughly (area under the curve .66, with whatever else
was tried: the nearest titles, the rarest words, the days between). Shared entities say nothing (.47 to .58): two
stories of one company are rarely one matter."""
MIN_COSINE = 0.35
"""Means farther apart are not compared by words."""
W_VECTORS = 0.5
"""How much of the similarity the means make up; the titles make up the rest."""
MAX_TITLES = 8
"""Titles of a story that are compared: its first."""
MIN_SAME_WORDS = 0.75
"""Two titles that share so much of their words, and differ in their numbers, are issues of one bulletin."""
PRIOR_STORIES = 200
"""Rarity is counted as if so many stories with none of the words had been seen: else a new newsroom finds all rare."""
PRIOR_VECTORS = 30.0
RARE = 0.02
"""Words and names in more than this share of the stories are not named in the reason."""
_DIGITS = 5
_SHOWN = 3
_DAY_S = 86_400.0

Doubles = NDArray[np.float64]


class _Trace(msgspec.Struct):
    """What is compared of a story."""

    id: int
    first: float
    """Time of its oldest article, in seconds since 1970."""
    title: str
    titles: list[dict[str, float]]
    """Damped counts of each title's words."""
    words: frozenset[str]
    names: frozenset[str]
    mean: Doubles
    """Of unit vectors: shorter the less they are alike."""


def find_developments(items: Sequence[WindowItem], *, of_articles: Set[int]) -> list[Development]:
    """Return for the stories of some articles the elder story that each goes on from, by story.

    `items` are the assigned articles of `MEMORY_DAYS`, in (published, id) order; their
    texts are not needed. Stories without an elder one near enough are left out, and so
    are round-ups. Pure: the same items give the same links. Cost: one product of the
    means of the stories asked for with all.
    """
    asked = {item.story_id for item in items if item.article_id in of_articles}
    traces = _traces([item for item in items if item.vector])
    young = [trace for trace in traces if trace.id in asked]
    if not young:
        return []
    rarity = _Rarity(traces)
    means = np.stack([trace.mean for trace in traces])
    found = (_elder(trace, traces, means=means, rarity=rarity) for trace in young)
    return sorted((link for link in found if link is not None), key=lambda link: link.story_id)


class _Rarity:
    """How rare words and names are among the stories."""

    def __init__(self, traces: Sequence[_Trace]) -> None:
        self._count = len(traces) + PRIOR_STORIES
        self._stories = Counter(key for trace in traces for key in (*trace.words, *trace.names))

    def weight(self, key: str) -> float:
        """Return the inverse document frequency."""
        return math.log(self._count / (self._stories[key] + 1.0))

    def is_rare(self, key: str) -> bool:
        """Tell whether it says which story this is."""
        return self._stories[key] <= max(2.0, RARE * self._count)

    def cosine(self, left: dict[str, float], right: dict[str, float]) -> float:
        """Return the cosine of the weighted counts; 0 where one is empty."""
        shared = sorted(left.keys() & right.keys())
        dot = math.fsum(left[key] * right[key] * self.weight(key) ** 2 for key in shared)
        norms = self._norm(left) * self._norm(right)
        return dot / norms if norms else 0.0

    def _norm(self, counts: dict[str, float]) -> float:
        return math.sqrt(math.fsum((count * self.weight(key)) ** 2 for key, count in sorted(counts.items())))


def _elder(trace: _Trace, traces: Sequence[_Trace], *, means: Doubles, rarity: _Rarity) -> Development | None:
    """Return the link to the most similar elder story; of equal ones to the latest."""
    # The product only selects: its last bits depend on its shape.
    near = np.flatnonzero(means @ trace.mean >= MIN_COSINE - 1e-6).tolist()
    elder = [traces[n] for n in near if _is_elder(traces[n], trace)]
    scored = [(_similarity(trace, other, rarity), other) for other in elder]
    if not scored:
        return None
    similarity, other = max(scored, key=lambda found: (found[0], found[1].first, -found[1].id))
    if similarity < MIN_SIMILARITY:
        return None
    return Development(story_id=trace.id, of_id=other.id, similarity=similarity, reason=_reason(trace, other, rarity))


def _is_elder(other: _Trace, trace: _Trace) -> bool:
    return other.id != trace.id and (other.first, other.id) < (trace.first, trace.id)


def _similarity(trace: _Trace, other: _Trace, rarity: _Rarity) -> float:
    if any(_is_bulletin(ours, theirs) for ours in trace.titles for theirs in other.titles):
        return 0.0
    vectors = float((trace.mean * other.mean).sum())
    covered = [max(rarity.cosine(ours, theirs) for theirs in other.titles) for ours in trace.titles]
    words = math.fsum(covered) / len(covered)
    return round(W_VECTORS * vectors + (1.0 - W_VECTORS) * words, _DIGITS)


def _is_bulletin(ours: dict[str, float], theirs: dict[str, float]) -> bool:
    """Tell whether two titles say the same of other numbers: last week's figures do not go on in this week's."""
    left, right = ({word for word in title if word[0].isdigit()} for title in (ours, theirs))
    if not left or not right or left == right:
        return False
    same, every = (ours.keys() & theirs.keys()) - left, (ours.keys() | theirs.keys()) - left - right
    return len(same) >= MIN_SAME_WORDS * len(every)


def _reason(trace: _Trace, other: _Trace, rarity: _Rarity) -> str:
    """Say what the two share: "9 days after “...”: both speak of appeal, verdict"."""
    days = round((trace.first - other.first) / _DAY_S)
    when = "on the day of" if days == 0 else f"{days} day{'' if days == 1 else 's'} after"
    title = other.title if len(other.title) <= 80 else other.title[:79].rstrip() + "…"
    shared = [key for key in (trace.names & other.names) | (trace.words & other.words) if rarity.is_rare(key)]
    ranked = sorted(shared, key=lambda key: (-rarity.weight(key), key))[:_SHOWN]
    said = ", ".join(key.removeprefix(_NAME) for key in ranked)
    return f"{when} “{title}”: " + (f"both speak of {said}" if said else "near in meaning")


_NAME = "\x00"
"""Before a name, so that it is never taken for a word."""


def _traces(items: Sequence[WindowItem]) -> list[_Trace]:
    """Return what is compared of each story, by id; round-ups are left out."""
    stories: dict[int, list[int]] = {}
    for number, item in enumerate(items):
        if not is_digest(item.title):
            stories.setdefault(item.story_id, []).append(number)
    centred = _centred(items)
    return [_trace(story, [items[n] for n in numbers], centred[numbers]) for story, numbers in sorted(stories.items())]


def _trace(story_id: int, items: Sequence[WindowItem], vectors: Doubles) -> _Trace:
    times = [item.time.timestamp() for item in items]
    titles = [_damped(content_words(item.title)) for item in items[:MAX_TITLES]]
    return _Trace(
        id=story_id,
        first=min(times),
        title=items[0].title,
        titles=titles,
        words=frozenset(word for title in titles for word in title),
        names=frozenset(_NAME + name for item in items for name in item.entities),
        mean=vectors.mean(axis=0),
    )


def _damped(keys: Iterable[str]) -> dict[str, float]:
    return {key: 1.0 + math.log(count) for key, count in sorted(Counter(keys).items())}


def _centred(items: Sequence[WindowItem]) -> Doubles:
    """Return unit vectors without the mean of their language: what all of a field share says nothing about events."""
    if not items:
        return np.zeros((0, 0))
    vectors = np.stack([np.frombuffer(item.vector, "<f4").astype(np.float64) for item in items])
    for numbers in _by_language(items):
        vectors[numbers] -= vectors[numbers].sum(axis=0) / (len(numbers) + PRIOR_VECTORS)
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    centred: Doubles = vectors / np.where(lengths > 0, lengths, 1.0)
    return centred


def _by_language(items: Sequence[WindowItem]) -> Iterator[list[int]]:
    for language in sorted({item.language for item in items}):
        yield [number for number, item in enumerate(items) if item.language == language]
