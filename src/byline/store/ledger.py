"""Counting what came in and what became of it.

What is read ends in exactly one place: `read` = `unread` + `kept` + all
`dropped` once nothing is pending. So an entry that leads to an article told of
by another entry of its source is not counted, and articles are counted by the
time of their entry.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from byline.records import Ledger
from byline.store.tables import EntryState, article, assignment, entry, feed, origin, screening


def ledger(connection: Connection, since: datetime, until: datetime) -> Ledger:
    """Return the counts of the interval [since, until); feeds as they stand now."""
    feeds, feeds_failed = connection.execute(
        select(func.count(), func.count().filter(feed.c.failures > 0)).where(feed.c.active)
    ).one()
    here = and_(entry.c.time >= since, entry.c.time < until, entry.c.state != EntryState.DUPLICATE)
    screened = _screened(connection, since, until)
    return Ledger(
        feeds=feeds,
        feeds_failed=feeds_failed,
        read=connection.execute(select(func.count()).select_from(entry).where(here)).scalar_one(),
        unread=_unread(connection, since, until),
        kept=screened.pop("", 0),
        dropped=screened,
        copies=_copies(connection, since, until),
        stories=_stories(connection, since, until),
    )


def _unread(connection: Connection, since: datetime, until: datetime) -> dict[str, int]:
    failed = entry.c.state.in_([int(EntryState.PENDING), int(EntryState.PARKED)])
    query = (
        select(entry.c.error_kind, func.count())
        .where(entry.c.time >= since, entry.c.time < until, failed, entry.c.attempts > 0)
        .group_by(entry.c.error_kind)
        .order_by(entry.c.error_kind)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _screened(connection: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """Return articles by reason of dropping; "" for kept ones."""
    query = (
        select(screening.c.reason, func.count())
        .join(entry, entry.c.article_id == screening.c.article_id)
        .where(entry.c.time >= since, entry.c.time < until, entry.c.state == EntryState.DONE)
        .group_by(screening.c.reason)
        .order_by(screening.c.reason)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _copies(connection: Connection, since: datetime, until: datetime) -> int:
    query = (
        select(func.count())
        .select_from(origin)
        .join(entry, entry.c.article_id == origin.c.article_id)
        .where(
            entry.c.time >= since,
            entry.c.time < until,
            entry.c.state == EntryState.DONE,
            origin.c.origin_id != origin.c.article_id,
        )
    )
    return int(connection.execute(query).scalar_one())


def _stories(connection: Connection, since: datetime, until: datetime) -> int:
    query = (
        select(func.count(assignment.c.story_id.distinct()))
        .join(article, article.c.id == assignment.c.article_id)
        .where(article.c.published >= since, article.c.published < until)
    )
    return int(connection.execute(query).scalar_one())
