"""Chooses the sentence that stands in for a headline where no title holds.

The first sentences of an article tell what it is about; of those that can stand alone,
the one most like the titles and the heaviest claims, shortened at a clause end.
"""

from __future__ import annotations

import re

from byline.records import Claim, Coverage
from byline.summary.alike import dice
from byline.summary.interface import Claims
from byline.summary.lengths import count_words
from byline.summary.papers_en import authors_tell
from byline.summary.rules import bag
from byline.summary.standalone import is_adrift, leans_on, unfit
from byline.summary.trims import may_end_before, trim_vetoes
from byline.summary.units import published_form
from byline.text.words import content_words, has_han

_FIRST = 0.35
"""What being an article's first sentence adds; the titles' likeness counts 0 to 1."""
_DOUBTFUL = 0.25
"""How much worthier a sentence must be that may need its neighbours."""
_HEAVY = 0.5
"""What a claim's weight counts: what several sources say leads before what one opens with."""
_NAMELESS = 0.3
_LABEL_WORDS = 3
"""Words that may stand in front of an article's first sentence: "Abstract:", a dateline."""
_TITLED = 2
"""Words of a title that a leading sentence without a name must have."""
_SPOKEN = 0.5
"""What somebody's words lose: what was said is seldom what happened."""
_WORDY = 0.02
"""What each word beyond the comfortable length takes."""
_COMFORTABLE_WORDS = 16
_MIN_WORDS = 6
_ENDS = re.compile(r",| [—–-] |—|;")
_DASH = re.compile(r" [—–-] | —|—")
"""One dash in front of a cut opens an aside that the cut leaves open."""
_STOPS = frozenset({";", "—", " — ", " – "})
_SIDE = re.compile(
    r"\b(?:also|too|another|further|later|meanwhile|still|earlier)\b|(?:\bnot|n['’]t) (?:just|only)\b|也|还|此前|另"
)
"""Words of sentences that add to what was told before."""


def choose_lead(coverage: Coverage, claims: Claims, *, language: str) -> tuple[str, Claim] | None:
    """Return the sentence that leads, as it may be printed, and its claim; None where no claim can stand alone.

    In a story of several articles a doubtful sentence leads where it is much more like the titles: what surely
    stands alone may be a side of the story.
    """
    sure = [c for c in claims.claims if _may_lead(c, coverage)]
    spoken = {c.language for c in sure} if len(coverage.members) > 1 else set()
    unsure = [c for c in claims.doubtful if c.language in spoken and _may_lead(c, coverage)]
    worth = {c.id: _worth(c, coverage) for c in sure} | {c.id: _worth(c, coverage) - _DOUBTFUL for c in unsure}
    ranked = sorted([*sure, *unsure], key=lambda c: (c.language != language, -worth[c.id], c.id))
    return (shortened(ranked[0]), ranked[0]) if ranked else None


def _may_lead(claim: Claim, coverage: Coverage) -> bool:
    quote = claim.representative.quote
    if claim.kind == "question" or re.search(r"[?？]", quote) or is_adrift(quote) or authors_tell(quote):
        return False
    return not leans_on(published_form(claim.representative)) and _is_about(claim, coverage)


def _is_about(claim: Claim, coverage: Coverage) -> bool:
    """Tell whether a sentence may lead: an article's first, or one with two words of a title and a name."""
    first = claim.representative
    text = next((m.article.text for m in coverage.members if m.article.id == first.article_id), "")
    stems = frozenset(content_words(claim.representative.quote))
    titles = [frozenset(content_words(m.article.title)) for m in coverage.members]
    shared = max(len(stems & title) for title in titles)
    if claim.language == "zh" and not any(has_han(m.article.title) for m in coverage.members):
        return shared >= _TITLED
    if len(text[: first.start].split()) <= _LABEL_WORDS or claim.language == "zh":
        return True
    return shared >= _TITLED or (shared > 0 and bool(bag(claim.representative.quote, claim.language).names))


def shortened(claim: Claim) -> str:
    """Return the claim's sentence without what may go at its end: the shortest form that still stands alone."""
    quote = claim.representative.quote
    text = published_form(claim.representative)
    if has_han(text) or count_words(text) <= _COMFORTABLE_WORDS:
        return text
    for match in _ENDS.finditer(text):
        head = text[: match.start()].rstrip() + "."
        aside = len(_DASH.findall(head)) % 2 == 1
        goes = not aside and (match[0] in _STOPS or may_end_before(text[match.end() :].lstrip()))
        stands = goes and count_words(head) >= _MIN_WORDS and not unfit(head, language=claim.language)
        if stands and trim_vetoes(head, quote, language=claim.language) == ():
            return head
    return text


def _worth(claim: Claim, coverage: Coverage) -> float:
    stems = frozenset(content_words(claim.representative.quote))
    titles = [frozenset(content_words(m.article.title)) for m in coverage.members]
    text = published_form(claim.representative)
    like = max((len(stems & t) / max(1, len(t)) + dice(stems, t)) / 2 for t in titles)
    named = bool(re.search(r"(?<!^)\b[A-Z]|[\u4e00-\u9fff]", text))
    long = max(0.0, count_words(shortened(claim)) - _COMFORTABLE_WORDS)
    first = _FIRST if claim.representative.start == 0 else 0.0
    side = _FIRST if _SIDE.search(text) and not first else 0.0
    side += _SPOKEN if claim.kind == "quote" else 0.0
    return like + first - side - (0.0 if named else _NAMELESS) - _WORDY * long + _HEAVY * claim.weight
