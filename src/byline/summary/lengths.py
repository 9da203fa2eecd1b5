"""How long a text is, in words."""

from __future__ import annotations

import re
from functools import lru_cache

_HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.-][^\W_\u3400-\u9fff]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['.-][A-Za-z0-9]+)*")
"""The same in a text of ASCII, which it takes apart in half the time."""
HAN_PER_WORD = 1.6
"""Chinese characters that count as one word in limits."""


@lru_cache(maxsize=8192)
def count_words(text: str) -> float:
    """Return the length of a text in words; Chinese counts 1.6 characters to the word."""
    if text.isascii():
        return float(len(_ASCII_WORD.findall(text)))
    return len(_LATIN_WORD.findall(text)) + len(_HAN_CHARACTER.findall(text)) / HAN_PER_WORD
