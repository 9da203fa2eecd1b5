"""Writing what comes in: polls and their entries, extracted articles and failures.

Both results may be committed again after a kill: a poll is marked by its fetch
record, an article by (source, url_key, text_hash), and a failed extraction
counts only for an entry that was due.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from msgspec import structs
from sqlalchemy import Connection, Row, and_, bindparam, func, select, tuple_, update

from byline.errors import StoreError
from byline.records import Article, Entry, Extracted, Failed, FetchLog, ParsedFeed, Polled
from byline.store import search
from byline.store.dialect import insert
from byline.store.rows import chunks, from_article, from_record
from byline.store.tables import EntryState, article, entry, feed, feed_address, fetch
from byline.text.urls import url_key

MAX_ATTEMPTS = 3
FIRST_RETRY = timedelta(minutes=15)
RETRY_FACTOR = 4
"""Waits of 15 minutes and 1 hour before an entry is parked."""

_MAX_ID = 2**63 - 1
_log = logging.getLogger(__name__)


# ---- polls


def write_polled(connection: Connection, results: Sequence[Polled], *, now: datetime) -> None:
    """Store polls: fetch record, the feed's state, and its entries."""
    for polled in results:
        known = _feed(connection, polled.feed_url)
        if known is None:
            _log.warning("%s: polled, but not among the feeds any more; its result is left out", polled.feed_url)
            continue
        fetch_id, is_new = _put_fetch(connection, polled.fetch)
        if not is_new:
            continue
        if isinstance(polled.outcome, ParsedFeed):
            _put_entries(connection, polled.outcome.entries, known=known, fetch_id=fetch_id)
        connection.execute(update(feed).where(feed.c.id == known.id), _next_state(polled, known))
        if polled.moved_to and not isinstance(polled.outcome, Failed):
            _move(connection, known, to=polled.moved_to)


def _feed(connection: Connection, url: str) -> Row[Any] | None:
    by_address = select(feed_address.c.feed_id).where(feed_address.c.url == url).scalar_subquery()
    return connection.execute(select(feed).where(feed.c.id == by_address)).one_or_none()


def _put_fetch(connection: Connection, record: FetchLog) -> tuple[int, bool]:
    """Store a fetch record and return its id, and whether it was new."""
    values = from_record(record)
    del values["id"]
    added = connection.execute(insert(fetch).values(values).on_conflict_do_nothing().returning(fetch.c.id)).scalar()
    if added is not None:
        return int(added), True
    same = and_(fetch.c.url == record.url, fetch.c.at == record.at, fetch.c.kind == record.kind)
    return int(connection.execute(select(fetch.c.id).where(same)).scalar_one()), False


def _next_state(polled: Polled, known: Row[Any]) -> dict[str, object]:
    if isinstance(polled.outcome, Failed):
        # Validators stay: the next answer is compared with the last good one.
        return {
            "next_poll": polled.next_poll,
            "failures": known.failures + 1,
            "last_error": polled.outcome.error,
        }
    state: dict[str, object] = {
        "next_poll": polled.next_poll,
        "last_success": polled.fetch.at,
        "failures": 0,
        "last_error": "",
    }
    if isinstance(polled.outcome, ParsedFeed):
        body_hash = polled.fetch.body_hash
        return state | {"etag": polled.etag, "last_modified": polled.last_modified, "body_hash": body_hash}
    return state | {
        "etag": polled.etag or known.etag,
        "last_modified": polled.last_modified or known.last_modified,
    }


def _move(connection: Connection, known: Row[Any], *, to: str) -> None:
    """Follow a feed to its new address; where another feed lives there already, that one goes on alone."""
    there = _feed(connection, to)
    if there is None:
        connection.execute(insert(feed_address).values(url=to, feed_id=known.id))
        connection.execute(update(feed).where(feed.c.id == known.id).values(url=to))
    elif there.id == known.id:
        connection.execute(update(feed).where(feed.c.id == known.id).values(url=to))
    else:
        connection.execute(update(feed).where(feed.c.id == known.id).values(active=False))
        connection.execute(update(feed_address).where(feed_address.c.feed_id == known.id).values(feed_id=there.id))


# ---- entries


def _put_entries(connection: Connection, entries: Iterable[Entry], *, known: Row[Any], fetch_id: int) -> None:
    """Add a feed's new entries, and take over what changed in those not yet extracted."""
    by_key: dict[str, Entry] = {}
    for record in entries:
        by_key.setdefault(record.key, record)
    stored = _stored_entries(connection, known.id, list(by_key))
    fresh = {key: record for key, record in by_key.items() if key not in stored}
    taken = _taken(connection, known.source_id, [url_key(record.url) for record in fresh.values() if record.url])
    rows = []
    for record in fresh.values():
        values = _entry_values(record) | {"feed_id": known.id, "source_id": known.source_id, "fetch_id": fetch_id}
        key = str(values["url_key"])
        is_duplicate = key in taken
        if key:
            taken.setdefault(key, None)
        values |= {"state": int(EntryState.DUPLICATE if is_duplicate else EntryState.PENDING)}
        rows.append(values | {"article_id": taken.get(key) if is_duplicate else None})
    if rows:
        connection.execute(insert(entry), rows)
    for key, row in stored.items():
        _take_over(connection, row, by_key[key])


def _stored_entries(connection: Connection, feed_id: int, keys: Sequence[str]) -> dict[str, Row[Any]]:
    names = ("id", "key", "source_id", "article_id", "url", "url_key", "title", "summary")
    found: dict[str, Row[Any]] = {}
    for chunk in chunks(keys):
        query = select(*(entry.c[name] for name in names)).where(entry.c.feed_id == feed_id, entry.c.key.in_(chunk))
        found |= {row.key: row for row in connection.execute(query)}
    return found


def _taken(connection: Connection, source_id: str, keys: Sequence[str]) -> dict[str, int | None]:
    """Return which addresses of a source an entry or article has already, with the article's id where there is one."""
    taken: dict[str, int | None] = {}
    for chunk in chunks(keys):
        entries = select(entry.c.url_key, entry.c.article_id).where(
            entry.c.source_id == source_id, entry.c.url_key.in_(chunk), entry.c.state != EntryState.DUPLICATE
        )
        articles = select(article.c.url_key, article.c.id).where(
            article.c.source_id == source_id, article.c.url_key.in_(chunk)
        )
        for query in (articles, entries):
            for key, article_id in connection.execute(query.order_by(*query.selected_columns)):
                taken[key] = article_id if article_id is not None else taken.get(key)
    return taken


def _entry_values(record: Entry) -> dict[str, object]:
    same = ("key", "url", "published", "seen_at", "language", "image_url", "authors", "title", "summary")
    values: dict[str, object] = {name: getattr(record, name) for name in same}
    return values | {
        "content_html": record.content_html,
        "url_key": url_key(record.url) if record.url else "",
        "time": record.published or record.seen_at,
    }


def _take_over(connection: Connection, row: Row[Any], record: Entry) -> None:
    """Correct a stored entry that its feed corrected, as long as no article was made of it."""
    is_same = (row.url, row.title, row.summary) == (record.url, record.title, record.summary)
    if is_same or row.article_id is not None:
        return
    values = _entry_values(record)
    for fixed in ("key", "seen_at", "published", "time"):
        del values[fixed]
    key = str(values["url_key"])
    has_moved = key != row.url_key
    if has_moved:
        # What failed was the old address; the new one may be another entry's already.
        taken = _taken(connection, row.source_id, [key] if key else [])
        state = EntryState.DUPLICATE if key in taken else EntryState.PENDING
        values |= {"state": int(state), "article_id": taken.get(key), "attempts": 0, "retry_at": None}
        values |= {"error_kind": "", "error": ""}
    connection.execute(update(entry).where(entry.c.id == row.id).values(values))
    if has_moved and row.url_key:
        _promote(connection, row.source_id, row.url_key)


def _promote(connection: Connection, source_id: str, key: str) -> None:
    """Let the oldest duplicate be extracted where nothing leads to its article any more."""
    if not _taken(connection, source_id, [key]):
        same = and_(entry.c.source_id == source_id, entry.c.url_key == key)
        oldest = select(func.min(entry.c.id)).where(same).scalar_subquery()
        connection.execute(update(entry).where(entry.c.id == oldest).values(state=int(EntryState.PENDING)))


# ---- articles


@dataclass(kw_only=True)
class _Known:
    """An entry as it stands, changed in memory while a batch is worked through."""

    id: int
    source_id: str
    url_key: str
    fetch_id: int
    state: int
    article_id: int | None
    attempts: int
    retry_at: datetime | None
    error_kind: str
    error: str


_KNOWN = tuple(field.name for field in fields(_Known))
_CHANGING = ("state", "article_id", "attempts", "retry_at", "error_kind", "error")
_IDENTITY = (article.c.source_id, article.c.url_key, article.c.text_hash)


def write_extracted(connection: Connection, results: Sequence[Extracted], *, now: datetime) -> None:
    """Store articles with their full-text index, or count failures and set the time of the next attempt."""
    entries = _known_entries(connection, [result.entry_id for result in results])
    found = [result.outcome for result in results if isinstance(result.outcome, Article)]
    stored = _stored_articles(connection, found)
    used = _used_ids(connection, [record.id for record in found])
    added: list[Article] = []
    for result in results:
        known = entries.get(result.entry_id)
        if known is None:
            raise StoreError(
                "extracted, but no such entry is stored.", subject=f"entry {result.entry_id}", advice="Poll first."
            )
        fetch_id = _put_fetch(connection, result.fetch)[0] if result.fetch else 0
        if isinstance(result.outcome, Failed):
            _count_failure(known, result.outcome, now=now)
            continue
        record = result.outcome
        identity = (record.source_id, record.url_key, record.text_hash)
        if identity not in stored:
            number = _free_id(connection, record.id, used)
            fetch_id = fetch_id or record.fetch_id or known.fetch_id
            added.append(structs.replace(record, id=number, entry_id=known.id, fetch_id=fetch_id))
            stored[identity] = (number, known.id)
            _mark(known, article_id=number, state=EntryState.DONE)
        elif known.state != EntryState.DONE:
            number, entry_id = stored[identity]
            _mark(known, article_id=number, state=EntryState.DONE if entry_id == known.id else EntryState.DUPLICATE)
    _put_articles(connection, added)
    _put_marks(connection, list(entries.values()))


def _known_entries(connection: Connection, ids: Sequence[int]) -> dict[int, _Known]:
    found: dict[int, _Known] = {}
    for chunk in chunks(ids):
        query = select(*(entry.c[name] for name in _KNOWN)).where(entry.c.id.in_(chunk))
        found |= {row["id"]: _Known(**row) for row in connection.execute(query).mappings()}
    return found


def _stored_articles(connection: Connection, records: Sequence[Article]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return (article id, entry id) of those that are stored, by (source, url_key, text_hash)."""
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for chunk in chunks([(a.source_id, a.url_key, a.text_hash) for a in records]):
        query = select(*_IDENTITY, article.c.id, article.c.entry_id).where(tuple_(*_IDENTITY).in_(chunk))
        found |= {(row[0], row[1], row[2]): (row[3], row[4]) for row in connection.execute(query)}
    return found


def _used_ids(connection: Connection, ids: Sequence[int]) -> set[int]:
    used: set[int] = set()
    for chunk in chunks(ids):
        used.update(connection.execute(select(article.c.id).where(article.c.id.in_(chunk))).scalars())
    return used


def _free_id(connection: Connection, wanted: int, used: set[int]) -> int:
    """Return the wanted id, or the next free one above it: two articles of one second may share a hash."""
    free = wanted
    while free in used:
        free = free + 1 if free < _MAX_ID else 1
        used |= _used_ids(connection, [free])
    used.add(free)
    return free


def _count_failure(known: _Known, failed: Failed, *, now: datetime) -> None:
    due = known.state == EntryState.PENDING and (known.retry_at is None or known.retry_at <= now)
    if not due:
        return
    wait = max(FIRST_RETRY * RETRY_FACTOR**known.attempts, timedelta(seconds=failed.retry_after_s or 0))
    known.attempts += 1
    is_over = not failed.retryable or known.attempts >= MAX_ATTEMPTS
    known.state = EntryState.PARKED if is_over else EntryState.PENDING
    known.retry_at = None if is_over else now + wait
    known.error_kind, known.error = failed.kind, failed.error


def _mark(known: _Known, *, article_id: int, state: EntryState) -> None:
    known.state, known.article_id = state, article_id
    known.retry_at, known.error_kind, known.error = None, "", ""


def _put_articles(connection: Connection, added: Sequence[Article]) -> None:
    if added:
        connection.execute(insert(article), [from_article(record) for record in added])
        search.index(connection, added)


def _put_marks(connection: Connection, entries: Sequence[_Known]) -> None:
    """Store where entries stand, and tell the duplicates that waited for them which article it became."""
    one = update(entry).where(entry.c.id == bindparam("this_id")).values({n: bindparam(f"new_{n}") for n in _CHANGING})
    connection.execute(one, [{"this_id": e.id} | {f"new_{n}": getattr(e, n) for n in _CHANGING} for e in entries])
    waiting = and_(
        entry.c.source_id == bindparam("this_source"),
        entry.c.url_key == bindparam("this_key"),
        entry.c.state == EntryState.DUPLICATE,
        entry.c.article_id.is_(None),
    )
    ended = [
        {"this_source": e.source_id, "this_key": e.url_key, "new_article_id": e.article_id}
        for e in entries
        if e.article_id is not None and e.url_key
    ]
    if ended:
        connection.execute(update(entry).where(waiting).values(article_id=bindparam("new_article_id")), ended)
