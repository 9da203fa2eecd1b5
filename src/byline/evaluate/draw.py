"""Stories and pairs of stories drawn from a replayed stream, to be judged by reading.

Purity is judged on stories with several articles, missed merges on the pairs of
stories that are nearest to each other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.app.embedding import open_embedder
from byline.app.newsroom import Newsroom
from byline.evaluate.replay import feed_days, newsroom_for_replay
from byline.pipeline.parts import Progress
from byline.records import Coverage
from byline.store.interface import Store

MIN_ARTICLES = 3
"""Stories with fewer are not drawn: a pair that is wrong shows among the pairs of stories too."""
_BLOCK = 512
_NEIGHBOURS = 3
_NO_PAIR = -2.0


class DrawnArticle(msgspec.Struct, frozen=True, kw_only=True):
    """One article as the judge sees it."""

    id: int
    source: str
    title: str
    published: datetime
    url: str
    reason: str


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A story (`other` is empty: do all tell one event?) or a pair of stories (do both tell one event?)."""

    number: int
    articles: tuple[DrawnArticle, ...]
    other: tuple[DrawnArticle, ...] = ()
    similarity: float = 1.0
    """Cosine of the two stories' mean vectors, each language's mean subtracted."""


def draw(
    raw: Path, *, since: date, until: date, count: int = 100, seed: int = 1, progress: Progress | None = None
) -> tuple[list[Drawn], list[Drawn], int]:
    """Return stories with three or more articles, the nearest pairs of stories, and how many such stories there are.

    The same stream, days, count and seed give the same draw. Of the pairs each story stands
    in at most one; they lie no further apart than the window in which stories are compared.
    Cost: one embedding an article, O(stories^2) products.
    """
    with newsroom_for_replay() as newsroom:
        for _ in feed_days(newsroom, raw, since=since, until=until, progress=progress):
            pass
        start = datetime.combine(since, datetime.min.time(), UTC)
        coverages = newsroom.store.coverage(start, start + timedelta(days=(until - since).days + 1))
        large = [coverage for coverage in coverages if len(coverage.members) >= MIN_ARTICLES]
        chance = random.Random(seed)  # noqa: S311 (a repeatable choice, not a secret)
        chosen = chance.sample(large, min(count, len(large)))
        stories = [Drawn(number=n, articles=_articles(c)) for n, c in enumerate(chosen, 1)]
        if not coverages:
            return [], [], 0
        rows = _means(newsroom.store, coverages, _model_id(newsroom))
        pairs = _nearest(coverages, rows, days=newsroom.config.cluster.window_days)
        drawn = [
            Drawn(number=n, articles=_articles(one), other=_articles(other), similarity=round(cosine, 3))
            for n, (one, other, cosine) in enumerate(pairs[:count], 1)
        ]
        return stories, drawn, len(large)


def _model_id(newsroom: Newsroom) -> str:
    return open_embedder(newsroom.config.newsroom.embedder, newsroom.config.embed).id


def _articles(coverage: Coverage) -> tuple[DrawnArticle, ...]:
    return tuple(
        DrawnArticle(
            id=m.article.id,
            source=m.source.name,
            title=m.article.title,
            published=m.article.published,
            url=m.article.url,
            reason=m.assignment.reason,
        )
        for m in coverage.members
    )


def _means(store: Store, coverages: Sequence[Coverage], model_id: str) -> NDArray[np.float32]:
    """Return each story's mean vector, unit rows, after the mean of the language of its first article."""
    ids = [member.article.id for coverage in coverages for member in coverage.members]
    stored = {key: np.frombuffer(row, "<f4") for key, row in store.vectors(ids, model_id=model_id).items()}
    rows = np.stack([np.mean([stored[m.article.id] for m in c.members], axis=0) for c in coverages])
    languages = np.array([coverage.members[0].article.language for coverage in coverages])
    for language in sorted(set(languages.tolist())):
        rows[languages == language] -= rows[languages == language].mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (rows / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return unit


def _nearest(
    coverages: Sequence[Coverage], rows: NDArray[np.float32], *, days: int
) -> list[tuple[Coverage, Coverage, float]]:
    """Return pairs of stories no further apart than `days`, nearest first, each story at most once."""
    found: list[tuple[float, int, int]] = []
    first = np.array([c.members[0].article.published.timestamp() for c in coverages])
    last = np.array([c.members[-1].article.published.timestamp() for c in coverages])
    for begin in range(0, len(rows), _BLOCK):
        cosines = rows[begin : begin + _BLOCK] @ rows.T
        apart = np.maximum(first[None] - last[begin : begin + _BLOCK, None], first[begin : begin + _BLOCK, None] - last)
        cosines[apart > days * 86_400] = _NO_PAIR
        for number, row in enumerate(cosines, begin):
            row[: number + 1] = _NO_PAIR
            best = np.argsort(-row, kind="stable")[:_NEIGHBOURS]
            found += [(-float(row[other]), number, int(other)) for other in best if row[other] > _NO_PAIR]
    taken: set[int] = set()
    pairs: list[tuple[Coverage, Coverage, float]] = []
    for negative, one, other in sorted(found):
        if not {one, other} & taken:
            taken |= {one, other}
            pairs.append((coverages[one], coverages[other], -negative))
    return pairs
