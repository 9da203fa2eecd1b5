"""What one poll of a feed brought: entries, nothing new, or a failure; and when to come again.

The validators are advanced only together with a completely parsed body: a truncated
or damaged answer must not make the server say 304 next time.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from byline.errors import ParseError
from byline.ingest.parse import parse_feed
from byline.ingest.raw import INCOMPLETE
from byline.ingest.schedule import next_poll, retry_poll
from byline.ingest.settings import FetchSettings
from byline.records import Failed, FeedState, Fetched, FetchLog, FetchOutcome, NotModified, Polled, Source
from byline.text.hashes import sha256_hex


def poll_result(
    state: FeedState, outcome: FetchOutcome, *, source: Source, now: datetime, settings: FetchSettings
) -> Polled:
    """Return the result of polling one feed at `now`.

    A body with the hash of the last one counts as not modified and is not parsed.
    """
    if isinstance(outcome, Failed):
        return _failed(state, outcome, log=_log(state, now, error=outcome.error), now=now, settings=settings)
    if isinstance(outcome, NotModified):
        return _unchanged(state, _log(state, now, status=304), now=now, max_age_s=None, settings=settings)
    log = _log(state, now, fetched=outcome)
    if log.body_hash == state.body_hash:
        polled = _unchanged(state, log, now=now, max_age_s=outcome.max_age_s, settings=settings)
        return msgspec.structs.replace(
            polled, etag=outcome.etag, last_modified=outcome.last_modified, moved_to=outcome.moved_to
        )
    return _parsed(state, outcome, log=log, source=source, now=now, settings=settings)


def _parsed(
    state: FeedState, fetched: Fetched, *, log: FetchLog, source: Source, now: datetime, settings: FetchSettings
) -> Polled:
    try:
        feed = parse_feed(
            fetched.body, url=state.feed.url, source=source, seen_at=now, content_type=fetched.content_type
        )
    except ParseError as error:
        sentence = f"{error.message} {error.advice}".strip()
        failure = Failed(subject=state.feed.url, error=sentence, kind=error.kind, retryable=error.retryable)
        # The hash of a body that is no feed is forgotten, so that it is never taken for "nothing new".
        log = msgspec.structs.replace(log, error=sentence, body_hash="")
        return _failed(state, failure, log=log, now=now, settings=settings)
    complete = INCOMPLETE.isdisjoint(feed.warnings)
    return Polled(
        feed_url=state.feed.url,
        fetch=log if complete else msgspec.structs.replace(log, body_hash="", error="the body ends in the middle"),
        outcome=feed,
        etag=fetched.etag if complete else "",
        last_modified=fetched.last_modified if complete else "",
        next_poll=next_poll(state, feed, now=now, max_age_s=fetched.max_age_s, settings=settings),
        moved_to=fetched.moved_to,
    )


def _unchanged(
    state: FeedState, log: FetchLog, *, now: datetime, max_age_s: int | None, settings: FetchSettings
) -> Polled:
    return Polled(
        feed_url=state.feed.url,
        fetch=msgspec.structs.replace(log, body_hash=state.body_hash),
        outcome=NotModified(url=state.feed.url),
        etag=state.etag,
        last_modified=state.last_modified,
        next_poll=next_poll(state, None, now=now, max_age_s=max_age_s, settings=settings),
    )


def _failed(state: FeedState, failure: Failed, *, log: FetchLog, now: datetime, settings: FetchSettings) -> Polled:
    at = retry_poll(state, now=now, kind=failure.kind, retry_after_s=failure.retry_after_s, settings=settings)
    # A 304 to a question without conditions means that the server keeps a wrong idea of us: ask afresh.
    forget = failure.kind == "http_304"
    return Polled(
        feed_url=state.feed.url,
        fetch=log,
        outcome=failure,
        etag="" if forget else state.etag,
        last_modified="" if forget else state.last_modified,
        next_poll=at,
    )


def _log(
    state: FeedState, now: datetime, *, fetched: Fetched | None = None, status: int = 0, error: str = ""
) -> FetchLog:
    return FetchLog(
        id=0,
        url=state.feed.url,
        final_url=fetched.final_url if fetched else state.feed.url,
        kind="feed",
        at=now,
        status=fetched.status if fetched else status,
        size_bytes=len(fetched.body) if fetched else 0,
        body_hash=sha256_hex(fetched.body) if fetched else "",
        error=error,
    )
