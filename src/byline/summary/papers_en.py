"""Abstracts of papers: what the authors did is told in their words, what everybody knew before is not.

An abstract opens with its field ("Graph neural networks are widely used"), and that is what stands alone. The news
comes behind it: "We introduce a benchmark of ...". Printed with its source's name it can be followed.
"""

from __future__ import annotations

import re

_DO = (
    "propose|introduce|present|investigate|explore|show|study|develop|demonstrate|argue|evaluate|identify|compare|examine"
    "|prove|conduct|analy[sz]e|benchmark|formulate|formali[sz]e|establish|test|review|define|design|extend|revisit|release"
    "|describe|survey|report|find|train|measure|construct|build|provide"
)
_MANNER = "(?:(?:also|further|then|first|therefore|thus|here|systematically|empirically|theoretically) )?"
_WORK = "(?:paper|work|study|article|survey|report|thesis)"
_TELL = re.compile(
    rf"(?:In this {_WORK}, |Here, )?[Ww]e {_MANNER}(?:{_DO})\b|This {_WORK} {_MANNER}(?:{_DO.replace('|', 's|')}s)\b"
)
_OTHERS = re.compile(r"\b(?:I|you|your|my|me)\b")
_NEWS = re.compile(rf"\b(?:[Ww]e {_MANNER}(?:{_DO})|[Tt]his {_WORK}|[Ii]n this {_WORK})\b")
_OF_RESEARCH = re.compile(
    rf"\b(?:[Ww]e (?:{_DO})|[Tt]his {_WORK}|[Oo]ur (?:method|approach|model|framework|results|experiments|code)"
    r"|[Ee]xperiments|[Ee]xperimental|state-of-the-art|outperforms?|baselines?|datasets?|benchmarks?|novel|algorithms?)\b"
)
_SIGNS = 2
"""Words of research that make a text an abstract: a company that writes "we present" has fewer."""
_ABSTRACT = 3000
"""Characters of a text in which an abstract is looked for."""
_SENTENCE = re.compile(r"(?:^|(?<=[.?!\n]) ?)(?=[A-Z])")
_DIGIT = re.compile(r"\d")


def authors_tell(sentence: str) -> bool:
    """Tell whether a sentence opens with what its authors did: "We introduce ...", "This paper proposes ..."."""
    return _TELL.match(sentence) is not None and _OTHERS.search(sentence) is None


def news_begins(text: str) -> int:
    """Return where the authors of an abstract begin to tell what they did; 0 where the text is no abstract. O(n)."""
    opening = text[:_ABSTRACT]
    if len({m[0].lower() for m in _OF_RESEARCH.finditer(opening)}) < _SIGNS:
        return 0
    news = _NEWS.search(opening)
    starts = [m.end() for m in _SENTENCE.finditer(opening, 0, news.start() + 1)] if news else [0]
    return starts[-1] if starts else 0


def is_background(sentence: str, *, start: int, news: int) -> bool:
    """Tell whether a sentence stands before an abstract's news, and has no number that would make it some."""
    return start < news and _DIGIT.search(sentence) is None
