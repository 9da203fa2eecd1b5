"""Whether a further passage carries a sentence by itself.

A citation that adds nothing makes the others look better than they are (ALCE's
citation precision), so every passage behind the first has to pass alone.

**Source:** Gao et al., "Enabling LLMs to generate text with citations" (2023).
"""

from __future__ import annotations

from byline.summary.lexicon import ATTRIBUTION_EN, ATTRIBUTION_ZH, HEDGES_EN
from byline.summary.rules import DAY_NAMES, Bag, bag, compatible, facts_held
from byline.summary.speech import quoted
from byline.summary.trims import trim_vetoes
from byline.text.words import has_han

MIN_COVERED = 0.8
"""Share of the sentence's content stems that the passage must have. On 5,448 scored news pairs, 96 % of
those accepted at .8 tell the same core fact; below .75 it is 94 % and less (docs/log.md)."""
_MIN_LARGE = 1e6


def supports(text: str, quote: str) -> bool:
    """Tell whether one passage says what the sentence says, by itself. Symmetric in nothing."""
    ours, theirs = ("zh" if has_han(t) else "en" for t in (text, quote))
    if ours != theirs:
        return same_across_languages(text, quote)
    if text == quote or trim_vetoes(text, quote, language=ours) == ():
        return True
    claim, source = bag(text, ours), bag(quote, ours)
    if facts_held(text, quote, language=ours) or not compatible(claim, source):
        return False
    same_way = _covered(claim, source) and _names_in_order(claim, source) and _same_speech(text, quote, language=ours)
    return same_way and _as_sure(claim, source)


def same_across_languages(first: str, second: str) -> bool:
    """Tell whether an English and a Chinese sentence surely say the same.

    They share a name in Latin letters and at least two amounts, one of them large
    or broken, and neither has an amount that the other lacks.
    """
    bags = [bag(t, "zh" if has_han(t) else "en") for t in (first, second)]
    amounts = [[q for q in b.amounts if q.kind != "label"] for b in bags]
    if not bags[0].names & bags[1].names or min(len(a) for a in amounts) < 2:
        return False
    values = [sorted({round(q.value, 6) for q in a}) for a in amounts]
    telling = any(v >= _MIN_LARGE or v != int(v) for v in values[0])
    return telling and len(values[0]) >= 2 and values[0] == values[1]


def _covered(claim: Bag, source: Bag) -> bool:
    """Tell whether the passage has the sentence's words; the first one, often a name, without exception."""
    ours, theirs = set(claim.content), set(source.content)
    return bool(ours) and claim.content[0] in theirs and len(ours & theirs) >= MIN_COVERED * len(ours)


def _names_in_order(claim: Bag, source: Bag) -> bool:
    """Tell whether shared names come in one order: who did it to whom."""
    shared = ((claim.names & source.known) | (source.names & claim.known)) - DAY_NAMES
    ours, theirs = ([w for w in dict.fromkeys(b.words) if w in shared] for b in (claim, source))
    return ours == theirs


def _same_speech(text: str, quote: str, *, language: str) -> bool:
    """Tell whether what the sentence quotes is in the passage."""
    said = {w for q in quoted(text) for w in bag(q, language).content}
    return len(said - set(bag(quote, language).content)) <= 0.1 * len(said)


def _as_sure(claim: Bag, source: Bag) -> bool:
    """Tell whether the passage hedges and attributes no more than the sentence."""
    if claim.han or source.han:
        return not any(
            w in source.han and w not in claim.han for w in (*ATTRIBUTION_ZH, "可能", "据称", "预计", "计划")
        )
    ours, theirs = set(claim.words), set(source.words)
    if (theirs ^ ours) & HEDGES_EN:
        return False
    return bool(ours & ATTRIBUTION_EN) or not theirs & ATTRIBUTION_EN
