"""The words of an article with what they are: of the title, a name, a number.

Names are found without a catalogue: words with a capital where none is due, words
with capitals or digits inside, quoted terms. In a title where every word has a
capital only the inside of a word tells.
"""

from __future__ import annotations

import re

import msgspec

from byline.text.headlines import bare_headline
from byline.text.numbers import written_out
from byline.text.words import content_words, has_han

LEAD_WORDS = 300
"""Content words of the text that are compared beside the title. Swept 40 to 400 on wikinews_big, roundups and the
sample: BCubed F1 .719, .735 (80), .733 (200), .753 (400) on the first, no difference on the others."""
TITLE, NAME, NUMBER, AMOUNT = 1, 2, 4, 8
"""Bits of a word's flags."""
_CHARACTERS_PER_WORD = 8
_FULL_LENGTH = 40
_TITLE_COUNT = 2
"""A word of the title counts as much as two of the text; 1 and 3 did no better."""
_NAME_CHARACTERS = 800
"""Names are looked for in so much of the text."""
_CASED = re.compile(r"(?<=[\w,;] )[^\W\d_][\w'’-]*")
_INSIDE = re.compile(r"\b(?:[^\W\d_]*[a-z][A-Z]\w*|[A-Z]{2,6}\b|[^\W\d_]+-?\d[\w.-]*)")
_QUOTED = re.compile(r"[“\"「《『]([^“”\"「」《》『』]{2,40})[”\"」》』]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_TITLE_CASE = 0.7
"""A title is set in capitals from this share of its words of four letters and more."""


class Words(msgspec.Struct, frozen=True):
    """The distinct words of an article, in order of first appearance."""

    words: tuple[str, ...]
    """Stemmed."""
    counts: tuple[int, ...]
    """How often each stands there, at most 255; in the title counts double."""
    flags: tuple[int, ...]
    length: float
    """How much text there is beside the title: 0 for none, 1 from 40 content words on."""


def read_words(title: str, text: str) -> Words:
    """Return the words of title, without what its site puts around it, and lead. O(length of the lead).

    Amounts stand among them a second time, written out: 162亿 and "16.2 billion" are one word of both languages.
    """
    title = bare_headline(title)
    lead = text[: LEAD_WORDS * _CHARACTERS_PER_WORD]
    in_title, in_lead = written_out(title), written_out(lead)
    head = content_words(title) + in_title
    body = content_words(lead)[:LEAD_WORDS] + in_lead
    counts: dict[str, int] = {}
    for word in head:
        counts[word] = counts.get(word, 0) + _TITLE_COUNT
    titled = len(counts)
    for word in body:
        counts[word] = counts.get(word, 0) + 1
    names, amounts = _names(title, text[:_NAME_CHARACTERS]), {*in_title, *in_lead}
    flags = tuple(
        (TITLE if number < titled else 0)
        | (NAME if word in names else 0)
        | (AMOUNT if word in amounts else NUMBER if word[0].isdigit() else 0)
        for number, word in enumerate(counts)
    )
    return Words(
        words=tuple(counts),
        counts=tuple(min(255, count) for count in counts.values()),
        flags=flags,
        length=min(1.0, len(body) / _FULL_LENGTH),
    )


def _names(title: str, text: str) -> frozenset[str]:
    """Return the stemmed words of the names in title and text."""
    found: list[str] = _QUOTED.findall(title)
    if has_han(title):
        found += _LATIN.findall(title) + _LATIN.findall(text)
    else:
        found += _INSIDE.findall(text)
        found += [word for word in _CASED.findall(text) if word[0].isupper()]
        long_words = _LONG_WORD.findall(title)
        capitals = sum(word[0].isupper() for word in long_words)
        if capitals <= _TITLE_CASE * len(long_words):
            found += [word for word in _CASED.findall(title) if word[0].isupper()]
            found += title.split(maxsplit=1)[:1] if title[:1].isupper() and capitals > 1 else []
        if not title.isupper():
            found += _INSIDE.findall(title)
    return frozenset(content_words(" ".join(found)))
