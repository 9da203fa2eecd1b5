"""How likely an English sentence that no rule refuses does not stand alone after all: a small trained sum.

Rules find what can be named: a pronoun, a heading, a bare "the company". What is left fails
in ways that only add up: no name, nothing of the title, a definite noun or two, a product
page's few words. `scripts/train_standalone.py` makes `standing.json` from 1,836 sentences
that language models labelled under written rules; no person checked the labels.

**Source:** logistic regression on figures of the sentence, its title and its place. Its length is left out on purpose:
it tells a little more, but punishes outlets that write short sentences.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from byline.summary.names_en import AUXILIARY, COMMON_STARTS, DEMONYM, PROPER
from byline.summary.standalone import outside_quotes
from byline.text.words import content_words, has_han

WEIGHTS = Path(__file__).parent / "standing.json"
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d.,]*%?|[^\w\s]")
_DEFINITE = re.compile(r"\b[Tt]he ((?:[a-z][\w-]*|AI|\d+)(?: [a-z][\w-]*)?)")
_BOUND = re.compile(r" ?(?:of|that|which|who|behind|between|for|in|to)\b")
_PRONOUN = re.compile(r"\b(?:its|their|his|her|it|they|he|she|them)\b")
_ASKS = re.compile(r"\?|^(?:how|why|what|show hn|i |we |my )", re.IGNORECASE)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_PAST = frozenset("said was were had won made told took raised".split())
_EARLY = 60
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
def shipped() -> Weights:
    """Return the weights that come with the package."""
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=Weights)


def doubt(text: str, *, title: str, first: bool) -> float:
    """Return how likely an editor would strike the sentence, 0 to 1; about 0.06 ms.

    `first` says that it opens its article; `text` is the sentence as it may be published.
    """
    weights = shipped()
    found = figures(text, title=title, first=first)
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


def figures(text: str, *, title: str, first: bool) -> dict[str, float]:
    """Return the figures that are weighed, each about 0 to 1. Of speech only its length counts."""
    told = outside_quotes(text).strip()
    words = _WORD.findall(told) or ["."]
    named = _names(told, words)
    return {
        "first": float(first),
        "quotes": float(told != text),
        **_counts(text),
        "auxiliary_early": float(AUXILIARY.search(told, 0, _EARLY) is not None),
        **named,
        **_against_title(told, title),
        **_definites(told, _first_name_at(told, words), title=title),
    }


def _counts(text: str) -> dict[str, float]:
    words = _WORD.findall(text)
    lower = [w.lower() for w in words]
    return {
        "digits": min(3, sum(w[0].isdigit() for w in words)) / 3,
        "commas": min(5, text.count(",")) / 5,
        "past": min(2, sum(w.endswith("ed") or w in _PAST for w in lower)) / 2,
    }


def _names(told: str, words: list[str]) -> dict[str, float]:
    names = [m for m in PROPER.finditer(told) if not DEMONYM.match(m[0].rstrip("'’s."))]
    opens = _opens_with_name(words)
    at = _first_name_at(told, words)
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


def _first_name_at(told: str, words: list[str]) -> int:
    if _opens_with_name(words):
        return 0
    found = (m.start() for m in PROPER.finditer(told) if not DEMONYM.match(m[0].rstrip("'’s.")))
    return next(found, len(told))


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
        "title_words": min(20, words) / 20,
        "title_asks": float(asks),
        "title_page": float(pages),
    }


@lru_cache(maxsize=1024)
def _title(title: str) -> tuple[frozenset[str], frozenset[str], int, bool, bool]:
    """Return a title's stems, its words with a capital, its length, whether it asks, whether it names a repository."""
    capitals = frozenset(m[0].rstrip("’'s.").lower() for m in _CAPITAL.finditer(title))
    asks = _ASKS.search(title) is not None
    return frozenset(content_words(title)), capitals, len(title.split()), asks, " / " in title


def _definites(told: str, named_at: int, *, title: str) -> dict[str, float]:
    found = list(_DEFINITE.finditer(told))
    stems = _title(title)[0]
    new = unbound = 0
    for match in found:
        noun = content_words(match[1])
        unbound += _BOUND.match(told, match.end()) is None
        if noun and noun[-1] not in stems and noun[-1] not in content_words(told[: match.start()]):
            new += 1
    pronouns = [m.start() for m in _PRONOUN.finditer(told)]
    return {
        "definites": min(4, len(found)) / 4,
        "definites_early": sum(m.start() < named_at for m in found) / 3,
        "definites_unbound": min(3, unbound) / 3,
        "definites_new": min(3, new) / 3,
        "pronouns": min(3, len(pronouns)) / 3,
        "pronoun_early": float(any(at < named_at for at in pronouns)),
        "the": float(told.startswith("The ") and told[4:5].islower()),
    }
