"""Articles into stories: the steps `screen`, `embed` and `cluster`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from byline.cluster.copies import CopyIndex
from byline.cluster.develops import MEMORY_DAYS, find_developments
from byline.cluster.interface import StoryFinder
from byline.models.lead import lead_text
from byline.pipeline.parts import Parts, Report
from byline.records import Article, Clustered, Development, Dropped, Origin, Repaired, Screened, Vector, WindowItem

SCREEN_BATCH = 256
EMBED_BATCH = 64
CLUSTER_BATCH = 64
"""Articles a micro-batch of clustering (design: measured in the scale notes, one BLAS call each)."""
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
        copies, stories = _remember(parts, first)
        for start in range(0, len(articles), CLUSTER_BATCH):
            batch = articles[start : start + CLUSTER_BATCH]
            origins = copies.find(batch)
            assignments = stories.assign(_items(parts, batch, origins))
            parts.store.commit([Clustered(origins=tuple(origins), assignments=tuple(assignments))], now=now)
            report.clustered += len(batch)
            advance(len(batch))
        _repair(parts, report, stories=stories, now=now)


def _remember(parts: Parts, first: datetime) -> tuple[CopyIndex, StoryFinder]:
    """Return the two indexes with what an article published at `first` is compared with."""
    copies = CopyIndex(parts.settings.copies)
    stories = parts.story_finder(parts.settings.cluster)
    window = max(parts.settings.cluster.window_days, parts.settings.copies.window_days)
    # A day more: both indexes expire in steps, and must be rebuilt as if they had never stopped.
    remembered = parts.store.window(first - timedelta(days=window + 1), model_id=parts.embedder.id)
    copies.restore(remembered)
    stories.restore(remembered, parts.store.decisions())
    return copies, stories


def _repair(parts: Parts, report: Report, *, stories: StoryFinder, now: datetime) -> None:
    """Merge, split and link the stories that got articles; only then are those done.

    Killed in between, the next run looks at the same articles again, finds nothing more
    to regroup, and goes on to link.
    """
    regrouped = stories.repair()
    parts.store.commit(regrouped, now=now)
    report.merged += sum(change.kind == "merge" for change in regrouped)
    report.split += sum(change.kind == "split" for change in regrouped)
    waiting = parts.store.pending("repair", now=now, limit=ALL)
    developments = _developments(parts, waiting)
    parts.store.commit(
        [Repaired(article_ids=tuple(article.id for article in waiting), developments=tuple(developments))], now=now
    )


def _developments(parts: Parts, articles: Sequence[Article]) -> list[Development]:
    """Return which stories of these articles go on from an elder one."""
    if not articles:
        return []
    since = articles[0].published - timedelta(days=MEMORY_DAYS)
    items = parts.store.window(since, model_id=parts.embedder.id, texts=False)
    return find_developments(items, of_articles={article.id for article in articles})


def _items(parts: Parts, batch: Sequence[Article], origins: Sequence[Origin]) -> list[WindowItem]:
    ids = [article.id for article in batch]
    kept = parts.store.kept(ids)
    vectors = parts.store.vectors(ids, model_id=parts.embedder.id)
    return [
        msgspec.structs.replace(
            window_item(article, origin), entities=kept[article.id].entities, vector=vectors[article.id]
        )
        for article, origin in zip(batch, origins, strict=True)
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
