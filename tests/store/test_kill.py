"""A newsroom killed at any moment loses nothing and does nothing twice."""

from __future__ import annotations

import importlib.util
import json
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from byline.store.sqlite import open_store
from byline.store.tables import ArticleStage, EntryState

SCRIPT = Path(__file__).with_name("newsroom_to_kill.py")
KILLS = 40
MAX_WAIT_S = 0.06


@pytest.fixture(scope="module")
def newsroom():
    """The script as a module, for what it says about numbers."""
    spec = importlib.util.spec_from_file_location("newsroom_to_kill", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A database written by processes of which forty were killed, and the last one finished."""
    path = tmp_path_factory.mktemp("killed") / "byline.db"
    chance = random.Random(20250728)
    waits = [f"{chance.uniform(0, MAX_WAIT_S):.4f}" for _ in range(KILLS)]
    done = subprocess.run([sys.executable, SCRIPT, path, *waits], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 30, f"only {done.stdout} were still working when they were killed: give them more to do"
    return path


@pytest.fixture
def rows(killed):
    """A way to ask the killed database directly."""
    with sqlite3.connect(killed) as connection:
        yield lambda query: connection.execute(query).fetchall()
    connection.close()


def test_the_database_is_whole(killed):
    store = open_store(killed)
    assert store.problems() == []
    store.close()


def test_every_entry_is_there_once_and_so_is_its_article(rows, newsroom):
    numbers = range(newsroom.FEEDS // 2 * newsroom.ENTRIES)
    readable = sorted(n for n in numbers if not newsroom.is_lost(n))
    assert rows("SELECT count(*), count(DISTINCT feed_id || key) FROM entry") == [(2 * len(numbers), 2 * len(numbers))]
    assert sorted(int(row[0][6:]) for row in rows("SELECT title FROM article")) == readable


def test_every_entry_points_at_its_article_or_is_parked(rows, newsroom):
    pointing = (
        "SELECT count(*) FROM entry LEFT JOIN article ON article.id = entry.article_id"
        f" WHERE (entry.state = {int(EntryState.DONE)} AND article.entry_id IS NOT entry.id)"
        " OR (entry.article_id IS NOT NULL AND article.title IS NOT entry.title)"
    )
    assert rows(pointing) == [(0,)]
    without = f"SELECT key FROM entry WHERE article_id IS NULL AND state <> {int(EntryState.DUPLICATE)}"
    assert all(newsroom.is_lost(int(key[1:])) for (key,) in rows(without))
    lost = rows("SELECT DISTINCT state, attempts, error_kind FROM entry WHERE error <> ''")
    assert lost == [(int(EntryState.PARKED), 1, "http_410")]


def test_every_done_mark_matches_its_result(rows, newsroom):
    marks = (
        "SELECT article.stage, screening.kept IS NOT NULL, count(vector.vector), count(assignment.story_id),"
        " count(origin.origin_id), count(*) FROM article LEFT JOIN screening ON screening.article_id = article.id"
        " LEFT JOIN vector ON vector.article_id = article.id LEFT JOIN assignment ON assignment.article_id = article.id"
        " LEFT JOIN origin ON origin.article_id = article.id GROUP BY 1, 2 ORDER BY 1"
    )
    numbers = [n for n in range(newsroom.FEEDS // 2 * newsroom.ENTRIES) if not newsroom.is_lost(n)]
    dropped = sum(map(newsroom.is_dropped, numbers))
    kept = len(numbers) - dropped
    assert rows(marks) == [
        (int(ArticleStage.DONE), 1, kept, kept, kept, kept),
        (int(ArticleStage.DROPPED), 0, 0, 0, 0, dropped),
    ]


def test_every_story_has_its_members_and_its_time(rows, newsroom):
    groups = rows(
        "SELECT assignment.story_id, group_concat(CAST(substr(title, 7) AS INTEGER)), max(published) - story.updated"
        " FROM assignment JOIN article ON article.id = assignment.article_id"
        " JOIN story ON story.id = assignment.story_id GROUP BY 1"
    )
    told = [{newsroom.event(int(number)) for number in numbers.split(",")} for _, numbers, _ in groups]
    numbers = range(newsroom.FEEDS // 2 * newsroom.ENTRIES)
    kept = [n for n in numbers if not newsroom.is_lost(n) and not newsroom.is_dropped(n)]
    assert sorted(map(tuple, told)) == sorted((event,) for event in {newsroom.event(n) for n in kept})
    assert all(late == 0 for _, _, late in groups)


def test_every_redirect_leads_from_an_absorbed_story_to_a_living_one(rows):
    living = {story for (story,) in rows("SELECT DISTINCT story_id FROM assignment")}
    redirects = dict(rows("SELECT old_id, story_id FROM redirect"))
    assert redirects
    assert not living & set(redirects)
    assert set(redirects.values()) <= living
    assert living | set(redirects) == {story for (story,) in rows("SELECT id FROM story")}


def test_the_log_says_of_every_article_where_it_went(rows):
    present = dict(rows("SELECT article_id, story_id FROM assignment"))
    where: dict[int, int] = {}
    for kind, stays, other, moved in rows("SELECT kind, story_id, other_id, article_ids FROM story_change ORDER BY id"):
        source, target = (other, stays) if kind == "merge" else (stays, other)
        for article_id in json.loads(moved):
            assert where.get(article_id, source) == source
            where[article_id] = target
    assert len(where) > 100
    assert {article_id: present[article_id] for article_id in where} == where


def test_nothing_waits_for_repair(rows):
    assert rows("SELECT count(*) FROM unsettled") == [(0,)]


def test_every_article_is_found_once_by_its_word(killed, newsroom):
    store = open_store(killed)
    for number in range(0, newsroom.FEEDS // 2 * newsroom.ENTRIES, 7):
        assert len(store.search(f"word{number}")) == (0 if newsroom.is_lost(number) else 1)
    store.close()


def test_a_poll_and_a_page_are_recorded_once(rows, newsroom):
    pages = newsroom.FEEDS // 2 * newsroom.ENTRIES
    assert rows("SELECT kind, count(*) FROM fetch GROUP BY 1 ORDER BY 1") == [("feed", newsroom.FEEDS), ("page", pages)]
