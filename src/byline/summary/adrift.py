"""Which sentences point at what only their neighbour says, although no word in front of them gives it away.

Milder than `unfit`: such a sentence may be quoted together with the one before it
(see `pairs`), so the rules here look for what a reader of the sentence alone would ask:
the price of what, both of whom, the best known in what?
"""

from __future__ import annotations

import re

from byline.text.words import content_words

_BOTH = re.compile(r"\bboth(?=[.;]|$|, (?!and\b))")
""" "It defeated both." Of "both A and B" nothing needs to be known."""
_OWN_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|remains?|becomes?|became) (?:the|its|their|one of the) [^,;.]{3,60}?"
    r" (?:in|of|among|with) (?:it|them)(?=[,;.]| (?:and|but)\b)"
)
""" "StepFun is the best-known maker in it": subject and predicate are one, so "it" is a third thing."""
_AS_TOLD = re.compile(
    r"^(?:By|According to|In the (?:view|words|opinion) of|Judging by)\b[^.;]*?, (?:it|they|he|she) [a-z]+"
)
""" "By the measurements of the Times, it lasted four hours": a source is not what lasted."""
_PLACED = re.compile(
    r"^(?:Beside|Behind|Near|Next to|At|In|On|Under|Over|Inside|Outside|With|Without|From|For) (?:the|an?)"
    r" (?:[a-z-]+ ){1,3}"
    r"(?:it|he|she|they) (?!(?:is|was|will|would|takes?|took|seems?|became|has|had|may|might|can|could)\b)[a-z]+"
)
""" "Beside the fishmonger it gave up." With "is" and "takes" the pronoun may stand for a clause."""
_OTHER = re.compile(
    r"\bthe (?:rest|other (?:half|side|part|two|three|one|ones))\b"
    r"(?! of (?:the |its |their )?(?:world|country|year|day)\b)"
)
_ONE_OF_TWO = re.compile(r"\b(?:one|half|some|two|three|part|partly|most|many|first|both|\d+)\b", re.IGNORECASE)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were) the (?:(?:weak|strong|sore|hard|easy|real|main|big|key|only|interesting|tricky|other) )?"
    r"(?:points?|parts?|things?|sides?|spots?|catch|difference|exceptions?|product|rub|problem|answer|reason)[.;]"
)
_MORE = re.compile(r"^(?!.*\bthan\b).*\b(?:is|are|was|were|feels?|felt) (?:more|less) [a-z]+(?: [a-z]+)?\.$")
""" "Business groups were more at ease." Than who?"""
_ORDERED_ONE = re.compile(r"\b(?:order|ordered|orders|sell|sold|own|owns|owned|rent|rents|rented) one[.,;]")
_SUCH = re.compile(r"\b[Ss]uch (?!as\b|an?\b|that\b|thing)(?P<noun>[a-z-]+(?: [a-z-]+s\b)?)")
_ORDINAL = re.compile(
    r"^(?:[Tt]he|A|An|One) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r" (?P<noun>[a-z-]+)\b(?! (?:of|in|for|at|to|from)\b)"
)


def adrift(told: str) -> bool:
    """Return whether a sentence points at something that stands nowhere in it; `told` is without its quotations."""
    if any(p.search(told) for p in (_BOTH, _OWN_PREDICATE, _AS_TOLD, _PLACED, _PREDICATE, _MORE, _ORDERED_ONE)):
        return True
    other = _OTHER.search(told)
    return other is not None and _ONE_OF_TWO.search(told, 0, other.start()) is None


def points_back(told: str) -> tuple[str, ...]:
    """Return the stems of a noun that must have been told: method in "such methods", problem in "The sixth problem".

    () where the sentence has none, or brings what "such" sums up.
    """
    such = _SUCH.search(told)
    if such and "," not in told[: such.start()]:
        return tuple(content_words(such["noun"]))
    ordinal = _ORDINAL.match(told)
    return tuple(content_words(ordinal["noun"])) if ordinal else ()
