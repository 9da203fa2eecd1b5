"""English sentences that open a paper or an article and say nothing of it."""

from __future__ import annotations

import re

from byline.text.words import word_set

_EMPTY = re.compile(
    r"\bha(?:s|ve) (?:recently )?(?:demonstrated|shown|achieved|exhibited|attained|made|seen|witnessed) (?:\w+ )?"
    r"(?:remarkable|impressive|great|tremendous|considerable|unprecedented) (?:\w+ )?(?:capabilit\w+|success\w*"
    r"|performance|progress|potential|promise|advance\w*|results|attention)\b"
    r"|\bplays? an? (?:\w+ )?(?:pivotal|critical|crucial|vital|central|essential|fundamental) role\b"
    r"|\b(?:is|are|remains?) an? (?:\w+ )?(?:critical|crucial|essential|fundamental|vital) (?:component|part|challenge"
    r"|task|problem|aspect|step)\b"
    r"|\bha(?:s|ve) (?:demonstrated|shown) strong (?:potential|promise)\b"
    r"|\b(?:is|are) (?:critical|crucial|essential|vital|indispensable) (?:for|to|in)\b|\bhas the potential to\b"
    r"|^[^“\"]{0,120}\bdiscuss(?:es)? (?:the company['’]s|the (?:impact|outlook|future|role|state) of|his|her|its|their"
    r"|artificial intelligence)\b(?!.*[“\"])"
    r"|\b(?:is|are|(?:has|have) (?:rapidly )?become) (?:an? )?powerful (?:[\w()-]+ ){0,3}tools?\b"
    r"|\b(?:is|are) an? diverse field\b"
    r"|\bha(?:s|ve) profoundly (?:reshaped|transformed|changed)\b"
    r"|\b(?:is|are) (?:ubiquitous|pervasive) in\b|\bamount of (?:work|research) has been done\b"
    r"|\bha(?:s|ve) (?:garnered|gained|attracted|received|drawn) (?:\w+ ){1,2}(?:attention|interest|traction"
    r"|popularity)\b"
    r"|\bha(?:s|ve) (?:emerged|risen to prominence) as an? (?:promising|powerful|effective|popular|viable|vital"
    r"|dominant|pivotal|crucial|key)\b"
    r"|\bha(?:s|ve) (?:significantly |profoundly |fundamentally |rapidly )?(?:reshaped|transformed|revolutioni[sz]ed)"
    r" (?:the )?(?:landscape|field|domain)\b",
    re.IGNORECASE,
)
_EMPTY_KEYS = frozenset(
    """remarkable impressive great tremendous considerable unprecedented role critical crucial essential fundamental
    vital indispensable potential promise discuss discusses powerful diverse profoundly ubiquitous pervasive amount
    attention interest traction popularity emerged risen landscape field domain""".split()
)
_OTHERS = re.compile(
    r"(?:^|^while |^although |, )(?:existing|previous|prior|state-of-the-art) (?:methods|approaches|studies|works?"
    r"|benchmarks|solutions|techniques|research|literature|models|systems|frameworks)\b(?! (?:for|of|in|on|to) )",
    re.IGNORECASE,
)
""" "Existing methods are slow": at what, only the sentence before told. "Existing methods for X" says it."""

_OTHERS_KEYS = frozenset("existing previous prior state".split())


def is_empty(told: str) -> bool:
    """Tell whether a sentence only says that its subject matters; a number in it says more."""
    if _EMPTY_KEYS.isdisjoint(word_set(told)) or _EMPTY.search(told) is None:
        return False
    return not any(c.isdigit() for c in told)


def means_others(told: str) -> bool:
    """Tell whether a sentence speaks of existing methods or earlier studies and does not say of what."""
    return not _OTHERS_KEYS.isdisjoint(word_set(told)) and _OTHERS.search(told) is not None
