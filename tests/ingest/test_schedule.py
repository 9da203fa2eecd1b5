"""When a feed is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from byline.ingest.schedule import next_poll, retry_poll
from byline.ingest.settings import FetchSettings
from byline.records import Entry, Feed, FeedState, ParsedFeed

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
SETTINGS = FetchSettings()


def state(**changes):
    return FeedState(feed=Feed(url="https://outlet.example/feed", source_id="o"), **changes)


def feed(gap: timedelta | None = None, **changes):
    times = [NOW - gap * number for number in range(1, 30)] if gap else []
    entries = tuple(
        Entry(id=0, feed_url="f", source_id="o", key=str(n), url="", title="t", published=at, seen_at=NOW)
        for n, at in enumerate(times)
    )
    return ParsedFeed(title="T", entries=entries, stage="fast", **changes)


def wait(found, *, max_age_s=None, known=None) -> float:
    """Hours until the next poll."""
    at = next_poll(known or state(), found, now=NOW, max_age_s=max_age_s, settings=SETTINGS)
    return (at - NOW).total_seconds() / 3600


def test_a_busy_feed_is_asked_at_the_shortest_time_and_a_dead_one_at_the_longest():
    assert 0.2 <= wait(feed(timedelta(minutes=2))) <= 0.3
    assert 21 <= wait(feed(timedelta(days=40))) <= 27


def test_half_the_usual_gap_lies_between_polls():
    assert 1.8 <= wait(feed(timedelta(hours=4))) <= 2.2


@pytest.mark.parametrize(
    ("found", "max_age_s", "hours"),
    [
        (feed(ttl_s=6 * 3600), None, 6),
        (feed(), 5 * 3600, 5),
        (feed(ttl_s=60), None, 1),
        (feed(), 31_536_000, 24),
        (feed(), 0, 1),
    ],
)
def test_what_feed_and_server_wish_is_honoured_within_bounds(found, max_age_s, hours):
    assert 0.9 * hours <= wait(found, max_age_s=max_age_s) <= 1.1 * hours


def test_no_news_means_waiting_longer_up_to_the_longest_time():
    known = state(last_success=NOW - timedelta(hours=4), next_poll=NOW)
    assert 5.4 <= wait(None, known=known) <= 6.6
    assert wait(None, known=state(last_success=NOW - timedelta(hours=20), next_poll=NOW)) <= 26.5


def test_skipped_hours_and_days_are_left_out():
    at = next_poll(state(), feed(skip_hours=tuple(range(12, 24))), now=NOW, max_age_s=None, settings=SETTINGS)
    assert at.hour < 12
    everything = feed(skip_hours=tuple(range(24)))
    assert next_poll(state(), everything, now=NOW, max_age_s=None, settings=SETTINGS) > NOW
    tuesday = next_poll(state(), feed(skip_days=(1,)), now=NOW, max_age_s=None, settings=SETTINGS)
    assert tuesday.weekday() != 1


def test_the_jitter_is_the_same_for_the_same_hour_and_differs_between_feeds():
    assert wait(feed()) == wait(feed())
    other = FeedState(feed=Feed(url="https://b.example/feed", source_id="o"))
    assert wait(feed()) != wait(feed(), known=other)


@pytest.mark.parametrize(
    ("kind", "after", "failures", "low", "high"),
    [
        ("timeout", None, 0, 0.5, 0.6),
        ("http_500", None, 3, 4, 4.5),
        ("dns", None, 50, 24, 26.5),
        ("http_429", None, 0, 1, 1.2),
        ("http_429", 7200, 0, 2, 2.3),
        ("http_503", 10, 0, 1, 1.2),
        ("http_429", 10**9, 0, 168, 190),
        ("http_410", None, 0, 168, 190),
    ],
)
def test_failures_wait_by_their_kind(kind, after, failures, low, high):
    at = retry_poll(state(failures=failures), now=NOW, kind=kind, retry_after_s=after, settings=SETTINGS)
    assert low <= (at - NOW).total_seconds() / 3600 <= high
