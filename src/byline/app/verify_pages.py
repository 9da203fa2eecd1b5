"""Compares an edition's pages with its edition.json: what a reader sees must be what was checked."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from byline.publish.compose import sentences_of
from byline.records import Edition, EditionStory

# A name that stays on one line is a span within the sentence's.
_SENTENCE = re.compile(
    r'<(h\d|span) class="(?:headline|text)[ "][^>]*>((?:<span class="nb">[^<]*</span>|.)*?)</\1>', re.DOTALL
)
_QUOTE = re.compile(r'<(blockquote|span class="quote")[^>]*>(.*?)</(?:blockquote|span)>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")


class PageFault(NamedTuple):
    """A sentence or quotation of a page that is not the edition's, or the other way round."""

    story: EditionStory
    page: str
    printed: str
    """"" for one that the page lacks."""
    nearest: str
    """What the edition has instead, "" where nothing is like it."""


def check_pages(edition: Edition, folder: Path) -> Iterator[PageFault]:
    """Yield what differs between the stories' pages and the edition. A page that is not there is told once."""
    for story in edition.stories:
        page = f"story/{story.slug}.html"
        try:
            body = (folder / page).read_text("utf-8", errors="replace")
        except OSError:
            yield PageFault(story, page, "", "the page itself")
            continue
        for expected, printed in (
            (_sentences(story), _texts(_SENTENCE, body)),
            (_quotes(story), _texts(_QUOTE, body)),
        ):
            yield from (PageFault(story, page, *one) for one in _differing(expected, printed))


def _differing(expected: Counter[str], printed: Counter[str]) -> Iterator[tuple[str, str]]:
    strange = sorted(set(printed) - set(expected))
    lacking = sorted(set(expected) - set(printed))
    for text in strange:
        near = get_close_matches(text, lacking, n=1, cutoff=0.5)
        if near:
            lacking.remove(near[0])
        yield text, near[0] if near else ""
    for text in lacking:
        yield "", text


def _sentences(story: EditionStory) -> Counter[str]:
    return Counter(_plain(sentence.text) for sentence in sentences_of(story.summary))


def _quotes(story: EditionStory) -> Counter[str]:
    cited = [c.passage.quote for sentence in sentences_of(story.summary) for c in sentence.citations]
    values = [value.passage.quote for d in story.summary.disagreements for value in d.values]
    return Counter(_plain(quote) for quote in (*cited, *values))


def _texts(pattern: re.Pattern[str], body: str) -> Counter[str]:
    return Counter(_plain(html.unescape(_TAG.sub("", match[2]))) for match in pattern.finditer(body))


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text).strip()
