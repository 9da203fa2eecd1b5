"""A whole newsroom's writing that can be killed at any moment.

`python newsroom_to_kill.py DATABASE SECONDS ...` starts the work once for each
number of seconds, kills it after that time, prints how many were still working
then, and lets a last one finish. Every entry's fate follows from its number,
so that the end can be told beforehand: a group of numbers is one story, the
first groups are merged in pairs, the last ones split into odd and even.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from byline.records import (
    Article,
    Assignment,
    Clustered,
    Dropped,
    Entry,
    Extracted,
    Failed,
    Feed,
    FetchLog,
    Kept,
    Origin,
    ParsedFeed,
    Polled,
    Regrouped,
    Repaired,
    Screened,
    Source,
    Vector,
)
from byline.store.sqlite import SqlStore, open_store
from byline.text.hashes import sha256_hex, time_id
from byline.text.urls import url_key

NOW = datetime(2025, 7, 28, 6, 0, tzinfo=UTC)
FEEDS = 40
ENTRIES = 40
BATCH = 7
MODEL = "model@1"
STORIES = 50
PAIRS = 20
"""Groups below this are merged with the next group of their half."""
TAKEN_FOR_ONE = 10
"""Groups whose numbers are the same modulo this are put into one story at first."""
HALVED = 35
"""Groups from this on are split."""


def main() -> None:
    path, *waits = sys.argv[1:]
    # This process opens no database itself, so its children share nothing but the code.
    print(sum(_is_killed(Path(path), float(wait)) for wait in waits))
    work(Path(path))


def _is_killed(path: Path, wait_s: float) -> bool:
    child = os.fork()
    if child == 0:
        work(path)
        os._exit(0)
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def work(path: Path) -> None:
    """Do what is left to do, in small batches, until all queues are empty."""
    store = open_store(path)
    sources = [Source(id=f"s{i}", name=f"S{i}", site=f"https://s{i}.example") for i in range(FEEDS // 2)]
    store.put_feeds(sources, [Feed(url=_feed_url(i), source_id=f"s{i // 2}") for i in range(FEEDS)])
    while any([_poll(store), _extract(store), _screen(store), _embed(store), _cluster(store), _repair(store)]):
        pass
    store.close()


def is_lost(number: int) -> bool:
    return number % 11 == 0


def is_dropped(number: int) -> bool:
    return number % 5 == 0


def event(number: int) -> tuple[int, int]:
    """Return what the articles of one story have in common when all is done."""
    group = number % STORIES
    if group < PAIRS:
        return group % (PAIRS // 2), 0
    return group, number % 2 if group >= HALVED else 0


def _feed_url(number: int) -> str:
    return f"https://s{number // 2}.example/feed{number % 2}"


def _poll(store: SqlStore) -> bool:
    """Both feeds of a source name the same pages."""
    due = store.pending("poll", now=NOW, limit=3)
    for state in due:
        url, source_id = state.feed.url, state.feed.source_id
        fetch = FetchLog(
            id=0, url=url, final_url=url, kind="feed", at=NOW, status=200, size_bytes=1, body_hash=sha256_hex(url)
        )
        first = int(source_id[1:]) * ENTRIES
        entries = tuple(_entry(n, url, source_id) for n in range(first, first + ENTRIES))
        parsed = ParsedFeed(title="T", entries=entries, stage="fast")
        polled = Polled(feed_url=url, fetch=fetch, outcome=parsed, next_poll=NOW + timedelta(hours=1))
        store.commit([polled], now=NOW)
    return bool(due)


def _entry(number: int, feed_url: str, source_id: str) -> Entry:
    return Entry(
        id=0,
        feed_url=feed_url,
        source_id=source_id,
        key=f"k{number}",
        url=f"https://{source_id}.example/{number}",
        title=f"number{number}",
        seen_at=NOW - timedelta(seconds=number % 600),
    )


def _extract(store: SqlStore) -> bool:
    due = store.pending("extract", now=NOW, limit=BATCH)
    store.commit([_extracted(entry) for entry in due], now=NOW)
    return bool(due)


def _extracted(entry: Entry) -> Extracted:
    number = int(entry.key[1:])
    page = FetchLog(
        id=0, url=entry.url, final_url=entry.url, kind="page", at=NOW, status=200, size_bytes=1, body_hash=""
    )
    if is_lost(number):
        failed = Failed(subject=entry.url, error="Gone.", kind="http_410")
        return Extracted(entry_id=entry.id, outcome=failed, fetch=page)
    text = f"word{number} 世界人工智能 " * 20
    article = Article(
        id=time_id(entry.seen_at, str(number % 3)),  # so that many want the same id
        entry_id=entry.id,
        source_id=entry.source_id,
        url=entry.url,
        url_key=url_key(entry.url),
        title=entry.title,
        text=text,
        text_hash=sha256_hex(text),
        language="en",
        published=entry.seen_at,
        seen_at=entry.seen_at,
    )
    return Extracted(entry_id=entry.id, outcome=article, fetch=page)


def _number(article: Article) -> int:
    return int(article.title.removeprefix("number"))


def _screen(store: SqlStore) -> bool:
    due = store.pending("screen", now=NOW, limit=BATCH)
    store.commit([_screened(article) for article in due], now=NOW)
    return bool(due)


def _screened(article: Article) -> Screened:
    dropped = Dropped(reason="off_topic", detail="A multiple of five.")
    kept = Kept(topics=("numbers",))
    return Screened(article_id=article.id, outcome=dropped if is_dropped(_number(article)) else kept)


def _embed(store: SqlStore) -> bool:
    due = store.pending("embed", now=NOW, limit=BATCH)
    store.commit([Vector(article_id=a.id, model_id=MODEL, vector=str(_number(a)).encode()) for a in due], now=NOW)
    return bool(due)


def _cluster(store: SqlStore) -> bool:
    due = store.pending("cluster", now=NOW, limit=BATCH)
    if not due:
        return False
    window = store.window(NOW - timedelta(days=1), model_id=MODEL)
    # Five groups are taken for one: repair has to mend what this gets wrong.
    stories = {int(item.title.removeprefix("number")) % TAKEN_FOR_ONE: item.story_id for item in window}
    assignments = []
    for article in due:
        story_id = stories.setdefault(_number(article) % TAKEN_FOR_ONE, article.id)
        assignments.append(Assignment(article_id=article.id, story_id=story_id))
    origins = tuple(Origin(article_id=a.article_id, origin_id=a.story_id) for a in assignments)
    store.commit([Clustered(origins=origins, assignments=tuple(assignments))], now=NOW)
    return True


def _repair(store: SqlStore) -> bool:
    """Merge stories of one event, then split those of several; only then are the new articles done."""
    due = store.pending("repair", now=NOW, limit=BATCH)
    merges = _merges(store)
    store.commit(merges, now=NOW)
    splits = _splits(store)
    store.commit(splits, now=NOW)
    store.commit([Repaired(article_ids=tuple(article.id for article in due))], now=NOW)
    return bool(due or merges or splits)


def _merges(store: SqlStore) -> list[Regrouped]:
    first: dict[tuple[int, int], int] = {}
    found = []
    for story_id, members in _told(store).items():
        for other in {event(number) for number in members.values()}:
            elder = first.setdefault(other, story_id)
            if elder != story_id and len({event(number) for number in members.values()}) == 1:
                moved = tuple(members)
                found.append(Regrouped(kind="merge", story_id=elder, other_id=story_id, article_ids=moved))
    return found


def _splits(store: SqlStore) -> list[Regrouped]:
    found = []
    for story_id, members in _told(store).items():
        own = event(members[story_id]) if story_id in members else event(next(iter(members.values())))
        for other in sorted({event(number) for number in members.values()} - {own}):
            moved = tuple(sorted(key for key, number in members.items() if event(number) == other))
            found.append(Regrouped(kind="split", story_id=story_id, other_id=moved[0], article_ids=moved))
    return found


def _told(store: SqlStore) -> dict[int, dict[int, int]]:
    """Return story -> article -> number, in order of their ids."""
    told: dict[int, dict[int, int]] = {}
    for item in sorted(store.window(NOW - timedelta(days=1), model_id=MODEL), key=lambda i: (i.story_id, i.article_id)):
        told.setdefault(item.story_id, {})[item.article_id] = int(item.title.removeprefix("number"))
    return told


if __name__ == "__main__":
    main()
