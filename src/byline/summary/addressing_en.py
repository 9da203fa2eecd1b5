"""Where an English writer turns to the reader: comments, commands, the first person."""

from __future__ import annotations

import re

from byline.summary.names_en import AUXILIARY
from byline.text.words import word_set

_COMMENT = re.compile(
    r"^(?:maybe|perhaps|imagine|suppose|consider|picture this|think of|think about|spoiler|seriously|sadly|luckily"
    r"|thankfully|hopefully|surprisingly|admittedly|honestly|frankly|obviously|(?:sure|yes|no|well|okay|ok"
    r"|look)(?=,)|hey|wow"
    r"|hi|hello|enter|welcome|thanks|thank|fast forward|long story|little did|little to|speaking of|not to mention"
    r"|as (?:mentioned|noted|described|discussed|shown|seen|you)|remember|recall|note that|keep in mind|for now"
    r"|in short"
    r"|in summary|to summarize|to summarise|in conclusion|put simply|simply put|in some ways|on top of|on one hand"
    r"|seemingly|apparently|unsurprisingly|remarkably|ironically|tl;?dr|plus|optionally|what an?"
    r"|alternatively|to celebrate|the plot thickens)\b(?!-)",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:use|take|make|try|check|add|keep|see|click|tap|download|install|open|follow|visit|learn|find|get|give"
    r"|let|ask|choose|pick|start|stop|stay|scroll|press|copy|paste|buy|save|enjoy|meet|turn|go|head|compare|explore"
    r"|discover|build|create|deploy|send|dictate|track|manage|connect|watch|write|listen|subscribe|join"
    r"|register|apply|skip)"
    r"(?: (?:a|an|the|your|it|them|one|this|that|every|each|any|some|in|into|on|to|out|up|all|our|my|more|no|not|new"
    r"|\d\S*|from|with|for|and|by|over|how|what|why)\b|, )",
    re.IGNORECASE,
)
_IMPERATIVE_OF = re.compile(
    r"^(?:put|set|read|run|cut) (?:a|an|the|your|it|them|this|every|each|any|some|all|one|several|multiple|two)\b",
    re.IGNORECASE,
)
_BASE_VERB = re.compile(
    r"^(?:accept|expect|collaborate|schedule|publish|improve|automate|generate|convert|transform|monitor|edit|ship"
    r"|unlock|boost"
    r"|reduce|avoid|access|pick|run|cache|fetch|chain|remember|forget|wait|trust|measure|validate|configure|enable"
    r"|disable|define|select|replace|remove|import"
    r"|export|prepare|protect|simplify|streamline|integrate|combine|switch|upgrade|bring|tell|share|sync|browse"
    r"|query|drag"
    r"|type|clone|write|save|add|start|stop|use|keep|make|build|create|deploy|get|find|choose|ask|try)(?:,| [a-z\d])",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:amazing|supercharg(?:e[sd]?|ing)|turbo-?charg(?:e[sd]?|ing)|effortless(?:ly)?|game-?chang(?:er|ing)|best-in-class"
    r"|world-class|redefin(?:e[sd]?|ing)|reimagin(?:e[sd]?|ing)|revolutioni[sz](?:e[sd]?|ing)|groundbreaking|next level"
    r"|like never before|blazing(?:ly)?[- ]fast|jaw-dropping|breathtaking|delightful|incredibl[ey]|must-have|magical"
    r"|say goodbye|look no further|whole new level|(?:at|with) your fingertips|out of the box|supercharged)\b",
    re.IGNORECASE,
)
"""Words of sellers: a reader asks who says so."""
_PRAISE_KEYS = frozenset(
    """amazing supercharge supercharges supercharged supercharging turbo turbocharge turbocharges turbocharged
    turbocharging effortless effortlessly game gamechanger gamechanging class redefine redefines redefined redefining
    reimagine reimagines reimagined reimagining revolutionise revolutionises revolutionised revolutionising
    revolutionize revolutionizes revolutionized revolutionizing groundbreaking level never blazing blazingly jaw
    breathtaking delightful incredible incredibly must magical goodbye further fingertips box""".split()
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I’m|I've|I’ve|we|We|our|Our|us|my|My|me|myself|ours|ourselves|you|You|your|Your|yours)\b"
)

_PERSONS = frozenset("i we our us my me myself ours ourselves you your yours".split())


def is_first_person(told: str) -> bool:
    """Tell whether the writer speaks of himself or to the reader."""
    return not _PERSONS.isdisjoint(word_set(told)) and _FIRST_PERSON.search(told) is not None


def is_praise(told: str) -> bool:
    """Tell whether a sentence sells what it tells of."""
    return not _PRAISE_KEYS.isdisjoint(word_set(told)) and _PRAISE.search(told) is not None


def is_comment(told: str) -> bool:
    """Tell whether the writer turns to the reader: a comment in front, or a command."""
    if any(p.match(told) for p in (_COMMENT, _IMPERATIVE, _IMPERATIVE_OF)):
        return True
    command = _BASE_VERB.match(told)
    return command is not None and AUXILIARY.search(told, command.end()) is None
