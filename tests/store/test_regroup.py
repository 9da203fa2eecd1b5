"""Stories that are merged and split: who moves, where old ids lead, what the log says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from byline.records import (
    Assignment,
    Clustered,
    Decision,
    Development,
    Origin,
    Regrouped,
    Repaired,
)


@pytest.fixture
def told(newsroom):
    """Two stories of two articles each: harbour-a with a2, lake-b with b2, in the order of their times."""
    a = newsroom.publish("a", hours=1)
    b = newsroom.publish("b", hours=2)
    a2 = newsroom.publish("a2", hours=3, story_id=a.id)
    b2 = newsroom.publish("b2", hours=4, story_id=b.id)
    return [article.id for article in (a, b, a2, b2)]


def merge(story_id, other_id, *moved, **fields):
    return Regrouped(
        kind="merge", story_id=story_id, other_id=other_id, article_ids=moved, reason="One event.", **fields
    )


def split(story_id, *moved, **fields):
    fields = {"other_id": min(moved), **fields}
    return Regrouped(kind="split", story_id=story_id, article_ids=moved, reason="Two events.", **fields)


def members(store, story_id):
    coverage = store.story(story_id)
    return coverage.story.id, [m.article.id for m in coverage.members]


def apart(left, right, newsroom):
    return Decision(kind="apart", left_id=left, right_id=right, decided=newsroom.now)


def together(left, right, newsroom):
    return Decision(kind="together", left_id=left, right_id=right, decided=newsroom.now)


def test_an_absorbed_story_leads_to_the_one_it_is_part_of(newsroom, told):
    a, b, a2, b2 = told
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    assert members(newsroom.store, b) == members(newsroom.store, a) == (a, [a, b, a2, b2])
    assert newsroom.store.living([a, b]) == {a: a, b: a}
    assert newsroom.store.absorbed([a, b]) == {a: (b,)}
    assert [c.story.id for c in newsroom.store.coverage(newsroom.now - timedelta(days=2), newsroom.now)] == [a]


def test_a_merged_story_has_the_times_of_its_oldest_and_newest_article(newsroom, told):
    a, b, _, b2 = told
    first, last = newsroom.store.article(a).published, newsroom.store.article(b2).published
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    story = newsroom.store.story(a).story
    assert (story.created, story.updated) == (first, last)


def test_a_chain_of_merges_leads_to_its_end_and_never_to_a_redirect(newsroom, told):
    a, b, _, b2 = told
    c = newsroom.publish("c", hours=0).id
    newsroom.store.commit([merge(a, b, b, b2), merge(c, a, a)], now=newsroom.now)
    assert newsroom.store.living([a, b, c]) == {a: c, b: c, c: c}
    assert newsroom.store.absorbed([c]) == {c: tuple(sorted((a, b)))}


def test_stories_merged_both_ways_round_make_no_circle(newsroom, told):
    a, b, a2, b2 = told
    newsroom.store.commit([merge(a, b, b, b2), merge(b, a, a, a2)], now=newsroom.now)
    assert newsroom.store.living([a, b]) == {a: a, b: a}
    assert len(newsroom.store.changes(a)) == 1


def test_a_split_makes_a_story_under_the_id_of_its_first_article(newsroom, told):
    a, _, a2, _ = told
    newsroom.store.commit([split(a, a2)], now=newsroom.now)
    assert members(newsroom.store, a) == (a, [a])
    assert members(newsroom.store, a2) == (a2, [a2])
    assert newsroom.store.story(a).story.updated == newsroom.store.article(a).published


def test_a_merge_is_undone_by_a_split_and_the_old_id_names_its_story_again(newsroom, told):
    a, b, _, b2 = told
    before = {s: newsroom.store.story(s) for s in (a, b)}
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    newsroom.store.commit([split(a, b, b2)], now=newsroom.now)
    assert {s: newsroom.store.story(s) for s in (a, b)} == before
    assert newsroom.store.absorbed([a, b]) == {}
    assert [entry.change.kind for entry in newsroom.store.changes(b)] == ["merge", "split"]


def test_an_id_absorbed_twice_over_goes_where_its_founding_article_goes(newsroom, told):
    a, b, _, b2 = told
    c = newsroom.publish("c", hours=5).id
    newsroom.store.commit([merge(b, c, c), merge(a, b, b, b2, c), split(a, b, c)], now=newsroom.now)
    assert newsroom.store.living([a, b, c]) == {a: a, b: b, c: b}


def test_articles_can_be_split_off_into_a_story_that_is_there(newsroom, told):
    a, b, a2, b2 = told
    newsroom.store.commit([split(a, a2, other_id=b)], now=newsroom.now)
    assert members(newsroom.store, b) == (b, [b, a2, b2])


def test_a_split_that_would_leave_nothing_is_not_done(newsroom, told):
    a, _, a2, _ = told
    newsroom.store.commit([split(a, a, a2), split(a, a, a2, other_id=a2)], now=newsroom.now)
    assert members(newsroom.store, a) == (a, [a, a2])
    assert newsroom.store.changes(a) == []


def test_regrouping_again_changes_nothing(newsroom, told):
    a, b, _, b2 = told
    for _ in range(2):
        newsroom.store.commit([merge(a, b, b, b2), split(a, b2)], now=newsroom.now)
        newsroom.store.commit([split(a, b2)], now=newsroom.now)
    assert members(newsroom.store, b2) == (b2, [b2])
    assert [entry.change.kind for entry in newsroom.store.changes(b)] == ["merge", "split"]


def test_the_log_says_what_moved_when_why_and_who_did_it(newsroom, told):
    a, b, _, b2 = told
    wanted = merge(a, b, b, similarity=0.8, parts={"vectors": 0.9}, by="person")
    newsroom.store.commit([wanted], now=newsroom.now)
    (entry,) = newsroom.store.changes(b)
    assert entry.at == newsroom.now
    assert entry.change == merge(a, b, *sorted((b, b2)), similarity=0.8, parts={"vectors": 0.9}, by="person")


def test_who_joins_an_absorbed_story_joins_the_living_one(newsroom, told):
    a, b, _, b2 = told
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    late = newsroom.publish("late", hours=6, story_id=b)
    assert late.id in members(newsroom.store, a)[1]
    assert newsroom.store.story(a).story.updated == late.published


def test_a_clustering_result_written_again_after_a_merge_moves_nothing_back(newsroom, told):
    a, b, _, b2 = told
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    again = Clustered(origins=(Origin(article_id=b, origin_id=b),), assignments=(Assignment(article_id=b, story_id=b),))
    newsroom.store.commit([again], now=newsroom.now)
    assert members(newsroom.store, b)[0] == a


def test_new_articles_wait_for_repair_once(newsroom, told):
    waiting = newsroom.store.pending("repair", now=newsroom.now, limit=10)
    assert [article.id for article in waiting] == told
    newsroom.store.commit([Repaired(article_ids=tuple(told[:3]))], now=newsroom.now)
    newsroom.join(newsroom.store.article(told[0]))
    assert [article.id for article in newsroom.store.pending("repair", now=newsroom.now, limit=10)] == told[3:]


def test_what_a_person_keeps_apart_no_machine_merges(newsroom, told):
    a, b, _, b2 = told
    newsroom.store.commit([apart(b2, a, newsroom)], now=newsroom.now)
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    assert newsroom.store.living([b]) == {b: b}
    assert newsroom.store.decisions() == [apart(a, b2, newsroom)]


def test_what_a_person_put_together_no_machine_splits(newsroom, told):
    a, _, a2, _ = told
    newsroom.store.commit([together(a, a2, newsroom), split(a, a2)], now=newsroom.now)
    assert members(newsroom.store, a) == (a, [a, a2])


def test_a_person_may_change_their_mind(newsroom, told):
    a, b, a2, b2 = told
    newsroom.store.commit([apart(a, b, newsroom), apart(a, a2, newsroom)], now=newsroom.now)
    newsroom.store.commit([merge(a, b, b, b2, by="person"), together(a, b, newsroom)], now=newsroom.now)
    assert newsroom.store.living([b]) == {b: a}
    assert newsroom.store.decisions() == [together(a, b, newsroom), apart(a, a2, newsroom)]


def test_an_earlier_edition_counts_for_the_story_that_absorbed_what_it_showed(newsroom, told):
    a, b, _, b2 = told
    newsroom.store.commit([newsroom.edition("2025-07-27", [newsroom.store.article(b)])], now=newsroom.now)
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    (appearance,) = newsroom.store.appearances("2025-07-28")
    assert (appearance.story_id, appearance.article_ids) == (a, (b, b2))


def test_an_edition_and_a_summary_of_an_absorbed_story_stay_as_they_were(newsroom, told):
    a, b, _, b2 = told
    edition, summary = newsroom.edition("2025-07-27", [newsroom.store.article(b)]), newsroom.summary(b, "inputs")
    newsroom.store.commit([edition, summary], now=newsroom.now)
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    assert newsroom.store.edition() == edition
    assert newsroom.store.summary(b, inputs_hash="inputs") == summary


def test_a_development_follows_the_stories_that_it_links(newsroom, told):
    a, b, _, b2 = told
    c = newsroom.publish("c", hours=7).id
    link = Development(story_id=c, of_id=b, similarity=0.7, reason="The same court.")
    newsroom.store.commit([Repaired(article_ids=(), developments=(link,))], now=newsroom.now)
    assert newsroom.store.developments([c]) == newsroom.store.developments([b]) == [link]
    newsroom.store.commit([merge(a, b, b, b2)], now=newsroom.now)
    assert [d.of_id for d in newsroom.store.developments([a])] == [a]
    newsroom.store.commit([merge(a, c, c)], now=newsroom.now)
    assert newsroom.store.developments([a, b, c]) == []


def test_the_window_can_be_read_without_texts(newsroom, told):
    items = list(newsroom.store.window(newsroom.now - timedelta(days=2), model_id=newsroom.model, texts=False))
    assert [item.article_id for item in items] == told
    assert {item.text for item in items} == {""}
    assert all(item.title and item.vector for item in items)
