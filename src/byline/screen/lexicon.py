"""Finds many words and phrases in a text in one pass.

Latin terms match whole words: a plural "s" and a version number may follow
("GPUs", "Qwen3"), a hyphen equals a space. Han terms match anywhere, and where
they mix scripts a space between the scripts is optional ("AI芯片", "AI 芯片").
Case counts for names that are also words: see `_minds_case`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from byline.text.words import has_han

_WORD = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]+|\d+)")
_SAME_LENGTH = str.maketrans({"-": " ", "\u2010": " ", "\u2011": " ", "\u2013": " ", "\u00a0": " ", "\n": " "})
_SCRIPT_CHANGE = re.compile(r"(?<=[A-Za-z0-9])\s?(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s?(?=[A-Za-z0-9])")


class Found(NamedTuple):
    """One hit: what was found (the key given for the term) and where."""

    key: str
    start: int
    end: int


class _Term(NamedTuple):
    text: str
    key: str
    minds_case: bool
    minds_capital: bool


class Lexicon:
    """Terms, each with a key, ready to be looked up."""

    def __init__(self, terms: Iterable[tuple[str, str]], *, names: bool = False) -> None:
        """Take (term, key) pairs; `names` says that capitalised single words are names and mind their case."""
        self._latin: dict[str, list[_Term]] = {}
        self._han: dict[str, str] = {}
        patterns: dict[str, str] = {}
        for text, key in sorted(set(terms)):
            if has_han(text):
                self._han.setdefault(_squeezed(text), key)
                patterns.setdefault(_squeezed(text), _han_pattern(text))
            else:
                self._add_latin(text, key, names=names)
        for group in self._latin.values():
            group.sort(key=lambda term: (-len(term.text), term.text))
        self._han_at = _by_first_character(patterns)
        self._han_start = re.compile(f"[{re.escape(''.join(self._han_at))}]") if patterns else None

    def _add_latin(self, text: str, key: str, *, names: bool) -> None:
        plain = text.translate(_SAME_LENGTH)
        minds_case = _minds_case(plain, names=names)
        first = _WORD.match(plain)
        if first is None:
            raise ValueError(f"term {text!r} must start with a letter or a digit")
        # "Thinking Machines" is a name, "thinking machines" are not.
        minds_capital = names and " " in plain and plain[0].isupper()
        term = _Term(plain if minds_case else plain.lower(), key, minds_case, minds_capital)
        self._latin.setdefault(first[0].lower(), []).append(term)

    def find(self, text: str) -> list[Found]:
        """Return all hits in order of position, the longest term at each; O(n)."""
        plain = text.translate(_SAME_LENGTH)
        hits = self._find_latin(plain)
        if self._han_start is None or not has_han(plain):
            return hits
        for start in self._han_start.finditer(plain):
            found = self._han_at[start[0]].match(plain, start.start())
            if found:
                hits.append(Found(self._han[_squeezed(found[0])], found.start(), found.end()))
        return _longest(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.key)))

    def _find_latin(self, plain: str) -> list[Found]:
        hits: list[Found] = []
        done = 0
        for word in _WORD.finditer(plain):
            start = word.start()
            if start < done:
                continue
            head = word[0].lower()
            for term in self._latin.get(head) or self._latin.get(head.removesuffix("s")) or ():
                end = start + len(term.text)
                here = plain[start:end]
                if _same(here, term) and _ends_word(plain, end):
                    hits.append(Found(term.key, start, end))
                    done = end
                    break
        return hits


def _same(here: str, term: _Term) -> bool:
    if term.minds_capital and not here[:1].isupper():
        return False
    return (here if term.minds_case else here.lower()) == term.text


def _by_first_character(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    # One small expression per first character: an alternation of all terms is tried at every position,
    # and made this four times slower.
    groups: dict[str, list[str]] = {}
    for text in sorted(patterns, key=lambda text: (-len(text), text)):
        for first in sorted({text[0], text[0].upper()}):
            groups.setdefault(first, []).append(patterns[text])
    return {first: re.compile("|".join(group), re.I) for first, group in sorted(groups.items())}


def _longest(hits: list[Found]) -> list[Found]:
    out: list[Found] = []
    for hit in hits:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return out


def _minds_case(term: str, *, names: bool) -> bool:
    """Tell whether a term must be written exactly so.

    Capitals only ("AI", "IMO") would otherwise hit foreign words; a capitalised
    single word ("Meta", "Claude", "Cursor") is a name only where it is written as one.
    """
    letters = [c for c in term if c.isalpha()]
    if letters and len(letters) <= 5 and all(c.isupper() for c in letters):
        return True
    return names and " " not in term and term[:1].isupper() and term[1:].islower()


def _ends_word(plain: str, end: int) -> bool:
    rest = plain[end : end + 2]
    if rest[:1] == "s" and plain[end - 1].isalpha():
        rest = rest[1:]
    return not (rest and (rest[0].isascii() and rest[0].isalpha())) and not (
        rest[:1].isdigit() and plain[end - 1].isdigit()
    )


def _squeezed(text: str) -> str:
    return text.replace(" ", "").lower()


def _han_pattern(text: str) -> str:
    parts = _SCRIPT_CHANGE.split(text.translate(_SAME_LENGTH).replace(" ", ""))
    pattern = r"\s?".join(re.escape(part) for part in parts)
    if text[0].isascii():
        pattern = r"(?<![A-Za-z])" + pattern
    return pattern
