"""Where independent sources give different values for one thing.

Similar wording with a different number of the same unit is a candidate: on scored
news pairs such sentences are rarely about different things, as long as the names
agree (docs/log.md). A source that corrected itself does not disagree with itself:
its newest word counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from byline.records import Disagreement, Passage, Value
from byline.summary.alike import dice
from byline.summary.frames import frame_of
from byline.summary.pairs import joined
from byline.summary.rules import bag, names_clash, same_days
from byline.summary.settings import SummarySettings
from byline.summary.standalone import is_adrift, leans_on
from byline.summary.units import Unit
from byline.text.numbers import Quantity
from byline.text.words import content_words, has_han, stem

_APPROXIMATE = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|more than|over|at least|up to|some)\s$|(?:约|近|超过|至少)$"
)
_FILLERS = frozenset("about around roughly nearly some over more less per cent percent yuan dollars price".split())
_COUNTED = re.compile(r"[ \u00a0-](?:[a-z]+s|people|per cent)\b")
_CLAUSE = re.compile(r"[,;:()]\s|[，；：（）。]| [—–-] ")
_REACH = 70
"""Characters before an amount in which its frame's word must stand (half as many behind it)."""
_FARTHEST = 2.0
"""Amounts of one frame farther apart than this factor are about different things."""
_MIN_SHARED = 3
"""Stems that both clauses must share besides the amount."""
_MIN_SHARED_ZH = 6
"""The same in character pairs: 同比下降 alone has three and says nothing of what fell."""


_MEASURED = frozenset({"score"})
"""Frames whose amounts are measurements whoever writes of them: a columnist's own test counts as anybody's."""


class Stated(NamedTuple):
    """An amount in its sentence."""

    unit: Unit
    amount: Quantity
    frame: str
    """What it measures: "duration", "dead", ...; "" where that cannot be told."""
    subject: frozenset[str]
    """Names in the sentence and in its article's title."""


PAST = re.compile(
    r"\b(?:last (?:year|month|autumn|spring|summer|winter)|in (?:19|20)\d\d|since (?:19|20)\d\d|founded"
    r"|previously|formerly"
    r"|earlier this|(?:years?|months?) ago|(?:in|for) (?:recent |several |many )?(?:years|months)|the previous"
    r"|had been)\b"
    r"|去年|前年|此前|成立于|多年|年前|今年[1-9]月",
    re.IGNORECASE,
)
"""Words of sentences about earlier times."""


def superseded(units: Sequence[Unit], *, settings: SummarySettings) -> set[int]:
    """Return the numbers of units that a later text of the same source contradicts."""
    old: set[int] = set()
    place = {id(u): i for i, u in enumerate(units)}
    by_witness: dict[str, list[Stated]] = defaultdict(list)
    for one in _stated(units):
        by_witness[one.unit.witness].append(one)
    for own in by_witness.values():
        for a, b in _conflicts(own, settings=settings):
            older, newer = sorted((a.unit, b.unit), key=_word_order)
            if newer.member.article.corrects or not _framed(a, b):
                old.add(place[id(older)])
    return old


def find_disagreements(units: Sequence[Unit], *, settings: SummarySettings) -> tuple[Disagreement, ...]:
    """Return where different witnesses differ, newest value first; one side per witness.

    Of sides that agree, one is shown, in the language that most of them speak.
    """
    stated = [s for s in _stated([u for u in units if u.valued]) if not s.unit.opinion or s.frame in _MEASURED]
    linked: dict[int, set[int]] = defaultdict(set)
    known = {(s.unit.witness, s.amount.unit, s.amount.value) for s in _stated(units)}
    number = {id(s): i for i, s in enumerate(stated)}
    for a, b in _conflicts(stated, settings=settings):
        if a.unit.witness != b.unit.witness and (_framed(a, b) or not _both_know(a, b, known)):
            linked[number[id(a)]].add(number[id(b)])
            linked[number[id(b)]].add(number[id(a)])
    found: list[Disagreement] = []
    used: set[int] = set()
    for start in sorted(linked, key=lambda i: (-len(linked[i]), i)):
        if start not in used and not linked[start] & used:
            members = sorted({start} | linked[start])
            used.update(members)
            found.append(_disagreement([stated[i] for i in members], units, settings=settings))
    return tuple(d for d in found if len(d.values) > 1)


def _word_order(unit: Unit) -> tuple[bool, str, int]:
    """Sort a source's texts: the one that carries a correction last."""
    return unit.member.article.corrects, unit.published.isoformat(), unit.article_id


def _stated(units: Sequence[Unit]) -> list[Stated]:
    out: list[Stated] = []
    for unit in units:
        for amount in unit.bag.amounts:
            if amount.kind != "label" and amount.unit:
                out.append(_stated_one(unit, amount))
    return out


def _stated_one(unit: Unit, amount: Quantity) -> Stated:
    quote = unit.passage.quote
    around = quote[max(0, amount.start - _REACH) : amount.end + _REACH // 2]
    same_unit = sum(q.unit == amount.unit for q in unit.bag.amounts)
    return Stated(
        unit=unit,
        amount=amount,
        frame=frame_of(amount.unit, amount.kind, around) if same_unit == 1 else "",
        subject=unit.bag.names | bag(unit.member.article.title, unit.language).names,
    )


@lru_cache(maxsize=4096)
def _clause(quote: str, amount: Quantity) -> frozenset[str]:
    """Return the stems of the clause around an amount, digits left out."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(quote)), len(quote)]
    start = max(c for c in cuts if c <= amount.start)
    end = min(c for c in cuts if c >= amount.end)
    around = quote[start : amount.start] + " " + quote[amount.end : end]
    return frozenset(w for w in content_words(around) if not w[0].isdigit())


def _conflicts(stated: Sequence[Stated], *, settings: SummarySettings) -> Iterator[tuple[Stated, Stated]]:
    by_unit: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for one in stated:
        by_unit[_scale(one), one.amount.unit].append(one)
    for _unit, group in sorted(by_unit.items()):
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if _conflict(a, b, settings=settings):
                    yield a, b


def _scale(stated: Stated) -> str:
    """Return the language, or "" where the unit is the same in all of them."""
    neutral = stated.amount.kind in ("money", "percent") or stated.amount.unit == "minutes"
    return "" if neutral else stated.unit.language


def _conflict(a: Stated, b: Stated, *, settings: SummarySettings) -> bool:
    if a.unit.article_id == b.unit.article_id or a.amount.agrees(b.amount) or _also_agrees(a, b):
        return False
    if not same_days(a.unit.bag, b.unit.bag) or _of_the_past(a) != _of_the_past(b):
        return False
    if _framed(a, b) and _one_event(a, b):
        return True
    if a.unit.language != b.unit.language or names_clash(a.unit.bag, b.unit.bag):
        return False
    whole = dice(_wordy(a.unit.stems), _wordy(b.unit.stems))
    ours, theirs = (_clause(s.unit.passage.quote, s.amount) for s in (a, b))
    shared = ours & theirs
    return whole >= settings.min_contradiction or (
        len(shared) >= (_MIN_SHARED_ZH if a.unit.language == "zh" else _MIN_SHARED)
        and dice(ours, theirs) >= settings.min_contradiction + 0.1
    )


def _also_agrees(a: Stated, b: Stated) -> bool:
    """Tell whether either sentence also states the other's value, whatever it counts."""
    return any(q.agrees(b.amount) for q in a.unit.bag.amounts) or any(q.agrees(a.amount) for q in b.unit.bag.amounts)


def _of_the_past(stated: Stated) -> bool:
    return _tells_past(stated.unit.passage.quote)


@lru_cache(maxsize=1024)
def _tells_past(quote: str) -> bool:
    """Kept, as each amount is held against all others of its unit."""
    return PAST.search(quote) is not None


def _framed(a: Stated, b: Stated) -> bool:
    return bool(a.frame) and a.frame == b.frame


def _both_know(a: Stated, b: Stated, known: set[tuple[str, str, float]]) -> bool:
    """Tell whether either source also gives the other's value: then the two are about different things."""
    theirs = (b.unit.witness, a.amount.unit, a.amount.value)
    return theirs in known or (a.unit.witness, b.amount.unit, b.amount.value) in known


def _one_event(a: Stated, b: Stated) -> bool:
    """Tell whether two amounts of one frame can be about one thing: a name in common, not worlds apart."""
    low, high = sorted((a.amount.value, b.amount.value))
    return 0 < high <= _FARTHEST * low and bool(a.subject & b.subject)


def _wordy(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(s for s in stems if not s[0].isdigit())


def _disagreement(stated: list[Stated], units: Sequence[Unit], *, settings: SummarySettings) -> Disagreement:
    newest: dict[str, Stated] = {}
    for one in sorted(stated, key=lambda s: (not s.unit.copied, *_word_order(s.unit))):
        newest[one.unit.witness] = one
    ordered = sorted(newest.values(), key=lambda s: (s.unit.published, s.unit.article_id), reverse=True)
    languages = Counter(s.unit.language for s in ordered)
    kept: list[Stated] = []
    for one in sorted(ordered, key=lambda s: -languages[s.unit.language]):
        if not any(one.amount.agrees(k.amount) for k in kept):
            kept.append(one)
    kept.sort(key=ordered.index)
    told = [(s, _readable(s.unit, units, settings=settings)) for s in kept]
    values = tuple(Value(value=_as_written(s), passage=p, witness=s.unit.witness) for s, p in told)
    return Disagreement(subject=_subject(ordered), values=values)


def _readable(unit: Unit, units: Sequence[Unit], *, settings: SummarySettings) -> Passage:
    """Return the sentence, with the one in front of it where it points at what that one says."""
    before = next((u for u in units if u.article_id == unit.article_id and u.position == unit.position - 1), None)
    titles = sorted({u.member.article.title for u in units})
    titled = frozenset(s for title in titles for s in content_words(title))
    lost = is_adrift(unit.text) or titled.isdisjoint(leans_on(unit.text) or titled)
    if before is None or not (before.fit and lost):
        return unit.passage
    text = unit.member.article.text
    both = joined(before.passage, unit.passage, text=text, known=titled, settings=settings)
    return both or unit.passage


def _as_written(stated: Stated) -> str:
    """Return the amount with its "about" and the noun it counts."""
    quote, amount = stated.unit.passage.quote, stated.amount
    before = _APPROXIMATE.search(quote, max(0, amount.start - 20), amount.start)
    behind = _COUNTED.match(quote, amount.end) if amount.kind == "count" else None
    return quote[before.start() if before else amount.start : behind.end() if behind else amount.end]


def _subject(stated: list[Stated]) -> str:
    """Return the longest run of words that the first two sentences share around their amounts."""
    first, second = stated[0], stated[-1]
    words = [_words_around(s) for s in (first, second)]
    stems = [[stem(w.casefold()) for w in ws] for ws in words]
    match = SequenceMatcher(None, stems[0], stems[1], autojunk=False).find_longest_match()
    run = words[0][match.a : match.a + match.size]
    while run and _is_filler(run[0]):
        run = run[1:]
    while run and _is_filler(run[-1]):
        run = run[:-1]
    shared = first.subject & second.subject
    named = next((n for ws in words if (n := [w for w in ws if w.casefold() in shared])), [])
    told = run or named
    return ("" if told and has_han(told[0]) else " ").join(told) or first.amount.unit


def _is_filler(word: str) -> bool:
    return word.isdigit() or word.lower() in _FILLERS or not content_words(word)


def _words_around(stated: Stated) -> list[str]:
    quote, amount = stated.unit.passage.quote, stated.amount
    return re.findall(
        r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[.'’-]\w+)*", quote[: amount.start] + " | " + quote[amount.end :]
    )
