"""Clustering and what follows it: repair once a run, under its own done mark."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from byline.cluster.copies import CopyIndex
from byline.cluster.online import StoryIndex
from byline.cluster.reading import read, version
from byline.models.hashing import HashingEmbedder
from byline.pipeline.parts import Report
from byline.pipeline.sort import cluster, window_item
from byline.records import Assignment, Decision, Regrouped

NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)
COURT = "The court in Harbour City ruled on Monday that the lab may keep the archive it was trained on. " * 3
CHIPS = "A maker of memory will build its second plant beside the river, and hire four thousand people. " * 3


class Scripted:
    """Gives every article a story of its own; merges all into the first when it is repaired."""

    def __init__(self, settings):
        self.items, self.decisions, self.repaired = [], (), 0

    def restore(self, items, decisions=(), *, newest=None):
        self.items, self.decisions = [item.article_id for item in items], decisions

    def assign(self, items):
        self.items += [item.article_id for item in items]
        return [Assignment(article_id=item.article_id, story_id=item.article_id) for item in items]

    def repair(self, fresh=None):
        self.repaired += 1
        first, *others = self.items
        return [Regrouped(kind="merge", story_id=first, other_id=other, article_ids=(other,)) for other in others]


class Interrupted(Scripted):
    """Is killed while it repairs."""

    def repair(self, fresh=None):
        raise KeyboardInterrupt


class Never(Scripted):
    def __init__(self, settings):
        raise AssertionError("nothing is left to do")


def test_stories_are_repaired_once_when_all_articles_are_in_theirs(with_finder, add, store):
    ids = [add("harbour", f"Title {n}", f"Text {n}.", hours=n / 60).id for n in range(70)]
    made = []
    parts, report = with_finder(lambda settings: made.append(Scripted(settings)) or made[-1]), Report()
    cluster(parts, report, now=NOON)
    assert [finder.repaired for finder in made] == [1]
    assert (report.clustered, report.merged, report.split) == (70, 69, 0)
    assert [m.article.id for m in store.story(ids[-1]).members] == ids


def test_a_second_run_finds_nothing_to_repair(with_finder, add):
    add("harbour", "One", "Text.")
    cluster(with_finder(Scripted), Report(), now=NOON)
    cluster(with_finder(Never), Report(), now=NOON)


def test_a_run_killed_before_its_repair_leaves_it_to_the_next(with_finder, add, store):
    ids = [add("harbour", f"Title {n}", f"Text {n}.", hours=n).id for n in range(3)]
    with pytest.raises(KeyboardInterrupt):
        cluster(with_finder(Interrupted), Report(), now=NOON)
    report = Report()
    cluster(with_finder(Scripted), report, now=NOON)
    assert (report.clustered, report.merged) == (0, 2)
    assert store.living(ids) == dict.fromkeys(ids, ids[0])
    cluster(with_finder(Never), Report(), now=NOON)


def test_what_people_decided_is_handed_to_the_machine(with_finder, add, store):
    first, second = add("harbour", "One", "Text."), add("lake", "Two", "Other.")
    decided = Decision(kind="apart", left_id=first.id, right_id=second.id, decided=NOON)
    store.commit([decided], now=NOON)
    made = []
    cluster(with_finder(lambda settings: made.append(Scripted(settings)) or made[-1]), Report(), now=NOON)
    assert made[0].decisions == [decided]
    assert store.living([second.id]) == {second.id: second.id}


def test_a_late_copy_follows_its_origin_to_where_a_person_moved_it(parts, add, store):
    elder = add("harbour", "Court lets the lab keep its archive", COURT)
    moved = add("lake", "Memory maker plans a second plant", CHIPS, hours=1)
    cluster(parts, Report(), now=NOON)
    together = Regrouped(kind="merge", story_id=elder.id, other_id=moved.id, article_ids=(moved.id,), by="person")
    pair = Decision(kind="together", left_id=elder.id, right_id=moved.id, decided=NOON)
    store.commit([together, pair], now=NOON)
    copy = add("quay", "Second plant for memory maker", CHIPS, hours=2)
    cluster(parts, Report(), now=NOON + timedelta(hours=3))
    assert store.living([moved.id]) == {moved.id: elder.id}
    assert [m.article.id for m in store.story(elder.id).members] == [elder.id, moved.id, copy.id]


def test_a_copy_that_comes_when_the_story_is_over_still_follows_its_origin(parts, add, store):
    elder = add("harbour", "Court lets the lab keep its archive", COURT)
    moved = add("lake", "Memory maker plans a second plant", CHIPS, hours=1)
    cluster(parts, Report(), now=NOON)
    together = Regrouped(kind="merge", story_id=elder.id, other_id=moved.id, article_ids=(moved.id,), by="person")
    store.commit([together], now=NOON)
    copy = add("quay", "Second plant for memory maker", CHIPS, hours=5.5 * 24)
    cluster(parts, Report(), now=NOON + timedelta(days=6))
    assert [m.article.id for m in store.story(elder.id).members] == [elder.id, moved.id, copy.id]


def _stored(store):
    return [item.reading for item in store.window(NOON - timedelta(days=9), version=version())]


LOSE = {
    "nothing": "SELECT 1",
    "all": "DELETE FROM reading",
    "some": "DELETE FROM reading WHERE article_id % 3 = 0",
    "other version": "UPDATE reading SET version = 'older', body = x'00'",
}


@pytest.mark.parametrize("lost", LOSE)
def test_runs_after_restarts_find_what_indexes_find_that_saw_all_texts(parts, add, store, tmp_path, lost):
    stories, copies = StoryIndex(parts.settings.cluster), CopyIndex(parts.settings.copies)
    told = {}
    for number in range(24):
        text = f"{(COURT, CHIPS)[number % 2]} Day {number % 6}."
        article = add(f"o{number % 5}", f"Event {number % 4} of lab {number % 3}", text, hours=5 * number)
        told |= _seen(article, stories=stories, copies=copies, told=told, store=store)
        cluster(parts, Report(), now=NOON + timedelta(hours=5 * number))
        with closing(sqlite3.connect(tmp_path / "newsroom.db")) as database:
            database.execute(LOSE[lost])
            database.commit()
    items = list(store.window(NOON - timedelta(days=9)))
    assert {item.article_id: item.story_id for item in items} == told
    assert len(set(told.values())) > 1
    assert any(item.origin_id != item.article_id for item in items)


def _seen(article, *, stories, copies, told, store):
    """Return article -> story after indexes that are never rebuilt saw one more text."""
    origin = copies.find([article])[0]
    vector = store.vectors([article.id], model_id=HashingEmbedder().id)[article.id]
    item = msgspec.structs.replace(window_item(article, origin), vector=vector, story_id=told.get(origin.origin_id, 0))
    told = told | {article.id: stories.assign([item])[0].story_id}
    for change in stories.repair():
        told |= dict.fromkeys(change.article_ids, change.story_id if change.kind == "merge" else change.other_id)
    return told


def test_what_is_read_is_stored_and_what_is_missing_is_read_again(parts, add, store, tmp_path):
    first = add("harbour", "Court lets the lab keep its archive", COURT)
    cluster(parts, Report(), now=NOON)
    assert _stored(store) == [read(first.title, first.text)]
    with closing(sqlite3.connect(tmp_path / "newsroom.db")) as database:
        database.execute("UPDATE reading SET version = 'older', body = x'00'")
        database.commit()
    second = add("lake", "Memory maker plans a second plant", CHIPS, hours=1)
    cluster(parts, Report(), now=NOON)
    assert _stored(store) == [read(first.title, first.text), read(second.title, second.text)]


def test_what_was_read_goes_when_no_window_reaches_it(parts, add, store):
    add("harbour", "Court lets the lab keep its archive", COURT)
    cluster(parts, Report(), now=NOON)
    late = add("lake", "Memory maker plans a second plant", CHIPS, hours=24 * 40)
    cluster(parts, Report(), now=NOON + timedelta(days=40))
    assert _stored(store) == [b"", read(late.title, late.text)]


def test_what_a_person_split_is_not_merged_again(parts, add, store):
    first = add("harbour", "Court lets the lab keep its archive", COURT)
    second = add("lake", "Lab may keep its archive, court says", COURT.replace("Monday", "Tuesday"), hours=1)
    cluster(parts, Report(), now=NOON)
    assert len(store.story(first.id).members) == 2
    off = Regrouped(kind="split", story_id=first.id, other_id=second.id, article_ids=(second.id,), by="person")
    pair = Decision(kind="apart", left_id=first.id, right_id=second.id, decided=NOON)
    store.commit([off, pair], now=NOON)
    third = add("quay", "Memory maker plans a second plant", CHIPS, hours=2)
    cluster(parts, Report(), now=NOON + timedelta(hours=3))
    assert store.living([second.id, third.id]) == {second.id: second.id, third.id: third.id}
    assert [m.article.id for m in store.story(first.id).members] == [first.id]
