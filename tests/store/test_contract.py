"""What every store has to do, whatever database is under it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from byline.records import (
    Assignment,
    Clustered,
    Decision,
    Development,
    Dropped,
    Extracted,
    ImageFile,
    Kept,
    Origin,
    Part,
    Reading,
    ReadingsUnneeded,
    Regrouped,
    Repaired,
    Score,
    Screened,
    Vector,
)
from byline.store.tables import METADATA

# ---------------------------------------------------------------- feeds


def test_a_new_feed_is_due_at_once(newsroom):
    feed = newsroom.open_feed()
    state = newsroom.store.pending("poll", now=newsroom.now, limit=10)
    assert [s.feed for s in state] == [feed]
    assert state[0].next_poll is None


def test_feeds_come_by_address_and_no_more_than_asked_for(newsroom):
    for name in ("c", "a", "b"):
        newsroom.open_feed(name=name)
    due = newsroom.store.pending("poll", now=newsroom.now, limit=2)
    assert [s.feed.url[-1] for s in due] == ["a", "b"]


def test_a_polled_feed_is_due_again_at_its_next_poll_and_not_before(newsroom):
    feed = newsroom.open_feed()
    newsroom.store.commit([newsroom.polled(feed=feed)], now=newsroom.now)
    assert newsroom.store.pending("poll", now=newsroom.now + timedelta(minutes=59), limit=1) == []
    assert len(newsroom.store.pending("poll", now=newsroom.now + timedelta(minutes=60), limit=1)) == 1


def test_a_feed_put_again_keeps_its_state(newsroom):
    feed = newsroom.open_feed()
    newsroom.store.commit([newsroom.polled(feed=feed)], now=newsroom.now)
    before = newsroom.store.feed_states()
    newsroom.open_feed()
    assert newsroom.store.feed_states() == before
    assert before[0].etag == '"1"'


def test_a_source_put_again_is_updated(newsroom):
    newsroom.open_feed()
    newsroom.store.put_feeds([newsroom.source(country="NL", owner="docks")], [])
    assert newsroom.store.sources() == {"harbour": newsroom.source(country="NL", owner="docks")}


def test_a_removed_feed_is_not_polled_and_its_articles_stay(newsroom):
    article = newsroom.extract(newsroom.read("a")[0])
    url = newsroom.feed().url
    assert newsroom.store.remove_feed(url) is True
    assert newsroom.store.remove_feed(url) is False
    assert newsroom.store.feed_states() == []
    assert newsroom.store.article(article.id) == article


def test_an_unknown_feed_is_not_removed(newsroom):
    assert newsroom.store.remove_feed("https://nobody.example/feed") is False


def test_a_poll_of_a_feed_removed_meanwhile_is_left_out(newsroom):
    newsroom.store.commit([newsroom.polled(newsroom.entry())], now=newsroom.now)
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []


# ---------------------------------------------------------------- polls


def test_a_poll_stores_entries_validators_and_fetch_together(newsroom):
    feed = newsroom.open_feed()
    polled = newsroom.polled(newsroom.entry("a", authors=("Ada",), summary="S"))
    newsroom.store.commit([polled], now=newsroom.now)
    entry = newsroom.store.pending("extract", now=newsroom.now, limit=10)[0]
    assert newsroom.store.entry(entry.id) == entry
    assert (entry.feed_url, entry.key, entry.authors, entry.summary) == (feed.url, "a", ("Ada",), "S")
    state = newsroom.store.feed_states()[0]
    assert (state.body_hash, state.last_success) == (polled.fetch.body_hash, polled.fetch.at)
    fetch = newsroom.store.fetches([entry.fetch_id])[entry.fetch_id]
    assert (fetch.url, fetch.at, fetch.id) == (feed.url, polled.fetch.at, entry.fetch_id)


def test_a_poll_committed_twice_changes_nothing(newsroom):
    newsroom.open_feed()
    polled = newsroom.polled(newsroom.entry("a"), outcome=newsroom.failed())
    newsroom.store.commit([polled], now=newsroom.now)
    once = newsroom.store.feed_states()
    newsroom.store.commit([polled], now=newsroom.now)
    assert newsroom.store.feed_states() == once
    assert once[0].failures == 1


def test_a_failed_poll_keeps_validators_and_entries(newsroom):
    newsroom.read("a")
    before = newsroom.store.feed_states()[0]
    newsroom.store.commit([newsroom.polled(feed=before.feed, outcome=newsroom.failed(), etag="")], now=newsroom.now)
    after = newsroom.store.feed_states()[0]
    assert (after.etag, after.body_hash, after.last_success) == (before.etag, before.body_hash, before.last_success)
    assert (after.failures, after.last_error) == (1, "It went wrong: timeout.")
    assert len(newsroom.store.pending("extract", now=newsroom.now, limit=10)) == 1


def test_a_good_poll_ends_a_row_of_failures(newsroom):
    feed = newsroom.open_feed()
    for outcome in (newsroom.failed(), newsroom.failed()):
        newsroom.store.commit([newsroom.polled(feed=feed, outcome=outcome)], now=newsroom.now)
    assert newsroom.store.feed_states()[0].failures == 2
    newsroom.store.commit([newsroom.not_modified(feed)], now=newsroom.now)
    state = newsroom.store.feed_states()[0]
    assert (state.failures, state.last_error) == (0, "")


def test_not_modified_keeps_the_validators_it_does_not_repeat(newsroom):
    newsroom.read("a")
    before = newsroom.store.feed_states()[0]
    newsroom.store.commit([newsroom.not_modified(before.feed)], now=newsroom.now)
    after = newsroom.store.feed_states()[0]
    assert (after.etag, after.body_hash) == (before.etag, before.body_hash)


def test_a_moved_feed_is_polled_at_its_new_address_even_when_the_old_one_is_put_again(newsroom):
    feed = newsroom.open_feed()
    newsroom.store.commit([newsroom.polled(feed=feed, moved_to="https://new.example/feed")], now=newsroom.now)
    newsroom.open_feed()
    assert [s.feed.url for s in newsroom.store.feed_states()] == ["https://new.example/feed"]


def test_a_feed_that_moved_to_another_known_feed_is_polled_once(newsroom):
    old, new = newsroom.open_feed(name="old"), newsroom.open_feed(name="new")
    newsroom.store.commit([newsroom.polled(feed=old, moved_to=new.url)], now=newsroom.now)
    newsroom.open_feed(name="old")
    assert [s.feed.url for s in newsroom.store.feed_states()] == [new.url]


# ---------------------------------------------------------------- entries


def test_the_same_key_in_one_feed_is_stored_once(newsroom):
    newsroom.open_feed()
    first, again = newsroom.entry("a"), newsroom.entry("a", title="Second")
    newsroom.store.commit([newsroom.polled(first, again)], now=newsroom.now)
    newsroom.store.commit([newsroom.polled(first)], now=newsroom.now)
    assert [e.title for e in newsroom.store.pending("extract", now=newsroom.now, limit=10)] == ["Title a"]


def test_an_entry_corrected_by_its_feed_is_updated_before_extraction(newsroom):
    before = newsroom.read("a")[0]
    newsroom.store.commit([newsroom.polled(newsroom.entry("a", title="Corrected"))], now=newsroom.now)
    after = newsroom.store.entry(before.id)
    assert after is not None
    assert (after.title, after.seen_at, after.fetch_id) == ("Corrected", before.seen_at, before.fetch_id)


def test_an_entry_corrected_after_extraction_stays_as_it_was(newsroom):
    entry = newsroom.read("a")[0]
    newsroom.extract(entry)
    newsroom.store.commit([newsroom.polled(newsroom.entry("a", title="Later"))], now=newsroom.now)
    assert newsroom.store.entry(entry.id) == entry
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []


def test_a_corrected_address_gets_new_attempts(newsroom):
    entry = newsroom.read("a")[0]
    fail = Extracted(entry_id=entry.id, outcome=newsroom.failed("http_404", retryable=False))
    newsroom.store.commit([fail], now=newsroom.now)
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []
    newsroom.store.commit([newsroom.polled(newsroom.entry("a", url="https://harbour.example/b"))], now=newsroom.now)
    assert [e.url for e in newsroom.store.pending("extract", now=newsroom.now, limit=9)] == [
        "https://harbour.example/b"
    ]


def test_two_feeds_of_one_source_naming_one_page_lead_to_one_article(newsroom):
    entry = newsroom.read("a")[0]
    second = newsroom.open_feed(name="second")
    same = newsroom.entry("other", url=entry.url + "?utm_source=second")
    newsroom.store.commit([newsroom.polled(same, feed=second)], now=newsroom.now)
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == [entry]
    newsroom.extract(entry)
    newsroom.store.commit([newsroom.polled(newsroom.entry("third", url=entry.url), feed=second)], now=newsroom.now)
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []


def test_two_entries_of_one_poll_naming_one_page_lead_to_one_article(newsroom):
    newsroom.open_feed()
    url = "https://harbour.example/x"
    newsroom.store.commit(
        [newsroom.polled(newsroom.entry("a", url=url), newsroom.entry("b", url=url))], now=newsroom.now
    )
    assert [e.key for e in newsroom.store.pending("extract", now=newsroom.now, limit=10)] == ["a"]


def test_a_duplicate_is_read_when_the_first_turns_out_to_lead_elsewhere(newsroom):
    newsroom.open_feed()
    first, twin = newsroom.entry("a"), newsroom.entry("twin", url="https://harbour.example/a")
    newsroom.store.commit([newsroom.polled(first, twin)], now=newsroom.now)
    newsroom.store.commit([newsroom.polled(newsroom.entry("a", url="https://harbour.example/b"))], now=newsroom.now)
    pending = newsroom.store.pending("extract", now=newsroom.now, limit=10)
    assert [(e.key, e.url[-1]) for e in pending] == [("a", "b"), ("twin", "a")]


def test_an_entry_corrected_to_the_address_of_another_is_a_duplicate_of_it(newsroom):
    newsroom.read("a", "b")
    newsroom.store.commit([newsroom.polled(newsroom.entry("b", url="https://harbour.example/a"))], now=newsroom.now)
    assert [e.key for e in newsroom.store.pending("extract", now=newsroom.now, limit=10)] == ["a"]


def test_two_sources_naming_one_page_have_an_article_each(newsroom):
    newsroom.read("a")
    newsroom.read("a", source_id="quay", url="https://harbour.example/a")
    assert len(newsroom.store.pending("extract", now=newsroom.now, limit=10)) == 2


def test_entries_without_an_address_are_not_taken_for_one_another(newsroom):
    assert len(newsroom.read("a", "b", url="")) == 2


# ---------------------------------------------------------------- extraction


def test_an_article_comes_back_as_it_was_given(newsroom):
    entry = newsroom.read("a")[0]
    given = newsroom.article(entry, "One.\n\nTwo 二。", authors=("Ada", "Bo"), corrects=True, method="trafilatura")
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=given)], now=newsroom.now)
    assert newsroom.store.article(given.id) == given
    assert newsroom.store.pending("screen", now=newsroom.now, limit=10) == [given]
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []


def test_an_article_names_the_fetch_of_its_page(newsroom):
    entry = newsroom.read("a")[0]
    page = newsroom.fetch(entry.url, kind="page")
    result = Extracted(entry_id=entry.id, outcome=newsroom.article(entry), fetch=page)
    newsroom.store.commit([result], now=newsroom.now)
    article = newsroom.store.pending("screen", now=newsroom.now, limit=1)[0]
    assert newsroom.store.fetches([article.fetch_id])[article.fetch_id].url == entry.url
    assert article.fetch_id != entry.fetch_id


def test_an_article_committed_twice_is_stored_once(newsroom):
    entry = newsroom.read("a")[0]
    result = Extracted(entry_id=entry.id, outcome=newsroom.article(entry), fetch=newsroom.fetch(entry.url, kind="page"))
    newsroom.store.commit([result, result], now=newsroom.now)
    newsroom.store.commit([result], now=newsroom.now)
    assert len(newsroom.store.pending("screen", now=newsroom.now, limit=10)) == 1
    assert len(newsroom.store.search("text")) == 1


def test_two_articles_with_one_id_get_two(newsroom):
    first, second = newsroom.read("a", "b")
    number = newsroom.article(first).id
    for entry in (first, second):
        newsroom.store.commit(
            [Extracted(entry_id=entry.id, outcome=newsroom.article(entry, id=number))], now=newsroom.now
        )
    stored = newsroom.store.pending("screen", now=newsroom.now, limit=10)
    assert [(a.id, a.entry_id) for a in stored] == [(number, first.id), (number + 1, second.id)]
    assert {h.article.id for h in newsroom.store.search("text")} == {number, number + 1}


def test_a_new_text_at_the_same_address_is_a_new_revision(newsroom):
    entry = newsroom.read("a")[0]
    old = newsroom.extract(entry, "Before.")
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.article(entry, "After."))], now=newsroom.now)
    texts = {a.text for a in newsroom.store.pending("screen", now=newsroom.now, limit=10)}
    assert texts == {"Before.", "After."}
    assert newsroom.store.article(old.id) == old


def test_two_entries_that_lead_to_the_same_text_share_the_article(newsroom):
    first, second = newsroom.read("a", "b")
    article = newsroom.extract(first)
    same = newsroom.article(first, entry_id=second.id)
    newsroom.store.commit([Extracted(entry_id=second.id, outcome=same)], now=newsroom.now)
    assert newsroom.store.pending("screen", now=newsroom.now, limit=10) == [article]
    assert newsroom.store.pending("extract", now=newsroom.now, limit=10) == []


def test_a_failure_is_tried_again_later_and_parked_after_three(newsroom):
    entry = newsroom.read("a")[0]
    now = newsroom.now
    for wait in (timedelta(minutes=15), timedelta(hours=1)):
        newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.failed())], now=now)
        assert newsroom.store.pending("extract", now=now + wait - timedelta(seconds=1), limit=1) == []
        now += wait
        assert len(newsroom.store.pending("extract", now=now, limit=1)) == 1
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.failed())], now=now)
    assert newsroom.store.pending("extract", now=now + timedelta(days=9), limit=1) == []


def test_a_failure_committed_twice_counts_once(newsroom):
    entry = newsroom.read("a")[0]
    result = Extracted(entry_id=entry.id, outcome=newsroom.failed())
    newsroom.store.commit([result, result], now=newsroom.now)
    newsroom.store.commit([result], now=newsroom.now)
    assert len(newsroom.store.pending("extract", now=newsroom.now + timedelta(minutes=15), limit=1)) == 1


def test_a_failure_that_cannot_get_better_is_parked_at_once(newsroom):
    entry = newsroom.read("a")[0]
    newsroom.store.commit(
        [Extracted(entry_id=entry.id, outcome=newsroom.failed("http_410", retryable=False))], now=newsroom.now
    )
    assert newsroom.store.pending("extract", now=newsroom.now + timedelta(days=9), limit=1) == []


def test_a_server_that_asks_for_more_time_gets_it(newsroom):
    entry = newsroom.read("a")[0]
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.failed(retry_after_s=7200))], now=newsroom.now)
    assert newsroom.store.pending("extract", now=newsroom.now + timedelta(minutes=119), limit=1) == []
    assert len(newsroom.store.pending("extract", now=newsroom.now + timedelta(minutes=120), limit=1)) == 1


def test_a_failure_after_success_changes_nothing(newsroom):
    entry = newsroom.read("a")[0]
    newsroom.extract(entry)
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.failed())], now=newsroom.now)
    day = timedelta(days=1)
    assert newsroom.store.ledger(newsroom.now - day, newsroom.now + day).unread == {}


# ---------------------------------------------------------------- everything again


def _everything(store):
    with store._database.reading() as connection:
        return {t.name: connection.execute(select(t).order_by(*t.primary_key)).all() for t in METADATA.sorted_tables}


def test_all_results_of_a_day_committed_again_change_nothing(newsroom):
    feed = newsroom.open_feed()
    results = [newsroom.polled(newsroom.entry("a"), newsroom.entry("b"), newsroom.entry("c"), feed=feed)]
    results += [newsroom.polled(feed=feed, outcome=newsroom.failed()), newsroom.not_modified(feed)]
    newsroom.store.commit(results, now=newsroom.now)
    other = newsroom.publish("other", source_id="lake")
    first, second, third = newsroom.store.pending("extract", now=newsroom.now, limit=9)
    kept, dropped = newsroom.article(first), newsroom.article(second)
    page = newsroom.fetch(first.url, kind="page")
    picture = ImageFile(url="https://x.example/i.png", content_type="image/png", body=b"\x89PNG", width=2, height=1)
    later = [
        Extracted(entry_id=first.id, outcome=kept, fetch=page),
        Extracted(entry_id=second.id, outcome=dropped),
        Extracted(entry_id=third.id, outcome=newsroom.failed()),
        Screened(article_id=kept.id, outcome=Kept(topics=("models",))),
        Screened(article_id=dropped.id, outcome=Dropped(reason="deals", detail="Prices.")),
        Vector(article_id=kept.id, model_id=newsroom.model, vector=b"1234"),
        Clustered(
            origins=(Origin(article_id=kept.id, origin_id=kept.id),),
            assignments=(Assignment(article_id=kept.id, story_id=kept.id),),
        ),
        Clustered(
            origins=(Origin(article_id=other.id, origin_id=other.id),),
            assignments=(Assignment(article_id=other.id, story_id=other.id),),
        ),
        Regrouped(kind="merge", story_id=kept.id, other_id=other.id, article_ids=(other.id,), by="person"),
        Reading(article_id=kept.id, version="1", body=b"read"),
        ReadingsUnneeded(before=kept.published),
        Repaired(article_ids=(kept.id,), developments=(Development(story_id=other.id, of_id=kept.id),)),
        Decision(kind="together", left_id=kept.id, right_id=other.id, decided=newsroom.now),
        Score(story_id=kept.id, total=1.0, parts=()),
        newsroom.summary(kept.id, "hash"),
        picture,
    ]
    newsroom.store.commit(later, now=newsroom.now)
    edition = newsroom.edition("2025-07-28", [kept])
    newsroom.store.commit([edition], now=newsroom.now)
    before = _everything(newsroom.store)
    newsroom.store.commit([*results, *later, edition], now=newsroom.now)
    for result in (*results, *later, edition):
        newsroom.store.commit([result], now=newsroom.now + timedelta(minutes=5))
    assert _everything(newsroom.store) == before
    of_delivery = {"outbox", "subscriber"}
    assert {table for table, rows in before.items() if not rows} == of_delivery, "every other table was written"


# ---------------------------------------------------------------- ledger


def test_the_ledger_accounts_for_every_entry_once(newsroom):
    kept, dropped, lost, _waiting = newsroom.read("a", "b", "c", "d")
    newsroom.keep(newsroom.extract(kept))
    out = newsroom.extract(dropped)
    newsroom.store.commit(
        [
            Screened(article_id=out.id, outcome=Dropped(reason="deals", detail="Prices.")),
            Extracted(entry_id=lost.id, outcome=newsroom.failed("http_404", retryable=False)),
        ],
        now=newsroom.now,
    )
    newsroom.store.commit([newsroom.polled(newsroom.entry("twin", url=kept.url))], now=newsroom.now)
    day = timedelta(days=1)
    ledger = newsroom.store.ledger(newsroom.now - day, newsroom.now + day)
    assert (ledger.read, ledger.unread, ledger.kept, ledger.dropped) == (4, {"http_404": 1}, 1, {"deals": 1})
    assert newsroom.store.ledger(newsroom.now + day, newsroom.now + 2 * day).read == 0


def test_the_ledger_counts_feeds_copies_and_stories(newsroom):
    first = newsroom.publish("a")
    newsroom.publish("b", story_id=first.id, copies=first.id, source_id="quay")
    broken = newsroom.open_feed("reef")
    newsroom.store.commit([newsroom.polled(feed=broken, outcome=newsroom.failed())], now=newsroom.now)
    day = timedelta(days=1)
    ledger = newsroom.store.ledger(newsroom.now - day, newsroom.now + day)
    assert (ledger.feeds, ledger.feeds_failed, ledger.copies, ledger.stories) == (3, 1, 1, 1)


def test_an_entry_that_is_to_be_tried_again_is_shown_as_unread(newsroom):
    entry = newsroom.read("a")[0]
    newsroom.store.commit([Extracted(entry_id=entry.id, outcome=newsroom.failed("timeout"))], now=newsroom.now)
    day = timedelta(days=1)
    assert newsroom.store.ledger(newsroom.now - day, newsroom.now + day).unread == {"timeout": 1}


# ---------------------------------------------------------------- editions


def test_an_edition_comes_back_as_it_was_given(newsroom):
    edition = newsroom.edition("2025-07-28", [newsroom.publish("a"), newsroom.publish("b")])
    newsroom.store.commit([edition], now=newsroom.now)
    assert newsroom.store.edition("2025-07-28") == edition
    assert newsroom.store.edition() == edition
    assert newsroom.store.edition("2020-01-01") is None


def test_editions_come_newest_first(newsroom):
    article = newsroom.publish("a")
    for date in ("2025-07-27", "2025-07-29", "2025-07-28"):
        newsroom.store.commit([newsroom.edition(date, [article])], now=newsroom.now)
    assert newsroom.store.editions() == ["2025-07-29", "2025-07-28", "2025-07-27"]
    assert newsroom.store.edition().id == "2025-07-29"


def test_an_edition_made_again_replaces_the_one_before(newsroom):
    first, second = newsroom.publish("a"), newsroom.publish("b")
    newsroom.store.commit([newsroom.edition("2025-07-28", [first, second])], now=newsroom.now)
    again = newsroom.edition("2025-07-28", [second])
    newsroom.store.commit([again, again], now=newsroom.now)
    assert newsroom.store.edition() == again
    shown = newsroom.store.appearances("2025-07-29")
    assert [(a.story_id, a.position, a.articles, a.edition_id) for a in shown] == [(second.id, 1, 1, "2025-07-28")]


def test_appearances_are_those_of_earlier_days_newest_edition_first(newsroom):
    first, second = newsroom.publish("a"), newsroom.publish("b")
    newsroom.store.commit([newsroom.edition("2025-07-26", [first])], now=newsroom.now)
    newsroom.store.commit([newsroom.edition("2025-07-27", [second, first])], now=newsroom.now)
    newsroom.store.commit([newsroom.edition("2025-07-28", [second])], now=newsroom.now)
    shown = newsroom.store.appearances("2025-07-28")
    assert [(a.date[-2:], a.story_id) for a in shown] == [("27", second.id), ("27", first.id), ("26", first.id)]


def test_a_summary_is_found_by_its_exact_inputs_and_the_first_stays(newsroom):
    story_id = newsroom.publish("a").id
    summary = newsroom.summary(story_id, "hash-1")
    newsroom.store.commit([summary, newsroom.summary(story_id, "hash-1", text="Otherwise.")], now=newsroom.now)
    assert newsroom.store.summary(story_id, inputs_hash="hash-1") == summary
    assert newsroom.store.summary(story_id, inputs_hash="hash-2") is None


def test_scores_may_be_committed_again_and_again(newsroom):
    story_id = newsroom.publish("a").id
    for total in (1.0, 2.0, 2.0):
        part = Part(name="outlets", value=total, detail="so many")
        newsroom.store.commit([Score(story_id=story_id, total=total, parts=(part,))], now=newsroom.now)


def test_a_picture_comes_back_as_it_was_given(newsroom):
    picture = ImageFile(url="https://x.example/i.png", content_type="image/png", body=b"\x89PNG", width=2, height=1)
    newsroom.store.commit([picture, picture], now=newsroom.now)
    assert newsroom.store.images([picture.url, "https://x.example/other"]) == {picture.url: picture}


def test_what_is_unknown_is_none(newsroom):
    store = newsroom.store
    assert (store.article(5), store.entry(5), store.edition(), store.fetches([5])) == (None, None, None, {})
    assert (store.coverage(newsroom.now, newsroom.now), store.editions(), store.images([])) == ([], [], {})


def test_nothing_to_commit_is_nothing_done(newsroom):
    newsroom.store.commit([], now=newsroom.now)


def test_many_ids_may_be_asked_for_at_once(newsroom):
    article = newsroom.publish("a")
    ids = [*range(1, 40_000), article.id]
    assert list(newsroom.store.kept(ids)) == [article.id]
    assert list(newsroom.store.vectors(ids, model_id=newsroom.model)) == [article.id]


def test_times_keep_their_microseconds(newsroom):
    entry = newsroom.read("a", published=newsroom.now.replace(microsecond=123_457))[0]
    assert entry.published.microsecond == 123_457
    assert entry.published.utcoffset() == timedelta(0)
