"""JSON Feed to a raw feed. **Source:** jsonfeed.org/version/1.1."""

from __future__ import annotations

import html
from typing import Any

import msgspec

from byline.errors import ParseError
from byline.ingest.raw import MAX_ENTRIES, RawEntry, RawFeed

# Decoded JSON of strangers has any shape: Any throughout this module, every value is checked.


def looks_like_json(body: bytes) -> bool:
    """Tell whether a body starts like a JSON object."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read_json(body: bytes, *, url: str) -> RawFeed:
    """Return the raw feed of a JSON Feed; raises ParseError for other JSON."""
    try:
        data = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise ParseError("The JSON is damaged.", subject=url, kind="not_a_feed") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not ("version" in data or "title" in data):
        raise ParseError("The JSON is not a JSON Feed.", subject=url, kind="not_a_feed")
    feed = RawFeed(title=_text(data.get("title")), link=_text(data.get("home_page_url")), authors=_authors(data))
    feed.language = _text(data.get("language"))
    if len(items) > MAX_ENTRIES:
        feed.warnings.append(f"only the first {MAX_ENTRIES} items were read")
    for item in items[:MAX_ENTRIES]:
        if isinstance(item, dict):
            feed.entries.append(_entry(item, feed, url=url))
        else:
            feed.warnings.append("an item that is no object was dropped")
    return feed


def _entry(item: dict[str, Any], feed: RawFeed, *, url: str) -> RawEntry:
    content = _text(item.get("content_html"))
    plain = _text(item.get("content_text"))
    if item.get("title") is not None and not isinstance(item["title"], str | int | float):
        feed.warnings.append("a title that is no text was dropped")
    return RawEntry(
        id=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        title_is_html=False,
        summary=_text(item.get("summary")) or plain,
        summary_is_html=False,
        content=content or "".join(f"<p>{html.escape(part)}</p>" for part in plain.split("\n\n") if part.strip()),
        authors=_authors(item),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        image=_text(item.get("image")) or _text(item.get("banner_image")),
        language=_text(item.get("language")),
        base=_text(feed.link) or url,
    )


def _authors(holder: dict[str, Any]) -> list[str]:
    many = holder.get("authors")
    people = many if isinstance(many, list) and many else [holder.get("author")]
    return [name for person in people if isinstance(person, dict) and (name := _text(person.get("name")))][:20]


def _text(value: Any) -> str:
    """Return text of text or a number, "" of anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
