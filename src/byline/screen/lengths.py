"""Lengths that mean the same in English and Chinese."""

from __future__ import annotations

import re

_LATIN = re.compile(r"[A-Za-z0-9]+(?:['’.,-][A-Za-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
LEAD_WORDS = 60
"""The lead is what stands before this many words."""


def count_words(text: str) -> int:
    """Return the number of words; three Chinese characters count as two, as in translations."""
    return len(_LATIN.findall(text)) + 2 * len(_HAN.findall(text)) // 3


def lead_end(text: str) -> int:
    """Return the offset after which the lead is over."""
    room = 3.0 * LEAD_WORDS
    for number, match in enumerate(_LEAD.finditer(text)):
        room -= 2 if match.lastgroup == "han" else 3
        if room <= 0 or number > 3 * LEAD_WORDS:
            return match.end()
    return len(text)


_LEAD = re.compile(rf"(?P<han>{_HAN.pattern})|{_LATIN.pattern}")
