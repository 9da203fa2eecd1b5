"""What is read before anybody asks."""

from __future__ import annotations

from pathlib import Path

from byline.evaluate.sample import SampleRun
from byline.serve import queries
from byline.serve.ahead import Ahead
from byline.serve.desk import Desk
from byline.store.sqlite import open_store


def test_the_newest_edition_and_its_claims_are_at_hand_before_the_first_question(demo: SampleRun) -> None:
    desk = Desk(demo.newsroom.store, demo.newsroom.catalogue)
    ahead = Ahead(desk)
    ahead.start()
    assert ahead.done.wait(60)
    ahead.close()
    kept = len(desk.details), len(desk.claims)
    for line in queries.edition(desk).contents:
        queries.claims(desk, line.id)
    assert kept == (len(desk.details), len(desk.claims))
    assert kept >= (1, len(queries.edition(desk).contents))


def test_a_newsroom_without_an_edition_is_no_error_and_closing_ends_it(demo: SampleRun, tmp_path: Path) -> None:
    store = open_store(tmp_path / "byline.db")
    ahead = Ahead(Desk(store, demo.newsroom.catalogue))
    ahead.start()
    assert ahead.done.wait(20)
    ahead.close()
    ahead.close()
    store.close()
