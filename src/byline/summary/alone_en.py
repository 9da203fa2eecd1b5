"""What an English sentence takes for granted: the reasons why it cannot stand alone."""

from __future__ import annotations

import re

from byline.summary.addressing_en import is_comment, is_first_person, is_praise
from byline.summary.boilerplate import is_boilerplate
from byline.summary.empty_en import is_empty, means_others
from byline.summary.fragments_en import NUMBER, is_fragment
from byline.summary.glued_en import head_label
from byline.summary.papers_en import authors_tell
from byline.summary.pointing_en import EXPLETIVE, dangles, loose_ends
from byline.summary.trims import CONNECTIVES_EN
from byline.summary.verbs_en import has_main_verb

_OPENING_WORD = re.compile(
    r"^[\"'“‘(\[]*(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|such|here"
    r"|there it|one of them|both"
    r"|the former|the latter|another|others|some of them|neither|either|either way|the same|the two|the pair|the trio"
    r"|the three|the four|all of them|all three|all of this|all this|all that|in it|at it|by then|by that|that said"
    r"|with it|with that|with this|for this|for that|in this|in that|at that|at this|to that|to this|from there"
    r"|what is more|what's more|if so|if not|not so|no longer|none of (?:it|this|that|them)|part of (?:it|this|that)"
    r"|like (?:it|this|that)|as such|as for|to do (?:so|that|this)|doing so|in doing so|since then|until then"
    r"|after that|after this|before that|because of (?:this|that|it)|despite (?:this|that|it)|under (?:this|that|it)"
    r"|of those|of these|of them|of that|of the \w+, |the first|the second|the third|the other|the others|the rest"
    r"|the result|the answer|the reason|the exception|the problem is|the question is|so did|so do|so does|so is"
    r"|nor|or|then|now|again|instead|later|earlier|before|afterwards|afterward|soon after|next|first|firstly|second"
    r"|secondly|third|thirdly|finally|lastly|either|rather|otherwise|same here|more on|too|two of them|"
    r"that's|it's|he's|she's|they're|they've|it'll|there's|here's|you|your|we|our|i|i'm|i've|my|let's|we're|we've)"
    r"(?!['’-]?[\w])",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    rf"^(?:(?:only|just|another|at least|about|some|in|nearly|more than|a further) )?{NUMBER} (?:the|a|were|are"
    rf"|was|is|had|have"
    r"|has|did|do|said|say|went|came|name|could|can|may|will|would|stay|left|use|took|got|gave|\w+ed)\b"
    rf"|^of the {NUMBER},|^(?:most|some|many|few|several|half|others) (?:were|are|had|have|did|do|said|say|will"
    rf"|would|could|can)\b"
    r"|^the (?:best|worst|first|second|third|last|rest|remaining|one|[a-z]{3,}est) (?:had|has|is|was|were|are"
    r"|could|can|will)\b"
    r"|^the \w+ one\b|^(?:all|both|most|many|some|none|one|each|another) (?:\w+ed|were|are|was|is|had|have|has"
    r"|did|do|said)\b"
    r"|^(?:one|each|another) (?!news|business|series)\w+s\b|^not because\b|^as promised\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[A-Z][\w’'-]*(?:,? (?:& )?[\w’'-]+){0,4}: ")
_SAYS = re.compile(r"\b(?:said|says|told|wrote|asked|added|replied)\b[^:]*: $")
_CONNECTIVE = re.compile(rf"^[\"“‘]?(?:{CONNECTIVES_EN})\b", re.IGNORECASE)


def faults_en(body: str, told: str) -> list[str]:
    """Return why an English sentence cannot stand alone; `told` is the body with what it quotes taken out."""
    reasons = ["boilerplate"] if is_boilerplate(body) else []
    reasons += _openings(body, told)
    if dangles(told) or means_others(told):
        reasons.append("dangling")
    reasons += loose_ends(told)
    if _is_labelled(body):
        reasons.append("label")
    reasons += _manners(told)
    if body[:1].islower() or is_fragment(body, told):
        reasons.append("fragment")
    return reasons


def _manners(told: str) -> list[str]:
    """Return what in a sentence is not a report: the writer, praise, comments, platitudes."""
    reasons = ["first_person"] if is_first_person(told) and not authors_tell(told) else []
    if is_praise(told):
        reasons.append("praise")
    if is_comment(told) or is_empty(told) or told.rstrip().endswith("!"):
        reasons.append("comment")
    return reasons


def _is_labelled(body: str) -> bool:
    """Tell whether a name of a section or a column stands in front of the sentence: "Why it matters: ..."."""
    label = _LABEL.match(body)
    if label:
        return _SAYS.search(label[0]) is None
    head = head_label(body)
    return bool(head) and not has_main_verb(head)


def _openings(body: str, told: str) -> list[str]:
    """Return why the first words of a sentence lean on what was told before it."""
    if authors_tell(told):
        return []
    if _CONNECTIVE.match(body):
        return ["opens_with_connective"]
    refers = _OPENING_WORD.match(told) and not EXPLETIVE.match(body)
    return ["opens_with_reference"] if refers or _ELLIPTIC.match(told) else []
