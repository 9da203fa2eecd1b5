"""Feeds and pages in: the steps `poll` and `extract`."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from byline.ingest.extract import extract_article
from byline.ingest.poll import poll_result
from byline.ingest.settings import ExtractSettings
from byline.pipeline.parts import Parts, Report
from byline.records import (
    Article,
    Entry,
    Extracted,
    Failed,
    Fetched,
    FetchLog,
    FetchOutcome,
    FetchRequest,
    NotModified,
    ParsedFeed,
)
from byline.run.interface import TaskFailed
from byline.text.hashes import sha256_hex

log = logging.getLogger(__name__)
BATCH = 32
"""Articles a transaction: the most that a killed run does twice."""
ALL = 1_000_000


def poll(parts: Parts, report: Report, *, now: datetime) -> None:
    """Ask every feed that is due, and store what it said, feed by feed."""
    states = {state.feed.url: state for state in parts.store.pending("poll", now=now, limit=ALL)}
    sources = parts.store.sources()
    requests = [
        FetchRequest(url=url, kind="feed", etag=state.etag, last_modified=state.last_modified)
        for url, state in states.items()
    ]
    report.feeds += len(requests)
    with parts.progress.stage("poll", len(requests)) as advance:
        for request, outcome in parts.fetcher.fetch(requests):
            state = states[request.url]
            source = sources[state.feed.source_id]
            result = poll_result(state, outcome, source=source, now=now, settings=parts.settings.fetch)
            parts.store.commit([result], now=now)
            if isinstance(result.outcome, Failed):
                report.feed_failures.append(result.outcome)
            elif isinstance(result.outcome, ParsedFeed):
                report.entries += len(result.outcome.entries)
                report.feed_warnings += [f"{request.url}: {warning}" for warning in result.outcome.warnings]
            advance(1)
    report.feed_failures.sort(key=lambda failure: failure.subject)


def extract(parts: Parts, report: Report, *, now: datetime) -> None:
    """Fetch the page of every new entry and extract its article; without a page, the feed's own text is used."""
    entries = parts.store.pending("extract", now=now, limit=ALL)
    task = partial(extract_one, settings=parts.settings.extract, now=now)
    with parts.progress.stage("extract", len(entries)) as advance:
        batch: list[Extracted] = []
        fetched: list[tuple[Entry, FetchOutcome]] = []
        for index, result in enumerate(parts.executor.map(task, _remember(_pages(parts, entries), fetched))):
            extracted = _broken_off(fetched[index], result, now=now) if isinstance(result, TaskFailed) else result
            fetched[index] = (fetched[index][0], NotModified(url=""))
            _count(extracted, report)
            batch.append(extracted)
            if len(batch) >= BATCH:
                parts.store.commit(batch, now=now)
                batch.clear()
            advance(1)
        parts.store.commit(batch, now=now)
    report.page_failures.sort(key=lambda failure: failure.subject)


def extract_one(item: tuple[Entry, FetchOutcome], *, settings: ExtractSettings, now: datetime) -> Extracted:
    """Return the article of one entry from its page, or from the feed where the page could not be had."""
    entry, outcome = item
    log = _log(outcome, entry.url, now=now)
    if isinstance(outcome, Fetched):
        return Extracted(entry_id=entry.id, outcome=extract_article(entry, outcome, settings=settings), fetch=log)
    from_feed = extract_article(entry, None, settings=settings)
    if isinstance(from_feed, Article) or not isinstance(outcome, Failed):
        return Extracted(entry_id=entry.id, outcome=from_feed, fetch=log)
    return Extracted(entry_id=entry.id, outcome=outcome, fetch=log)


def _pages(parts: Parts, entries: list[Entry]) -> Iterator[tuple[Entry, FetchOutcome]]:
    """Yield every entry with what its address answered, as the answers come in."""
    by_url: dict[str, list[Entry]] = {}
    for entry in entries:
        by_url.setdefault(entry.url, []).append(entry)
    for entry in by_url.pop("", []):
        yield entry, Failed(subject=entry.feed_url, error="The feed gives no address for this item.", kind="no_url")
    requests = [FetchRequest(url=url, kind="page") for url in by_url]
    for request, outcome in parts.fetcher.fetch(requests):
        for entry in by_url[request.url]:
            yield entry, outcome


def _remember(
    items: Iterator[tuple[Entry, FetchOutcome]], seen: list[tuple[Entry, FetchOutcome]]
) -> Iterator[tuple[Entry, FetchOutcome]]:
    """Keep each item until its result is there: a task that dies does not say whose it was."""
    for item in items:
        seen.append(item)
        yield item


def _broken_off(item: tuple[Entry, FetchOutcome], result: TaskFailed, *, now: datetime) -> Extracted:
    entry, outcome = item
    failed = Failed(subject=entry.url, error=f"Extraction broke off: {result.error}", kind="extract_died")
    return Extracted(entry_id=entry.id, outcome=failed, fetch=_log(outcome, entry.url, now=now))


def _log(outcome: FetchOutcome, url: str, *, now: datetime) -> FetchLog | None:
    if isinstance(outcome, Fetched):
        return FetchLog(
            id=0,
            url=url,
            final_url=outcome.final_url,
            kind="page",
            at=now,
            status=outcome.status,
            size_bytes=len(outcome.body),
            body_hash=sha256_hex(outcome.body),
        )
    if isinstance(outcome, Failed) and url:
        return FetchLog(
            id=0, url=url, final_url=url, kind="page", at=now, status=0, size_bytes=0, body_hash="", error=outcome.error
        )
    return None


def _count(extracted: Extracted, report: Report) -> None:
    if isinstance(extracted.outcome, Failed):
        log.info("page %s: %s", extracted.outcome.subject, extracted.outcome.error)
        report.page_failures.append(extracted.outcome)
    else:
        report.articles += 1


def failures_by_kind(failures: list[Failed]) -> dict[str, int]:
    """Return how many failures there were of each kind, most frequent first."""
    return dict(Counter(failure.kind for failure in failures).most_common())
