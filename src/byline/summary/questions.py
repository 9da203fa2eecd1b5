"""Which questions of the sources are open questions of the story."""

from __future__ import annotations

import re
from collections.abc import Iterable

from byline.records import Claim, Coverage
from byline.text.words import content_words

_MARK = re.compile(r"[?？][\"”’」]?$")
_SHARED_STEMS = 2
_MAX_QUESTIONS = 2


def asked(claims: Iterable[Claim], coverage: Coverage) -> list[Claim]:
    """Return the open questions: what sources say is not known, and what several of them ask.

    A question mark alone proves nothing: writers ask in order to answer. It counts when
    a source of another owner asks with two of the same words, in its text or title.
    """
    pool = list(claims)
    marked = [c for c in pool if _MARK.search(c.representative.quote)]
    stated = [c for c in pool if c not in marked]
    shared = [c for c in marked if _others_ask(c, marked, coverage)]
    return stated + shared[:_MAX_QUESTIONS]


def _others_ask(claim: Claim, marked: list[Claim], coverage: Coverage) -> bool:
    if len(claim.witnesses) > 1:
        return True
    stems = set(content_words(claim.representative.quote))
    own = set(claim.witnesses)
    texts = [c.representative.quote for c in marked if not own & set(c.witnesses)]
    texts += [
        m.article.title for m in coverage.members if _MARK.search(m.article.title) and coverage.witness(m) not in own
    ]
    return any(len(stems & set(content_words(t))) >= _SHARED_STEMS for t in texts)
