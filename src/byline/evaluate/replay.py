"""Replaying a recorded stream of items (titles and summaries) through screening, clustering and ranking.

It shows what the newsroom would have led with on each day, to be read by a
person: no gold labels are needed. Rows are those of `byline eval ranking --raw`,
screened by the rules that make sense on them (`ranking_pool.RULES`, and language): a summary that
ends in "..." is no teaser here. A source of the catalogue keeps its kind and owner,
and each further route of a row is a community source that links it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from byline.app.newsroom import Newsroom
from byline.catalogue.load import load_catalogue
from byline.catalogue.sites import Sites
from byline.config.load import Loaded
from byline.config.newsroom import NewsroomSettings
from byline.config.tree import Config
from byline.evaluate.ranking_pool import RULES, linked
from byline.evaluate.rows import read_rows
from byline.pipeline.parts import Progress, Silent
from byline.rank.score import rank
from byline.rank.settings import RankSettings
from byline.records import (
    Article,
    Coverage,
    Entry,
    Extracted,
    Feed,
    FetchLog,
    ParsedFeed,
    Polled,
    Score,
    Source,
)
from byline.screen.settings import ScreenSettings
from byline.store.interface import Store
from byline.text.hashes import sha256_hex, time_id
from byline.text.html import clean_text
from byline.text.languages import language_of
from byline.text.urls import url_key

STAGES = ("screen", "embed", "cluster")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the stream; other fields are ignored."""

    id: str
    url: str
    title: str
    source: str
    first_seen: str
    published: str | None = None
    summary: str | None = None
    text: str | None = None
    site: str | None = None
    lang: str | None = None
    via: tuple[str, ...] = ()
    """Routes that the crawl saw it on; each after the first links it."""


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """One story of a replayed day."""

    day: date
    position: int
    coverage: Coverage
    score: Score


def replay(
    raw: Path, *, since: date, until: date, top: int = 10, progress: Progress | None = None
) -> Iterator[list[Ranked]]:
    """Yield the best stories of each day from `since` to `until`, both included.

    Each day ends at midnight UTC; a day's items are those first seen on it. Cost:
    one embedding for each kept item.
    """
    routes = {url_key(row.url): tuple(sorted(set(row.via[1:]))) for row in read_rows(raw, Item) if len(row.via) > 1}
    with newsroom_for_replay() as newsroom:
        for day, end in feed_days(newsroom, raw, since=since, until=until, progress=progress):
            coverages = newsroom.store.coverage(end - timedelta(hours=24), end)
            found = [_linked(coverage, routes) for coverage in coverages]
            yield _best(found, end, day=day, top=top, settings=newsroom.config.rank)


@contextmanager
def newsroom_for_replay() -> Iterator[Newsroom]:
    """Yield a newsroom in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = NewsroomSettings(folder=folder, window_hours=24)
        config = Config(newsroom=settings, screen=ScreenSettings(rules=("language", *RULES)))
        loaded = Loaded(config=config, origins={}, base=Path(folder))
        with Newsroom(loaded) as newsroom:
            yield newsroom


def feed_days(
    newsroom: Newsroom, raw: Path, *, since: date, until: date, progress: Progress | None = None
) -> Iterator[tuple[date, datetime]]:
    """Screen, embed and cluster the stream day by day; yield each day and its end when it is done."""
    days = _by_day(raw, since=since, until=until)
    sites = Sites(load_catalogue("ai"))
    for day in sorted(days):
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
        _feed_in(newsroom.store, days[day], sites=sites, now=end)
        newsroom.run(now=end, only=STAGES, progress=progress or Silent())
        yield day, end


def _by_day(raw: Path, *, since: date, until: date) -> dict[date, list[Item]]:
    days: dict[date, list[Item]] = {}
    for row in read_rows(raw, Item):
        day = date.fromisoformat(row.first_seen[:10])
        if since <= day <= until:
            days.setdefault(day, []).append(row)
    return days


def _feed_in(store: Store, rows: list[Item], *, sites: Sites, now: datetime) -> None:
    """Store the rows as entries of one feed a source, and as articles whose text is the summary."""
    sources: dict[str, Source] = {}
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        source = sites.source_of(row.url) or _source(row)
        sources[source.id] = source
        entries.setdefault(source.id, []).append(_entry(row, source, now=now))
    feeds = [Feed(url=f"https://{key}.replay.invalid/", source_id=key) for key in sources]
    store.put_feeds(list(sources.values()), feeds)
    store.commit([_polled(feed, entries[feed.source_id], now=now) for feed in feeds], now=now)
    pending = store.pending("extract", now=now, limit=1_000_000)
    store.commit([Extracted(entry_id=e.id, outcome=_article(e)) for e in pending], now=now)


def _source(row: Item) -> Source:
    site = row.site or row.source
    return Source(
        id=f"replay-{sha256_hex(site)[:12]}", name=row.source, site=f"https://{site}/", language=row.lang or "en"
    )


def _entry(row: Item, source: Source, *, now: datetime) -> Entry:
    published = _time(row.published) or _time(row.first_seen) or now
    return Entry(
        id=0,
        feed_url=f"https://{source.id}.replay.invalid/",
        source_id=source.id,
        key=row.id,
        url=row.url,
        title=clean_text(row.title),
        summary=clean_text(row.summary or row.text or ""),
        published=min(published, now),
        seen_at=now,
    )


def _time(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _polled(feed: Feed, entries: list[Entry], *, now: datetime) -> Polled:
    return Polled(
        feed_url=feed.url,
        fetch=FetchLog(
            id=0, url=feed.url, final_url=feed.url, kind="feed", at=now, status=200, size_bytes=0, body_hash=""
        ),
        outcome=ParsedFeed(title=feed.source_id, entries=tuple(entries), stage="json"),
        next_poll=now,
    )


def _article(entry: Entry) -> Article:
    text = f"{entry.title}\n\n{entry.summary}".strip()
    key = url_key(entry.url)
    text_hash = sha256_hex(text)
    published = entry.published or entry.seen_at
    return Article(
        id=time_id(published, key + text_hash),
        entry_id=entry.id,
        source_id=entry.source_id,
        url=entry.url,
        url_key=key,
        title=entry.title,
        text=text,
        text_hash=text_hash,
        language=language_of(text),
        published=published,
        seen_at=entry.seen_at,
    )


def _linked(coverage: Coverage, routes: Mapping[str, Sequence[str]]) -> Coverage:
    """Return the coverage with a community source's link for every further route of a member."""
    links = [linked(m, route) for m in coverage.members for route in routes.get(m.article.url_key, ())]
    return msgspec.structs.replace(coverage, members=(*coverage.members, *links))


def _best(coverages: Sequence[Coverage], end: datetime, *, day: date, top: int, settings: RankSettings) -> list[Ranked]:
    by_id = {coverage.story.id: coverage for coverage in coverages}
    scores = rank(coverages, now=end, history=[], settings=settings)
    return [
        Ranked(day=day, position=n, coverage=by_id[score.story_id], score=score)
        for n, score in enumerate(scores[:top], 1)
    ]
