"""Reads and writes feed lists in OPML.

Lists come from other readers and from strangers: entity declarations are
refused, nothing is loaded from the network, and an outline without a title
takes its host's name. Two outlines with one title and one home page are two
feeds of one source.

**Source:** OPML 2.0, opml.org/spec2.opml (`language` and `category` attributes).
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from byline.errors import ConfigError
from byline.records import Feed, Source, SourceKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_log = logging.getLogger(__name__)

SUBJECT = "OPML file"


def parse_opml(data: bytes, *, file: str = SUBJECT) -> tuple[list[Source], list[Feed]]:
    """Return the sources and feeds of an OPML file, in its order, each address once.

    Raises ConfigError saying what is wrong with the file, called `file`. Outlines whose address
    is not http(s) are left out with a warning in the log.
    """
    sources: dict[tuple[str, str], Source] = {}
    feeds: dict[str, Feed] = {}
    for outline in _outlines(_root(data, file)):
        url = _http(_attribute(outline, "xmlUrl"))
        if not url or url in feeds:
            continue
        site = _http(_attribute(outline, "htmlUrl"))
        host = urlsplit(site or url).hostname or ""
        name = _attribute(outline, "title") or _attribute(outline, "text") or host
        key = (name.casefold(), site or url)
        if key not in sources:
            taken = {source.id for source in sources.values()}
            sources[key] = _source(outline, name=name, site=site or f"https://{host}/", ident=_slug(name, host, taken))
        feeds[url] = Feed(url=url, source_id=sources[key].id)
    if not feeds:
        raise ConfigError("it holds no outline with an xmlUrl.", subject=file, advice="Is it a list of feeds?")
    return list(sources.values()), list(feeds.values())


def write_opml(sources: Sequence[Source], feeds: Sequence[Feed], *, title: str = "Byline") -> bytes:
    """Return the feeds as OPML 2.0 in UTF-8, in the order given; `parse_opml` reads it back."""
    from lxml import etree

    by_id = {source.id: source for source in sources}
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        source = by_id[feed.source_id]
        attributes = {
            "type": "rss",
            "text": source.name,
            "title": source.name,
            "xmlUrl": feed.url,
            "htmlUrl": source.site,
            "language": source.language,
            "category": f"/{source.kind.value}",
        }
        etree.SubElement(body, "outline", attributes)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _root(data: bytes, file: str) -> _Element:
    from lxml import etree

    if not data.strip():
        raise ConfigError("it is empty.", subject=file, advice="Export the list again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = re.sub(r" \(<string>, line \d+\)$", "", str(error))
        raise ConfigError(f"it is not well-formed XML: {what}.", subject=file) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ConfigError("it declares entities, which feed lists never need.", subject=file)
    if _local(root) != "opml":
        raise ConfigError(
            f"its first element is <{_local(root)}>, not <opml>.", subject=file, advice="Export the list again."
        )
    return root


def _outlines(root: _Element) -> Iterator[_Element]:
    return (element for element in root.iter() if _local(element) == "outline")


def _local(element: _Element) -> str:
    # Comments and processing instructions have a function as their tag.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    for key, value in element.attrib.items():
        if str(key).lower() == name.lower():
            return " ".join(str(value).split())
    return ""


def _http(url: str) -> str:
    url = re.sub(r"^feed:(//)?(?=https?:)", "", url, flags=re.I)
    url = re.sub(r"^feed:", "https:", url, flags=re.I)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() in {"http", "https"} and parts.hostname:
        return url
    if url:
        _log.warning("left out %r: not an http(s) address", url)
    return ""


def _source(outline: _Element, *, name: str, site: str, ident: str) -> Source:
    language = _attribute(outline, "language").lower()[:2]
    category = _attribute(outline, "category").rpartition("/")[2].lower()
    kind = SourceKind(category) if category in set(SourceKind) else SourceKind.PRESS
    return Source(
        id=ident, name=name, site=site, language=language if re.fullmatch("[a-z]{2}", language) else "en", kind=kind
    )


def _slug(name: str, host: str, taken: set[str]) -> str:
    for text in (name, host.removeprefix("www.")):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
        # A name of mostly Chinese characters leaves scraps ("ai"): the host says more.
        if len(slug) * 2 >= len(text):
            break
    slug = slug or "source"
    number = 2
    found = slug
    while found in taken:
        found = f"{slug}-{number}"
        number += 1
    return found
