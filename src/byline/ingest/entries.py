"""Raw entries to records: plain titles, cleaned HTML, absolute addresses, clamped dates, stable keys."""

from __future__ import annotations

import html
import re
from datetime import datetime

import msgspec

from byline.ingest.dates import clamped, parse_date
from byline.ingest.raw import RawEntry, RawFeed
from byline.records import Entry, Source
from byline.text.hashes import sha256_hex
from byline.text.html import clean_html, clean_text, first_image, html_to_text, one_line, title_text
from byline.text.languages import feed_language
from byline.text.urls import absolute_url, url_key

_MAX_TITLE = 1_000
_MAX_SUMMARY = 100_000
_MAX_HTML = 1_000_000
_MAX_KEY = 500
_BAD_KEY = re.compile(r"^(?:javascript|data|vbscript|file):", re.IGNORECASE)


def entries_of(feed: RawFeed, *, url: str, source: Source, seen_at: datetime) -> tuple[Entry, ...]:
    """Return the records of a raw feed in its order; adds what was dropped to `feed.warnings`."""
    found: dict[str, Entry] = {}
    for raw in feed.entries:
        entry = _entry(raw, feed, url=url, source=source, seen_at=seen_at)
        if raw == RawEntry(base=raw.base, html_base=raw.html_base, language=raw.language):
            feed.warnings.append("an empty item was dropped")
            continue
        key = entry.key
        if key in found:
            # Some feeds give one guid to several items; their addresses tell them apart.
            feed.warnings.append("several items have the same id")
            key = f"{key}#{url_key(entry.url)}"
            key = key if key not in found and found[entry.key].url != entry.url else f"{key}#{len(found)}"
        found[key] = _with_key(entry, key)
    return tuple(found.values())


def _entry(raw: RawEntry, feed: RawFeed, *, url: str, source: Source, seen_at: datetime) -> Entry:
    base = raw.base or url
    link = absolute_url(html.unescape(raw.link), base=base)
    if raw.link and not link:
        feed.warnings.append("a link that is not http or https was dropped")
    title = (title_text(raw.title) if raw.title_is_html else one_line(raw.title))[:_MAX_TITLE]
    summary = (html_to_text(raw.summary[:_MAX_HTML]) if raw.summary_is_html else clean_text(raw.summary))[:_MAX_SUMMARY]
    content = clean_html(raw.content[:_MAX_HTML], base=raw.html_base or link or base) if raw.content else ""
    published = clamped(parse_date(raw.published) or parse_date(raw.updated), seen_at=seen_at)
    return Entry(
        id=0,
        feed_url=url,
        source_id=source.id,
        key=_key(raw, link=link, title=title, summary=summary),
        url=link,
        title=title,
        summary=summary,
        content_html=content,
        authors=tuple(filter(None, (title_text(name) for name in raw.authors or feed.authors))),
        published=published,
        seen_at=seen_at,
        language=feed_language(raw.language or feed.language),
        image_url=_image(raw, content=content, base=base),
    )


def _key(raw: RawEntry, *, link: str, title: str, summary: str) -> str:
    given = one_line(raw.id)
    if given and len(given) <= _MAX_KEY and not _BAD_KEY.match(given):
        return given
    return url_key(link) or "hash:" + sha256_hex("\n".join((title, raw.published, summary or raw.content)))[:32]


def _image(raw: RawEntry, *, content: str, base: str) -> str:
    given = absolute_url(html.unescape(raw.image), base=base)
    return given or absolute_url(first_image(content or raw.summary), base=base)


def _with_key(entry: Entry, key: str) -> Entry:
    return entry if entry.key == key else msgspec.structs.replace(entry, key=key)
