"""Clustering and what follows it: repair once a run, under its own done mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from byline.pipeline.parts import Report
from byline.pipeline.sort import cluster
from byline.records import Assignment, Decision, Regrouped

NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)
COURT = "The court in Harbour City ruled on Monday that the lab may keep the archive it was trained on. " * 3
CHIPS = "A maker of memory will build its second plant beside the river, and hire four thousand people. " * 3


class Scripted:
    """Gives every article a story of its own; merges all into the first when it is repaired."""

    def __init__(self, settings):
        self.items, self.decisions, self.repaired = [], (), 0

    def restore(self, items, decisions=()):
        self.items, self.decisions = [item.article_id for item in items], decisions

    def assign(self, items):
        self.items += [item.article_id for item in items]
        return [Assignment(article_id=item.article_id, story_id=item.article_id) for item in items]

    def repair(self):
        self.repaired += 1
        first, *others = self.items
        return [Regrouped(kind="merge", story_id=first, other_id=other, article_ids=(other,)) for other in others]


class Interrupted(Scripted):
    """Is killed while it repairs."""

    def repair(self):
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
