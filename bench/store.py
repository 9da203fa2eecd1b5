"""Speed of the store: writing through all stages, queues and stories at 50,000 articles, search.

Run `python bench/store.py [ARTICLES] [FOLDER]`. Times are CPU seconds of this
process; each is set beside the same rows written by the bare driver, so that
the ratio holds on another machine. Texts are made of invented words with the
frequencies of a language (Zipf), about 300 words each, one in five Chinese.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from byline.records import (
    Article,
    Assignment,
    Clustered,
    Entry,
    Extracted,
    Feed,
    FetchLog,
    Kept,
    Origin,
    ParsedFeed,
    Polled,
    Screened,
    Source,
    Vector,
)
from byline.store.sqlite import SqlStore, open_store
from byline.text.hashes import sha256_hex, time_id

T = TypeVar("T")

END = datetime(2025, 7, 28, 6, 0, tzinfo=UTC)
BATCH = 500
WORDS = 300
FEEDS = 200
MODEL = "bench@1"
MEMBERS = 4
DAYS = 30
_BARE_COLUMNS = "stage, entry_id, source_id, url, url_key, text_hash, language, published, seen_at, title, text"


def main() -> None:
    """Print one line for each measurement."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as name:
        store = open_store(Path(name) / "bench.db")
        _write(store, count, Path(name))
        _read(store)
        _search(store)
        print(f"size             {(Path(name) / 'bench.db').stat().st_size / count:8.0f} bytes an article")
        store.close()


def _write(store: SqlStore, count: int, folder: Path) -> None:
    sources = [Source(id=f"s{i}", name=f"S{i}", site=f"https://s{i}.example") for i in range(FEEDS)]
    store.put_feeds(sources, [Feed(url=f"https://s{i}.example/feed", source_id=f"s{i}") for i in range(FEEDS)])
    _poll(store, count)
    spent = {"extract": 0.0, "screen": 0.0, "embed": 0.0, "cluster": 0.0, "bare driver": 0.0, "pending": 0.0}
    bare = _Bare(folder / "bare.db")
    texts = _texts()
    founder = 0
    for start in range(0, count, BATCH):
        entries, seconds = _timed(lambda: store.pending("extract", now=END, limit=BATCH))
        spent["pending"] += seconds
        found = [_article(e, start + i, next(texts)) for i, e in enumerate(entries)]
        rows: list[Extracted | Screened | Vector] = [Extracted(entry_id=a.entry_id, outcome=a) for a in found]
        spent["extract"] += _timed(lambda r=rows: store.commit(r, now=END))[1]
        spent["bare driver"] += _timed(lambda f=found: bare.write(f))[1]
        rows = [Screened(article_id=a.id, outcome=Kept(topics=("t",))) for a in found]
        spent["screen"] += _timed(lambda r=rows: store.commit(r, now=END))[1]
        rows = [Vector(article_id=a.id, model_id=MODEL, vector=bytes(1536)) for a in found]
        spent["embed"] += _timed(lambda r=rows: store.commit(r, now=END))[1]
        for at in range(0, len(found), 64):
            batch, founder = _clustered(found[at : at + 64], founder, first=start + at)
            spent["cluster"] += _timed(lambda b=batch: store.commit([b], now=END))[1]
    for name, seconds in spent.items():
        ratio = seconds / spent["bare driver"]
        print(f"{name:16} {count / seconds:8.0f} articles/s of CPU  {ratio:5.2f} x bare driver")


class _Bare:
    """The same article rows and full-text index by the driver alone: the lower bound."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for statement in (
            "PRAGMA page_size=8192",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=NORMAL",
            f"CREATE TABLE article (id INTEGER PRIMARY KEY, {_BARE_COLUMNS}, UNIQUE (source_id, url_key, text_hash))",
            "CREATE INDEX article_time ON article (published, id)",
            "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='ascii')",
        ):
            self._connection.execute(statement)

    def write(self, articles: Sequence[Article]) -> None:
        from byline.store.search import index_text

        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO article VALUES (?,0,?,?,?,?,?,?,?,?,?,?)", map(_bare_row, articles))
        rows = [(a.id, index_text(a.title), index_text(a.text)) for a in articles]
        self._connection.executemany("INSERT INTO words (rowid, title, text) VALUES (?,?,?)", rows)
        self._connection.execute("COMMIT")


def _bare_row(a: Article) -> tuple[object, ...]:
    times = (int(a.published.timestamp() * 1e6), int(a.seen_at.timestamp() * 1e6))
    return (a.id, a.entry_id, a.source_id, a.url, a.url_key, a.text_hash, a.language, *times, a.title, a.text)


def _poll(store: SqlStore, count: int) -> None:
    spent = 0.0
    for i in range(FEEDS):
        url = f"https://s{i}.example/feed"
        entries = tuple(_entry(n, i, url) for n in range(i, count, FEEDS))
        fetch = FetchLog(
            id=0, url=url, final_url=url, kind="feed", at=END, status=200, size_bytes=1, body_hash=f"{i:064x}"
        )
        polled = Polled(
            feed_url=url,
            fetch=fetch,
            outcome=ParsedFeed(title="t", entries=entries, stage="fast"),
            next_poll=END + timedelta(hours=1),
        )
        spent += _timed(lambda p=polled: store.commit([p], now=END))[1]
    print(f"poll             {count / spent:8.0f} entries/s of CPU")


def _entry(number: int, feed: int, url: str) -> Entry:
    return Entry(
        id=0,
        feed_url=url,
        source_id=f"s{feed}",
        key=f"k{number}",
        url=f"https://s{feed}.example/{number}",
        title=f"Title {number}",
        summary="A sentence about it. " * 8,
        published=END - timedelta(days=DAYS) * (1 - number / 1e6),
        seen_at=END,
    )


def _article(entry: Entry, number: int, text: str) -> Article:
    published = END - timedelta(days=DAYS) + timedelta(seconds=number * 50)
    return Article(
        id=time_id(published, entry.url),
        entry_id=entry.id,
        source_id=entry.source_id,
        url=entry.url,
        url_key=entry.url.removeprefix("https://"),
        title=text[:60],
        text=text,
        text_hash=sha256_hex(text),
        language="en",
        published=published,
        seen_at=entry.seen_at,
    )


def _clustered(articles: Sequence[Article], founder: int, *, first: int) -> tuple[Clustered, int]:
    assignments = []
    for i, article in enumerate(articles, start=first):
        founder = article.id if i % MEMBERS == 0 else founder
        assignments.append(Assignment(article_id=article.id, story_id=founder, similarity=0.5, parts={"words": 0.5}))
    origins = tuple(Origin(article_id=a.id, origin_id=a.id) for a in articles)
    return Clustered(origins=origins, assignments=tuple(assignments)), founder


def _texts() -> Iterator[str]:
    chance = random.Random(7)
    words = ["".join(chance.choices("aeioulnrstdmpk", k=chance.randint(3, 9))) for _ in range(30_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    signs = [chr(0x4E00 + i) for i in range(3000)]
    sign_weights = weights[: len(signs)]
    while True:
        for _ in range(4):
            yield " ".join(chance.choices(words, weights, k=WORDS))
        yield "，".join("".join(chance.choices(signs, sign_weights, k=9)) for _ in range(WORDS // 6))


def _read(store: SqlStore) -> None:
    day = timedelta(days=1)
    middle = END - timedelta(days=DAYS) + timedelta(days=10)
    for name, ask in (
        ("pending (none)", lambda: store.pending("screen", now=END, limit=64)),
        ("coverage, 1 day", lambda: store.coverage(middle, middle + day)),
        ("coverage, 7 days", lambda: store.coverage(middle, middle + 7 * day)),
        ("window, 7 days", lambda: list(store.window(END - DAYS * day + timedelta(days=20), model_id=MODEL))),
        ("ledger, 1 day", lambda: store.ledger(middle, middle + day)),
    ):
        times = []
        for _ in range(5):
            result, seconds = _timed(ask)
            times.append(seconds)
        size = len(result) if isinstance(result, list) else 1
        print(f"{name:16} {min(times) * 1000:8.2f} ms of CPU  ({size} rows)")


def _search(store: SqlStore) -> None:
    words = next(_texts()).split()
    chinese = next(t for t in _texts() if "，" in t)[:3]
    for name, query in (("one word", words[5]), ("two words", f"{words[5]} {words[9]}"), ("three signs", chinese)):
        for order in ("best", "new"):
            times = [_timed(lambda q=query, o=order: store.search(q, order=o))[1] for _ in range(5)]
            print(f"search, {name}, {order}: {min(times) * 1000:.2f} ms of CPU")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
