"""What a summary has said so far, and whether a sentence would add to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from byline.records import Claim, Coverage, Passage
from byline.summary.alike import dice
from byline.summary.limits import Budget
from byline.summary.rules import Bag, bag
from byline.summary.settings import SummarySettings
from byline.summary.standalone import unfit
from byline.summary.support import supports
from byline.summary.units import published_form
from byline.text.numbers import Quantity, find_quantities, states
from byline.text.words import content_words, has_han, stem

_SAME = 0.45
"""Dice from which two chosen sentences say too much of the same."""
_CONTAINED, _CONTAINED_SHORT = 0.6, 0.75
"""Share of a sentence's stems that one chosen sentence may already have; of one with less than six stems."""
_SHORT = 6
_SHORT_SAID = 4
"""Stems from which a chosen sentence counts as repeated by a longer one."""
_LARGE = 1000.0
_TOLD = 0.8
"""The same for all chosen sentences together."""
_SHARED_NAMES = 3
"""Names and dates in common that make two opening sentences tell one event."""
_EVENT, _TELLS = 3, 0.7
"""Stems of a headline from which it tells an event; share of them in a sentence that tells it too."""
_MAX_FOREIGN = 2
"""Sentences in another language than the edition's."""


def stems_of(text: str) -> frozenset[str]:
    """Return the content stems of a text."""
    return frozenset(content_words(text))


def claim_stems(claim: Claim) -> frozenset[str]:
    """Return the content stems of a claim's representative."""
    return frozenset(_bag(claim.representative).content)


class Said:
    """The sentences chosen so far and the words spent on each source."""

    def __init__(self, coverage: Coverage, *, language: str, settings: SummarySettings) -> None:
        """Nothing is said yet."""
        self._budget = Budget(coverage, settings=settings)
        self._language = language
        self._sentences: list[tuple[Passage, Bag]] = []
        self._nouns: set[str] = set()
        self._headline: frozenset[str] = frozenset()
        self._foreign = 0
        self._texts = [m.article.text for m in coverage.members if m.article.language == language]

    @cached_property
    def _ours(self) -> list[Quantity]:
        """The amounts of all articles in the edition's language: looked for only where another language is told."""
        return [q for text in self._texts for q in find_quantities(text, language=self._language)]

    def headline(self, text: str, passages: tuple[Passage, ...]) -> None:
        """Count a title: it is no sentence of the summary, but gives the nouns that others lean on."""
        self._nouns |= stems_of(text)
        self._headline = stems_of(text)
        self._budget.spend(passages)

    def add(self, passage: Passage, cited: Iterable[Passage]) -> None:
        """Count a sentence as said and its passages as quoted."""
        self._sentences.append((passage, _bag(passage)))
        self._nouns |= set(_bag(passage).content)
        self._foreign += _language(passage) != self._language
        self._budget.spend(cited)

    def cited(self, claim: Claim) -> tuple[Passage, ...]:
        """Return the passages to cite: one of each independent source that may still be quoted; () where none may."""
        return self._budget.affordable(claim.supports)

    def tellable(self, claim: Claim) -> Claim:
        """Return the claim in the words of a source that may still be quoted; unchanged where there is none."""
        for passage in claim.supports:
            if not self._budget.fits((passage,)) or _language(passage) != claim.language:
                continue
            text = published_form(passage)
            if passage == claim.representative or not unfit(text, language=claim.language):
                rest = (p for p in claim.supports if p != passage and supports(text, p.quote))
                return msgspec.structs.replace(claim, representative=passage, supports=(passage, *rest))
        return claim

    def affordable(self, passages: Iterable[Passage]) -> bool:
        """Tell whether the sources' limits leave room for these passages."""
        return self._budget.fits(passages)

    def only_theirs(self, claim: Claim) -> bool:
        """Tell whether a claim in another language has an amount that no article in the edition's language has."""
        amounts = [q for q in _bag(claim.representative).amounts if q.kind != "label"]
        return any(not _stated(q, self._ours) for q in amounts)

    def is_new(self, claim: Claim) -> bool:
        """Tell whether the claim adds something and its sources may be quoted."""
        ours = _bag(claim.representative)
        stems = set(ours.content)
        told = {s for _p, b in self._sentences for s in b.content}
        foreign = claim.language != self._language
        return (
            bool(stems)
            and not (foreign and self._foreign >= _MAX_FOREIGN)
            and len(stems & told) < _TOLD * len(stems)
            and not any(_repeats(claim.representative, p) for p, _b in self._sentences)
            and not self._told_again(ours)
            and bool(self.cited(claim))
        )

    def _told_again(self, ours: Bag) -> bool:
        """Tell whether a sentence is the second to tell what the headline tells, and brings no amount of its own."""
        event = self._headline
        shared = event & set(ours.content)
        if len(event) < _EVENT or len(shared) < _TELLS * len(event) or shared <= {stem(n) for n in ours.names}:
            return False
        before = [b for _p, b in self._sentences if len(event & set(b.content)) >= _TELLS * len(event)]
        amounts = [q for q in ours.amounts if q.kind != "label"]
        said = [q for b in before for q in b.amounts]
        return bool(before) and all(_stated(q, said) for q in amounts)


def _repeats(passage: Passage, other: Passage) -> bool:
    """Tell whether a chosen sentence already says it: its words, its amounts, or the event an article opens with."""
    ours, theirs = _bag(passage), _bag(other)
    first, second = frozenset(ours.content), frozenset(theirs.content)
    share = _CONTAINED if len(first) >= _SHORT else _CONTAINED_SHORT
    shared = len(first & second)
    if dice(first, second) >= _SAME or shared >= share * len(first):
        return True
    if len(second) >= _SHORT_SAID and shared >= _CONTAINED_SHORT * len(second):
        return True
    amounts = [q for q in ours.amounts if q.kind != "label"]
    if amounts and all(_stated(q, list(theirs.amounts)) for q in amounts) and shared > 1:
        return True
    if shared >= _SHARED_NAMES and any(_telling(q) and _stated(q, list(theirs.amounts)) for q in amounts):
        return True
    both_open = passage.start == other.start == 0
    return both_open and len(_landmarks(ours) & _landmarks(theirs)) >= _SHARED_NAMES


def _telling(amount: Quantity) -> bool:
    """Tell whether an amount is one that two sentences share only when they tell one thing: money, a large number."""
    return amount.kind == "money" or amount.value >= _LARGE


def _landmarks(parts: Bag) -> set[str]:
    return set(parts.names) | {str(d.key()) for d in parts.dates}


def _stated(amount: Quantity, others: list[Quantity]) -> bool:
    return states(amount._replace(unit=amount.unit if amount.kind != "count" else ""), others)


def _language(passage: Passage) -> str:
    return "zh" if has_han(passage.quote) else "en"


def _bag(passage: Passage) -> Bag:
    return bag(passage.quote, _language(passage))
