"""The article in a page: trafilatura, then resiliparse; its sentences as the page has them.

Extractors join and split words at inline elements now and then. Every paragraph is
therefore looked up in the page's own visible text, blanks ignored, and taken from there.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any, Literal

from byline.ingest.feed_bytes import decode
from byline.text.html import clean_text, drop_hidden, element_text, one_line, parse_html

# lxml and trafilatura ship no types: their objects are Any in this module.

_LOG = logging.getLogger(__name__)
Method = Literal["trafilatura", "resiliparse"]

_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|div|p|article|section|main|span|table|h1)\b", re.IGNORECASE
)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"RIFF", b"OggS", b"ID3")
_BLANK = re.compile(r"\s+")
_BLOCK = frozenset(("p", "head", "item", "quote", "row", "code", "fw", "ab", "list", "table", "div", "figure"))
_LEAF = frozenset(("p", "head", "item", "row", "code", "fw", "ab"))
# Lines that are furniture wherever they stand. Whole paragraphs only, and short ones.
_FURNITURE = re.compile(
    r"(?:advertisement|continue reading(?: the main story)?|story continues (?:below|after) (?:this )?advertisement"
    r"|read (?:more|next|also)\b.{0,200}|related(?: (?:articles?|stories|content|topics|reading))?:?.{0,3}"
    r"|sign up (?:for|to)\b.{0,160}|subscribe (?:to|for|now)\b.{0,160}|share (?:this|on)\b.{0,60}|share|print|email"
    r"|(?:recommended|most read|most popular|trending|more from .{1,60}|more on this story|you may also like)"
    r"|follow us on .{1,60}|click here to .{1,80}|skip to (?:main )?content|loading\.*|listen to this article.{0,60}"
    r"|we use cookies\b.{0,300}|this (?:site|website) uses cookies\b.{0,300}|accept (?:all )?cookies"
    r"|阅读更多.{0,60}|相关(?:阅读|文章|新闻|推荐).{0,40}|责任编辑.{0,30}|扫码.{0,40}|分享到.{0,20}|返回搜狐.{0,20})",
    re.IGNORECASE | re.DOTALL,
)


def page_tree(body: bytes, *, content_type: str = "") -> Any:
    """Return the lxml tree of a page, None where the body is no HTML."""
    if body.startswith(_BINARY) or b"\0\0\0\0" in body[:2_000]:
        return None
    if not _MARKUP.search(body[:100_000].replace(b"\0", b"")):
        return None
    text, _ = decode(body, content_type=content_type)
    return parse_html(text)


def page_text(tree: Any, *, min_characters: int) -> tuple[str, Method]:
    """Return the article text of a page and the extractor that found it; the tree is changed.

    Hidden parts are removed first. Paragraphs are separated by a blank line. Where trafilatura finds
    less than `min_characters`, the longer one of both extractors' texts is taken.
    """
    visible = drop_hidden(tree)
    page = _Page(element_text(visible))
    first = page.as_written(_by_trafilatura(visible))
    if len(first) >= min_characters:
        return first, "trafilatura"
    second = page.as_written(_by_resiliparse(visible))
    return (second, "resiliparse") if len(second) > len(first) else (first, "trafilatura")


def _by_trafilatura(tree: Any) -> list[str]:
    from copy import deepcopy

    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            deepcopy(tree),
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            include_links=False,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception as error:  # a library bug on one page must not stop the others
        _LOG.warning("trafilatura failed: %s", type(error).__name__)
        return []
    body = getattr(document, "body", None)
    return [] if body is None else _paragraphs(body)


def _paragraphs(body: Any) -> list[str]:
    """Return the blocks of trafilatura's body in order."""
    parts: list[str] = []
    _collect(body, parts)
    return [part for part in (one_line(part) for part in parts) if part]


def _collect(body: Any, parts: list[str]) -> None:
    from lxml import etree

    current: list[str] = []

    def close() -> None:
        parts.append("".join(current))
        current.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCK:
            close()
        elif tag == "cell" or (tag == "lb" and event == "start"):
            current.append(" ")
        if event == "start":
            current.append(element.text or "")
        elif element is not body:
            current.append(element.tail or "")
    close()


def _by_resiliparse(tree: Any) -> list[str]:
    from lxml import etree
    from resiliparse.extract.html2text import extract_plain_text

    try:
        markup = etree.tostring(tree, encoding="unicode", method="html")
        text = extract_plain_text(markup, main_content=True, alt_texts=False, links=False, comments=False)
    except (ValueError, RuntimeError) as error:
        _LOG.warning("resiliparse failed: %s", type(error).__name__)
        return []
    return [part for part in (one_line(re.sub(r"^\s*[•*-]\s+", "", part)) for part in text.split("\n")) if part]


class _Page:
    """A page's visible text, searchable without regard to blanks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [match.span() for match in re.finditer(r"\S+", text)]
        # Where each word begins in the text without blanks.
        self._begins = list(accumulate((end - start for start, end in self._words), initial=0))
        self._dense = "".join(text.split())
        self._cursor = 0

    def as_written(self, paragraphs: list[str]) -> str:
        """Return paragraphs with the page's own blanks, furniture left out, separated by blank lines."""
        self._cursor = 0
        kept = [self._lookup(paragraph) for paragraph in paragraphs]
        kept = [paragraph for paragraph in kept if paragraph and not _FURNITURE.fullmatch(paragraph)]
        return clean_text("\n\n".join(kept))

    def _lookup(self, paragraph: str) -> str:
        dense = _BLANK.sub("", paragraph)
        found = self._dense.find(dense, self._cursor)
        if found < 0:
            found = self._dense.find(dense)
        if found < 0 or not dense:
            return paragraph
        self._cursor = found + len(dense)
        return one_line(self._text[self._position(found) : self._position(found + len(dense) - 1) + 1])

    def _position(self, dense_position: int) -> int:
        """Return where in the text a character of the text without blanks stands."""
        word = bisect_right(self._begins, dense_position) - 1
        return self._words[word][0] + dense_position - self._begins[word]
