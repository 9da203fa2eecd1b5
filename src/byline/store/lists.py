"""Lists and counts for those who show the newsroom: no texts are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from byline.records import EditionHead
from byline.store.rows import chunks
from byline.store.tables import appearance, article, assignment, edition, entry, feed, redirect, story


def edition_heads(connection: Connection) -> list[EditionHead]:
    """Return id, date and time of making of all editions, newest first."""
    columns = (edition.c.id, edition.c.date, edition.c.made_at)
    order = (edition.c.date.desc(), edition.c.made_at.desc(), edition.c.id.desc())
    return [EditionHead(**row) for row in connection.execute(select(*columns).order_by(*order)).mappings()]


def recent_stories(
    connection: Connection, since: datetime, *, after: tuple[datetime, int] | None, limit: int
) -> list[tuple[int, datetime, datetime]]:
    """Return (id, created, updated) of stories with articles updated at or after `since`, latest first."""
    inhabited = select(assignment.c.story_id).where(assignment.c.story_id == story.c.id).exists()
    query = select(story.c.id, story.c.created, story.c.updated).where(story.c.updated >= since, inhabited)
    if after is not None:
        updated, story_id = after
        behind = or_(story.c.updated < updated, and_(story.c.updated == updated, story.c.id < story_id))
        query = query.where(behind)
    ordered = query.order_by(story.c.updated.desc(), story.c.id.desc()).limit(limit)
    return [(row.id, row.created, row.updated) for row in connection.execute(ordered)]


def shown(connection: Connection, story_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Return for each living story the newest edition that showed it, and its place there; others are left out."""
    leads = {story_id: story_id for story_id in story_ids}
    for chunk in chunks(list(story_ids)):
        old = select(redirect.c.old_id, redirect.c.story_id).where(redirect.c.story_id.in_(chunk))
        leads |= {row.old_id: row.story_id for row in connection.execute(old)}
    found: dict[int, tuple[str, int]] = {}
    for chunk in chunks(sorted(leads)):
        query = (
            select(appearance.c.story_id, appearance.c.edition_id, appearance.c.position, edition.c.made_at)
            .join(edition, edition.c.id == appearance.c.edition_id)
            .where(appearance.c.story_id.in_(chunk))
            .order_by(edition.c.date, edition.c.made_at, edition.c.id, appearance.c.position.desc())
        )
        for row in connection.execute(query):
            found[leads[row.story_id]] = (row.edition_id, row.position)
    return found


def counts(connection: Connection) -> dict[str, int]:
    """Return how many feeds, entries, articles, stories and editions are stored."""
    tables = {"feeds": feed, "entries": entry, "articles": article, "stories": story, "editions": edition}
    query = {name: select(func.count()).select_from(table) for name, table in tables.items()}
    query["feeds"] = query["feeds"].where(feed.c.active)
    return {name: connection.execute(one).scalar_one() for name, one in query.items()}


def last_entries(connection: Connection) -> dict[str, datetime]:
    """Return when each feed last brought an entry that was new, by its address."""
    newest = func.max(entry.c.seen_at)
    query = select(feed.c.url, newest.label("at")).join(entry, entry.c.feed_id == feed.c.id).group_by(feed.c.url)
    return {row.url: row.at for row in connection.execute(query)}
