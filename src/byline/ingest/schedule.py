"""When to ask a feed again.

What the server wishes counts first (ttl, update period, freshness), then how often the
feed really has news. **Source:** RFC 9110 (Retry-After, Cache-Control), the RSS 2.0
specification (ttl, skipHours, skipDays).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from byline.ingest.settings import FetchSettings
from byline.records import Entry, FeedState, ParsedFeed

_NO_EVIDENCE_S = 3600.0
"""Time between polls of a feed that tells nothing, in seconds."""
_RECENT = 20
_BACKOFF_S = 1800.0
"""First wait after a failure, in seconds; doubles with each further one."""
_BUSY_MIN_S = 3600.0
_BUSY_MAX_S = 7 * 24 * 3600.0
_GONE_S = 7 * 24 * 3600.0
_JITTER = 0.1


def next_poll(
    state: FeedState, feed: ParsedFeed | None, *, now: datetime, max_age_s: int | None, settings: FetchSettings
) -> datetime:
    """Return when to poll again after an answer; `feed` is None where nothing had changed.

    Between the settings' shortest and longest time, with +-10 % jitter that depends on the feed's
    address and the hour, so that a restart neither repeats nor bunches polls.
    """
    if feed is None:
        # Nothing new: as long as last time and half as long again.
        wait = 1.5 * _last_wait_s(state, now)
    else:
        wait = max(_adaptive_s(feed.entries, now), float(feed.ttl_s or 0))
    wait = _bounded(max(wait, float(max_age_s or 0)), settings)
    at = now + timedelta(seconds=wait * _jitter(state.feed.url, now))
    return at if feed is None else _outside_skipped(at, feed)


def retry_poll(
    state: FeedState, *, now: datetime, kind: str, retry_after_s: int | None, settings: FetchSettings
) -> datetime:
    """Return when to poll again after a failure.

    Busy hosts (429, 503, paused): what they ask for, at least an hour, at most seven days. 410: once a
    week. Others: 30 minutes, doubled with each consecutive failure, up to the settings' longest time.
    """
    if kind in {"http_429", "host_paused"} or retry_after_s is not None:
        wait = min(max(_BUSY_MIN_S, float(retry_after_s or 0)), _BUSY_MAX_S)
    elif kind == "http_410":
        wait = _GONE_S
    else:
        longest = settings.max_poll_hours * 3600.0
        wait = max(settings.min_poll_minutes * 60.0, min(longest, _BACKOFF_S * 2.0 ** min(state.failures, 10)))
    return now + timedelta(seconds=wait * (1 + _JITTER * _share(state.feed.url, now)))


def _adaptive_s(entries: Sequence[Entry], now: datetime) -> float:
    """Return half the median gap between the newest entries; longer where the newest is long ago."""
    times = sorted((entry.published for entry in entries if entry.published), reverse=True)[:_RECENT]
    if len(times) < 2:
        return _NO_EVIDENCE_S
    gaps = [(newer - older).total_seconds() for newer, older in pairwise(times)]
    silence = (now - times[0]).total_seconds() / 10
    return max(median(gaps) / 2, silence)


def _last_wait_s(state: FeedState, now: datetime) -> float:
    if state.last_success is None or state.next_poll is None:
        return _NO_EVIDENCE_S
    planned = (state.next_poll - state.last_success).total_seconds()
    return planned if planned > 0 else max((now - state.last_success).total_seconds(), _NO_EVIDENCE_S)


def _bounded(wait: float, settings: FetchSettings) -> float:
    return min(max(wait, settings.min_poll_minutes * 60.0), settings.max_poll_hours * 3600.0)


def _jitter(url: str, now: datetime) -> float:
    return 1 - _JITTER + 2 * _JITTER * _share(url, now)


def _share(url: str, now: datetime) -> float:
    """Return a number from 0 to 1 that is fixed for one feed and hour."""
    digest = hashlib.blake2b(f"{url} {now:%Y%m%d%H}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def _outside_skipped(at: datetime, feed: ParsedFeed) -> datetime:
    """Return the first time from `at` on that lies in no skipped hour or day."""
    if len(feed.skip_hours) >= 24 or len(feed.skip_days) >= 7:
        return at
    for _ in range(24 * 8):
        if at.hour not in feed.skip_hours and at.weekday() not in feed.skip_days:
            return at
        at = (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return at
