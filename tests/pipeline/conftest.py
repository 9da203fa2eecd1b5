"""A newsroom's parts around a real store, and a short way to put articles before clustering."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from byline.catalogue.load import load_catalogue
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.ingest.settings import ExtractSettings, FetchSettings
from byline.models.hashing import HashingEmbedder
from byline.models.lead import lead_text
from byline.pipeline.parts import Parts, StageSettings
from byline.publish.settings import PublishSettings
from byline.rank.settings import RankSettings
from byline.records import (
    Article,
    Entry,
    Extracted,
    Feed,
    FetchLog,
    Kept,
    ParsedFeed,
    Polled,
    Screened,
    Source,
    Vector,
)
from byline.run.serial import SerialExecutor
from byline.screen.rules import Screener
from byline.screen.settings import ScreenSettings
from byline.store.sqlite import SqlStore, open_store
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.text.hashes import sha256_hex, time_id

NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)
AddArticle = Callable[..., Article]


class NoFetcher:
    """Fetches nothing: these tests begin with articles."""

    def fetch(self, requests):
        return iter(())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path / "newsroom.db")
    yield opened
    opened.close()


@pytest.fixture
def parts(store: SqlStore) -> Parts:
    catalogue = load_catalogue("ai")
    return Parts(
        store=store,
        fetcher=NoFetcher(),
        executor=SerialExecutor(),
        screener=Screener(catalogue.topics, catalogue.entities, ScreenSettings()),
        embedder=HashingEmbedder(),
        writer=ExtractiveWriter(SummarySettings()),
        settings=StageSettings(
            fetch=FetchSettings(),
            extract=ExtractSettings(),
            copies=CopySettings(),
            cluster=ClusterSettings(),
            rank=RankSettings(),
            summary=SummarySettings(),
            publish=PublishSettings(images="off"),
        ),
    )


@pytest.fixture
def add(parts: Parts) -> AddArticle:
    """Store an article that waits for clustering: its outlet, title, text and the hours after noon."""

    def store_it(outlet: str, title: str, text: str, *, hours: float = 0) -> Article:
        store, at = parts.store, NOON + timedelta(hours=hours)
        url = f"https://{outlet}.example/{sha256_hex(title)[:8]}"
        feed = Feed(url=f"https://{outlet}.example/feed", source_id=outlet)
        store.put_feeds([Source(id=outlet, name=outlet.title(), site=f"https://{outlet}.example")], [feed])
        entry = Entry(
            id=0, feed_url=feed.url, source_id=outlet, key=url, url=url, title=title, published=at, seen_at=at
        )
        fetch = FetchLog(
            id=0, url=feed.url, final_url=feed.url, kind="feed", at=at, status=200, size_bytes=1, body_hash=""
        )
        parsed = ParsedFeed(title=outlet, entries=(entry,), stage="fast")
        store.commit([Polled(feed_url=feed.url, fetch=fetch, outcome=parsed, next_poll=at)], now=at)
        entry = store.pending("extract", now=at, limit=9)[-1]
        article = Article(
            id=time_id(at, url),
            entry_id=entry.id,
            source_id=outlet,
            url=url,
            url_key=url,
            title=title,
            text=text,
            text_hash=sha256_hex(text),
            language="en",
            published=at,
            seen_at=at,
        )
        store.commit([Extracted(entry_id=entry.id, outcome=article)], now=at)
        store.commit([Screened(article_id=article.id, outcome=Kept(topics=("models",)))], now=at)
        vector = parts.embedder.embed([lead_text(title, text)])[0].astype("<f4").tobytes()
        store.commit([Vector(article_id=article.id, model_id=parts.embedder.id, vector=vector)], now=at)
        return article

    return store_it


@pytest.fixture
def with_finder(parts: Parts) -> Callable[..., Parts]:
    """The same parts with another way to find stories."""
    fields = {name: getattr(parts, name) for name in Parts.__dataclass_fields__}
    return lambda finder: Parts(**{**fields, "story_finder": finder})
