"""Lists and counts for those who show the newsroom."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from byline.records import Regrouped
from byline.store import dialect
from byline.store.dialect import Phrase

if TYPE_CHECKING:
    from conftest import Newsroom


def test_heads_name_the_editions_newest_first_and_tell_when_one_is_made_again(newsroom: Newsroom) -> None:
    store, article = newsroom.store, newsroom.publish("a")
    for day in ("2025-07-27", "2025-07-28"):
        store.commit([newsroom.edition(day, [article])], now=newsroom.now)
    first = store.edition_heads()
    again = msgspec.structs.replace(newsroom.edition("2025-07-28", []), made_at=newsroom.now + timedelta(hours=1))
    store.commit([again], now=newsroom.now)
    assert [head.id for head in first] == store.editions() == ["2025-07-28", "2025-07-27"]
    assert store.edition_heads()[0].made_at > first[0].made_at


def test_every_commit_changes_the_version_and_reading_does_not(newsroom: Newsroom) -> None:
    seen = {newsroom.store.version()}
    for key in "abc":
        newsroom.publish(key)
        newsroom.store.counts()
        assert newsroom.store.version() == newsroom.store.version()
        seen.add(newsroom.store.version())
    assert len(seen) == 4


def test_recent_stories_come_latest_first_and_go_on_behind_a_place(newsroom: Newsroom) -> None:
    articles = [newsroom.publish(key, hours=at) for at, key in enumerate("abcd")]
    since = articles[1].published
    rows = newsroom.store.recent_stories(since, limit=10)
    assert [story_id for story_id, _, _ in rows] == [a.id for a in reversed(articles[1:])]
    story_id, _, updated = rows[0]
    assert newsroom.store.recent_stories(since, after=(updated, story_id), limit=1) == rows[1:2]


def test_an_absorbed_story_is_no_recent_one_and_its_edition_is_that_of_the_other(newsroom: Newsroom) -> None:
    store = newsroom.store
    elder, younger = newsroom.publish("a", hours=0), newsroom.publish("b", hours=1)
    store.commit([newsroom.edition("2025-07-28", [younger])], now=newsroom.now)
    merge = Regrouped(kind="merge", story_id=elder.id, other_id=younger.id, article_ids=(younger.id,))
    store.commit([merge], now=newsroom.now)
    assert [row[0] for row in store.recent_stories(elder.published, limit=10)] == [elder.id]
    assert store.shown([elder.id]) == {elder.id: ("2025-07-28", 1)}
    assert [m.article.id for m in store.stories([younger.id])[younger.id].members] == [elder.id, younger.id]


def test_counts_and_the_last_entry_of_each_feed(newsroom: Newsroom) -> None:
    newsroom.publish("a")
    silent = newsroom.open_feed("lagoon")
    counts = newsroom.store.counts()
    assert counts == {"feeds": 2, "entries": 1, "articles": 1, "stories": 1, "editions": 0}
    assert list(newsroom.store.last_entries()) == [newsroom.feed().url]
    assert silent.url not in newsroom.store.last_entries()


def test_best_first_weighs_the_newest_articles_only(newsroom: Newsroom) -> None:
    texts = ("tariff tariff tariff", "tariff and much else besides", "tariff tariff and little else")
    oldest, middle, newest = (newsroom.publish(key, hours=at, text=texts[at]).id for at, key in enumerate("abc"))
    with newsroom.store._database.reading() as connection:

        def found(ranked: int) -> list[int]:
            phrases = [Phrase(words=("tariff",))]
            rows = dialect.find_words(connection, phrases, first_id=0, limit=9, newest=False, ranked=ranked)
            return [article_id for article_id, _ in rows]

        assert found(2) == [newest, middle]
        assert found(3)[0] == oldest
        assert set(found(9)) == {oldest, middle, newest}


def test_an_edition_is_asked_for_one_story_of_it_by_its_place(newsroom: Newsroom) -> None:
    store, first, second = newsroom.store, newsroom.publish("a"), newsroom.publish("b")
    made = newsroom.edition("2025-07-28", [first, second])
    store.commit([made], now=newsroom.now)
    assert store.placed("2025-07-28", [second.id, 5]) == {second.id: 2}
    assert store.edition_story("2025-07-28", 2) == made.stories[1]
    assert [store.edition_story(*where) for where in (("2025-07-28", 0), ("2025-07-28", 3), ("2025-07-01", 1))] == [
        None,
        None,
        None,
    ]


def test_stories_without_texts_are_the_same_but_for_these(newsroom: Newsroom) -> None:
    article = newsroom.publish("a")
    whole = newsroom.store.stories([article.id])[article.id]
    bare = newsroom.store.stories([article.id], texts=False)[article.id]
    assert whole.members[0].article.text
    assert not bare.members[0].article.text
    member = msgspec.structs.replace(bare.members[0], article=whole.members[0].article)
    assert msgspec.structs.replace(bare, members=(member,)) == whole


def test_a_moment_does_not_see_what_is_committed_in_it_and_ends(newsroom: Newsroom) -> None:
    store = newsroom.store
    with store.moment():
        before = store.counts()
        thread = threading.Thread(target=newsroom.publish, args=("a",))
        thread.start()
        thread.join()
        with store.moment():
            assert store.counts() == before
    assert store.counts()["articles"] == before["articles"] + 1
