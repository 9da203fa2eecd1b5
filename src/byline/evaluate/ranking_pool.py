"""The stories of a recorded stream: rows screened, clustered and put together as the newsroom would.

A row is one item as a crawl saw it; `via` names the routes that saw it. The
first route counts as the publisher's own feed, every further one as a community
source that links the item, which is what it would be in a newsroom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

import msgspec

from byline.catalogue.load import load_catalogue
from byline.catalogue.sites import Sites
from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings
from byline.models.interface import Embedder
from byline.models.lead import lead_text
from byline.records import (
    Article,
    Assignment,
    Coverage,
    Kept,
    Member,
    Origin,
    Source,
    SourceKind,
    Story,
    WindowItem,
)
from byline.screen.rules import Screener
from byline.screen.settings import ScreenSettings
from byline.text.hashes import time_id
from byline.text.urls import host_of, url_key

RULES = ("sponsored", "job_or_event_ad", "deals", "listicle", "off_topic", "market")
"""The rules that make sense on rows of a title and a summary."""


class RawRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the stream; other fields are ignored."""

    id: str
    url: str
    title: str
    source: str
    first_seen: str
    """Date: the day of the replay."""
    published: str | None = None
    lang: str = "en"
    summary: str | None = None
    via: tuple[str, ...] = ()
    score: float | None = None
    """Points that a forum gave it."""


class Item(NamedTuple):
    """One kept row with what the newsroom knows of it."""

    row: RawRow
    article: Article
    source: Source
    kept: Kept
    day: date


class Pool(NamedTuple):
    """All kept rows, their stories, and the addresses of every row."""

    items: tuple[Item, ...]
    """By time."""
    story_of: dict[str, int]
    """Row id -> story id."""
    rows_of: dict[str, tuple[str, ...]]
    """Canonical address -> ids of the rows with it, dropped ones too."""
    days: dict[str, date]
    """Row id -> day first seen, dropped ones too."""


def make_pool(rows: Sequence[RawRow], *, embedder: Embedder, stories: Mapping[str, int] | None = None) -> Pool:
    """Return the pool of a stream; `stories` (row id -> story) replaces the clusterer's.

    Cost: one embedding for each kept row, unless stories are given.
    """
    items = sorted(_kept(rows), key=lambda item: (item.day, item.article.published, item.row.id))
    by_address: dict[str, list[str]] = {}
    for row in rows:
        by_address.setdefault(url_key(row.url), []).append(row.id)
    return Pool(
        items=tuple(items),
        story_of=dict(stories) if stories is not None else _cluster(items, embedder),
        rows_of={key: tuple(ids) for key, ids in by_address.items()},
        days={row.id: date.fromisoformat(row.first_seen[:10]) for row in rows},
    )


def coverages(pool: Pool, *, since: date, until: date, keep_days: int = 4) -> list[Coverage]:
    """Return the stories with an item first seen in [since, until), with items of the days before."""
    groups: dict[int, list[Item]] = {}
    for item in pool.items:
        if item.day < until and (since - item.day).days <= keep_days and item.row.id in pool.story_of:
            groups.setdefault(pool.story_of[item.row.id], []).append(item)
    fresh = {story: items for story, items in groups.items() if any(item.day >= since for item in items)}
    return [_coverage(story, fresh[story]) for story in sorted(fresh)]


def _kept(rows: Sequence[RawRow]) -> list[Item]:
    catalogue = load_catalogue("ai")
    screener = Screener(catalogue.topics, catalogue.entities, ScreenSettings(rules=RULES))
    sites = Sites(catalogue)
    found: list[Item] = []
    for row in rows:
        host = host_of(row.url).removeprefix("www.")
        source = sites.source_of(row.url) or Source(id=host or "unknown", name=row.source, site=f"https://{host}/")
        day = date.fromisoformat(row.first_seen[:10])
        article = _article(row, source, day)
        outcome = screener.screen(article, source, now=article.seen_at)
        if isinstance(outcome, Kept):
            found.append(Item(row, article, source, outcome, day))
    return found


def _article(row: RawRow, source: Source, day: date) -> Article:
    published = _published(row, day)
    key = url_key(row.url)
    return Article(
        id=time_id(published, row.id),
        entry_id=0,
        source_id=source.id,
        url=row.url,
        url_key=key,
        title=row.title,
        text=row.summary or "",
        text_hash=row.id,
        language=row.lang,
        published=published,
        seen_at=published,
    )


def _published(row: RawRow, day: date) -> datetime:
    """Return the stated time where it fits the day it was seen, else noon of that day."""
    try:
        stated = datetime.fromisoformat((row.published or "").replace("  ", " ").replace(" +", "+"))
    except ValueError:
        stated = None
    if stated is not None:
        stated = stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
        if abs((stated.date() - day).days) <= 1:
            return stated
    return datetime.combine(day, time(12), UTC)


def _cluster(items: Sequence[Item], embedder: Embedder) -> dict[str, int]:
    index = StoryIndex(ClusterSettings())
    vectors = embedder.embed([lead_text(item.article.title, item.article.text) for item in items])
    window = [
        WindowItem(
            article_id=item.article.id,
            story_id=0,
            origin_id=item.article.id,
            source_id=item.source.id,
            time=item.article.published,
            language=item.article.language,
            title=item.article.title,
            text=item.article.text,
            entities=item.kept.entities,
            url_key=item.article.url_key,
            vector=vectors[number].astype("<f4").tobytes(),
        )
        for number, item in enumerate(items)
    ]
    return {item.row.id: found.story_id for item, found in zip(items, index.assign(window), strict=True)}


def _coverage(story: int, items: Sequence[Item]) -> Coverage:
    members = [member for item in items for member in _members(item, story)]
    times = [item.article.published for item in items]
    return Coverage(story=Story(id=story, created=min(times), updated=max(times)), members=tuple(members))


def _members(item: Item, story: int) -> list[Member]:
    own = _member(item.article, item.source, item, story=story)
    routes = sorted(set(item.row.via[1:]))
    return [own, *(linked(own, route) for route in routes)]


def linked(member: Member, route: str) -> Member:
    """Return a route's link to an item: a copy of it at a community source."""
    source = Source(id=f"route-{route}", name=route, site="https://route.invalid/", kind=SourceKind.COMMUNITY)
    ident = time_id(member.article.published, f"{member.article.text_hash} {route}")
    return Member(
        article=msgspec.structs.replace(member.article, id=ident, source_id=source.id),
        source=source,
        kept=member.kept,
        origin=Origin(article_id=ident, origin_id=member.origin.origin_id),
        assignment=Assignment(article_id=ident, story_id=member.assignment.story_id),
    )


def _member(article: Article, source: Source, item: Item, *, story: int) -> Member:
    return Member(
        article=article,
        source=source,
        kept=item.kept,
        origin=Origin(article_id=article.id, origin_id=item.article.id),
        assignment=Assignment(article_id=article.id, story_id=story),
    )
