"""Which sentences can stand alone, and why the others cannot.

A quoted sentence is only as honest as it is without its neighbours: "He said it
would not" is verbatim and says nothing. The filter names its reasons, so that
`byline explain` can show why a sentence was passed over.

**Source:** the five failures of extractive summaries in Zhang, Wan and Bansal,
"Extractive is not Faithful" (incorrect coreference, incomplete discourse, ...).
"""

from __future__ import annotations

import re
from functools import lru_cache

from byline.summary.adrift import adrift, points_back
from byline.summary.alone_en import faults_en
from byline.summary.alone_zh import faults_zh, presumes_zh
from byline.summary.boilerplate import has_markup
from byline.summary.definite_en import presumes
from byline.summary.trims import dateline_end
from byline.text.words import has_han

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|‘[^’]*’(?!\w)")
_QUOTES_POINTING = re.compile(
    r"[“\"](?:They|It|He|She|That|This|Those|These|His|Her|Their|Its|Both)(?:['’](?:s|re|ve|ll"
    r"|d))? (?!(?:is|was) \w+ (?:to|that)\b)"
)
""" "“They were thrilled,” said Roe": nobody in front of it says who."""
_PLACEHOLDER = " q "
_NOT_WORDS = re.compile(r"\bq\b|\W")


def unfit(sentence: str, *, language: str) -> tuple[str, ...]:
    """Return why a sentence cannot be published alone, () where it can.

    Reasons: "opens_with_reference", "opens_with_connective", "dangling", "no_subject", "first_person", "comment",
    "praise", "boilerplate", "markup", "quote_open", "fragment", "speakerless", "label", "other_time". Pure; the caller
    looks after length and language.
    """
    body = sentence[dateline_end(sentence) :]
    told = outside_quotes(body).strip().replace("’", "'")
    reasons = faults_zh(body, told) if language == "zh" or has_han(body) else faults_en(body, told)
    if has_markup(body):
        reasons.append("markup")
    if not _balanced(sentence):
        reasons.append("quote_open")
    if _QUOTED.search(body) and len(_NOT_WORDS.sub("", outside_quotes(body))) < 2:
        reasons.append("speakerless")
    return tuple(dict.fromkeys(reasons))


def leans_on(sentence: str) -> tuple[str, ...]:
    """Return the stems one of which must have been told before: ("home",) for "The home said ...".

    () where the sentence brings its own subject: a name in front of it, "the price of an hour".
    """
    told = outside_quotes(sentence[dateline_end(sentence) :]).strip()
    return presumes_zh(told) if has_han(told) else points_back(told) or presumes(told)


def is_adrift(sentence: str) -> bool:
    """Tell whether a sentence points at what only its neighbour says: to be quoted with it, or not at all."""
    told = outside_quotes(sentence[dateline_end(sentence) :]).strip().replace("’", "'")
    return not has_han(told) and (adrift(told) or _QUOTES_POINTING.match(sentence) is not None)


def only_connective(reasons: tuple[str, ...]) -> bool:
    """Tell whether dropping the first word would cure it."""
    return reasons == ("opens_with_connective",)


@lru_cache(maxsize=8192)
def outside_quotes(sentence: str) -> str:
    """Return the sentence with what is quoted inside it replaced by a q."""
    return _QUOTED.sub(_PLACEHOLDER, sentence)


def _balanced(sentence: str) -> bool:
    pairs = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"), ("[", "]"))
    return all(sentence.count(a) == sentence.count(b) for a, b in pairs) and sentence.count('"') % 2 == 0
