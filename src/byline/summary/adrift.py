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
    r"^(?:By|According to|In the (?:view|words|opinion) of|In [A-Z][\w-]*['’]s (?:view|words|opinion|telling|account)"
    r"|Judging by)\b[^.;]*?, (?:it|they|he|she)\b"
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
    r"\b(?:is|are|was|were) the (?:(?:weak|strong|sore|hard|easy|real|main|big|key|only|interesting|tricky"
    r"|other|limiting"
    r"|deciding) )?(?:points?|parts?|things?|sides?|spots?|catch|difference|exceptions?|product|rub|problem"
    r"|answer|reason"
    r"|factor|bottleneck|key|goal|aim|target|culprit|cause|result|winner)[.;]"
)
_ONE_MORE_OF = re.compile(
    r"^The (?:most|latest|newest|best|first|other|clearest) (?:[a-z]+ ){0,2}(?:example|case|sign"
    r"|instance|step|move|entry"
    r"|twist|chapter|addition|victim|casualty|exception) (?:is|was|comes?|came)\b"
    r"|['’]s (?:answer|response|solution|reply|reaction|alternative|version|take) (?:is|was)\b"
    r"|\b(?:isn['’]t|aren['’]t|(?:is|are) not) (?:the only|alone)\b|\b(?:accompanying|aforementioned|ensuing)\b"
    r"|(?<!and )(?<!or )(?<!than )(?<!any )(?<!each )(?<!all )(?<!no )(?<!many )(?<!most )(?<!among )\bother"
    r" (?:[a-z]+ )?(?:uses|examples|features|changes|details|ways|options|things|improvements|updates|cases)\b"
    r"|^The (?:obvious|typical|usual|ideal|intended|simplest|common|primary) (?:use case|use|case"
    r"|example|choice|way|fix)"
    r" (?:is|was)\b|^There (?:is|are|was|were) no (?-i:[^,]{3,40})\.$"
    r"|^[A-Z]\w+ (?:rated|called|named|ranked|priced) its (?:variant|version|own|offering|counterpart)\b"
    r"|^One (?:attacker|hacker|user|researcher|developer|employee|customer|analyst|investor|official"
    r"|expert|person) (?!of\b|in\b)"
    r"|^(?:New |Existing |Interested )?[Uu]sers (?:will|can|may|must|should|need|just|simply)\b"
    r"|^For the [a-z]+ to work\b|\bcame in a close (?:second|third)\b"
    r"|^At \d+ [a-z]+ \d|\ba member (?:needed|said|wrote|found|asked)\b"
    r"|^(?:Participants|Attendees|Respondents|Contestants|Finalists|Testers|Jurors"
    r"|Entrants)\b(?! (?:in|of|at|from|who)\b)"
    r"|^(?:One|Two|Three|Four) of (?:the (?:world|country|industry)['’]s|America['’]s) (?-i:[^A-Z]*)$"
    r"|\b(?:is|are|was|were|be) the (?:[a-z]+ )?(?:focus|highlight|star|exception|elephant)\b(?! of\b| for\b)"
)
""" "The most recent example is Acme", "Acme's answer is Orca": of what, to what?"""
_MORE = re.compile(
    r"^(?!.*\bthan\b)(?:.*\b(?:is|are|was|were|feels?|felt) (?:more|less) [a-z]+(?: [a-z]+)?\.$"
    r"|An? (?:more|less|better|fairer) (?:[a-z-]+ ){1,2}(?:is|was|would|might|could|may)\b)"
)
""" "Business groups were more at ease." Than who? "A more honest name would be": of what?"""
_LIKE_WHAT = re.compile(
    r"(?:\b(?:an?|the|its|their)|['’]s) (?:similar|equivalent|comparable|corresponding|opposite)\b"
    r"(?!.*\b(?:to|as|with|between|both|than)\b)"
)
_KEY = re.compile(
    r"^(?:An?|The|One|Another|Its|Their) (?:(?:key|main|central|primary|core|major|big|bigger|biggest|real"
    r"|basic|core|further"
    r"|remaining|general|underlying) )?(?:issue|idea|challenge|difficulty|insight|goal|aim|question|problem|finding"
    r"|result|catch"
    r"|difference|point|reason|trick|contribution|innovation|step|advantage|drawback|downside|upside|limitation|lesson"
    r"|takeaway|obstacle|bottleneck) (?:is|was|lies|here|remains)\b"
)
""" "A key challenge is defining supervision": a challenge of what?"""
_IN_TURN = re.compile(r"\b(?:can|will|would|could|may|is|are|was|were|has|have) then\b")
_FIRST_THEN = re.compile(r"\b(?:first|if|when|once|after|until|since)\b", re.IGNORECASE)
_TODAYS = re.compile(
    r"\b(?:[Tt]oday|[Yy]esterday|[Tt]his week)['’]s (?:release|announcement|news|launch|update|move|decision"
    r"|post|filing"
    r"|event|changes?)\b"
)
_ANOTHER = re.compile(r"\b[Aa]nother (?!\$?\d|one\b|person|people)(?P<noun>[a-z-]+)")
_OPENING_DAY = re.compile(
    r"\bthe (?:first|second|third|opening|closing|previous) (?:day|round|half|stage|phase|edition|test|attempt)\b"
    r"(?! (?:of|since|after|to|in|on|that|when)\b)"
)
""" "into the first day": of what?"""
_SAME = re.compile(
    r"\bthe same (?!(?:days?|weeks?|months?|years?|time|way|thing|people|kind|sort|place|team|company|amount"
    r"|number|name)\b)"
    r"(?![a-z-]+ .{0,20}\b(?:as|that|which|where)\b)[a-z]+"
)
_NOT_ONE = re.compile(r"\b(?:both|two|three|four|all|each|every|and)\b|^(?:the |these )?\w+s\b", re.IGNORECASE)
_SMALLER = re.compile(
    r"^An? (?:smaller|larger|bigger|newer|older|cheaper|faster|slower|stronger|lighter|simpler|later"
    r"|earlier) (?!.*\bthan\b)"
)
_BOTH_OF = re.compile(r"\bboth (?!of\b|as\b|is\b|was\b|has\b)[a-z-]+s\b(?! and\b)")
_LIKE_ANOTHER = re.compile(
    r"^(?:Like|Unlike|As with|Besides|Alongside|Compared (?:to|with)) [^,;]*, (?:the [a-z]+|it|they|he|she|its|their)\b"
)
""" "Like the Orca, the machine ships with": the Orca is not the machine."""
_HENCE = re.compile(
    r"^Even (?!if\b|though\b|when\b|as\b|with\b|so\b|before\b|after\b)"
    r"|^(?:In|At|On|During) the [^,]{2,40}, (?:they|he|she)\b"
    r"|(?<=[a-z]) (?:therefore|thus|hence) (?!the\b|an?\b|[a-z]+ing\b)|, though\.$"
    r"|^[^,]{4,60} (?:found|did|made|built|saw|used|wants?|needs?|knew|knows?|bought|sold|has|had) (?:it|them)\.$"
    r"|^(?:One|Some|Another|The|An?) [^,]*, (?:however|though|therefore|meanwhile),"
)
_ORDERED_ONE = re.compile(r"\b(?:order|ordered|orders|sell|sold|own|owns|owned|rent|rents|rented) one[.,;]")
_SUCH = re.compile(r"\b[Ss]uch (?!as\b|an?\b|that\b|thing)(?P<noun>[a-z-]+(?: [a-z-]+s\b)?)")
_SUMS_UP = 2
"""Commas from which "such" may sum up a list."""
_ORDINAL = re.compile(
    r"^(?:[Tt]he|A|An|One) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r" (?P<noun>[a-z-]+)\b(?! (?:of|in|for|at|to|from)\b)"
)


_ONE_OF_THEM = re.compile(r"^One (?P<noun>[a-z-]+) (?:\w+ed|said|says|told|wrote|wants|needs|took|gave|went)\b")
_EACH = re.compile(
    r"^(?:Each|Every) (?P<noun>(?!(?:day|year|week|month|time|company|country|person|child|student|family)\b)[a-z-]+)"
    r" (?:is|has|was|can|will|[a-z]+s)\b"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+|^[A-Z]\w+['’]s\b|^[A-Z]\w*[A-Z\d]\w*")
_ADRIFT = (
    _BOTH,
    _OWN_PREDICATE,
    _AS_TOLD,
    _PLACED,
    _PREDICATE,
    _ONE_MORE_OF,
    _MORE,
    _ORDERED_ONE,
    _LIKE_WHAT,
    _KEY,
    _TODAYS,
    _OPENING_DAY,
    _SMALLER,
    _LIKE_ANOTHER,
    _HENCE,
)


def adrift(told: str) -> bool:
    """Return whether a sentence points at something that stands nowhere in it; `told` is without its quotations."""
    if any(p.search(told) for p in _ADRIFT) or _such_untold(told):
        return True
    same = _SAME.search(told)
    if same is not None and _NOT_ONE.search(told, 0, same.start()) is None:
        return True
    pair = _BOTH_OF.search(told)
    if pair is not None and " and " not in told[: pair.start()]:
        return True
    turn = _IN_TURN.search(told)
    if turn is not None and _FIRST_THEN.search(told, 0, turn.start()) is None:
        return True
    more = _ANOTHER.search(told)
    if more is not None and set(content_words(more["noun"])).isdisjoint(content_words(told[: more.start()])):
        return _NAME.search(told, 0, more.start()) is None and _ONE_OF_TWO.search(told, 0, more.start()) is None
    other = _OTHER.search(told)
    return other is not None and _ONE_OF_TWO.search(told, 0, other.start()) is None


def _such_untold(told: str) -> bool:
    """Tell whether "such settings" stands behind a comma in front of which no settings were told."""
    such = _SUCH.search(told)
    if such is None or "," not in told[: such.start()]:
        return False
    noun = content_words(such["noun"].split()[0])
    return (
        bool(noun)
        and set(noun).isdisjoint(content_words(told[: such.start()]))
        and told.count(",", 0, such.start()) < _SUMS_UP
    )


def points_back(told: str) -> tuple[str, ...]:
    """Return the stems of a noun that must have been told: method in "such methods", problem in "The sixth problem".

    () where the sentence has none, or brings what "such" sums up.
    """
    such = _SUCH.search(told)
    if such and "," not in told[: such.start()]:
        return tuple(content_words(such["noun"]))
    ordinal = _ORDINAL.match(told) or _ONE_OF_THEM.match(told) or _EACH.match(told)
    return tuple(content_words(ordinal["noun"])) if ordinal else ()
