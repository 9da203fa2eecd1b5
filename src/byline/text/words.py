"""Words for matching: Latin words as they are, Chinese as overlapping character pairs.

There is no dictionary in this: a run of Han characters yields its bigrams
(世界人工智能 -> 世界 界人 人工 工智 智能), which is what lets two-character words be
found in every database's full-text index (docs/concepts/search.md).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_TOKEN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['\u2019-][^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)*\d*"
)
_ASCII_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+(?:['-][a-z\d]+)*\d*", re.ASCII)
"""The same in a text of ASCII in lower case, which it takes apart in half the time."""
_RUN = re.compile(r"\w+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

STOPWORDS_EN = frozenset(
    """a about after again all also am an and any are as at be because been before being between both but by can
    could did do does doing down during each few for from further had has have having he her here hers him his how
    i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own
    same she should so some such than that the their them then there these they this those through to too under
    until up very was we were what when where which while who whom why will with would you your said says say""".split()
)
_SHORT = 400
"""Characters up to which the words of a text are kept: a title is compared with every sentence of its story."""


def tokens(text: str) -> list[str]:
    """Return the words of a text in order: case-folded, NFKC, Han runs as overlapping pairs.

    A single Han character between other scripts stays alone. O(n).
    """
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    out: list[str] = []
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if len(token) == 1 or not _HAN.match(token):
            out.append(token)
        else:
            out.extend(token[i : i + 2] for i in range(len(token) - 1))
    return out


@lru_cache(maxsize=64)
def word_set(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, each once; a hyphen and an apostrophe part words.

    Kept for the last few texts: many rules ask for those of one sentence, and try a slow pattern only where one of
    its key words stands.
    """
    return frozenset(_RUN.findall(text.casefold()))


def has_han(text: str) -> bool:
    """Tell whether the text contains a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


def content_words(text: str) -> list[str]:
    """Return stemmed tokens without English function words, in order."""
    return list(_short_content(text)) if len(text) <= _SHORT else _content(text)


@lru_cache(maxsize=4096)
def _short_content(text: str) -> tuple[str, ...]:
    return tuple(_content(text))


def _content(text: str) -> list[str]:
    return [stem(t) for t in tokens(text) if t not in STOPWORDS_EN]


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """Return the English Snowball stem of a Latin token; other tokens unchanged."""
    return str(_STEMMER.stemWord(token)) if token.isascii() and token.isalpha() else token


_STEMMER = Stemmer.Stemmer("english", 0)
"""The C library's stems are those of the Python one, at a sixtieth of the time; its own cache is off, ours is above."""
