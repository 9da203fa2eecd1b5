"""What is read before anybody asks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from byline.evaluate.sample import SampleRun
from byline.serve import queries
from byline.serve.ahead import Ahead
from byline.serve.desk import Desk
from byline.store.sqlite import open_store


def test_the_newest_edition_and_claims_that_no_run_has_found_are_at_hand_before_the_first_question(
    demo: SampleRun, tmp_path: Path
) -> None:
    with sqlite3.connect(demo.newsroom.database) as connection, sqlite3.connect(tmp_path / "byline.db") as copy:
        connection.backup(copy)
        copy.execute("UPDATE story_claims SET version = '', body = '[]'")
    connection.close()
    copy.close()
    store = open_store(tmp_path / "byline.db")
    desk = Desk(store, demo.newsroom.catalogue)
    ahead = Ahead(desk)
    ahead.start()
    assert ahead.done.wait(60)
    ahead.close()
    kept = len(desk.details), len(desk.claims)
    found = {line.id: queries.claims(desk, line.id) for line in queries.edition(desk).contents}
    store.close()
    assert kept == (len(desk.details), len(desk.claims))
    assert kept >= (1, len(found))
    read = Desk(demo.newsroom.store, demo.newsroom.catalogue)
    assert found == {story_id: queries.claims(read, story_id) for story_id in found}
    assert len(read.claims) == 0, "what a run has found is read"


def test_a_newsroom_without_an_edition_is_no_error_and_closing_ends_it(demo: SampleRun, tmp_path: Path) -> None:
    store = open_store(tmp_path / "byline.db")
    ahead = Ahead(Desk(store, demo.newsroom.catalogue))
    ahead.start()
    assert ahead.done.wait(20)
    ahead.close()
    ahead.close()
    store.close()
