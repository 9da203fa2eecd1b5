"""A database of yesterday, and one of tomorrow."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text

from byline.errors import SchemaTooNew, StoreError
from byline.store.engine import Database
from byline.store.migrations import MIGRATIONS, migrate
from byline.store.sqlite import open_store


def _add_colour(connection):
    connection.execute(text("ALTER TABLE source ADD COLUMN colour TEXT NOT NULL DEFAULT ''"))


def _break_halfway(connection):
    _add_colour(connection)
    connection.execute(text("ALTER TABLE nowhere ADD COLUMN colour TEXT"))


def _columns(path):
    with sqlite3.connect(path) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(source)")]


def test_a_new_database_has_every_migration_recorded(tmp_path):
    database = Database(tmp_path / "byline.db")
    assert migrate(database) == [name for name, _ in MIGRATIONS]
    assert migrate(database) == []


def test_an_older_database_gets_what_it_lacks_and_keeps_what_it_has(newsroom, tmp_path):
    newsroom.open_feed()
    newsroom.store.close()
    database = Database(tmp_path / "byline.db")
    assert migrate(database, [*MIGRATIONS, ("0002_colour", _add_colour)]) == ["0002_colour"]
    assert migrate(database, [*MIGRATIONS, ("0002_colour", _add_colour)]) == []
    with database.reading() as connection:
        assert connection.execute(text("SELECT id, colour FROM source")).all() == [("harbour", "")]


def test_a_migration_that_breaks_halfway_leaves_nothing_behind(tmp_path):
    open_store(tmp_path / "byline.db").close()
    database = Database(tmp_path / "byline.db")
    with pytest.raises(StoreError, match="nowhere"):
        migrate(database, [*MIGRATIONS, ("0002_colour", _break_halfway)])
    database.close()
    assert "colour" not in _columns(tmp_path / "byline.db")
    open_store(tmp_path / "byline.db").close()


def test_a_newer_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "byline.db"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO schema_migration VALUES ('0099_tomorrow', 0)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SchemaTooNew, match=r"0099_tomorrow.*Update Byline"):
        open_store(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "byline.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        open_store(path)
