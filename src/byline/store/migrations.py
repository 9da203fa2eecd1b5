"""How a database of an older Byline becomes one of this Byline.

`tables.py` is always the present shape: a new database gets it at once, with
all names recorded as applied. An older one runs the functions it lacks, each
recorded in the transaction that applied it, so a kill leaves no half of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, select

from byline.errors import SchemaTooNew, StoreError
from byline.store import dialect
from byline.store.engine import Database
from byline.store.tables import METADATA, schema_migration

Migration = tuple[str, Callable[[Connection], None]]
"""A name that is never used twice, and what brings the schema there from the one before."""


def _first(connection: Connection) -> None:
    """Create everything: only new databases come here."""
    METADATA.create_all(connection)
    dialect.create_search(connection)


MIGRATIONS: tuple[Migration, ...] = (("0001_first", _first),)


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
