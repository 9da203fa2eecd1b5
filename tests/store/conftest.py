"""A store of each kind, and short ways to make the records that go into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from byline.records import (
    Article,
    Assignment,
    CheckCount,
    Citation,
    Clustered,
    Edition,
    EditionStory,
    Entry,
    Extracted,
    Failed,
    Feed,
    FetchLog,
    Kept,
    NotModified,
    Origin,
    ParsedFeed,
    Part,
    Passage,
    Polled,
    Score,
    Screened,
    Section,
    Sentence,
    Source,
    Summary,
    Tier,
    Vector,
)
from byline.store.sqlite import SqlStore, open_store
from byline.text.hashes import sha256_hex, time_id
from byline.text.urls import url_key

NOW = datetime(2025, 7, 28, 6, 0, tzinfo=UTC)
MODEL = "test-model@1"


class Newsroom:
    """Makes records, and walks articles through the stages of a store."""

    now = NOW
    model = MODEL

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.polls = 0

    def source(self, source_id: str = "harbour", **fields: object) -> Source:
        return Source(**{"id": source_id, "name": source_id.title(), "site": f"https://{source_id}.example", **fields})

    def feed(self, source_id: str = "harbour", name: str = "feed") -> Feed:
        return Feed(url=f"https://{source_id}.example/{name}", source_id=source_id)

    def open_feed(self, source_id: str = "harbour", name: str = "feed") -> Feed:
        feed = self.feed(source_id, name)
        self.store.put_feeds([self.source(source_id)], [feed])
        return feed

    def entry(self, key: str = "a", *, source_id: str = "harbour", **fields: object) -> Entry:
        values = {
            "id": 0,
            "feed_url": self.feed(source_id).url,
            "source_id": source_id,
            "key": key,
            "url": f"https://{source_id}.example/{key}",
            "title": f"Title {key}",
            "seen_at": NOW,
        }
        return Entry(**(values | fields))

    def fetch(self, url: str, *, kind: str = "feed", minutes: int | None = None, **fields: object) -> FetchLog:
        self.polls += 1
        values = {
            "id": 0,
            "url": url,
            "final_url": url,
            "kind": kind,
            "at": NOW + timedelta(minutes=self.polls if minutes is None else minutes),
            "status": 200,
            "size_bytes": 10,
            "body_hash": sha256_hex(url),
        }
        return FetchLog(**(values | fields))

    def polled(self, *entries: Entry, feed: Feed | None = None, **fields: object) -> Polled:
        feed = feed or self.feed(entries[0].source_id if entries else "harbour")
        values = {
            "feed_url": feed.url,
            "fetch": self.fetch(feed.url),
            "outcome": ParsedFeed(title="Feed", entries=entries, stage="fast"),
            "etag": '"1"',
            "next_poll": NOW + timedelta(hours=1),
        }
        return Polled(**(values | fields))

    def not_modified(self, feed: Feed, **fields: object) -> Polled:
        return self.polled(feed=feed, outcome=NotModified(url=feed.url), etag="", **fields)

    def failed(self, kind: str = "timeout", *, retryable: bool = True, **fields: object) -> Failed:
        return Failed(subject="x", error=f"It went wrong: {kind}.", kind=kind, retryable=retryable, **fields)

    def article(self, entry: Entry, text: str = "", **fields: object) -> Article:
        text = text or f"Text of {entry.key}."
        published = entry.published or entry.seen_at
        values = {
            "id": time_id(published, entry.url + sha256_hex(text)),
            "entry_id": entry.id,
            "source_id": entry.source_id,
            "url": entry.url,
            "url_key": url_key(entry.url),
            "title": entry.title,
            "text": text,
            "text_hash": sha256_hex(text),
            "language": "en",
            "published": published,
            "seen_at": entry.seen_at,
            "fetch_id": entry.fetch_id,
        }
        return Article(**(values | fields))

    def read(self, *keys: str, source_id: str = "harbour", **fields: object) -> list[Entry]:
        """Poll entries and return those that are pending, as stored."""
        self.open_feed(source_id)
        entries = [self.entry(key, source_id=source_id, **fields) for key in keys]
        self.store.commit([self.polled(*entries)], now=NOW)
        pending = self.store.pending("extract", now=NOW, limit=100)
        return [entry for entry in pending if entry.key in keys and entry.source_id == source_id]

    def extract(self, entry: Entry, text: str = "", **fields: object) -> Article:
        """Store an article and return it as stored."""
        record = self.article(entry, text, **fields)
        self.store.commit([Extracted(entry_id=entry.id, outcome=record)], now=NOW)
        found = [a for a in self.store.pending("screen", now=NOW, limit=100) if a.entry_id == entry.id]
        return found[-1]

    def keep(self, article: Article, **fields: object) -> None:
        kept = Kept(**({"topics": ("models",), "entities": ("acme",)} | fields))
        self.store.commit([Screened(article_id=article.id, outcome=kept)], now=NOW)

    def embed(self, article: Article, vector: bytes = b"\0\0\x80?") -> None:
        self.store.commit([Vector(article_id=article.id, model_id=MODEL, vector=vector)], now=NOW)

    def join(self, article: Article, story_id: int = 0, *, copies: int = 0) -> None:
        origin = Origin(article_id=article.id, origin_id=copies or article.id)
        assignment = Assignment(article_id=article.id, story_id=story_id or article.id, parts={"words": 0.5})
        self.store.commit([Clustered(origins=(origin,), assignments=(assignment,))], now=NOW)

    def publish(self, key: str, *, story_id: int = 0, copies: int = 0, hours: float = 0, **fields: object) -> Article:
        """Walk one article through all stages; returns it as stored."""
        source_id = str(fields.pop("source_id", "harbour"))
        entry = self.read(key, source_id=source_id, published=NOW - timedelta(hours=24 - hours))[0]
        article = self.extract(entry, **fields)
        self.keep(article)
        self.embed(article)
        self.join(article, story_id, copies=copies)
        return article

    def summary(self, story_id: int, inputs_hash: str, *, text: str = "It happened.") -> Summary:
        citation = Citation(number=1, passage=Passage(article_id=story_id, start=0, end=12, quote=text))
        sentence = Sentence(text=text, citations=(citation,), tier=Tier.VERBATIM, language="en")
        section = Section(kind="happened", sentences=(sentence,))
        checks = CheckCount(checked=2, dropped=1, reasons={"number": 1})
        return Summary(
            story_id=story_id,
            inputs_hash=inputs_hash,
            language="en",
            headline=sentence,
            deck=None,
            sections=(section,),
            checks=checks,
        )

    def edition(self, date: str, stories: list[Article]) -> Edition:
        shown = []
        for article in stories:
            coverage = self.store.story(article.id)
            assert coverage is not None
            score = Score(story_id=article.id, total=1.5, parts=(Part(name="outlets", value=1.5, detail="one"),))
            summary = self.summary(article.id, "hash")
            shown.append(EditionStory(slug=article.title, coverage=coverage, score=score, summary=summary))
        return Edition(
            id=date,
            title="The Morning",
            date=date,
            language="en",
            made_at=NOW,
            window_start=NOW - timedelta(days=1),
            window_end=NOW,
            stories=tuple(shown),
            ledger=self.store.ledger(NOW - timedelta(days=1), NOW),
            settings={"rank": {"half_life_hours": 24.0, "kinds": ["press"]}},
            inputs_hash="0" * 64,
            version="0.1.0",
        )


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store; every test that uses it holds for every kind of store."""
    store = open_store(tmp_path / "byline.db")
    yield store
    store.close()


@pytest.fixture
def newsroom(store: SqlStore) -> Newsroom:
    """Records, and ways to store them, on the empty store."""
    return Newsroom(store)


@pytest.fixture(scope="session")
def newsroom_type() -> type[Newsroom]:
    """The maker of records, for tests that open their own stores."""
    return Newsroom
