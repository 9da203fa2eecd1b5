"""The tables: one place for every column, in the order of an article's path.

Times are integer microseconds since 1970 in UTC (SQLite drops zones). Ids of
articles and stories are our own and grow with time; other ids are counted by
the database. What is never queried is one JSON value. Large texts are the last
column of their row, so that reading the small ones does not touch them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal,
)

from byline.records import Edition, Kept, Part, Summary

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class EntryState(IntEnum):
    """Where an entry stands."""

    PENDING = 0
    """To be extracted, now or at its retry time."""
    DONE = 1
    """Its article is stored."""
    PARKED = 2
    """Given up after failures; shown in the ledger."""
    DUPLICATE = 3
    """Another entry of the same source leads to the same article."""


class ArticleStage(IntEnum):
    """What has to be done next with an article: its done mark."""

    SCREEN = 0
    EMBED = 1
    CLUSTER = 2
    DONE = 3
    """In a story."""
    DROPPED = 4
    """Screened out."""


def written(mark: IntEnum) -> BindParameter[int]:
    """Return a mark as it stands in the statement, not as a parameter: only so a partial index on it is used."""
    return literal(int(mark), literal_execute=True)


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC, stored as integer microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return microseconds since 1970."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


# Any: the decorator carries whatever record type it was made for.
class Packed(TypeDecorator[Any]):
    """A record or tuple that is never queried, stored as JSON bytes."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        """Store values of the type `kind`."""
        super().__init__()
        self.kind = kind
        self._decode = msgspec.json.Decoder(kind).decode

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Return JSON bytes with sorted keys, so that equal values have equal bytes."""
        return None if value is None else msgspec.json.encode(value, order="deterministic")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Return the decoded value."""
        return None if value is None else self._decode(value)


# SQLite counts rows only in a column declared exactly INTEGER PRIMARY KEY.
ID = BigInteger().with_variant(Integer, "sqlite")
WORDS = Packed(tuple[str, ...])

METADATA = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)

schema_migration = Table(
    "schema_migration",
    METADATA,
    Column("name", String, primary_key=True),
    Column("applied_at", Instant, nullable=False),
)

source = Table(
    "source",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("site", String, nullable=False),
    Column("country", String, nullable=False),
    Column("language", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("owner", String, nullable=False),
)

feed = Table(
    "feed",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("etag", String, nullable=False, default=""),
    Column("last_modified", String, nullable=False, default=""),
    Column("body_hash", String, nullable=False, default=""),
    Column("next_poll", Instant),
    Column("last_success", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_error", String, nullable=False, default=""),
)

# Every address a feed ever had: a catalogue that still names the old one finds the moved feed.
feed_address = Table(
    "feed_address",
    METADATA,
    Column("url", String, primary_key=True),
    Column("feed_id", ForeignKey("feed.id"), nullable=False, index=True),
)

# One row for each fetch, and by (kind, url, at) the done mark of a poll.
fetch = Table(
    "fetch",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("url", String, nullable=False),
    Column("final_url", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("error", String, nullable=False),
    UniqueConstraint("url", "at", "kind"),
)

entry = Table(
    "entry",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("feed_id", ForeignKey("feed.id"), nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("url", String, nullable=False),
    Column("url_key", String, nullable=False),
    Column("published", Instant),
    Column("seen_at", Instant, nullable=False),
    Column("time", Instant, nullable=False, index=True),
    Column("language", String, nullable=False),
    Column("image_url", String, nullable=False),
    Column("fetch_id", BigInteger, nullable=False),
    Column("state", Integer, nullable=False),
    Column("article_id", BigInteger),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Instant),
    Column("error_kind", String, nullable=False, default=""),
    Column("error", String, nullable=False, default=""),
    Column("authors", WORDS, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("content_html", Text, nullable=False),
    UniqueConstraint("feed_id", "key"),
    Index(None, "source_id", "url_key"),
)
Index("ix_entry_pending", entry.c.id, sqlite_where=entry.c.state == 0, postgresql_where=entry.c.state == 0)

article = Table(
    "article",
    METADATA,
    Column("id", ID, primary_key=True, autoincrement=False),
    Column("stage", Integer, nullable=False),
    Column("entry_id", ForeignKey("entry.id"), nullable=False, index=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("url", String, nullable=False),
    Column("url_key", String, nullable=False),
    Column("text_hash", String, nullable=False),
    Column("language", String, nullable=False),
    Column("published", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("authors", WORDS, nullable=False),
    Column("image_url", String, nullable=False),
    Column("image_credit", String, nullable=False),
    Column("section", String, nullable=False),
    Column("method", String, nullable=False),
    Column("fetch_id", BigInteger, nullable=False),
    Column("corrects", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("source_id", "url_key", "text_hash"),
    Index(None, "published", "id"),
)
_UNDONE = article.c.stage < int(ArticleStage.DONE)
Index(
    "ix_article_undone",
    article.c.stage,
    article.c.published,
    article.c.id,
    sqlite_where=_UNDONE,
    postgresql_where=_UNDONE,
)

screening = Table(
    "screening",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("reason", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("kept", Packed(Kept | None)),
)

vector = Table(
    "vector",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("model_id", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

origin = Table(
    "origin",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("origin_id", ForeignKey("article.id"), nullable=False),
    Column("share", Float, nullable=False),
    Column("evidence", String, nullable=False),
)

story = Table(
    "story",
    METADATA,
    Column("id", ID, primary_key=True, autoincrement=False),
    Column("created", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Index(None, "updated", "id"),
)

assignment = Table(
    "assignment",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("story_id", ForeignKey("story.id"), nullable=False, index=True),
    Column("nearest_id", BigInteger, nullable=False),
    Column("similarity", Float, nullable=False),
    Column("parts", Packed(dict[str, float]), nullable=False),
    Column("reason", String, nullable=False),
)

# What clustering read in the texts of its window, and which code read it; older ones are deleted.
reading = Table(
    "reading",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("version", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Articles that joined a story since repair last looked: they are the queue of `pending("repair")`.
unsettled = Table(
    "unsettled",
    METADATA,
    Column("article_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
)

# An absorbed story's id, and the story where its founding article is now: never itself an absorbed one.
redirect = Table(
    "redirect",
    METADATA,
    Column("old_id", ForeignKey("story.id"), primary_key=True, autoincrement=False),
    Column("story_id", ForeignKey("story.id"), nullable=False, index=True),
)

story_change = Table(
    "story_change",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", String, nullable=False),
    Column("story_id", ForeignKey("story.id"), nullable=False, index=True),
    Column("other_id", ForeignKey("story.id"), nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("similarity", Float, nullable=False),
    Column("parts", Packed(dict[str, float]), nullable=False),
    Column("reason", String, nullable=False),
    Column("article_ids", Packed(tuple[int, ...]), nullable=False),
)

# left_id < right_id: the newest decision about two articles is the one that holds.
decision = Table(
    "decision",
    METADATA,
    Column("left_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("right_id", ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("decided", Instant, nullable=False),
)

development = Table(
    "development",
    METADATA,
    Column("story_id", ForeignKey("story.id"), primary_key=True, autoincrement=False),
    Column("of_id", ForeignKey("story.id"), nullable=False, index=True),
    Column("similarity", Float, nullable=False),
    Column("reason", String, nullable=False),
)

# What the articles of each story say, as spans of their texts, and which code found it; "": still to be found.
story_claims = Table(
    "story_claims",
    METADATA,
    Column("story_id", ForeignKey("story.id"), primary_key=True, autoincrement=False),
    Column("version", String, nullable=False, server_default=""),
    Column("body", LargeBinary, nullable=False, server_default="[]"),
)
_UNFOUND = story_claims.c.version == ""
Index("ix_story_claims_unfound", story_claims.c.story_id, sqlite_where=_UNFOUND, postgresql_where=_UNFOUND)

score = Table(
    "score",
    METADATA,
    Column("story_id", ForeignKey("story.id"), primary_key=True, autoincrement=False),
    Column("total", Float, nullable=False),
    Column("parts", Packed(tuple[Part, ...]), nullable=False),
)

summary = Table(
    "summary",
    METADATA,
    Column("story_id", ForeignKey("story.id"), primary_key=True, autoincrement=False),
    Column("inputs_hash", String, primary_key=True),
    Column("record", Packed(Summary), nullable=False),
)

edition = Table(
    "edition",
    METADATA,
    Column("id", String, primary_key=True),
    Column("date", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("record", Packed(Edition), nullable=False),
    Index(None, "date", "made_at", "id"),
)

appearance = Table(
    "appearance",
    METADATA,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("story_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("date", String, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("article_ids", Packed(tuple[int, ...]), nullable=False, server_default="[]"),
)

image = Table(
    "image",
    METADATA,
    Column("url", String, primary_key=True),
    Column("content_type", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# One row for each edition and address, whatever becomes of it: the reason why nobody gets an edition twice.
outbox = Table(
    "outbox",
    METADATA,
    Column("edition_id", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("address", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("detail", String, nullable=False),
)

subscriber = Table(
    "subscriber",
    METADATA,
    Column("address", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("added", Instant, nullable=False),
)
