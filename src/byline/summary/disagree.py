"""Where independent sources give different values for one thing.

Similar wording with a different number of the same unit is a candidate: on scored
news pairs such sentences are rarely about different things, as long as the names
agree (docs/log.md). A source that corrected itself does not disagree with itself:
its newest word counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from byline.records import Disagreement, Value
from byline.summary.alike import dice
from byline.summary.rules import names_clash, same_days
from byline.summary.settings import SummarySettings
from byline.summary.units import Unit
from byline.text.numbers import Quantity
from byline.text.words import content_words, stem

_CLAUSE = re.compile(r"[,;:()]\s|[，；：（）。]| [—–-] ")
_MIN_SHARED = 3
"""Stems that both clauses must share besides the amount."""


class Stated(NamedTuple):
    """An amount in its sentence."""

    unit: Unit
    amount: Quantity
    clause: frozenset[str]
    """Stems of the clause around it, digits left out."""


def superseded(units: Sequence[Unit], *, settings: SummarySettings) -> set[int]:
    """Return the numbers of units that a later text of the same source contradicts."""
    old: set[int] = set()
    place = {id(u): i for i, u in enumerate(units)}
    for a, b in _conflicts(_stated(units), settings=settings):
        if a.unit.witness == b.unit.witness and a.unit.article_id != b.unit.article_id:
            older = min((a.unit, b.unit), key=_word_order)
            old.add(place[id(older)])
    return old


def find_disagreements(units: Sequence[Unit], *, settings: SummarySettings) -> tuple[Disagreement, ...]:
    """Return where different witnesses differ, newest value first; one side per witness."""
    stated = _stated([u for u in units if not u.opinion and u.fit])
    linked: dict[int, set[int]] = defaultdict(set)
    number = {id(s): i for i, s in enumerate(stated)}
    for a, b in _conflicts(stated, settings=settings):
        if a.unit.witness != b.unit.witness:
            linked[number[id(a)]].add(number[id(b)])
            linked[number[id(b)]].add(number[id(a)])
    found: list[Disagreement] = []
    used: set[int] = set()
    for start in sorted(linked, key=lambda i: (-len(linked[i]), i)):
        if start not in used and not linked[start] & used:
            members = sorted({start} | linked[start])
            used.update(members)
            found.append(_disagreement([stated[i] for i in members]))
    return tuple(d for d in found if len(d.values) > 1)


def _word_order(unit: Unit) -> tuple[bool, str, int]:
    """Sort a source's texts: the one that carries a correction last."""
    return unit.member.article.corrects, unit.published.isoformat(), unit.article_id


def _stated(units: Sequence[Unit]) -> list[Stated]:
    out: list[Stated] = []
    for unit in units:
        quote = unit.passage.quote
        for amount in unit.bag.amounts:
            if amount.kind != "label" and amount.unit:
                out.append(Stated(unit, amount, _clause(quote, amount)))
    return out


def _clause(quote: str, amount: Quantity) -> frozenset[str]:
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(quote)), len(quote)]
    start = max(c for c in cuts if c <= amount.start)
    end = min(c for c in cuts if c >= amount.end)
    around = quote[start : amount.start] + " " + quote[amount.end : end]
    return frozenset(w for w in content_words(around) if not w[0].isdigit())


def _conflicts(stated: Sequence[Stated], *, settings: SummarySettings) -> Iterator[tuple[Stated, Stated]]:
    by_unit: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for one in stated:
        by_unit[one.unit.language, one.amount.unit].append(one)
    for _unit, group in sorted(by_unit.items()):
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if _conflict(a, b, settings=settings):
                    yield a, b


def _conflict(a: Stated, b: Stated, *, settings: SummarySettings) -> bool:
    if a.unit.article_id == b.unit.article_id or a.amount.agrees(b.amount):
        return False
    if _also_agrees(a, b) or names_clash(a.unit.bag, b.unit.bag) or not same_days(a.unit.bag, b.unit.bag):
        return False
    whole = dice(_wordy(a.unit.stems), _wordy(b.unit.stems))
    shared = a.clause & b.clause
    return whole >= settings.min_contradiction or (
        len(shared) >= _MIN_SHARED and dice(a.clause, b.clause) >= settings.min_contradiction + 0.1
    )


def _also_agrees(a: Stated, b: Stated) -> bool:
    """Tell whether either sentence also states the other's value in this unit."""
    in_a = [q for q in a.unit.bag.amounts if q.unit == a.amount.unit]
    in_b = [q for q in b.unit.bag.amounts if q.unit == b.amount.unit]
    return any(q.agrees(b.amount) for q in in_a) or any(q.agrees(a.amount) for q in in_b)


def _wordy(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(s for s in stems if not s[0].isdigit())


def _disagreement(stated: list[Stated]) -> Disagreement:
    newest: dict[str, Stated] = {}
    for one in sorted(stated, key=lambda s: _word_order(s.unit)):
        newest[one.unit.witness] = one
    ordered = sorted(newest.values(), key=lambda s: (s.unit.published, s.unit.article_id), reverse=True)
    kept = [s for i, s in enumerate(ordered) if i == 0 or not s.amount.agrees(ordered[0].amount)]
    values = tuple(
        Value(value=s.unit.passage.quote[s.amount.start : s.amount.end], passage=s.unit.passage, witness=s.unit.witness)
        for s in kept
    )
    return Disagreement(subject=_subject(ordered), values=values)


def _subject(stated: list[Stated]) -> str:
    """Return the longest run of words that the first two sentences share around their amounts."""
    first, second = stated[0], stated[-1]
    words = [_words_around(s) for s in (first, second)]
    stems = [[stem(w.casefold()) for w in ws] for ws in words]
    match = SequenceMatcher(None, stems[0], stems[1], autojunk=False).find_longest_match()
    return " ".join(words[0][match.a : match.a + match.size]) or first.amount.unit


def _words_around(stated: Stated) -> list[str]:
    quote, amount = stated.unit.passage.quote, stated.amount
    return re.findall(
        r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[.'’-]\w+)*", quote[: amount.start] + " | " + quote[amount.end :]
    )
