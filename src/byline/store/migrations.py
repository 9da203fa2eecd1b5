"""How a database of an older Byline becomes one of this Byline.

`tables.py` is always the present shape: a new database gets it at once, with
all names recorded as applied. An older one runs the functions it lacks, each
recorded in the transaction that applied it, so a kill leaves no half of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, and_, inspect, select, text, update

from byline.errors import SchemaTooNew, StoreError
from byline.store import dialect
from byline.store.engine import Database
from byline.store.tables import METADATA, appearance, edition, schema_migration

Migration = tuple[str, Callable[[Connection], None]]
"""A name that is never used twice, and what brings the schema there from the one before."""


def _first(connection: Connection) -> None:
    """Create everything: only new databases come here."""
    METADATA.create_all(connection)
    dialect.create_search(connection)


# As the tables were then, and not as `tables.py` has them now.
_REGROUPING = (
    """CREATE TABLE unsettled (
        article_id INTEGER NOT NULL, PRIMARY KEY (article_id), FOREIGN KEY(article_id) REFERENCES article (id))""",
    """CREATE TABLE redirect (
        old_id INTEGER NOT NULL, story_id INTEGER NOT NULL, PRIMARY KEY (old_id),
        FOREIGN KEY(old_id) REFERENCES story (id), FOREIGN KEY(story_id) REFERENCES story (id))""",
    "CREATE INDEX ix_redirect_story_id ON redirect (story_id)",
    """CREATE TABLE story_change (
        id INTEGER NOT NULL, at BIGINT NOT NULL, kind VARCHAR NOT NULL, story_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL, "by" VARCHAR NOT NULL, similarity FLOAT NOT NULL, parts BLOB NOT NULL,
        reason VARCHAR NOT NULL, article_ids BLOB NOT NULL, PRIMARY KEY (id),
        FOREIGN KEY(story_id) REFERENCES story (id), FOREIGN KEY(other_id) REFERENCES story (id))""",
    "CREATE INDEX ix_story_change_other_id ON story_change (other_id)",
    "CREATE INDEX ix_story_change_story_id ON story_change (story_id)",
    """CREATE TABLE decision (
        left_id INTEGER NOT NULL, right_id INTEGER NOT NULL, kind VARCHAR NOT NULL, decided BIGINT NOT NULL,
        PRIMARY KEY (left_id, right_id), FOREIGN KEY(left_id) REFERENCES article (id),
        FOREIGN KEY(right_id) REFERENCES article (id))""",
    """CREATE TABLE development (
        story_id INTEGER NOT NULL, of_id INTEGER NOT NULL, similarity FLOAT NOT NULL, reason VARCHAR NOT NULL,
        PRIMARY KEY (story_id), FOREIGN KEY(story_id) REFERENCES story (id),
        FOREIGN KEY(of_id) REFERENCES story (id))""",
    "CREATE INDEX ix_development_of_id ON development (of_id)",
    "ALTER TABLE appearance ADD COLUMN article_ids BLOB NOT NULL DEFAULT '[]'",
)


def _regrouping(connection: Connection) -> None:
    """Let stories be merged and split, and tell which articles an edition showed."""
    for statement in _REGROUPING:
        connection.execute(text(statement))
    shown = msgspec.json.Decoder(_Shown)
    # One edition at a time: each holds the texts of all its articles.
    for edition_id in connection.execute(select(edition.c.id)).scalars().all():
        packed = text("SELECT record FROM edition WHERE id = :id")
        for item in shown.decode(connection.execute(packed, {"id": edition_id}).scalar_one()).stories:
            coverage = item.coverage
            here = and_(appearance.c.edition_id == edition_id, appearance.c.story_id == coverage.story.id)
            ids = tuple(sorted(member.article.id for member in coverage.members))
            connection.execute(update(appearance).where(here).values(article_ids=ids))


def _readings(connection: Connection) -> None:
    """Make room for what clustering reads in texts: the next run reads those of its window once more, and keeps it."""
    connection.execute(
        text(
            """CREATE TABLE reading (
                article_id INTEGER NOT NULL, version VARCHAR NOT NULL, body BLOB NOT NULL, PRIMARY KEY (article_id),
                FOREIGN KEY(article_id) REFERENCES article (id))"""
        )
    )


_OUTBOX = (
    """CREATE TABLE outbox (
        edition_id VARCHAR NOT NULL, channel VARCHAR NOT NULL, address VARCHAR NOT NULL, state VARCHAR NOT NULL,
        attempts INTEGER NOT NULL, due BIGINT NOT NULL, changed BIGINT NOT NULL, detail VARCHAR NOT NULL,
        PRIMARY KEY (edition_id, channel, address))""",
    """CREATE TABLE subscriber (
        address VARCHAR NOT NULL, name VARCHAR NOT NULL, added BIGINT NOT NULL, PRIMARY KEY (address))""",
)


def _outbox(connection: Connection) -> None:
    """Remember what was sent to whom."""
    for statement in _OUTBOX:
        connection.execute(text(statement))


_LATEST = (
    "CREATE INDEX ix_story_updated_id ON story (updated, id)",
    "CREATE INDEX ix_appearance_story_id ON appearance (story_id)",
)


def _latest(connection: Connection) -> None:
    """Find the latest stories, and where a story was shown, without looking at all of them."""
    for statement in _LATEST:
        connection.execute(text(statement))


_CLAIMS = (
    """CREATE TABLE story_claims (
        story_id INTEGER NOT NULL, version VARCHAR DEFAULT '' NOT NULL, body BLOB DEFAULT '[]' NOT NULL,
        PRIMARY KEY (story_id), FOREIGN KEY(story_id) REFERENCES story (id))""",
    "CREATE INDEX ix_story_claims_unfound ON story_claims (story_id) WHERE version = ''",
    "INSERT INTO story_claims (story_id) SELECT DISTINCT story_id FROM assignment",
)


def _claims(connection: Connection) -> None:
    """Make room for what the articles of each story say: runs find it, the latest stories first."""
    for statement in _CLAIMS:
        connection.execute(text(statement))


class _Named(msgspec.Struct):
    id: int


class _ShownMember(msgspec.Struct):
    article: _Named


class _ShownCoverage(msgspec.Struct):
    story: _Named
    members: tuple[_ShownMember, ...]


class _ShownStory(msgspec.Struct):
    coverage: _ShownCoverage


class _Shown(msgspec.Struct):
    """What the migration reads of an edition; later fields of the record do not matter to it."""

    stories: tuple[_ShownStory, ...]


MIGRATIONS: tuple[Migration, ...] = (
    ("0001_first", _first),
    ("0002_regrouping", _regrouping),
    ("0003_readings", _readings),
    ("0004_outbox", _outbox),
    ("0005_latest", _latest),
    ("0006_claims", _claims),
)


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> list[str]:
    """Bring the schema up to date and return the names applied now; SchemaTooNew for a newer database."""
    missing = _missing(database, migrations)
    if missing is None:
        _create(database, migrations)
        return [name for name, _ in migrations]
    for name, change in missing:
        with database.writing() as connection:
            if name not in _recorded(connection):  # another process may have been quicker
                change(connection)
                _record(connection, [name])
    return [name for name, _ in missing]


def _missing(database: Database, migrations: Sequence[Migration]) -> list[Migration] | None:
    """Return what is left to apply; None for a database without any table."""
    with database.reading() as connection:
        tables = inspect(connection).get_table_names()
        if tables and schema_migration.name not in tables:
            raise StoreError(
                "this database belongs to another program.",
                subject=str(database.path),
                advice="Name another file in the configuration. Nothing was changed.",
            )
        if not tables:
            return None
        applied = _recorded(connection)
    unknown = sorted(applied - {name for name, _ in migrations})
    if unknown:
        raise SchemaTooNew(
            f"this database was written by a newer Byline (it has {', '.join(unknown)}).",
            subject=str(database.path),
            advice="Update Byline, or name another database in the configuration. Nothing was changed.",
        )
    return [migration for migration in migrations if migration[0] not in applied]


def _create(database: Database, migrations: Sequence[Migration]) -> None:
    with database.writing() as connection:
        if not inspect(connection).has_table(schema_migration.name):
            _first(connection)
            _record(connection, [name for name, _ in migrations])


def _recorded(connection: Connection) -> set[str]:
    return set(connection.execute(select(schema_migration.c.name)).scalars())


def _record(connection: Connection, names: Sequence[str]) -> None:
    # The wall clock is right here: it only tells an operator when this happened.
    now = datetime.now(UTC)
    connection.execute(dialect.insert(schema_migration), [{"name": name, "applied_at": now} for name in names])
