"""An XML tree to a raw feed: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, news sitemaps.

One pass over each item's children; the children are collected by name, then each
field takes the first usable of its names. Nothing here is quadratic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from byline.ingest.feed_text import Value, author_name, construct, plain
from byline.ingest.names import name_of
from byline.ingest.raw import MAX_ENTRIES, RawEntry, RawFeed

# lxml ships no types: elements are Any throughout this module.
Fields = dict[str, list[Any]]

_ITEM = frozenset(("item", "atom:entry", "entry"))
_ROOTS = frozenset(("rss", "atom:feed", "feed", "rdf:rdf", "rdf", "urlset", "channel", "rss:rss"))
_TITLE = ("title", "atom:title", "dc:title", "news:title", "media:title", "itunes:title")
_CONTENT = ("content:encoded", "atom:content", "content", "xhtml:body", "body", "xhtml:div", "fullitem")
_SUMMARY = ("description", "atom:summary", "summary", "dc:description", "atom:tagline", "abstract")
_LATE_SUMMARY = ("itunes:summary", "itunes:subtitle", "media:description")
_ID = ("guid", "atom:id", "id", "dc:identifier")
_PUBLISHED = (
    "pubdate",
    "atom:published",
    "published",
    "atom:issued",
    "issued",
    "dcterms:issued",
    "dcterms:available",
    "dc:date",
    "news:publication_date",
    "atom:created",
    "created",
    "dcterms:created",
    "date",
)
_UPDATED = (
    "atom:updated",
    "updated",
    "atom:modified",
    "modified",
    "dcterms:modified",
    "dcterms:date",
    "lastbuilddate",
    "lastmod",
)
_AUTHOR = ("atom:author", "author", "dc:creator", "itunes:author", "managingeditor", "dc:author", "creator")
_LANGUAGE = ("language", "dc:language", "news:language")
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {day: number for number, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif)(?:$|\?)", re.IGNORECASE)
_MAX_CHILDREN = 500


def is_feed(root: Any) -> bool:
    """Tell whether the root element is one of a feed or a news sitemap."""
    return isinstance(root.tag, str) and name_of(root.tag) in _ROOTS


def read_feed(root: Any, *, url: str) -> RawFeed:
    """Return the raw feed of a tree; at most 2,000 items, the rest reported."""
    channel = _channel(root)
    head = _collected(child for child in channel if not _is_item(child))
    language = _first_text(head, _LANGUAGE) or channel.get(_XML_LANG) or root.get(_XML_LANG) or ""
    base = _base_of(channel, url) if name_of(root.tag) in {"atom:feed", "feed"} else url
    feed = RawFeed(title=_title(head).text, link=_link(head, base), language=language)
    feed.authors = _authors(head) if name_of(root.tag) in {"atom:feed", "feed"} else []
    _schedule(feed, head)
    # A relative address in RSS means the site, which is not where a feed service delivers from.
    item_base = base if name_of(root.tag) in {"atom:feed", "feed"} else (urljoin(url, feed.link) or url)
    for number, item in enumerate(_items(root, feed)):
        if number >= MAX_ENTRIES:
            feed.warnings.append(f"only the first {MAX_ENTRIES} items were read")
            break
        feed.entries.append(read_item(item, base=item_base))
    return feed


def read_item(item: Any, *, base: str) -> RawEntry:
    """Return one item as a raw entry."""
    found = _collected(_unfolded(item))
    base = _base_of(item, base)
    title, content, summary = _title(found), _first_value(found, _CONTENT), _summary(found)
    entry = RawEntry(
        id=_first_text(found, _ID) or item.get(_RDF_ABOUT, ""),
        title=title.text,
        title_is_html=title.is_html,
        summary=summary.text,
        summary_is_html=summary.is_html,
        content=content.as_html(),
        published=_first_text(found, _PUBLISHED),
        updated=_first_text(found, _UPDATED),
        authors=_authors(found),
        base=base,
        html_base=base if _declares_base(item) else "",
    )
    entry.link = _link(found, base) or _permalink(found) or item.get(_RDF_ABOUT, "")
    entry.image = _image(found)
    entry.language = item.get(_XML_LANG) or _first_text(found, _LANGUAGE)
    return entry


def _channel(root: Any) -> Any:
    for child in root:
        if isinstance(child.tag, str) and name_of(child.tag) in {"channel", "rss:channel"}:
            return child
    return root


def _items(root: Any, feed: RawFeed) -> Iterator[Any]:
    if name_of(root.tag) == "urlset":
        yield from (child for child in root if isinstance(child.tag, str) and name_of(child.tag) == "url")
        return
    for element in root.iter():
        if not _is_item(element):
            continue
        parent = element.getparent()
        if parent is not None and _is_item(parent):
            feed.warnings.append("an item inside another item was read as its own")
        yield element


def _is_item(element: Any) -> bool:
    return isinstance(element.tag, str) and name_of(element.tag) in _ITEM


def _unfolded(item: Any) -> Iterator[Any]:
    """Yield an item's children, and the grandchildren of grouping elements."""
    for child in item:
        yield child
        if isinstance(child.tag, str) and name_of(child.tag) in {"media:group", "news:news", "media:content"}:
            yield from child
            for grandchild in child:
                if isinstance(grandchild.tag, str) and name_of(grandchild.tag) == "news:publication":
                    yield from (part for part in grandchild if name_of(str(part.tag)) == "news:language")


def _collected(children: Iterable[Any]) -> Fields:
    """Return children by name, the first 500 of them."""
    found: Fields = {}
    for number, child in enumerate(children):
        if number >= _MAX_CHILDREN:
            break
        if isinstance(child.tag, str):
            found.setdefault(name_of(child.tag), []).append(child)
    return found


def _base_of(element: Any, base: str) -> str:
    """Return the xml:base that holds for an element."""
    chain = [element, *element.iterancestors()]
    for ancestor in reversed(chain[:20]):
        own = ancestor.get(_XML_BASE)
        if own:
            base = _joined(base, own)
    return base


def _declares_base(element: Any) -> bool:
    return any(node.get(_XML_BASE) for node in (element, *element.iterancestors()))


def _joined(base: str, address: str) -> str:
    if address.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return base


def _first_text(found: Fields, names: tuple[str, ...]) -> str:
    for name in names:
        for element in found.get(name, ()):
            text = plain(element)
            if text:
                return text
    return ""


def _first_value(found: Fields, names: tuple[str, ...]) -> Value:
    for name in names:
        # Several contents: the longest is the article, the others are its shorter forms.
        values = [construct(element) for element in found.get(name, ())]
        best = max(values, key=lambda value: len(value.text), default=Value())
        if best.text:
            return best
    return Value()


def _title(found: Fields) -> Value:
    for name in _TITLE:
        for element in found.get(name, ()):
            value = construct(element)
            if value.text:
                return value
    return Value()


def _summary(found: Fields) -> Value:
    value = _first_value(found, _SUMMARY)
    if value.text or _first_value(found, _CONTENT).text:
        return value
    return _first_value(found, _LATE_SUMMARY)


def _authors(found: Fields) -> list[str]:
    for name in _AUTHOR:
        names = [author_name(element) for element in found.get(name, ())]
        kept = [person for person in names if person]
        if kept:
            return list(dict.fromkeys(kept))[:20]
    return []


def _link(found: Fields, base: str) -> str:
    """Return the item's address: a text link, else the alternate one."""
    for element in found.get("link", ()):
        text = plain(element)
        if text:
            return _joined(_base_of(element, base) if element.get(_XML_BASE) else base, text)
    links = found.get("atom:link", []) + found.get("link", []) + found.get("xhtml:link", [])
    for wanted in (_is_page, _is_alternate):
        for element in links:
            if wanted(element):
                return _joined(_base_of(element, base) if element.get(_XML_BASE) else base, element.get("href"))
    return _first_text(found, ("loc", "atom:link", "comments"))


def _is_alternate(link: Any) -> bool:
    return bool(link.get("href")) and (link.get("rel") or "alternate").strip().lower().endswith("alternate")


def _is_page(link: Any) -> bool:
    return _is_alternate(link) and "html" in (link.get("type") or "text/html")


def _permalink(found: Fields) -> str:
    for element in found.get("guid", ()):
        text = plain(element)
        if (element.get("isPermaLink") or "true").strip().lower() != "false" and re.match(r"(?i)https?://|/", text):
            return text
    identifier = _first_text(found, ("atom:id", "id"))
    return identifier if re.match(r"(?i)https?://", identifier) else ""


def _image(found: Fields) -> str:
    """Return the address of the item's picture: the widest media image, else thumbnail, enclosure, itunes."""
    widest, best = -1, ""
    for element in found.get("media:content", ()):
        kind = f"{element.get('medium') or ''} {element.get('type') or ''}"
        address = element.get("url") or ""
        if address and ("image" in kind or (not kind.strip() and _IMAGE_NAME.search(address))):
            width = int(match.group()) if (match := re.match(r"\d{1,5}", element.get("width") or "0")) else 0
            widest, best = max((widest, best), (width, address), key=lambda pair: pair[0])
    if best:
        return best
    for name, attribute in (("media:thumbnail", "url"), ("enclosure", "url"), ("itunes:image", "href")):
        for element in found.get(name, ()):
            address = element.get(attribute) or ""
            pictured = "image" in (element.get("type") or "") or _IMAGE_NAME.search(address)
            if address and (name != "enclosure" or pictured):
                return str(address)
    for element in found.get("image:image", ()):
        for child in element:
            if name_of(str(child.tag)) == "image:loc":
                return plain(child)
    return ""


def _schedule(feed: RawFeed, head: Fields) -> None:
    """Read when the feed wants to be polled: ttl, sy:update*, skipHours, skipDays."""
    minutes = _number(_first_text(head, ("ttl",)))
    period = _PERIODS.get(_first_text(head, ("sy:updateperiod",)).lower(), 0)
    often = max(1, _number(_first_text(head, ("sy:updatefrequency",))) or 1)
    wish = max((minutes or 0) * 60, period // often)
    feed.ttl_s = wish or None
    hours = [_number(plain(hour)) for element in head.get("skiphours", ()) for hour in element]
    days = [_DAYS.get(plain(day).lower()) for element in head.get("skipdays", ()) for day in element]
    feed.skip_hours = tuple(sorted({hour % 24 for hour in hours if hour is not None and hour <= 24}))
    feed.skip_days = tuple(sorted({day for day in days if day is not None}))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
