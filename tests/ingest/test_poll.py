"""One poll's result: entries, nothing new, failure; validators only with a complete body."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from byline.ingest.poll import poll_result
from byline.ingest.settings import FetchSettings
from byline.records import Failed, Feed, FeedState, Fetched, NotModified, ParsedFeed, Source
from byline.text.hashes import sha256_hex

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
URL = "https://outlet.example/feed"
SOURCE = Source(id="outlet", name="Outlet", site="https://outlet.example/")
BODY = b"<rss><channel><title>T</title><item><title>a</title><guid>1</guid></item></channel></rss>"


def state(**changes):
    return FeedState(feed=Feed(url=URL, source_id="outlet"), **changes)


def poll(outcome, known=None):
    return poll_result(known or state(), outcome, source=SOURCE, now=NOW, settings=FetchSettings())


def fetched(body=BODY, **changes):
    return Fetched(url=URL, final_url=URL, status=200, body=body, etag='"e"', last_modified="lm", **changes)


def test_a_good_body_brings_entries_and_advances_the_validators():
    polled = poll(fetched(moved_to="https://outlet.example/new"))
    assert isinstance(polled.outcome, ParsedFeed)
    assert [entry.key for entry in polled.outcome.entries] == ["1"]
    assert (polled.etag, polled.last_modified, polled.moved_to) == ('"e"', "lm", "https://outlet.example/new")
    assert (polled.fetch.body_hash, polled.fetch.size_bytes, polled.fetch.at) == (sha256_hex(BODY), len(BODY), NOW)
    assert NOW < polled.next_poll <= NOW + timedelta(hours=27)


def test_the_same_body_again_is_nothing_new():
    polled = poll(fetched(), state(body_hash=sha256_hex(BODY), etag='"old"'))
    assert isinstance(polled.outcome, NotModified)
    assert (polled.etag, polled.fetch.body_hash) == ('"e"', sha256_hex(BODY))


def test_304_keeps_what_was_known():
    polled = poll(NotModified(url=URL), state(etag='"old"', last_modified="old", body_hash="h"))
    assert isinstance(polled.outcome, NotModified)
    assert (polled.etag, polled.last_modified, polled.fetch.status, polled.fetch.body_hash) == (
        '"old"',
        "old",
        304,
        "h",
    )


@pytest.mark.parametrize(("body", "kind"), [(b"", "empty_body"), (b"<html><body>hi</body></html>", "not_a_feed")])
def test_a_body_that_is_no_feed_advances_nothing(body, kind):
    polled = poll(fetched(body), state(etag='"old"'))
    assert isinstance(polled.outcome, Failed)
    assert (polled.outcome.kind, polled.etag, polled.fetch.body_hash) == (kind, '"old"', "")


def test_a_body_cut_in_the_middle_keeps_its_entries_and_no_validators():
    polled = poll(fetched(BODY.replace(b"</channel></rss>", b"<item><title>b")))
    assert isinstance(polled.outcome, ParsedFeed)
    assert len(polled.outcome.entries) == 1
    assert (polled.etag, polled.last_modified, polled.fetch.body_hash) == ("", "", "")


def test_a_feed_that_is_suddenly_empty_is_still_a_feed():
    polled = poll(fetched(b"<rss><channel><title>T</title></channel></rss>"))
    assert isinstance(polled.outcome, ParsedFeed)
    assert polled.outcome.entries == ()


def test_a_failure_is_passed_on_and_retried_later():
    polled = poll(Failed(subject=URL, error="It failed.", kind="timeout", retryable=True), state(etag='"old"'))
    assert isinstance(polled.outcome, Failed)
    assert (polled.fetch.error, polled.etag) == ("It failed.", '"old"')
    assert polled.next_poll > NOW


@pytest.mark.parametrize("end", [-1, -len(b"</channel></rss>"), -40])
def test_a_body_that_is_cut_off_brings_entries_but_advances_nothing(end):
    body = BODY.replace(b"</channel>", b"<item><title>b</title><guid>2</guid></item></channel>")[:end]
    polled = poll(fetched(body))
    assert isinstance(polled.outcome, ParsedFeed)
    assert polled.outcome.entries[0].key == "1"
    assert (polled.etag, polled.last_modified, polled.fetch.body_hash) == ("", "", "")
    assert polled.fetch.error == "the body ends in the middle"
