"""Stories that go on where an elder one ended: the verdict after the trial, the second recall.

A follow-up is a story of its own: weeks may lie between, and what happened is new. So
it is linked to the elder story and not put into it. Two stories are compared by the
means of their vectors, the rare words of their titles and the rare names in them.
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
"""From which a story is linked. Chosen by reading drawn pairs of a replayed real stream (docs/log.md)."""
MIN_COSINE = 0.35
"""Means farther apart are not compared by words and names."""
W_VECTORS, W_WORDS, W_NAMES = 0.5, 0.35, 0.15
"""How much of the similarity each part makes up; chosen with `MIN_SIMILARITY`."""
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
    last: float
    title: str
    language: str
    words: dict[str, float]
    names: dict[str, float]
    mean: Doubles
    """Unit vector."""


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
    vectors = float((trace.mean * other.mean).sum())
    names = rarity.cosine(trace.names, other.names)
    if trace.language != other.language:
        # Words of two languages cannot be compared: meaning stands for both.
        return round((W_VECTORS + W_WORDS) * vectors + W_NAMES * names, _DIGITS)
    words = rarity.cosine(trace.words, other.words)
    return round(W_VECTORS * vectors + W_WORDS * words + W_NAMES * names, _DIGITS)


def _reason(trace: _Trace, other: _Trace, rarity: _Rarity) -> str:
    """Say what the two share: "9 days after “...”: both speak of appeal, verdict"."""
    days = round((trace.first - other.first) / _DAY_S)
    when = "on the day of" if days == 0 else f"{days} day{'' if days == 1 else 's'} after"
    title = other.title if len(other.title) <= 80 else other.title[:79].rstrip() + "…"
    shared = [key for key in (trace.names.keys() & other.names.keys()) if rarity.is_rare(key)]
    shared += [key for key in (trace.words.keys() & other.words.keys()) if rarity.is_rare(key)]
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
    mean = vectors.mean(axis=0)
    length = float(np.sqrt((mean * mean).sum()))
    times = [item.time.timestamp() for item in items]
    spoken = Counter(item.language for item in items)
    return _Trace(
        id=story_id,
        first=min(times),
        last=max(times),
        title=items[0].title,
        language=min(spoken, key=lambda language: (-spoken[language], language)),
        words=_damped(word for item in items for word in content_words(item.title)),
        names=_damped(_NAME + name for item in items for name in item.entities),
        mean=mean / length if length else mean,
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
