"""Lists and counts for those who show the newsroom: no texts are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select, tuple_

from byline.records import EditionHead
from byline.store.rows import chunks
from byline.store.tables import Instant, appearance, article, assignment, edition, entry, feed, redirect, story

# Statements that the API asks for each answer are put together once: that takes longer than running them.
_INHABITED = select(assignment.c.story_id).where(assignment.c.story_id == story.c.id).exists()
_RECENT = (
    select(story.c.id, story.c.created, story.c.updated)
    .where(story.c.updated >= bindparam("since"), _INHABITED)
    .order_by(story.c.updated.desc(), story.c.id.desc())
    .limit(bindparam("most"))
)
_BEHIND = tuple_(story.c.updated, story.c.id) < tuple_(bindparam("updated", type_=Instant), bindparam("id"))
_ONWARDS = _RECENT.where(_BEHIND)
# Any: ids of a list.
_THESE: BindParameter[Any] = bindparam("ids", expanding=True)
_ABSORBED = select(redirect.c.old_id, redirect.c.story_id).where(redirect.c.story_id.in_(_THESE))
_SHOWN = (
    select(appearance.c.story_id, appearance.c.edition_id, appearance.c.position)
    .join(edition, edition.c.id == appearance.c.edition_id)
    .where(appearance.c.story_id.in_(_THESE))
    .order_by(edition.c.date, edition.c.made_at, edition.c.id, appearance.c.position.desc())
)
_PLACED = (
    select(appearance.c.story_id, appearance.c.position)
    .where(appearance.c.edition_id == bindparam("edition_id"), appearance.c.story_id.in_(_THESE))
    .order_by(appearance.c.position.desc())
)


def edition_heads(connection: Connection) -> list[EditionHead]:
    """Return id, date and time of making of all editions, newest first."""
    columns = (edition.c.id, edition.c.date, edition.c.made_at)
    order = (edition.c.date.desc(), edition.c.made_at.desc(), edition.c.id.desc())
    return [EditionHead(**row) for row in connection.execute(select(*columns).order_by(*order)).mappings()]


def recent_stories(
    connection: Connection, since: datetime, *, after: tuple[datetime, int] | None, limit: int
) -> list[tuple[int, datetime, datetime]]:
    """Return (id, created, updated) of stories with articles updated at or after `since`, latest first."""
    values = {"since": since, "most": limit}
    if after is None:
        rows = connection.execute(_RECENT, values)
    else:
        rows = connection.execute(_ONWARDS, {**values, "updated": after[0], "id": after[1]})
    return [(row.id, row.created, row.updated) for row in rows]


def shown(connection: Connection, story_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Return for each living story the newest edition that showed it, and its place there; others are left out."""
    found: dict[int, tuple[str, int]] = {}
    for chunk in chunks(list(story_ids)):
        # An edition shows a story under its own id, or under one that was absorbed since.
        leads = {story_id: story_id for story_id in chunk}
        leads |= {row.old_id: row.story_id for row in connection.execute(_ABSORBED, {"ids": chunk})}
        for row in connection.execute(_SHOWN, {"ids": list(leads)}):
            found[leads[row.story_id]] = (row.edition_id, row.position)
    return found


def placed(connection: Connection, edition_id: str, story_ids: Sequence[int]) -> dict[int, int]:
    """Return the place of each of these stories in one edition; those it does not show are left out."""
    found: dict[int, int] = {}
    for chunk in chunks(list(story_ids)):
        leads = {story_id: story_id for story_id in chunk}
        leads |= {row.old_id: row.story_id for row in connection.execute(_ABSORBED, {"ids": chunk})}
        for row in connection.execute(_PLACED, {"ids": list(leads), "edition_id": edition_id}):
            found[leads[row.story_id]] = row.position
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
