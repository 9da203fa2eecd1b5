"""What a name looks like in an English sentence, and which first words are none."""

from __future__ import annotations

import re

from byline.summary.lexicon import HEADLINE_WORDS_EN
from byline.text.words import stem

_COLLECTIVES = frozenset("Staff People Police Management Readers Critics".split())
_HEADLINE_STEMS = frozenset(stem(w) for w in HEADLINE_WORDS_EN)
DEMONYM = re.compile(
    r"^(?:\w+(?:ese|ish|ean|ian|can|eli)|French|Dutch|Greek|Swiss|German|Thai|North|South|East|West|AI|A\.I\.|CEO|Inc)$"
)
"""Capitals that say where something is from, or what somebody is: no name of a company or person."""
ADVERBIAL_START = re.compile(r"[A-Z][a-z]+(?:ly|ing|ed)$")
"""A first word that is an adverb or a participle."""
AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|says?|said|did|does|do)\b|[a-z]n't\b"
)
"""A verb that no noun looks like."""
_CALENDAR = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    "|September"
    "|October|November|December"
)
_CALENDAR_GOES_ON = "|".join(rf"(?<={day[0]}){day[1:]}" for day in _CALENDAR.split("|"))
PROPER = re.compile(rf"[A-Z](?<!^.)(?<!\w.)(?<![.!?]\s.)(?!(?:{_CALENDAR_GOES_ON})\b)[\w’'&.-]+")
"""A word in capitals that does not open a sentence. The capital comes first, what stands around it second: so the
search passes over all other letters at once."""
PLACES = frozenset(
    """US U.S UK EU America Britain England Europe Asia Africa China Taiwan Japan Korea India France Germany Italy Spain
    Israel Canada Australia Singapore Russia Ukraine Vietnam Brazil Mexico Washington Beijing Shanghai Shenzhen Hangzhou
    London Paris Berlin Brussels Tokyo Seoul Taipei California Texas York San Francisco Silicon Valley United States
    Kingdom States Kong Hong Dubai Emirates Arabia Saudi Congress Senate House White Street Wall""".split()
)
"""Words in names of places and of their governments, which are no company."""
COMMON_STARTS = frozenset(
    """the a an in on at for with when while after before since as if although though because until by from to of
    under over about according last this that these those more most many some few all every each no not what who
    how why where there here it he she they we you i and but or so yet one two three four five six seven eight
    nine ten right currently suddenly today yesterday soon even without during before despite
    across through among once only just per recently previously initially meanwhile still also other unlike like
    using given nobody everybody everyone someone somebody anybody anyone both such another each""".split()
)
"""First words that name nobody."""
_FIRST = re.compile(r"[A-Z][\w'-]*")


def first_name(told: str) -> int:
    """Return where the first name of the sentence ends, its length where there is none."""
    first = _FIRST.match(told)
    if first and not _is_common(first[0]) and not ADVERBIAL_START.match(first[0]):
        return first.end()
    found = (n for n in PROPER.finditer(told) if n[0] == "AI" or not DEMONYM.match(n[0].rstrip("'s.")))
    return next((n.start() for n in found), len(told))


def _is_common(word: str) -> bool:
    """Tell whether a sentence's first word is none that names: "Companies may", "The plan"."""
    if word.lower() in COMMON_STARTS:
        return True
    if word in _COLLECTIVES:
        return True
    return word.endswith("s") and word.isalpha() and word[1:].islower() and stem(word.lower()) in _HEADLINE_STEMS
