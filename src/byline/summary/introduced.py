"""What an English article introduces once and then only calls by its short name: abbreviations and surnames.

"Federated learning (FL)" and "Jane Roe" are introduced in one sentence; a later one that says
FL or Roe alone is a riddle to who reads it by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ABBREVIATION = re.compile(r"(?<=[a-z]) \((?P<short>[A-Z][A-Za-z]{0,3}[A-Z]|[A-Z]{2})s?\)")
_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][a-z]+(?: [A-Z]\.)?) (?P<last>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b(?! [A-Z])")
_CAPITAL = re.compile(r"\b[A-Z][A-Za-z]*(?:-[A-Z][a-z]+)?\b")
_OPENS = re.compile(
    r"(?P<last>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?:['’]s)? (?:is|was|has|had|will|[a-z]+(?:s|ed)|spoke|said)\b"
)


def unintroduced(sentence: str, text: str, *, start: int, title: str) -> bool:
    """Tell whether a sentence uses a short name that only an earlier sentence of its text introduces.

    `start` is where the sentence begins in the text. A name that stands in the title, too, is
    known. Surnames count where the sentence opens with them. O(n) once a text.
    """
    shorts, people = _introductions(text)
    known = set(_CAPITAL.findall(title))
    used = {w.removesuffix("s") if w[:-1].isupper() else w for w in _CAPITAL.findall(sentence)} - known
    if any(shorts.get(w, start) < start and f"({w}" not in sentence for w in used):
        return True
    opens = _OPENS.match(sentence)
    if opens is None or opens["last"] in known:
        return False
    return people.get(opens["last"], start) < start


@lru_cache(maxsize=64)
def _introductions(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return where abbreviations and surnames are first introduced."""
    shorts: dict[str, int] = {}
    for match in _ABBREVIATION.finditer(text):
        shorts.setdefault(match["short"], match.start())
    people: dict[str, int] = {}
    for match in _FULL_NAME.finditer(text):
        people.setdefault(match["last"], match.start())
    return shorts, people
