"""Who speaks in a sentence."""

from __future__ import annotations

import re

from byline.summary.lengths import count_words
from byline.text.words import has_han

_SAY = (
    r"said|says|told|added|adds|asked|wrote|writes|argued|argues|warned|warns|noted|notes|explained|explains|insisted"
    r"|replied|conceded|acknowledged|stated|recalled|joked|posted|called|describes?|described|predicted|suggested"
)
_NAME = r"(?:[A-Z][\w’'.-]*|Mc[A-Z]\w+)(?: (?:[A-Z][\w’'.-]*|van|von|de|der|bin|al|of|for)){0,4}"
_AFTER = re.compile(rf"[”\"’'],? (?:{_SAY}) (?:[A-Z]\w+['’]s (?:[\w-]+ ){{0,3}}?)?(?:[a-z-]+ ){{0,3}}(?P<name>{_NAME})")
_BEFORE = re.compile(rf"(?P<name>{_NAME})(?:,[^,“”\"]{{2,80}},)? (?:{_SAY})\b")
_BEHIND = re.compile(rf"[”\"’'],? (?P<name>{_NAME})(?:,[^,“”\"]{{2,80}},)? (?:{_SAY})\b")
_ACCORDING = re.compile(rf"[Aa]ccording to (?P<name>{_NAME})")
_SAY_ZH = "说道|表示|指出|强调|认为|透露|介绍|坦言|直言|写道|补充|回应|解释|说|称"
_ZH = re.compile(
    rf"(?:^|[，。”」；])(?P<name>[^，。；：“”「」]{{2,24}}?)(?:还|也|则|曾"
    rf"|对[^，。]{{2,10}})?(?:{_SAY_ZH})(?:道)?[：:，]?\s?[“「]"
    rf"|[”」](?P<after>[^，。；：“”「」]{{2,24}}?)(?:{_SAY_ZH})"
)
_SPEAKS = re.compile(rf"\b(?:{_SAY})\b|\baccording to\b|{_SAY_ZH}|道")
_DIRECT = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」")
_MIN_QUOTED_WORDS = 4
_MIN_SPOKEN = 0.3
"""Share of a sentence that must be quoted for it to be somebody's words."""


def quoted(sentence: str) -> tuple[str, ...]:
    """Return the stretches in quotation marks that are long enough to be speech (four words)."""
    found = ("".join(groups) for groups in _DIRECT.findall(sentence))
    return tuple(q for q in found if count_words(q) >= _MIN_QUOTED_WORDS)


def is_speech(sentence: str) -> bool:
    """Tell whether somebody is quoted saying something: a verb of speech, and a good part of the sentence in quotes.

    "It is more like “talking to another person”, the lab said" quotes a phrase, not a person.
    """
    spoken = quoted(sentence)
    if not spoken or _SPEAKS.search(_DIRECT.sub("", sentence)) is None:
        return False
    return sum(count_words(q) for q in spoken) >= _MIN_SPOKEN * count_words(sentence)


def is_attributed(sentence: str) -> bool:
    """Tell whether a sentence is speech and names its speaker in full, or by more than a lone surname."""
    return is_speech(sentence) and (has_han(sentence) or " " in speaker(sentence))


def speaker(sentence: str) -> str:
    """Return the name of the person or body that speaks, "" where none can be told."""
    if has_han(sentence):
        match = _ZH.search(sentence)
        return (match["name"] or match["after"] or "").strip() if match else ""
    for pattern in (_AFTER, _BEHIND, _BEFORE, _ACCORDING):
        match = pattern.search(sentence)
        if match and match["name"].split()[0].lower() not in _NOT_NAMES:
            return _tidy(match["name"])
    return ""


def _tidy(name: str) -> str:
    body, _of, _rest = name.partition(" of ")
    whole = name if body.split()[0] in _BODIES else body
    return re.sub(r"(?:['’]s| (?:of|for|de|al|van|von|bin|der))$", "", whole.rstrip(".,"))


_BODIES = frozenset(
    "Bank Ministry University Office Department House Institute Bureau Council Court Board School Republic".split()
)
_NOT_NAMES = frozenset("the a an in on at it he she they this that these those as but and when while i we you".split())
