"""Articles into stories: the steps `screen`, `embed` and `cluster`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from byline.cluster.copies import CopyIndex
from byline.cluster.develops import MEMORY_DAYS, find_developments
from byline.cluster.interface import StoryFinder
from byline.cluster.reading import read, version
from byline.models.lead import lead_text
from byline.pipeline.parts import Parts, Report
from byline.records import (
    Article,
    Clustered,
    Development,
    Dropped,
    Origin,
    Reading,
    ReadingsUnneeded,
    Repaired,
    Screened,
    Vector,
    WindowItem,
)

SCREEN_BATCH = 256
EMBED_BATCH = 64
CLUSTER_BATCH = 64
"""Articles a micro-batch of clustering (design: measured in the scale notes, one BLAS call each)."""
READ_BATCH = 256
"""Articles of an older database, or read by other code, whose readings are stored at once."""
KEPT_DAYS = 7
"""Readings are kept so much longer than the windows need: articles come late."""
ALL = 1_000_000


def screen(parts: Parts, report: Report, *, now: datetime) -> None:
    """Decide for every new article whether it belongs in the newsroom."""
    articles = parts.store.pending("screen", now=now, limit=ALL)
    sources = parts.store.sources()
    with parts.progress.stage("screen", len(articles)) as advance:
        for start in range(0, len(articles), SCREEN_BATCH):
            batch = articles[start : start + SCREEN_BATCH]
            results = [
                Screened(article_id=a.id, outcome=parts.screener.screen(a, sources[a.source_id], now=now))
                for a in batch
            ]
            parts.store.commit(results, now=now)
            for result in results:
                if isinstance(result.outcome, Dropped):
                    report.dropped[result.outcome.reason] = report.dropped.get(result.outcome.reason, 0) + 1
                else:
                    report.kept += 1
            advance(len(batch))


def embed(parts: Parts, report: Report, *, now: datetime) -> None:
    """Give every kept article its vector."""
    articles = parts.store.pending("embed", now=now, limit=ALL)
    with parts.progress.stage("embed", len(articles)) as advance:
        for start in range(0, len(articles), EMBED_BATCH):
            batch = articles[start : start + EMBED_BATCH]
            rows = parts.embedder.embed([lead_text(a.title, a.text) for a in batch])
            parts.store.commit(
                [
                    Vector(article_id=a.id, model_id=parts.embedder.id, vector=row.astype("<f4").tobytes())
                    for a, row in zip(batch, rows, strict=True)
                ],
                now=now,
            )
            report.embedded += len(batch)
            advance(len(batch))


def cluster(parts: Parts, report: Report, *, now: datetime) -> None:
    """Find each article's origin and story, in time order, then look again at all; one writer decides."""
    articles = parts.store.pending("cluster", now=now, limit=ALL)
    waiting = parts.store.pending("repair", now=now, limit=ALL)
    with parts.progress.stage("cluster", len(articles)) as advance:
        if not articles and not waiting:
            return
        # What a killed run left for repair is remembered as if that run had gone on.
        first = min(article.published for article in (*articles[:1], *waiting[:1]))
        copies, stories = remember(parts, first, now=now)
        for start in range(0, len(articles), CLUSTER_BATCH):
            batch = articles[start : start + CLUSTER_BATCH]
            readings = [read(article.title, article.text) for article in batch]
            origins = copies.find(batch, readings)
            assignments = stories.assign(_items(parts, batch, origins=origins, readings=readings))
            clustered = Clustered(origins=tuple(origins), assignments=tuple(assignments))
            kept = [_reading(article.id, body) for article, body in zip(batch, readings, strict=True)]
            parts.store.commit([clustered, *kept], now=now)
            report.clustered += len(batch)
            advance(len(batch))
        _repair(parts, report, stories=stories, now=now)
        unneeded = min(first, now) - timedelta(days=_days(parts) + KEPT_DAYS)
        parts.store.commit([ReadingsUnneeded(before=unneeded)], now=now)


def _days(parts: Parts) -> int:
    """Return how far back the longer window reaches."""
    # A day more: both indexes expire in steps, and must be rebuilt as if they had never stopped.
    return max(parts.settings.cluster.window_days, parts.settings.copies.window_days) + 1


def remember(parts: Parts, first: datetime, *, now: datetime) -> tuple[CopyIndex, StoryFinder]:
    """Return the two indexes with what an article published at `first` is compared with.

    Each takes its window from the store one article after the other, so that texts and
    vectors are never in memory twice.
    """
    copies = CopyIndex(parts.settings.copies)
    stories = parts.story_finder(parts.settings.cluster)
    since = first - timedelta(days=_days(parts))
    times: deque[datetime] = deque(maxlen=1)
    copies.restore(_noted(_all_read(parts, since, now=now), times))
    newest = times[0] if times else None
    if newest is not None:
        since = max(since, newest - timedelta(days=parts.settings.cluster.window_days + 1))
    remembered = parts.store.window(since, model_id=parts.embedder.id, version=version())
    stories.restore(remembered, parts.store.decisions(), newest=newest)
    return copies, stories


def _noted(items: Iterable[WindowItem], times: deque[datetime]) -> Iterator[WindowItem]:
    """Yield the items, and leave the time of the last."""
    for item in items:
        times.append(item.time)
        yield item


def _all_read(parts: Parts, since: datetime, *, now: datetime) -> Iterator[WindowItem]:
    """Yield the window; what this code has not read yet is read from its text, and stored."""
    fresh: list[Reading] = []
    for item in parts.store.window(since, version=version()):
        body = item.reading or read(item.title, item.text)
        if not item.reading:
            fresh.append(_reading(item.article_id, body))
        if len(fresh) == READ_BATCH:
            parts.store.commit(fresh, now=now)
            fresh = []
        yield item if item.reading else msgspec.structs.replace(item, text="", reading=body)
    parts.store.commit(fresh, now=now)


def _reading(article_id: int, body: bytes) -> Reading:
    return Reading(article_id=article_id, version=version(), body=body)


def _repair(parts: Parts, report: Report, *, stories: StoryFinder, now: datetime) -> None:
    """Merge, split and link the stories that got articles; only then are those done.

    Killed in between, the next run looks at the same articles again, finds nothing more
    to regroup, and goes on to link.
    """
    waiting = parts.store.pending("repair", now=now, limit=ALL)
    regrouped = stories.repair([article.id for article in waiting])
    parts.store.commit(regrouped, now=now)
    report.merged += sum(change.kind == "merge" for change in regrouped)
    report.split += sum(change.kind == "split" for change in regrouped)
    developments = _developments(parts, waiting)
    parts.store.commit(
        [Repaired(article_ids=tuple(article.id for article in waiting), developments=tuple(developments))], now=now
    )


def _developments(parts: Parts, articles: Sequence[Article]) -> list[Development]:
    """Return which stories of these articles go on from an elder one."""
    if not articles:
        return []
    since = articles[0].published - timedelta(days=MEMORY_DAYS)
    items = list(parts.store.window(since, model_id=parts.embedder.id, texts=False))
    return find_developments(items, of_articles={article.id for article in articles})


def _items(
    parts: Parts, batch: Sequence[Article], *, origins: Sequence[Origin], readings: Sequence[bytes]
) -> list[WindowItem]:
    ids = [article.id for article in batch]
    kept = parts.store.kept(ids)
    vectors = parts.store.vectors(ids, model_id=parts.embedder.id)
    # Origins are remembered longer than stories: where one is now, after merges and splits, the store knows.
    stories = parts.store.stories_of([o.origin_id for o in origins if o.origin_id != o.article_id])
    return [
        msgspec.structs.replace(
            window_item(article, origin),
            story_id=stories.get(origin.origin_id, 0),
            entities=kept[article.id].entities,
            vector=vectors[article.id],
            reading=body,
        )
        for article, origin, body in zip(batch, origins, readings, strict=True)
    ]


def window_item(article: Article, origin: Origin) -> WindowItem:
    """Return what clustering needs of an article; vector and entities are still empty."""
    return WindowItem(
        article_id=article.id,
        story_id=0,
        origin_id=origin.origin_id,
        source_id=article.source_id,
        time=article.published,
        language=article.language,
        title=article.title,
        text=article.text,
        url_key=article.url_key,
    )
