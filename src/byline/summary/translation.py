"""Rules for a sentence in another language than its passages.

Words cannot be compared across languages, facts can: amounts, dates, names in Latin
letters, whether something is denied, in doubt, or said by somebody. Passing proves
less than between sentences of one language, so a judge is needed on top, and what
somebody is quoted saying is never translated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byline.records import Passage
from byline.summary.lexicon import (
    ATTRIBUTION_EN,
    ATTRIBUTION_ZH,
    HEDGES_EN,
    HEDGES_ZH,
    NEGATION_EN,
    NEGATION_ZH,
)
from byline.summary.rules import Bag, bag
from byline.text.dates import DateMention
from byline.text.numbers import Quantity
from byline.text.words import STOPWORDS_EN, has_han

_QUOTATION = re.compile('["“”«»「」『』]')
_AFFIRMS_ZH = re.compile("不仅|不但|不断|不少|不久|无论|未来|无人|非常|除非")
"""Chinese words that hold a character of denial and deny nothing."""


def is_translation(text: str, passages: Sequence[Passage]) -> bool:
    """Tell whether a sentence is in another script than all its passages."""
    return bool(passages) and all(has_han(text) != has_han(passage.quote) for passage in passages)


def translation_vetoes(text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the names of the rules that veto a translation, sorted; the best passage decides.

    Every amount, date and Latin name of the sentence must be in the passage, and every
    amount of the passage in the sentence; denial, doubt and attribution must be in both
    or in neither. A Chinese name has no Latin letters to compare: a translation into
    English that names it is refused.
    """
    return min((_vetoes(text, passage.quote) for passage in passages), key=len)


def _vetoes(text: str, quote: str) -> tuple[str, ...]:
    claim, source = (bag(part, "zh" if has_han(part) else "en") for part in (text, quote))
    found = {
        "numbers": _values(claim) != _values(source),
        "dates": not all(_given(date, source.dates) for date in claim.dates),
        "names": not _names(claim) <= source.known | source.names | _listed(claim),
        "quotes": _QUOTATION.search(text) is not None,
        "negation": _denies(claim) != _denies(source),
        "hedge": _doubts(claim) != _doubts(source),
        "attribution": _attributes(source) and not _attributes(claim),
    }
    return tuple(sorted(name for name, hit in found.items() if hit))


def _names(claim: Bag) -> frozenset[str]:
    """Return the names, and the first word, whose capital tells nothing: a noun that opens is taken for a name."""
    first = claim.words[0] if not claim.han and claim.words else ""
    return claim.names | ({first} if first and first not in STOPWORDS_EN else frozenset())


def _values(parts: Bag) -> list[float]:
    return sorted({_rounded(amount) for amount in parts.amounts if amount.kind != "label"})


def _rounded(amount: Quantity) -> float:
    return float(f"{amount.value:.6g}")


def _given(date: DateMention, dates: Sequence[DateMention]) -> bool:
    """Tell whether an absolute date is given; words such as "on Monday" have no common form and are refused."""
    if date.word:
        return False
    return any(
        all(ours in (None, theirs) for ours, theirs in zip(date.key()[:3], given.key()[:3], strict=True))
        for given in dates
    )


def _listed(claim: Bag) -> frozenset[str]:
    """Return months, which are names in English and numbers in Chinese."""
    return _MONTHS if claim.dates else frozenset()


_MONTHS = frozenset("january february march april may june july august september october november december".split())


def _denies(parts: Bag) -> bool:
    if parts.han:
        plain = _AFFIRMS_ZH.sub("", parts.han)
        return any(word in plain for word in NEGATION_ZH)
    return any(word in NEGATION_EN or word.endswith("n't") for word in parts.words)


def _doubts(parts: Bag) -> bool:
    return any(w in parts.han for w in HEDGES_ZH) if parts.han else not HEDGES_EN.isdisjoint(parts.words)


def _attributes(parts: Bag) -> bool:
    return any(w in parts.han for w in ATTRIBUTION_ZH) if parts.han else not ATTRIBUTION_EN.isdisjoint(parts.words)
