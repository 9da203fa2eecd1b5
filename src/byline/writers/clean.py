"""What a sentence from a model may not hold, whatever it says: links, markup, what cannot be seen, orders.

The verifier's rules come after this and would stop most of it too; here it gets its own name.
"""

from __future__ import annotations

import re
import unicodedata

from byline.text.instructions import find_instructions
from byline.text.words import has_han

_LINK = re.compile(r"\w+://|\bwww\.|\b(?:mailto|javascript|data|tel):|\b[\w.+-]+@[\w-]+\.\w|\]\(", re.IGNORECASE)
_DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,12})(?:/\S*)?\b", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}`|\\\[\]]|&#?\w+;|\*\*|__|^\s*(?:#|[-*•] |\d+[.)] )|\n")
_INSERTED_DATE = re.compile(r"\[(?:\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日)\]")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_LONGEST = 1.6
"""Times the length of its source that a rewording may have; a translation from Chinese four times that."""
_SPARE = 60
"""Characters more, for short sentences."""
_HAN_TO_LATIN = 4.0


def refusals(text: str, *, source: str, language: str, marks: str = "") -> tuple[str, ...]:
    """Return why a model's sentence is refused, sorted; () where it may go on to the rules.

    `source` is the sentence it rewords, `language` the one it was to write in, `marks` the
    prefix of the ids of this call, which must not be printed. Names: "model_empty",
    "model_link", "model_markup", "model_invisible", "model_instructions", "model_length",
    "model_language".
    """
    found = {
        "model_empty": not any(character.isalnum() for character in text),
        "model_link": _links(text, source),
        "model_markup": _MARKUP.search(_INSERTED_DATE.sub("", text)) is not None or (bool(marks) and marks in text),
        "model_invisible": any(unicodedata.category(c) in _UNSEEN for c in text if c != "\n"),
        "model_instructions": bool(find_instructions(text)),
        "model_length": len(text) > _limit(text, source),
        "model_language": has_han(text) != (language == "zh"),
    }
    return tuple(sorted(name for name, hit in found.items() if hit))


def _links(text: str, source: str) -> bool:
    """Tell whether it holds an address; a name like "Example.ai" may stay where the source has it."""
    if _LINK.search(text):
        return True
    known = source.casefold()
    return any(match[0].casefold() not in known for match in _DOMAIN.finditer(text))


def _limit(text: str, source: str) -> float:
    grown = _HAN_TO_LATIN if has_han(source) and not has_han(text) else 1.0
    return _LONGEST * grown * len(source) + _SPARE
