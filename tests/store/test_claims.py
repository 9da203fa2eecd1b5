"""What the articles of a story say is stored as long as the story has these articles."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import msgspec
import pytest

from byline.records import Claim, Passage, Regrouped, StoryClaims

TEXT = "The lab opened its archive. 实验室周一开放了档案。"


def claim(*ids, start=0, end=27):
    supports = tuple(Passage(article_id=i, start=start, end=end, quote=TEXT[start:end]) for i in ids)
    return Claim(
        id=1,
        representative=supports[0],
        supports=supports,
        witnesses=tuple(f"w{i}" for i in ids),
        kind="report",
        language="en",
        weight=0.5,
    )


@pytest.fixture
def told(newsroom):
    """Two stories, of two articles and of one; later ones come later."""
    a = newsroom.publish("a", text=TEXT, hours=1).id
    a2 = newsroom.publish("a2", story_id=a, text=TEXT, hours=2).id
    b = newsroom.publish("b", text=TEXT, hours=3).id
    return a, a2, b


def found(newsroom, *ids, claims=(), version="v1"):
    result = StoryClaims(story_id=ids[0], article_ids=tuple(sorted(ids)), version=version, claims=claims)
    newsroom.store.commit([result], now=newsroom.now)


def unfound(newsroom, version="v1", days=9, limit=9):
    return newsroom.store.unfound_claims(version, since=newsroom.now - timedelta(days=days), limit=limit)


def stored(newsroom, story_id):
    coverage = newsroom.store.story(story_id)
    return newsroom.store.claims([coverage]).get(coverage.story.id)


def test_new_stories_wait_for_their_claims_latest_first(newsroom, told):
    a, _, b = told
    assert unfound(newsroom) == [b, a]
    assert unfound(newsroom, limit=1) == [b]
    assert stored(newsroom, a) is None


def test_claims_come_back_as_they_were_found_chinese_ones_too(newsroom, told):
    a, a2, b = told
    claims = (claim(a, a2), msgspec.structs.replace(claim(a2, start=28, end=len(TEXT)), id=2, language="zh"))
    found(newsroom, a, a2, claims=claims)
    assert stored(newsroom, a) == claims
    assert claims[1].representative.quote == "实验室周一开放了档案。"
    assert unfound(newsroom) == [b]


def test_a_story_that_says_nothing_is_found_too(newsroom, told):
    found(newsroom, told[2])
    assert stored(newsroom, told[2]) == ()
    assert told[2] not in unfound(newsroom)


def test_claims_of_other_articles_than_the_story_has_are_not_stored(newsroom, told):
    a, _, b = told
    found(newsroom, a, claims=(claim(a),))
    assert unfound(newsroom) == [b, a]


def test_a_new_article_has_the_claims_of_its_story_found_again(newsroom, told):
    a, a2, b = told
    found(newsroom, a, a2, claims=(claim(a, a2),))
    found(newsroom, b)
    newsroom.publish("a3", story_id=a, text=TEXT, hours=4)
    assert unfound(newsroom) == [a]
    assert stored(newsroom, a) is None


def test_a_clustering_result_written_again_leaves_the_claims(newsroom, told):
    a, a2, b = told
    found(newsroom, a, a2, claims=(claim(a, a2),))
    newsroom.join(newsroom.store.article(a2), a)
    assert unfound(newsroom) == [b]


def test_merged_and_split_stories_have_their_claims_found_again(newsroom, told):
    a, a2, b = told
    found(newsroom, a, a2)
    found(newsroom, b)
    merge = Regrouped(kind="merge", story_id=a, other_id=b, article_ids=(b,), similarity=0.9)
    newsroom.store.commit([merge], now=newsroom.now)
    assert unfound(newsroom) == [a]
    found(newsroom, a, a2, b)
    split = Regrouped(kind="split", story_id=a, other_id=b, article_ids=(b,), similarity=0.1)
    newsroom.store.commit([split], now=newsroom.now)
    assert unfound(newsroom) == [b, a]


def test_claims_of_another_version_are_told_and_found_again_for_the_latest_stories_only(newsroom, told):
    a, a2, b = told
    found(newsroom, a, a2, claims=(claim(a, a2),))
    found(newsroom, b)
    assert unfound(newsroom, "v2") == [b, a]
    assert newsroom.store.unfound_claims("v2", since=newsroom.store.article(b).published, limit=9) == [b]
    assert stored(newsroom, a) == (claim(a, a2),)


def test_what_waits_is_found_by_an_index_of_what_waits(newsroom, told, tmp_path):
    with sqlite3.connect(tmp_path / "byline.db") as connection:
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT story_id FROM story_claims WHERE version = ''").fetchall()
    connection.close()
    assert "ix_story_claims_unfound" in plan[0][3]
