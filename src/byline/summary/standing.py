"""How likely a sentence that no rule refuses does not stand alone after all: a small trained sum for each language.

Rules find what can be named: a pronoun, a heading, a bare "the company". What is left fails
in ways that only add up: no name, nothing of the title, a definite noun or two, a place
behind a sentence that named its subject. `scripts/train_standalone.py` makes `standing.json` from some 1,800 English
and 1,000 Chinese sentences that language models labelled under written rules; no person checked the labels.

**Source:** logistic regression on figures of the sentence, its title and its place. Its length is left out on purpose:
it tells a little more, but punishes outlets that write short sentences.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from byline.summary.names_en import COMMON_STARTS, DEMONYM, PROPER
from byline.summary.standalone import outside_quotes
from byline.summary.standing_zh import figures_zh
from byline.text.words import content_words, has_han

WEIGHTS = Path(__file__).parent / "standing.json"
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d.,]*%?|[^\w\s]")
_DEFINITE = re.compile(r"\b[Tt]he ((?:[a-z][\w-]*|AI|\d+)(?: [a-z][\w-]*)?)")
_BOUND = re.compile(r" ?(?:of|that|which|who|behind|between|for|in|to)\b")
_PRONOUN = re.compile(r"\b(?:its|their|his|her|it|they|he|she|them)\b")
_ASKS = re.compile(r"\?|^(?:how|why|what|show hn|i |we |my )", re.IGNORECASE)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_PAST = frozenset("said was were had won made told took raised".split())
_GENERIC = re.compile(
    r"\b(?:can|may|could|often|typically|increasingly|critical|crucial|essential|important|potential|challeng\w+"
    r"|remains?|significant\w*|powerful|promising|widely|rapidly|growing)\b",
    re.IGNORECASE,
)
""" "can", "is critical": what is always so, and no news."""
_TALKS = re.compile(
    r"\b(?:discuss(?:es)?|talks? (?:about|to)|explains?|joins?|shares? (?:his|her|their)|breaks? down|looks? at"
    r"|explores?|reflects?)\b"
)
""" "Jane Roe, CEO of Acme, discusses its strategy": that a talk took place, and not what was said."""
_LATER = 2
_LEAST_TITLE = 3
"""Words of the shortest title that a Chinese sentence is held against."""


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logistic function of the figures of a sentence."""

    weights: dict[str, float]
    """Name of a figure -> weight; above 0 speaks against the sentence."""
    bias: float
    trained_on: str = ""
    """The labels, in words."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, Weights]:
    """Return the weights that come with the package, by language."""
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=dict[str, Weights])


def doubt(text: str, *, title: str, position: int, language: str) -> float:
    """Return how likely an editor would strike the sentence, 0 to 1; 0 for a language without weights. About 0.06 ms.

    `position` is its number in its article, from 0; `text` is the sentence as it may be published.
    """
    weights = shipped().get(language)
    if weights is None:
        return 0.0
    found = figures(text, title=title, position=position, language=language)
    total = weights.bias + sum(weights.weights.get(name, 0.0) * value for name, value in found.items())
    return round(1 / (1 + math.exp(-total)), 4)


def strays(text: str, *, title: str) -> bool:
    """Tell whether a Chinese sentence has less than two words (pairs of characters) of a Chinese title, none of others.

    A title of less than three words tells too little to judge by. Of 189 sentences read, 22 strayed so; 21 of these
    failed or were weak.
    """
    ours = set(content_words(title))
    shared = len(ours & set(content_words(text)))
    return len(ours) >= _LEAST_TITLE and shared < (2 if has_han(title) else 1)


def figures(text: str, *, title: str, position: int, language: str) -> dict[str, float]:
    """Return the figures that are weighed, each about 0 to 1. Of quoted speech only its length counts."""
    told = outside_quotes(text).strip()
    if language == "zh":
        return figures_zh(text, told, title=title, position=position)
    words = _WORD.findall(told) or ["."]
    return {
        "first": float(position == 0),
        "later": float(position >= _LATER),
        "generic": min(2, len(_GENERIC.findall(text))) / 2,
        "talks": float(_TALKS.search(text) is not None),
        **_counts(text, words if text == told else _WORD.findall(text)),
        **_names(told, words),
        **_against_title(told, title),
        **_definites(told, title=title),
    }


def _counts(text: str, words: list[str]) -> dict[str, float]:
    lower = [w.lower() for w in words]
    return {
        "digits": min(3, sum(w[0].isdigit() for w in words)) / 3,
        "commas": min(5, text.count(",")) / 5,
        "past": min(2, sum(w.endswith("ed") or w in _PAST for w in lower)) / 2,
    }


def _names(told: str, words: list[str]) -> dict[str, float]:
    names = [m for m in PROPER.finditer(told) if not DEMONYM.match(m[0].rstrip("'’s."))]
    opens = _opens_with_name(words)
    at = 0 if opens else names[0].start() if names else len(told)
    return {
        "names": min(4, len(names)) / 4,
        "nameless": float(not names and not opens),
        "opens_with_name": float(opens),
        "name_at": min(1.0, at / 80),
    }


def _opens_with_name(words: list[str]) -> bool:
    first = words[0]
    if not first[0].isupper() or first.lower() in COMMON_STARTS:
        return False
    return not first[1:].islower() or (len(words) > 1 and words[1][0].isupper())


def _against_title(told: str, title: str) -> dict[str, float]:
    ours = set(content_words(told))
    stems, capitals, words, asks, pages = _title(title)
    shared = len(ours & stems)
    titled = any(m[0].rstrip("’'s.").lower() in capitals for m in _CAPITAL.finditer(told))
    return {
        "in_title": shared / max(4, len(ours)),
        "of_title": shared / max(3, len(stems)),
        "untitled": float(not shared),
        "name_titled": float(titled),
        "title_short": float(words <= 3),
        "title_asks": float(asks),
        "title_page": float(pages),
    }


@lru_cache(maxsize=1024)
def _title(title: str) -> tuple[frozenset[str], frozenset[str], int, bool, bool]:
    """Return a title's stems, its words with a capital, its length, whether it asks, whether it names a repository."""
    capitals = frozenset(m[0].rstrip("’'s.").lower() for m in _CAPITAL.finditer(title))
    asks = _ASKS.search(title) is not None
    return frozenset(content_words(title)), capitals, len(title.split()), asks, " / " in title


def _definites(told: str, *, title: str) -> dict[str, float]:
    found = list(_DEFINITE.finditer(told))
    stems = _title(title)[0]
    new = unbound = 0
    for match in found:
        noun = content_words(match[1])
        unbound += _BOUND.match(told, match.end()) is None
        if noun and noun[-1] not in stems and noun[-1] not in content_words(told[: match.start()]):
            new += 1
    return {
        "definites": min(4, len(found)) / 4,
        "definites_unbound": min(3, unbound) / 3,
        "definites_new": min(3, new) / 3,
        "pronouns": min(3, len(_PRONOUN.findall(told))) / 3,
        "the": float(told.startswith("The ") and told[4:5].islower()),
    }
