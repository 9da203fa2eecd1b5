"""Abstracts of papers: what the authors did is told in their words, what everybody knew before is not.

An abstract opens with its field ("Graph neural networks are widely used"), and that is what stands alone. The news
comes behind it: "We introduce a benchmark of ...". Printed with its source's name it can be followed.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DO = (
    "propose introduce present investigate explore show study develop demonstrate argue evaluate identify compare"
    " examine prove conduct analyze analyse benchmark formulate formalize establish test review define design extend"
    " revisit release describe survey report find train measure construct build provide"
).split()
_DOES = [f"{verb[:-1]}ies" if verb == "study" else f"{verb}es" if verb == "establish" else f"{verb}s" for verb in _DO]
_MANNER = "(?:(?:also|further|then|first|therefore|thus|here|systematically|empirically|theoretically) )?"
_WORK = "(?:paper|work|study|article|survey|report|thesis)"
_WE_DO = rf"[Ww]e {_MANNER}(?:{'|'.join(_DO)})\b"
_THIS_DOES = rf"[Tt]his {_WORK} {_MANNER}(?:{'|'.join(_DOES)})\b"
_TELL = re.compile(rf"(?:In this {_WORK}, |Here, )?{_WE_DO}")
_OTHERS = re.compile(r"\b(?:I|you|your|my|me)\b")
_NEWS = re.compile(rf"\b(?:{_WE_DO}|{_THIS_DOES}|[Ii]n this {_WORK},? we\b)")
_OF_RESEARCH = re.compile(
    r"\b[Oo]ur (?:method|approach|model|framework|results|experiments|code)\b"
    r"|\b(?:[Ee]xperiments|[Ee]xperimental|state-of-the-art|outperforms?|baselines?|datasets?|benchmarks?|novel"
    r"|algorithms?|theoretical|empirical|evaluation|neural|methods?|frameworks?|approach(?:es)?|accuracy|learning)\b"
)
_QUOTED = re.compile(r"“[^”]{0,400}”|\"[^\"]{0,400}\"")
"""What somebody says in a report: another "we"."""
_ABSTRACT = 2000
"""Characters of a text in which an abstract is looked for: longer ones are no abstracts."""
_SENTENCE = re.compile(r"(?:^|(?<=[.?!\n]) ?)(?=[A-Z])")
_DIGIT = re.compile(r"\d")


def authors_tell(sentence: str) -> bool:
    """Tell whether a sentence opens with what its authors did: "We introduce ...", "In this paper, we propose ..."."""
    return _TELL.match(sentence) is not None and _OTHERS.search(sentence) is None


@lru_cache(maxsize=64)
def news_begins(text: str) -> int:
    """Return where the authors of an abstract begin to tell what they did; -1 where the text is no abstract. O(n)."""
    if len(text) > _ABSTRACT or _OF_RESEARCH.search(text) is None:
        return -1
    news = _NEWS.search(_QUOTED.sub(lambda m: " " * len(m[0]), text))
    if news is None:
        return -1
    starts = [m.end() for m in _SENTENCE.finditer(text, 0, news.start() + 1)]
    return starts[-1] if starts else -1


def is_background(sentence: str, *, start: int, news: int) -> bool:
    """Tell whether a sentence stands before an abstract's news, and has no number that would make it some."""
    return start < news and _DIGIT.search(sentence) is None
