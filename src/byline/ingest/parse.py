"""A feed body to entries, in three stages, each stricter than what follows it.

1. fast: the decoded text is well-formed XML, so libxml2 reads it and our own mapper takes the fields.
2. repaired: damage is undone in the text and the strict parser asked again; where it still refuses, item by item.
3. feedparser: formats and damage that are left.

No stage drops an entry silently: what was dropped or repaired stands in `warnings`.
The document type is removed before any parser sees the text, so that no entity expands
and nothing is loaded. JSON Feed has its own reader.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any, Literal

from byline.errors import ParseError
from byline.ingest.entries import entries_of
from byline.ingest.feed_bytes import decode, prepared, repaired, unzipped
from byline.ingest.feed_json import looks_like_json, read_json
from byline.ingest.feed_salvage import cut_off, read_item_by_item, read_with_feedparser, xml_parser
from byline.ingest.feed_tree import is_feed, read_feed
from byline.ingest.raw import RawFeed
from byline.records import ParsedFeed, Source
from byline.text.html import title_text
from byline.text.urls import absolute_url

_LOG = logging.getLogger(__name__)
_MAX_BODY = 20_000_000
_MAX_WARNINGS = 20
_HTML_PAGE = re.compile(r"<html\b|<!doctype\s+html|<head\b|<body\b", re.IGNORECASE)
_FEED_LINK = re.compile(r"<link\b[^>]*application/(?:rss\+xml|atom\+xml|feed\+json)[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)

Stage = Literal["fast", "repaired", "feedparser", "json"]


def parse_feed(body: bytes, *, url: str, source: Source, seen_at: datetime, content_type: str = "") -> ParsedFeed:
    """Return the entries of a feed body, whatever its Content-Type says; none later than `seen_at`.

    Raises ParseError with kind "empty_body", "too_large" or "not_a_feed" (its advice names the feed
    that an HTML page links to).
    """
    if not body.strip():
        raise ParseError("The body is empty.", subject=url, kind="empty_body", retryable=True)
    if len(body) > _MAX_BODY:
        raise ParseError("The feed is larger than 20 MB.", subject=url, kind="too_large")
    feed, stage = read_raw(body, url=url, content_type=content_type)
    entries = entries_of(feed, url=url, source=source, seen_at=seen_at)
    return ParsedFeed(
        title=title_text(feed.title)[:500],
        entries=entries,
        stage=stage,
        ttl_s=feed.ttl_s,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        warnings=tuple(dict.fromkeys(feed.warnings))[:_MAX_WARNINGS],
    )


def read_raw(body: bytes, *, url: str, content_type: str = "") -> tuple[RawFeed, Stage]:
    """Return a feed as written, nothing cleaned, and the stage that read it. Raises ParseError."""
    body = unzipped(body)
    if looks_like_json(body):
        return read_json(body, url=url), "json"
    decoded, notes = decode(body, content_type=content_type)
    text, more = prepared(decoded)
    notes += more
    tree = _strict(text)
    if tree is not None and is_feed(tree):
        return _noted(read_feed(tree, url=url), notes), "repaired" if notes else "fast"
    if _is_page(text):
        raise _not_a_feed(text, url)
    if tree is None:
        notes += cut_off(text)
        found = _repaired(text, url=url)
        if found is not None:
            return _noted(found, notes), "repaired"
    found = read_with_feedparser(text)
    if found is None:
        raise _not_a_feed(text, url)
    return _noted(found, notes), "feedparser"


def _repaired(text: str, *, url: str) -> RawFeed | None:
    fixed, notes = repaired(text)
    tree = _strict(fixed)
    if tree is not None and is_feed(tree):
        return _noted(read_feed(tree, url=url), notes)
    found = read_item_by_item(fixed, url=url)
    return None if found is None else _noted(found, [*notes, "read item by item"])


def _strict(text: str) -> Any:
    """Return the lxml tree of well-formed XML (Any: lxml has no types), None for anything else."""
    from lxml import etree

    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _noted(feed: RawFeed, notes: list[str]) -> RawFeed:
    feed.warnings[:0] = notes
    return feed


def _is_page(text: str) -> bool:
    head = text[:3_000]
    return _HTML_PAGE.search(head) is not None and not re.search(r"<(?:rss|feed|rdf:RDF|item|entry)[\s>]", head)


def _not_a_feed(text: str, url: str) -> ParseError:
    link = _FEED_LINK.search(text[:200_000])
    href = _HREF.search(link.group()) if link else None
    hint = absolute_url(href.group(1), base=url) if href else ""
    return ParseError(
        "This is not a feed.",
        subject=url,
        kind="not_a_feed",
        advice=f"The page names one at {hint}." if hint else "",
    )
