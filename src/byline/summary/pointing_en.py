"""What an English sentence points at without naming it: pronouns, "the company", "that plan", "the day before"."""

from __future__ import annotations

import re

from byline.summary.names_en import ADVERBIAL_START, COMMON_STARTS, DEMONYM, PLACES, PROPER
from byline.text.dates import find_dates
from byline.text.words import word_set

_THAT_NOUN = re.compile(
    r"\b(?:inside|in|of|for|with|at|to|from|on|by|after|before|during|alongside|under|through|since|until"
    r"|despite|beyond"
    r"|around) that (?!(?:the|it|its|they|he|she|we|you|a|an|is|are"
    r"|was|were|has|have|had|can|will|could|would|may|might|much|many)\b)[a-z]+",
    re.IGNORECASE,
)
""" "in that pipeline": fine behind a name, a riddle in front of all of them."""
_OTHER_TIME = re.compile(
    r"\b(?:on the same day|that (?:day|week|month|year|evening|morning)|the (?:day|week|month|year) (?:before|after)"
    r"|the (?:next|following|previous|same) (?:day|week|month|year|evening|morning)|(?:a|one|two|three|four|five"
    r"|six|several|some)"
    r" (?:days?|weeks?|months?|hours?|years?) (?:earlier|later|before that|after that))\b",
    re.IGNORECASE,
)
EXPLETIVE = re.compile(
    r"^It (?:is|was|will be|has been|remains)(?! (?:\w+ )?(?:meant|set|due|able|unable|ready|likely|unlikely"
    r"|free|going|about"
    r"|built|made|designed|used|intended|supposed|expected|aimed|scheduled|planned|needed"
    r"|required) to\b) (?:\w+ ){1,2}(?:that|whether|if|to)\b|^There (?:is|are|was|were)\b"
)
_DANGLING = re.compile(
    r"\b(?:he|she|him|his|her|they|them|their|it|its"
    r"|the (?:(?-i:[a-z][\w’'-]*|AI|U\.?S\.?|UK|EU|Chinese|American|Japanese|Korean|European|British|Indian) ){0,2}?"
    r"(?:company|firm"
    r"|start-?up|group|agency|outlet|lab|laboratory|bank|regulator|court|ministry|maker|giant|automaker|carmaker"
    r"|chipmaker|miner|retailer|insurer|airline|lender|developer|publisher|pair|two|latter|former|duo|trio|executive"
    r"|complaint|lawsuit|suit|filing|plaintiffs?|defendants?|authors?|researchers|judge|man|woman|victim|couple)\b"
    r"(?! (?:(?-i:[A-Z])|that\b|who\b|which\b|behind\b|of\b|between\b|in charge\b)))\b",
    re.IGNORECASE,
)
_DANGLING_KEYS = frozenset(
    """he she him his her they them their it its company firm startup start group agency outlet lab laboratory bank
    regulator court ministry maker giant automaker carmaker chipmaker miner retailer insurer airline lender developer
    publisher pair two latter former duo trio executive complaint lawsuit suit filing plaintiff plaintiffs defendant
    defendants author authors researchers judge man woman victim couple""".split()
)
_ELSEWHERE = re.compile(
    r"\b(?:see|shown|listed|described|mentioned|outlined|linked|embedded|pictured|noted|discussed)"
    r" (?:above|below|earlier|here)"
    r"|\bin there\b|\b(?:above|below|inside|outside|here|there)\.$|\b(?:the following|as follows)\b|\bhere(?:['’]s)?\b"
    r"|\b(?:fig(?:ure)?|table|appendix)\.? \d",
    re.IGNORECASE,
)
_SOME_SAID = re.compile(
    r", (?:one|two|three|four|five|six|some|others|another|many|most|several|both|all) (?:said|say|says|added|told)\b"
    r"|\beach one\b",
    re.IGNORECASE,
)
_POINTING_AT_ONCE = re.compile(
    r"(?:taken together|together|combined),? (?:they|it|these|the)\b|(?:once|if|when) (?:enabled|installed"
    r"|activated|launched|completed|approved|asked)\b"
    r"|(?:speaking|talking|writing|posting|asked)\b[^,]*, (?:he|she|they|it)\b"
    r"|(?:today|now) that [a-z]+"
    r"|(?:as|in|with|to|for|on|at|by|from|after|before|while|when|if|once|unlike|despite)\b(?-i:[^,A-Z])*,"
    r" (?:it|they|he|she)\b"
    r"|that(?:'s| is| was| means| makes| will| would| could)\b|(?:below|above|here) (?:are|is|were)\b"
    r"|not \w+, (?:just|but)\b"
    r"|that [a-z]+ (?:does|is|was|has|can|will|may|would)\b"
    r"|\w+ing that [a-z]+[^\Ws] (?!is\b|was\b|has\b|will\b|can\b)"
    r"|(?-i:[A-Z][a-z]+(?: [a-z-]+){0,6}, (?:it|they|he|she) (?!is (?:\w+ )?(?:clear|possible"
    r"|likely|hard|easy|not)\b))"
    r"|(?!given\b)\w+(?:ed|ilt|orn|ade|ven)\b[^,]*, (?:it|they|he|she) (?!(?:is"
    r"|was) (?:\w+ )?(?:un)?(?:clear|likely)\b)"
    r"|(?:when|once|if|while) (?!it\b|they\b)\w+(?:ed|ing)\b[^,]*, (?:it|they|he|she)\b"
    r"|\w+(?:ed|ing|ilt|orn|ade|ven)\b[^,]*(?:, [^,]*)?, the (?:new |latest )?(?:company|firm"
    r"|start-?up|model|llm|tool|app"
    r"|system|platform|feature|service|device|product|group|team|project|update|release|move)\b(?! (?-i:[A-Z]))"
    r"|(?-i:(?:[A-Z][\w’'-]* ){1,4})(?:(?:has|have|had|will|would) )?(?:since )?(?:changed|changes?|sold|bought|built"
    r"|released|dropped|used|tested|rejected|confirmed|denied|announced|launched|fixed|removed|replaced) (?:it|them)\b"
    r"(?! (?:an?|the)\b)"
    r"|(?:CEO|CFO|CTO|COO|co-founder|founder) (?-i:[A-Z][a-z]+ [A-Z])",
    re.IGNORECASE,
)
_POINTING_THAT = re.compile(
    r"\b(?:brings?|makes?|closes?|gives?|uses?|solves?|fills?|addresses) that (?!the\b|its?\b|they\b|an?\b)[a-z]+"
    r"|\b(?:whether|how|once|until|why) that [a-z]+"
    r"|\bthat (?:result|figure|deal|case|number|day|point|question|plan|decision|price|idea|kind|sort|pattern"
    r"|problem|as)\b"
    r"|(?:[,;:—–] |\b(?:and|but|so) )that(?:'s| is| was| means| makes| will| would| could)\b"
    r"|, that [a-z]+ (?:does|is|was|has|can|will|may|would)\b|, that (?:looks|seems|sounds|feels|leaves|adds)\b"
    r"|\b(?:but|and|so|because|although|since) that [a-z]+ (?:is|was|does|did|has|had|will|would|can"
    r"|could|may|isn't|wasn't)\b"
    r"|\bthat (?:learning|same|very|new) [a-z]+[.,]",
    re.IGNORECASE,
)
_POINTING_THIS = re.compile(
    r"\b(?:this|these|those) (?!(?:year|week|month|summer|spring|autumn|winter|morning|time|who|that|of|in|with"
    r"|which)\b)[a-z]+"
    r"|\b(?:this|these|those)[.,;]"
    r"|\b(?:into|about|from|behind|like|despite|beyond) this (?:with|in|of|by|on|to|for|and|but)\b",
    re.IGNORECASE,
)
_POINTING_ONE = re.compile(
    r"\bis not one\b|\b(?:use|uses|used|has|have|had|need|needs|want|wants|get|got|make|made|buy|bought) (?:one"
    r"|some)[,.;]|\b(?:for|of|with) one[.,]",
    re.IGNORECASE,
)
_POINTING_ELSE = re.compile(
    r"\b(?:closes?|fills?|bridges?) the gap\b(?! (?:between|in)\b)|\bat the time\b(?! of)"
    r"|\bwho (?:owns?|runs?|leads?|led|built|made|founded|manages?|heads?) (?:it|them)\b"
    r"|\bon the other hand\b|\binherent (?:in|to) such\b|\bas (?:many|much)[,.;]|\b(?:does|do|did|said) so\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_POINTING_CUES = frozenset("that they it he she".split())
_POINTING_FIRST = frozenset(
    "taken together combined once if when below above here not ceo cfo cto coo co founder".split()
)
_POINTING_ENDS = ("ed", "ing", "ilt", "orn", "ade", "ven")
_TIME_CUES = frozenset("day week month year evening morning earlier later that".split())
_CUED = (
    (
        frozenset("above below earlier here there inside outside following follows fig figure table appendix".split()),
        _ELSEWHERE,
    ),
    (frozenset("one two three four five six some others another many most several both all".split()), _SOME_SAID),
    (frozenset(["that"]), _POINTING_THAT),
    (frozenset("this these those".split()), _POINTING_THIS),
    (frozenset("one some".split()), _POINTING_ONE),
    (frozenset("gap time it them hand such many much so".split()), _POINTING_ELSE),
)
"""Patterns with the words of which one must be there before they are tried: a tenth of the time that claims take."""
_ASIDE_SPEAKER = re.compile(
    r", (?:he|she|it|they) (?:said|says|added|adds|argued|argues|wrote|writes|warned|noted|explained|insisted|told)\b"
    r"|，(?:他|她|它)(?:说|表示|认为|称)"
)
_OBJECT = re.compile(r"\b(?:for|of|with|to|about|from|on|in|by|at|behind|like|against) (?:it|them)\b")
_NOUN_PHRASE = re.compile(
    r"\b(?:an?|the|its|their|his|her|every|each|no|one|\d+|two|three|many|some|most) [\w-]+|\b[a-z]{3,}s\b"
)
_SOURCE_SAYS = re.compile(
    r"^(?:(?:[A-Z][\w.]*['’]s )?(?:Bloomberg|Reuters|Axios|CNBC|CNN|Forbes|Fortune|Politico|Wired"
    r"|WIRED|TechCrunch|Engadget"
    r"|VentureBeat|Semafor|Variety|Nikkei|The (?:Information|Verge|Guardian|Register|Economist"
    r"|Atlantic|Wall Street Journal"
    r"|New York Times|Washington Post|Financial Times|Times)|AP|AFP|BBC|FT|WSJ)(?: \w+){0,2}"
    r" (?:reports?|reported|says?|said|writes?|wrote|notes?|noted)|According to (?:Bloomberg|Reuters|The \w+),) "
)
""" "Bloomberg reports that the company": not the one that reports."""
_NEAR = 60
"""Characters within which "the company" must be told; further on, the sentence has told of somebody."""
_SETTING = re.compile(r"(?:At|In|During|On|By|Since|After|Before) (?:(?:[A-Z\d]|the )[^,]{1,40}), ")
""" "At Build 2026, the company": a place or a day is no company."""


def loose_ends(told: str) -> list[str]:
    """Return "dangling" and "other_time" where words further on point at what was told elsewhere."""
    reasons: list[str] = []
    known = word_set(told)
    thing = None if known.isdisjoint(("it", "them")) else _OBJECT.search(told)
    if _ASIDE_SPEAKER.search(told):
        reasons.append("dangling")
    points = any(pattern.search(told) for cues, pattern in _CUED if not cues.isdisjoint(known))
    points = points or (_may_point(told, known) and _POINTING_AT_ONCE.match(told) is not None)
    that = _THAT_NOUN.search(told) if "that" in known else None
    points = points or (that is not None and PROPER.search(told, 0, that.start()) is None)
    if points or (thing and not _stood_for(thing[0], told[: thing.start()])):
        reasons.append("dangling")
    other_time = None if _TIME_CUES.isdisjoint(known) else _OTHER_TIME.search(told)
    if other_time and not find_dates(told[: other_time.start()]):
        reasons.append("other_time")
    return reasons


def _may_point(told: str, known: frozenset[str]) -> bool:
    """Tell cheaply whether the longest of the patterns can match: half of the sentences have none of its words."""
    word = _WORD.match(told)
    first = word[0].lower() if word else ""
    return not _POINTING_CUES.isdisjoint(known) or first in _POINTING_FIRST or first.endswith(_POINTING_ENDS)


def _stood_for(pronoun: str, before: str) -> bool:
    """Tell whether something before "for it" can be meant: a noun with its article, or a second name."""
    plural = pronoun.endswith("them")
    if _NOUN_PHRASE.search(before) and (plural or not re.match(r"[A-Z]\S* [a-z]+s? [a-z]{0,4}$", before.strip())):
        return True
    return len(PROPER.findall(before)) > 0


def dangles(told: str) -> bool:
    """Tell whether a pronoun or "the company" comes before anything it could stand for.

    A name anywhere before it in the sentence will do; so will a name within the
    first words ("The company's chief, Jane Roe, ..." still dangles: the company is not named).
    """
    match = None if _DANGLING_KEYS.isdisjoint(word_set(told)) else _DANGLING.search(told)
    if match is None or EXPLETIVE.match(told):
        return False
    before = told[: match.start()]
    if match[0].lower() in ("it", "its") and re.search(r"\b(?:a|an|the) [\w-]+", before, re.IGNORECASE):
        return False
    first = re.match(r"[A-Z][\w’'&.-]*", before)
    at_once = first is not None and before.strip() == first[0]
    if match[0].lower() == "them" and not re.search(
        r"\b(?!(?:months|years|weeks|days|hours|minutes)\b)[A-Za-z][a-z]{2,}s\b| and [A-Z]|people|children|women|men\b",
        before,
    ):
        return True
    names = [n for n in PROPER.findall(before) if not DEMONYM.match(n.rstrip("’'s."))]
    named = bool(names) or (
        first is not None
        and not at_once
        and first[0].lower() not in COMMON_STARTS
        and ADVERBIAL_START.match(first[0]) is None
    )
    if match[0].lower().startswith("the "):
        if _SETTING.fullmatch(before) and not re.search(r"['’]s?\b", before):
            return True
        if _SOURCE_SAYS.match(told) and match.start() < _NEAR:
            return True
        placed = all(word in PLACES for name in names for word in [name.rstrip(".")])
        return match.start() < _NEAR and (not named or (placed and _is_place(first, told)))
    nouns = re.search(
        r"\b(?:people|workers|researchers|companies|users|officials|engineers|firms|models|the \w+s)\b", before
    )
    return not (named or (nouns is not None and match[0].lower() in ("they", "them", "their")))


def _is_place(first: re.Match[str] | None, told: str) -> bool:
    """Tell whether a sentence opens with no name, or with one of a place or a government."""
    return first is None or first[0].lower() in COMMON_STARTS or told.split(maxsplit=1)[0] in PLACES
