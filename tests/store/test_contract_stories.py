"""What every store has to do with what stages decide: screening, vectors, stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from byline.errors import StoreError
from byline.records import (
    Assignment,
    Clustered,
    Dropped,
    Extracted,
    Kept,
    Origin,
    Reading,
    ReadingsUnneeded,
    Regrouped,
    Screened,
    Vector,
)

# ---------------------------------------------------------------- screening, vectors, stories


def test_articles_walk_through_the_queues(newsroom):
    store, now = newsroom.store, newsroom.now
    article = newsroom.extract(newsroom.read("a")[0])
    newsroom.keep(article)
    assert store.pending("screen", now=now, limit=1) == []
    assert store.pending("embed", now=now, limit=1) == [article]
    newsroom.embed(article)
    assert store.pending("embed", now=now, limit=1) == []
    assert store.pending("cluster", now=now, limit=1) == [article]
    newsroom.join(article)
    assert store.pending("cluster", now=now, limit=1) == []


def test_articles_come_in_time_order(newsroom):
    entries = newsroom.read("a", "b", "c")
    for hours, entry in zip((3, 1, 2), entries, strict=True):
        published = newsroom.now - timedelta(hours=hours)
        newsroom.store.commit(
            [Extracted(entry_id=entry.id, outcome=newsroom.article(entry, published=published))], now=newsroom.now
        )
    titles = [a.title for a in newsroom.store.pending("screen", now=newsroom.now, limit=10)]
    assert titles == ["Title a", "Title c", "Title b"]
    assert len(newsroom.store.pending("screen", now=newsroom.now, limit=2)) == 2


def test_a_dropped_article_goes_no_further(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])
    dropped = Screened(article_id=article.id, outcome=Dropped(reason="off_topic", detail="No word of the field."))
    newsroom.store.commit([dropped, dropped], now=newsroom.now)
    for stage in ("screen", "embed", "cluster"):
        assert newsroom.store.pending(stage, now=newsroom.now, limit=1) == []
    assert newsroom.store.kept([article.id]) == {}


def test_the_first_screening_stays(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])
    newsroom.keep(article, flags=("injection",))
    newsroom.store.commit(
        [Screened(article_id=article.id, outcome=Dropped(reason="deals", detail="x"))], now=newsroom.now
    )
    expected = Kept(topics=("models",), entities=("acme",), flags=("injection",))
    assert newsroom.store.kept([article.id, 5]) == {article.id: expected}


def test_vectors_are_kept_by_model(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])
    newsroom.keep(article)
    newsroom.embed(article, b"1234")
    newsroom.store.commit([Vector(article_id=article.id, model_id="other", vector=b"5678")], now=newsroom.now)
    newsroom.embed(article, b"late")
    assert newsroom.store.vectors([article.id], model_id=newsroom.model) == {article.id: b"1234"}
    assert newsroom.store.vectors([article.id], model_id="other") == {article.id: b"5678"}


def test_a_story_has_all_about_its_members_oldest_first(newsroom):
    first = newsroom.publish("a", hours=1)
    second = newsroom.publish("b", hours=2, story_id=first.id, copies=first.id, source_id="quay")
    coverage = newsroom.store.story(first.id)
    assert coverage is not None
    assert [m.article for m in coverage.members] == [first, second]
    assert [m.source.id for m in coverage.members] == ["harbour", "quay"]
    assert [m.origin.origin_id for m in coverage.members] == [first.id, first.id]
    assert coverage.members[1].assignment.parts == {"words": 0.5}
    assert coverage.members[0].kept.entities == ("acme",)
    assert (coverage.story.created, coverage.story.updated) == (first.published, second.published)
    assert coverage.independent == 1


def test_an_unknown_story_is_none(newsroom):
    assert newsroom.store.story(7) is None


def test_coverage_takes_stories_of_the_interval_with_members_before_its_end(newsroom):
    old = newsroom.publish("a", hours=1)
    newsroom.publish("b", hours=5, story_id=old.id)
    newsroom.publish("c", hours=9, story_id=old.id)
    newsroom.publish("d", hours=2)
    start = newsroom.now - timedelta(hours=24)
    told = newsroom.store.coverage(start + timedelta(hours=4), start + timedelta(hours=9))
    assert [c.story.id for c in told] == [old.id]
    assert [m.article.title for m in told[0].members] == ["Title a", "Title b"]
    assert told[0].story.updated == told[0].members[-1].article.published


def test_a_batch_may_found_a_story_and_join_it(newsroom):
    articles = [newsroom.extract(e) for e in newsroom.read("a", "b")]
    for article in articles:
        newsroom.keep(article)
        newsroom.embed(article)
    founder, joiner = articles
    result = Clustered(
        origins=tuple(Origin(article_id=a.id, origin_id=a.id) for a in articles),
        assignments=(
            Assignment(article_id=joiner.id, story_id=founder.id, nearest_id=founder.id, similarity=0.8),
            Assignment(article_id=founder.id, story_id=founder.id),
        ),
    )
    newsroom.store.commit([result], now=newsroom.now)
    once = newsroom.store.story(founder.id)
    newsroom.store.commit([result, result], now=newsroom.now)
    assert newsroom.store.story(founder.id) == once
    assert once is not None
    assert len(once.members) == 2


def test_an_article_never_changes_its_story(newsroom):
    first, second = newsroom.publish("a"), newsroom.publish("b", hours=1)
    newsroom.join(second, first.id)
    assert newsroom.store.story(first.id).story.updated == first.published
    assert [m.article for m in newsroom.store.story(second.id).members] == [second]


def test_the_window_gives_what_clustering_needs(newsroom):
    newsroom.publish("a", hours=1)
    second = newsroom.publish("b", hours=3)
    third = newsroom.publish("c", hours=4, story_id=second.id, copies=second.id)
    newsroom.extract(newsroom.read("not-assigned")[0])
    items = list(newsroom.store.window(second.published, model_id=newsroom.model))
    assert [(i.article_id, i.story_id, i.origin_id) for i in items] == [
        (second.id, second.id, second.id),
        (third.id, second.id, second.id),
    ]
    assert (items[0].entities, items[0].vector, items[0].text) == (("acme",), b"\0\0\x80?", second.text)
    assert next(newsroom.store.window(second.published, model_id="other")).vector == b""


def test_the_window_gives_what_was_read_in_place_of_the_text(newsroom):
    first, second = newsroom.publish("a", hours=1), newsroom.publish("b", hours=3)
    newsroom.store.commit([Reading(article_id=first.id, version="1", body=b"read")], now=newsroom.now)

    def readings(version):
        return [(i.reading, i.text) for i in newsroom.store.window(first.published, version=version)]

    assert readings("1") == [(b"read", ""), (b"", second.text)]
    assert readings("2") == readings("") == [(b"", first.text), (b"", second.text)]
    newsroom.store.commit([Reading(article_id=first.id, version="2", body=b"again")], now=newsroom.now)
    assert readings("2") == [(b"again", ""), (b"", second.text)]
    assert readings("1")[0] == (b"", first.text)


def test_what_no_window_reaches_is_deleted(newsroom):
    ids = [newsroom.publish(key, hours=hours).id for hours, key in enumerate("abc")]
    newsroom.store.commit([Reading(article_id=i, version="1", body=b"read") for i in ids], now=newsroom.now)
    items = list(newsroom.store.window(newsroom.now - timedelta(days=2), version="1"))
    newsroom.store.commit([ReadingsUnneeded(before=items[1].time)], now=newsroom.now)
    left = newsroom.store.window(newsroom.now - timedelta(days=2), version="1")
    assert [item.reading for item in left] == [b"", b"read", b"read"]


def test_the_window_is_that_of_one_moment_while_readings_are_stored(newsroom):
    ids = [newsroom.publish(key, hours=hours).id for hours, key in enumerate("abc")]
    seen = []
    for item in newsroom.store.window(newsroom.now - timedelta(days=2), version="1"):
        body = Reading(article_id=item.article_id, version="1", body=b"read")
        newsroom.store.commit([body], now=newsroom.now)
        seen.append(item.article_id)
    assert seen == ids


def test_an_article_leads_to_its_living_story(newsroom):
    first, second = newsroom.publish("a"), newsroom.publish("b", hours=1)
    merged = Regrouped(kind="merge", story_id=first.id, other_id=second.id, article_ids=(second.id,))
    newsroom.store.commit([merged], now=newsroom.now)
    waiting = newsroom.extract(newsroom.read("not-assigned")[0])
    assert newsroom.store.stories_of([first.id, second.id, waiting.id]) == {first.id: first.id, second.id: first.id}


def test_a_result_about_an_unknown_article_is_refused_with_all_that_came_with_it(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])
    good = Screened(article_id=article.id, outcome=Kept(topics=()))
    with pytest.raises(StoreError, match="Nothing stored before is lost"):
        newsroom.store.commit([good, Screened(article_id=99, outcome=Kept(topics=()))], now=newsroom.now)
    assert newsroom.store.pending("screen", now=newsroom.now, limit=1) == [article]
    assert newsroom.store.kept([article.id]) == {}


def test_an_error_halfway_through_the_results_stores_nothing(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])

    def results():
        yield Screened(article_id=article.id, outcome=Kept(topics=()))
        raise RuntimeError("the stage broke")

    with pytest.raises(RuntimeError):
        newsroom.store.commit(results(), now=newsroom.now)
    assert newsroom.store.kept([article.id]) == {}


def test_an_unknown_stage_is_an_error(newsroom):
    with pytest.raises(StoreError, match="expected poll, extract, screen"):
        newsroom.store.pending("sleep", now=newsroom.now, limit=1)
