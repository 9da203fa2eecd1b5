"""The last two ways to read a damaged feed: item by item, then with feedparser.

Item by item keeps the damage local: each `<item>...</item>` is parsed alone under
the feed's own root tag, so that one bad item costs at most itself. What ends in
the middle is not taken.
"""

from __future__ import annotations

import re
from typing import Any

from byline.ingest.feed_tree import is_feed, read_feed, read_item
from byline.ingest.raw import CUT_OFF, DROPPED_END, MAX_ENTRIES, RawEntry, RawFeed

# lxml and feedparser ship no types: their objects are Any in this module.

_START = re.compile(r"<((?:[A-Za-z][\w.-]*:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)
_ROOT_TAG = re.compile(r"<((?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf))\b[^>]{0,10000}>", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^<>]{5000,}>")
_MAX_ITEM = 2_000_000
_MAX_FEEDPARSER_CHARACTERS = 2_000_000
_MAX_FEEDPARSER_TAGS = 60_000


def read_item_by_item(text: str, *, url: str) -> RawFeed | None:
    """Return the items that can be read one by one, None where there is not one. O(n)."""
    root = _ROOT_TAG.search(text[:50_000])
    if root is None:
        return None
    feed = _head(text, root, url=url)
    spans = _spans(text, feed)
    for start, end in spans[:MAX_ENTRIES]:
        entry = _item(root.group(), text[start:end], base=feed.link or url, feed=feed)
        if entry is not None:
            feed.entries.append(entry)
    if len(spans) > MAX_ENTRIES:
        feed.warnings.append(f"only the first {MAX_ENTRIES} items were read")
    return feed if feed.entries else None


def cut_off(text: str) -> list[str]:
    """Return the warning for a feed whose root element never ends, nothing for any other text. O(n)."""
    root = _ROOT_TAG.search(text[:50_000])
    if root is None or root[0].endswith("/>") or re.search(rf"</{re.escape(root[1])}\s*>", text, re.IGNORECASE):
        return []
    return [CUT_OFF]


def _head(text: str, root: re.Match[str], *, url: str) -> RawFeed:
    """Return title, link and schedule, from what stands before the first item."""
    first = _START.search(text, root.end())
    head = text[root.start() : first.start() if first else root.end()][:200_000]
    tree = _lenient(head)
    return read_feed(tree, url=url) if tree is not None and is_feed(tree) else RawFeed()


def _spans(text: str, feed: RawFeed) -> list[tuple[int, int]]:
    """Return where each complete item starts and ends. An item that never ends is reported, not taken."""
    starts = list(_START.finditer(text))
    spans = []
    for number, match in enumerate(starts):
        limit = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        name = match.group(1)
        end = _first_end(text, name, span=(match.end(), limit))
        if end < 0:
            feed.warnings.append(DROPPED_END)
        elif end - match.start() <= _MAX_ITEM:
            spans.append((match.start(), end))
    return spans


def _first_end(text: str, name: str, *, span: tuple[int, int]) -> int:
    for ending in (f"</{name}>", f"</{name.lower()}>", f"</{name.title()}>", f"</{name.upper()}>"):
        found = text.find(ending, *span)
        if found >= 0:
            return found + len(ending)
    return -1


def _item(root: str, chunk: str, *, base: str, feed: RawFeed) -> RawEntry | None:
    name = root[1:].split(None, 1)[0].rstrip(">/")
    whole = f"{root.replace('/>', '>')}{chunk}</{name}>"
    tree = _strict(whole)
    if tree is None:
        feed.warnings.append("a damaged item was repaired")
        tree = _lenient(whole)
    if tree is None or not len(tree):
        return None
    return read_item(tree[0], base=base)


def _strict(text: str) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(text.encode("utf-8", "replace"), xml_parser())
    except etree.XMLSyntaxError:
        return None


def _lenient(text: str) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(text.encode("utf-8", "replace"), xml_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def xml_parser(*, recover: bool = False) -> Any:
    """Return an XML parser that reads UTF-8, expands nothing, loads nothing and keeps libxml2's limits."""
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        strip_cdata=True,
        remove_comments=True,
        remove_pis=True,
    )


def read_with_feedparser(text: str) -> RawFeed | None:
    """Return what feedparser makes of a text, None where that is nothing.

    Its running time grows with the square of attributes and nesting, so over-long tags are cut
    first and documents of more than 60,000 tags are not given to it.
    """
    tamed = _LONG_TAG.sub("", text[:_MAX_FEEDPARSER_CHARACTERS])
    if tamed.count("<") > _MAX_FEEDPARSER_TAGS or not re.search(r"<[A-Za-z]", tamed):
        return None
    import feedparser

    parsed = feedparser.parse(tamed.encode("utf-8", "replace"), sanitize_html=False)
    if not parsed.entries and not (parsed.version and parsed.feed.get("title")):
        return None
    feed = RawFeed(title=parsed.feed.get("title", ""), link=parsed.feed.get("link", ""))
    feed.language = parsed.feed.get("language", "") or ""
    feed.entries = [_from_feedparser(item) for item in parsed.entries[:MAX_ENTRIES]]
    return feed


def _from_feedparser(item: Any) -> RawEntry:
    # content[0] may be a photo caption (media:description); only what is typed as HTML and longer counts.
    contents = [part.get("value", "") for part in item.get("content", ()) if "html" in part.get("type", "")]
    summary = item.get("summary", "")
    return RawEntry(
        id=item.get("id", ""),
        link=item.get("link", ""),
        title=item.get("title", ""),
        summary=summary,
        content=max((part for part in contents if len(part) > len(summary)), key=len, default=""),
        authors=[name for author in item.get("authors", ()) if (name := author.get("name", ""))],
        published=item.get("published", "") or item.get("created", ""),
        updated=item.get("updated", ""),
    )
