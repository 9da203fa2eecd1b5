"""What ran into an English sentence when its page became text: bylines, headings, residue; and blurbs without a verb.

A byline, a date or a newsletter's name in front is no part of the sentence, and the passage
begins behind it (`head_end`). Where the seam cannot be told, the line is not published.
"""

from __future__ import annotations

import re

from byline.summary.definite_en import also_noun
from byline.summary.verbs_en import IRREGULAR_PAST, THIRD_PERSON, moved

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_HEADS = (
    re.compile(r"(?:[Bb]y:?|Written by|Posted by) (?P<who>[^\n]{3,250}?) 作者[：:] ?(?P=who) (?=[A-Z\"“])"),
    re.compile(
        rf"(?:(?:Published|Updated|Posted|Date|Last updated)(?: on)?:? )?{_DAY}(?: [—–|-])? (?=[A-Z\"“][\w’'-]* )"
    ),
    re.compile(
        r"(?:The )?(?:[A-Z][\w’'&.-]* ){0,3}?(?:[\w&]+ ){0,2}?(?:News|Insights|Newsletter|Weekly|Digest|Briefing"
        r"|Roundup)"
        r"(?: (?:and|&) [A-Z]\w+)?: (?=[A-Z\"“])"
    ),
)
_RESIDUE = re.compile(r"\(\s*[,;]?\s*\)| · |\s\|\s(?=[A-Z])|作者|[\u25a0-\u25cf\u2713\u2714]")
_OPENERS = (
    r"(?:As|Every|Each|With|At|By|From|For|After|Before|Since|Starting|Although|Despite|However|Many|Most"
    r"|Some|Several"
    r"|Users|Companies|Developers|Enterprises|Organizations|Researchers|Businesses|Customers|Traditional"
    r"|Modern|Instead"
    r"|Unlike|Both|Now|Today|Following|During|According|To|Its|They|He|She|Your|Announced|Built|Designed|All)"
)
_SEAM = re.compile(
    rf"(?:^|[\s“(])(?!(?:called|named|titled|dubbed|entitled|for|of|the|to|with|by|and|or|in|on|at|from|as|is"
    rf"|an?|its) )[a-z][a-z’'-]+ (?:{_OPENERS}(?: [a-z]|, [a-z])|(?:Starting|Announced|With|From|By) [A-Z])"
)
_TITLED_SEAM = re.compile(
    r"^(?:[A-Z][\w’'.-]*|of|the|and|a|to|in|for|\d+)(?: (?:[A-Z][\w’'.-]*|of|the|and|a|to|in|for|\d+)){0,6}"
    r" (?:(?:Every|Each|As|When|While|After|Although|Because|If|This|These|There|Starting|Announced) (?:[a-z]"
    r"|[A-Z]\w+ (?:[a-z]+s|[a-z]+ed) )"
    r"|(?:The|With|In|At) (?:[A-Z\d][\w.-]* ){1,4}(?:is|are|has|will|can)\b|With \w+ \d+, )"
)
_SECTION = re.compile(
    r"^(?:Specifications|Overview|Background|Introduction|Summary|Abstract|Features|Pricing|Availability|Highlights"
    r"|Conclusions?|Results|Methods|Installation|Documentation|Usage|Requirements|Motivation|Details|Description"
    r"|Related work|Key takeaways|Quick start|New features?|User story) (?=[A-Z])(?!Act\b|Day\b)"
)
_BLURB = re.compile(
    r"^(?:(?:An?|The|Some|New|Our|My|His|Her) )?(?:[\w’'–,-]+ ){0,3}?(?:explorations?|deep[ -]dives?|dive"
    r"|guide|discussions?"
    r"|examinations?|insights?|commentary|overview|walk-?through|retrospective|postmortem|post-mortem"
    r"|transcript|recap"
    r"|reflections?|perspective|thoughts?|proposal|primer|collection|comparison|summary|review|investigation|analysis"
    r"|report|story|plan|look|tutorial|introduction|updates?|trend|milestone event|breakdown|kind of \w+)"
    r" (?:and [a-z]+ |& [a-z]+ )?(?:of|into|on|at|about|for|from|between|regarding|to|where|how|why|in|by"
    r"|showcasing|focused)\b",
    re.IGNORECASE,
)
_SUBJECT_VERB = re.compile(
    r"^(?:(?:An?|The|[A-Z][\w-]*) )?(?:[\w’'-]+ ){1,3}?(?:shares?|provides?|offers?|brings?|plans?) |^In an? "
)
"""What makes the noun of a blurb an object: "A developer shares insights"."""
_CLAUSE = re.compile(r"\b(?:how|why|what|that|which|who|whose|where|when|whether|as|while)\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|says?|said"
    r"|finds?|found|shows?"
    r"|showed|reveals?|revealed|suggests?|suggested|concludes?|concluded|warns?|warned|argues?|argued|comes?"
    r"|came|gives?|gave"
    r"|claims?|claimed|indicates?|indicated|highlights|highlighted|describes|described|details|detailed"
    r"|details|puts|put"
    r"|reports|reported|remains?|remained|appears?|appeared|began|begins|took|takes|made|makes|led|leads"
    r"|became|becomes"
    r"|lists|offers|offered|raises|includes|included|sent|brought|brings|emerged|published|released"
    r"|identified|confirmed"
    r"|estimates?|estimated|called|calls|reads|tells|told|won|drew|helps|helped|won['’]t|isn['’]t|doesn['’]t"
    r"|aren['’]t)\b"
)
_NEVER = re.compile(
    r"^(?:Announcing|Introducing|Examining|Exploring|Recorded on|Maintained by|Written by|Transcript of"
    r"|Proposal (?:&|and)"
    r"|Post-training|Taking|Comparing|Analy[sz]ing|Evaluating|Discussing|Investigating) (?!.*\b(?:is|are|was"
    r"|were|has|have"
    r"|can|could|will|would|may|might|requires?|takes|needs|remains?|shows|makes|means|helps|offers|leads|became)\b)"
    r"|^For (?:[a-z-]+ ){1,3}(?:teams|developers|users|people|engineers)? ?(?:bridging|building|working"
    r"|using)\b[^,]*$"
    r"|^[^,]{5,80}, built by [^,]*$|^Not (?:“|\")"
    r"|^(?:[A-Z]\w+ )*[A-Z]\w+ to (?:split|launch|acquire|release|cut|buy|sell|raise|open|build|invest|offer"
    r"|join|use|expand|add)"
    r" (?!.*\b(?:is|are|was|were|has|have|had|said|says|will|would)\b)"
)
_DATE_ALONE = re.compile(rf"^(?:[A-Z][\w.’'-]* ?){{0,6}},? {_DAY}\.?$")
_CUT = re.compile(r"\b(?:an?|its|their) (?:[a-z-]+ )?(?:[a-z]+(?:able|ible|ous|ful|less)|new|large|small|big)\.$")
_CUT_ENDS = ("able.", "ible.", "ous.", "ful.", "less.", "new.", "large.", "small.", "big.")
_HEAD_LABEL = re.compile(r"^(?P<head>[^,;:“\"(]{3,60}): (?=[A-Z“\"][\w’'-]* )")


_THING = re.compile(
    r"^(?:An?|New) (?:[\w’'&,/+$-]+ ){1,10}?(?:enabling|designed|built|focusing|focused|allowing|offering"
    r"|providing|aimed"
    r"|aiming|regarding|amidst?|powered|embraced|meant|intended|featuring|combining|implemented|tracking)\b"
    r"|^An? (?:[\w-]+ ){1,4}[a-z]+\.$"
)


def head_end(text: str) -> int:
    """Return where the sentence begins behind a byline, a date or a newsletter's name; 0 without one."""
    at = 0
    for pattern in _HEADS:
        found = pattern.match(text, at)
        at = found.end() if found else at
    return at


def is_glued(told: str) -> bool:
    """Tell whether a heading or residue of a page stands in an English line."""
    if _RESIDUE.search(told) or _SECTION.match(told) or _DATE_ALONE.match(told):
        return True
    return _SEAM.search(told) is not None or _TITLED_SEAM.match(told) is not None


def is_blurb(told: str) -> bool:
    """Tell whether a line says what a page holds and has no verb of its own: "An exploration of how ..."."""
    if _NEVER.match(told) or (told.endswith(_CUT_ENDS) and _CUT.search(told)) or _names_thing(told):
        return True
    blurb = _BLURB.match(told)
    if blurb is None:
        return False
    clause = _CLAUSE.search(told, blurb.end())
    rest = told[blurb.end() : clause.start() if clause else len(told)]
    verb = any(w in THIRD_PERSON and not also_noun(w) for w in re.findall(r"(?<!-)\b[a-z]+s\b", rest))
    return not (verb or _FINITE.search(rest) or _SUBJECT_VERB.match(told))


def _names_thing(told: str) -> bool:
    """Tell whether a line is a thing without a verb: "A tool enabling developers to build agents"."""
    thing = _THING.match(told)
    if thing is None or has_sure_verb(told):
        return False
    return not any(w in THIRD_PERSON for w in re.findall(r"(?<![\w-])[a-z]+s\b", thing[0]))


def head_label(told: str) -> str:
    """Return what stands in front of a colon with a sentence behind it, "" where nothing does."""
    label = _HEAD_LABEL.match(told)
    return label["head"] if label else ""


_DETERMINED = (
    r"(?:the|an?|its|their|his|her|this|these|that|no|more|some|all|both|every|each|many|new|over|about"
    r"|nearly|almost|up"
    r"|\d\S*|[$€£¥“\"(]\S*|[A-Z][\w’'.-]*)"
)
_SURE = re.compile(
    rf"\b(?:(?P<ed>[a-z]+ed)|(?P<s>[a-z]+s)"
    rf"|(?P<past>{'|'.join(IRREGULAR_PAST)}))(?: [a-z]+ly)?(?P<behind> {_DETERMINED}\b| [$€£“\"])?"
)


def has_sure_verb(told: str) -> bool:
    """Tell whether a sentence has a verb that cannot be anything else, outside of its "that" and "how" clauses."""
    clause = _CLAUSE.search(told)
    head = told[: clause.start() if clause else len(told)]
    if _FINITE.search(told if not clause else head):
        return True
    for m in _SURE.finditer(head):
        if m["past"] or (m["ed"] and (m["behind"] or m["ed"] in moved())) or (m["s"] in THIRD_PERSON and m["behind"]):
            return True
    return False
