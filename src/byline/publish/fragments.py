"""Links that open a publisher's page at the quoted sentence.

A text fragment names the first words of a range, the last ones, and where that is not
enough the words before it; the browser scrolls to the first match and marks it. A browser
that knows nothing of it opens the page at its top.

**Source:** WICG, "URL Fragment Text Directives", sections 3.3 (syntax) and 3.5 (finding a
range): matching ignores case, `textStart` and `textEnd` must begin and end at word
boundaries, and each must stand within one block of the page.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

MAX_EXACT = 60
"""Longest quote, in characters, that is named whole. Longer ones are named by both ends: a publisher
who changes a link or a footnote mark in the middle then does not break the match."""
MIN_WORDS = 4
"""Words that each end has at least."""
MIN_HAN = 8
"""Characters that each end has at least in a text without spaces."""
PREFIX_WORDS = 4
"""Words before the quote that are named when the quote itself occurs earlier on the page."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Chinese has no spaces, and browsers cut words by dictionary: only punctuation is a sure boundary.
_CLAUSE = re.compile(r"[^，。；：、！？\s]+[，。；：、！？”’」』》）\s]*")
_SPACED = re.compile(r"\S+")


@lru_cache(maxsize=256)
def safe_url(url: str) -> str:
    """Return the address if it is an absolute http(s) one without control characters, else ""."""
    address = url.strip()
    if re.search(r"[\x00-\x20\x7f-\x9f\\<>\"]", address):
        return ""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    return address if parts.scheme.lower() in ("http", "https") and parts.hostname and port_is_right else ""


def link_to(url: str, quote: str, *, text: str, start: int, title: str = "") -> str:
    """Return the address with a text directive for `text[start:start + len(quote)] == quote`.

    "" where the address is not http(s). `title` is the page's heading, where the same words
    may occur before the text does.
    """
    address = safe_url(url)
    directive = text_directive(quote, text=text, start=start, title=title) if address else ""
    if not directive:
        return address
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def text_directive(quote: str, *, text: str, start: int, title: str = "") -> str:
    """Return `[prefix-,]textStart[,textEnd]`, percent-encoded, "" for an empty quote.

    The words are chosen so that the first match on a page made of title and text is the quote.
    """
    page = _Page(before=f"{title}\n\n{text[:start]}", quote=quote.strip())
    if not page.quote:
        return ""
    found = None if len(page.quote) <= MAX_EXACT and "\n" not in page.quote else _range(page)
    first, last = found or (page.quote, "")
    parts = [encode(first)] + ([encode(last)] if last else [])
    prefix = _prefix(page) if _occurs(first, page.before) else ""
    return ",".join([f"{encode(prefix)}-", *parts] if prefix else parts)


def encode(words: str) -> str:
    """Return the words percent-encoded for a text directive, in which "-", "," and "&" mean something."""
    return "%20".join(map(_encoded, words.split()))


def _encoded(word: str) -> str:
    # Most words are letters alone; the library's function looks at every character.
    return word if word.isalnum() and word.isascii() else percent_encode(word, safe="").replace("-", "%2D")


@dataclass(frozen=True, kw_only=True)
class _Page:
    """The quote and what stands before it."""

    before: str
    quote: str


def _range(page: _Page) -> tuple[str, str] | None:
    """Return the shortest two ends whose first match is the quote; None where the ends would meet."""
    lines = [line for line in page.quote.splitlines() if line.strip()]
    # Across paragraphs each end may be a whole line; within one line the two must not overlap.
    room = len(page.quote) if len(lines) == 1 else len(lines[0]) + len(lines[-1]) + 1
    longest_head = deque(_heads(lines[0]), maxlen=1)[0] if len(lines) > 1 else ""
    head = next((h for h in _heads(lines[0]) if len(h) < room and not _occurs(h, page.before)), longest_head)
    if not head:
        return None
    rest = page.quote[page.quote.index(head) + len(head) :]
    tail = next((t for t in _tails(lines[-1]) if len(t) < len(rest) and _occurs(t, rest) == 1), "")
    return (head, tail) if tail else None


def _heads(line: str) -> Iterator[str]:
    """Yield the line's beginnings that end at a boundary, shortest first; the line where none is long enough."""
    least, unit = _units(line)
    return _long_enough((line[: match.end()] for match in unit.finditer(line)), line, least=least)


def _tails(line: str) -> Iterator[str]:
    """Yield the line's ends that begin at a boundary, shortest first; the line where none is long enough."""
    least, unit = _units(line)
    starts = [match.start() for match in unit.finditer(line)]
    return _long_enough((line[at:] for at in reversed(starts)), line, least=least)


def _units(line: str) -> tuple[int, re.Pattern[str]]:
    return (0, _CLAUSE) if _HAN.search(line) else (MIN_WORDS, _SPACED)


def _long_enough(cuts: Iterable[str], line: str, *, least: int) -> Iterator[str]:
    found = False
    for count, uncut in enumerate(cuts, 1):
        cut = uncut.strip()
        if count >= least if least else len(cut) >= MIN_HAN:
            found = True
            yield cut
    if not found:
        yield line.strip()


def _prefix(page: _Page) -> str:
    """Return the words right before the quote."""
    line = page.before.rstrip().rsplit("\n", 1)[-1]
    _, unit = _units(line)
    starts = [match.start() for match in unit.finditer(line)]
    wanted = PREFIX_WORDS if unit is _SPACED else 1
    return line[starts[-wanted:][0] :].strip() if starts else ""


def _occurs(words: str, text: str) -> int:
    """Return how often the words stand in the text, whatever their case and spacing."""
    wanted, page = _folded(words), _folded(text)
    count, at = 0, page.find(wanted)
    while at >= 0:
        count, at = count + 1, page.find(wanted, at + 1)
    return count


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """Return the text in lower case with single spaces; the text before a quote is searched for several of its ends."""
    return " ".join(text.lower().split())
