"""Between records and rows: one function each way, no queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping

from byline.records import (
    Article,
    Assignment,
    Entry,
    Feed,
    FeedState,
    FetchLog,
    Origin,
    Source,
    SourceKind,
)
from byline.store.tables import ArticleStage, article, assignment, entry, feed, fetch, origin, source

T = TypeVar("T")

# SQLite takes 32,766 values in one statement, but long lists only make it slow to prepare.
CHUNK = 500

ARTICLE = tuple(name for name in Article.__struct_fields__)
ARTICLE_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(article.c[name] for name in ARTICLE)
"""What `to_article` needs, in its order. Any: columns of every type."""

ENTRY_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(entry.c[name] for name in Entry.__struct_fields__ if name != "feed_url"),
    feed.c.url.label("feed_url"),
)
"""What `to_entry` needs; from entry joined with feed."""

ASSIGNMENT_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(assignment.c[n] for n in Assignment.__struct_fields__)
ORIGIN_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(origin.c[n] for n in Origin.__struct_fields__)
FETCH_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(fetch.c[n] for n in FetchLog.__struct_fields__)
SOURCE_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(source.c[n] for n in Source.__struct_fields__)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items in order, at most `size` at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


# Any: a row's values are of every type; each function knows its columns.
def to_article(values: Sequence[Any]) -> Article:
    """Return the article whose ARTICLE_COLUMNS these are."""
    return Article(**dict(zip(ARTICLE, values, strict=True)))


def to_assignment(values: Sequence[Any]) -> Assignment:
    """Return the assignment whose ASSIGNMENT_COLUMNS these are."""
    return Assignment(**dict(zip(Assignment.__struct_fields__, values, strict=True)))


def to_origin(values: Sequence[Any]) -> Origin:
    """Return the origin whose ORIGIN_COLUMNS these are."""
    return Origin(**dict(zip(Origin.__struct_fields__, values, strict=True)))


def to_entry(row: RowMapping) -> Entry:
    """Return the entry whose ENTRY_COLUMNS these are."""
    return Entry(**row)


def to_fetch(row: RowMapping) -> FetchLog:
    """Return the fetch record whose FETCH_COLUMNS these are."""
    return FetchLog(**row)


def to_source(row: Mapping[str, Any] | RowMapping) -> Source:
    """Return the source whose SOURCE_COLUMNS these are."""
    return Source(**{**row, "kind": SourceKind(row["kind"])})


def to_feed_state(row: RowMapping) -> FeedState:
    """Return the state of a feed from its row."""
    return FeedState(
        feed=Feed(url=row["url"], source_id=row["source_id"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        next_poll=row["next_poll"],
        last_success=row["last_success"],
        failures=row["failures"],
        last_error=row["last_error"],
    )


def from_article(record: Article) -> dict[str, object]:
    """Return the row of an article that has to be screened next."""
    return {name: getattr(record, name) for name in ARTICLE} | {"stage": int(ArticleStage.SCREEN)}


def from_record(record: Origin | Assignment | FetchLog | Source) -> dict[str, object]:
    """Return the row of a record whose fields are the columns."""
    return {name: getattr(record, name) for name in record.__struct_fields__}
