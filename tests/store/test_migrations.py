"""A database of yesterday, and one of tomorrow."""

from __future__ import annotations

import gzip
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from byline.errors import SchemaTooNew, StoreError
from byline.store.engine import Database
from byline.store.migrations import MIGRATIONS, migrate
from byline.store.sqlite import open_store

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


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
    assert migrate(database, [*MIGRATIONS, ("9999_colour", _add_colour)]) == ["9999_colour"]
    assert migrate(database, [*MIGRATIONS, ("9999_colour", _add_colour)]) == []
    with database.reading() as connection:
        assert connection.execute(text("SELECT id, colour FROM source")).all() == [("harbour", "")]


OLD = Path(__file__).with_name("newsroom_0001.db.gz")
"""Written by the first version: three articles in two stories, one copied, an edition of both, a summary."""


@pytest.fixture
def old(tmp_path):
    """A file of the first version's."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    return path


def _shape(path):
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
        shape = {name: sorted(connection.execute(f"PRAGMA table_info({name})").fetchall()) for (name,) in names}
    connection.close()
    return {name: [row[1:] for row in rows] for name, rows in shape.items()}


def test_a_database_of_the_first_version_gets_the_shape_of_a_new_one(old, tmp_path):
    open_store(old).close()
    open_store(tmp_path / "new.db").close()
    assert _shape(old) == _shape(tmp_path / "new.db")


def test_a_database_of_the_first_version_loses_nothing(old):
    with sqlite3.connect(old) as connection:
        tables = [name for name in _shape(old) if not name.startswith(("ix_", "schema_", "article_words"))]
        before = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}
    store = open_store(old)
    assert store.problems() == []
    store.close()
    with sqlite3.connect(old) as connection:
        after = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}
    after["appearance"] = [row[:-1] for row in after["appearance"]]
    assert after == before
    assert all(before.values()), "every table had something to lose"


def test_editions_of_the_first_version_tell_what_they_showed(old):
    store = open_store(old)
    shown = {a.story_id: a.article_ids for a in store.appearances("2025-07-28")}
    stories = {s.coverage.story.id: s.coverage for s in store.edition().stories}
    store.close()
    assert shown == {story_id: tuple(m.article.id for m in found.members) for story_id, found in stories.items()}
    assert sorted(map(len, shown.values())) == [1, 2]


def test_stories_of_the_first_version_wait_for_their_claims(old):
    store = open_store(old)
    stories = [coverage.story.id for coverage in store.coverage(_FIRST, _LAST)]
    assert sorted(store.unfound_claims("v1", since=_LAST, limit=9)) == stories != []
    assert store.claims(list(store.stories(stories).values())) == {}
    store.close()


def test_a_migration_that_breaks_halfway_leaves_nothing_behind(tmp_path):
    open_store(tmp_path / "byline.db").close()
    database = Database(tmp_path / "byline.db")
    with pytest.raises(StoreError, match="nowhere"):
        migrate(database, [*MIGRATIONS, ("9999_colour", _break_halfway)])
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


def test_the_latest_stories_and_where_one_was_shown_are_found_by_an_index(tmp_path):
    open_store(tmp_path / "byline.db").close()
    with sqlite3.connect(tmp_path / "byline.db") as connection:
        latest = "SELECT id FROM story WHERE updated >= 0 ORDER BY updated DESC, id DESC LIMIT 9"
        assert _plan(connection, latest) == "SEARCH story USING COVERING INDEX ix_story_updated_id (updated>?)"
        shown = "SELECT position FROM appearance WHERE story_id IN (1, 2)"
        assert _plan(connection, shown) == "SEARCH appearance USING INDEX ix_appearance_story_id (story_id=?)"
    connection.close()


def _plan(connection, query):
    return " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
