"""What the articles of a story say: groups of near-equal sentences from independent sources."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, islice
from typing import Literal

from byline.records import Claim, Coverage
from byline.summary.alike import Pairs, dice, group, near_pairs
from byline.summary.disagree import find_disagreements, superseded
from byline.summary.interface import Claims
from byline.summary.lengths import count_words
from byline.summary.naming import introductions, leaning_noun
from byline.summary.settings import SummarySettings
from byline.summary.speech import is_speech
from byline.summary.support import same_across_languages, supports
from byline.summary.units import Unit, find_units
from byline.text.words import content_words

Kind = Literal["report", "quote", "opinion", "question"]
_CANDIDATE = 0.45
"""Dice from which two sentences are looked at: a short sentence inside a long one reaches no more."""
_NAMELESS, _ASIDE = 0.1, 0.15
"""What a sentence loses that names nobody; one that has no word of any title."""
_DOUBTED = 0.2
"""What a sentence loses that surely does not stand alone; one that surely does loses nothing."""
_BACKED = 0.5
"""Share of its words that other sources must use, for a sentence that names nobody and has no word of a title."""
_LED = 0.15
"""What a sentence loses that takes the one before it to be told: it costs the words of both."""
_LEADS = 0.5
"""Up to so much doubt a sentence may stand for a headline: the story below explains it."""
_STEPS = 4
"""Steps of doubt that decide between two sentences that tell the same."""
_MEASURE = re.compile(r"\d+[a-z]+")
_QUESTION = re.compile(r"[?？][\"”’」]?$")
_ASKS = re.compile(
    r"\b(?:remains? (?:unclear|to be seen|an open question|unknown|open|undisclosed)|left open|open question"
    r"|not (?:yet )?(?:been )?decided|undecided|not yet known|(?:has|have) yet to (?:say|decide|publish|disclose)"
    r"|(?:is|was) (?:not clear|unclear|still open|not known)|did not disclose|declined to comment"
    r"|(?:did not|declined to|has not|have not) (?:say|said|disclosed?|explain|explained) (?:what|how|when|whether"
    r"|why|who|which|where|if))\b|尚不清楚|尚未公布|未透露|没有透露|未予置评|不得而知|有待观察|尚无定论|没有公布"
    r"|没有说明"
)


def find_claims(coverage: Coverage, *, settings: SummarySettings) -> Claims:
    """Return the story's claims, heaviest first, and where its independent sources differ.

    Sentences that a later text of the same source corrected take no part. Lexical
    throughout: no model is called. About 0.4 ms a sentence.
    """
    units = find_units(coverage, settings=settings)
    old = superseded(units, settings=settings)
    units = [u for i, u in enumerate(units) if i not in old]
    pairs = near_pairs(units, threshold=min(_CANDIDATE, settings.min_similarity))
    words = _Words(units, coverage)
    relevance = _relevance(units, words)
    strange = _strangers(units, words)
    found: list[tuple[float, Claim]] = []
    led: list[tuple[float, Claim]] = []
    unsure: list[tuple[float, Claim]] = []
    for members in group(units, pairs, threshold=settings.min_similarity):
        own = [i for i in members if i not in strange]
        claim = _claim(own, units, pairs=pairs)
        if claim is None:
            led += [(relevance[i] - _LED, _alone(units[i])) for i in own if _is_led(units, i)]
            unsure += [(relevance[i], _alone(units[i])) for i in own if _may_lead(units[i])]
        else:
            weight = max(relevance[i] for i in members) + 0.35 * math.log2(len(claim.witnesses))
            found.append((weight, claim))
    joined = _joined(found)
    parts = [sorted(part, key=_heaviest_first) for part in (joined, led, unsure)]
    numbered = iter([_numbered(claim, number, weight) for number, (weight, claim) in enumerate(chain(*parts), 1)])
    told, following, doubtful = (tuple(islice(numbered, len(part))) for part in parts)
    return Claims(
        claims=told,
        disagreements=find_disagreements(units, settings=settings),
        following=following,
        doubtful=doubtful,
    )


def _heaviest_first(item: tuple[float, Claim]) -> tuple[float, int, int]:
    weight, claim = item
    return -round(weight, 6), claim.representative.article_id, claim.representative.start


def _claim(members: list[int], units: Sequence[Unit], *, pairs: Pairs) -> Claim | None:
    """Return the claim of one group; None where none of its sentences can be published."""
    reports = [i for i in members if not units[i].opinion]
    pool = reports or members
    fit = [i for i in pool if units[i].fit]
    if not fit:
        return None
    told = {i: _backing(i, pool, units) for i in fit}
    first = min(
        fit, key=lambda i: (-len({u.witness for u in told[i]}), *_preference(i, pool, units=units, pairs=pairs))
    )
    best, backing = units[first], told[first]
    return Claim(
        id=0,
        representative=best.passage,
        supports=tuple(u.passage for u in backing),
        witnesses=tuple(sorted({u.witness for u in backing})),
        kind=_kind(best),
        language=best.language,
    )


def _is_led(units: Sequence[Unit], index: int) -> bool:
    """Tell whether a sentence that cannot stand alone comes right behind one of its article that can."""
    unit = units[index]
    if index == 0 or not unit.follows or unit.opinion or _kind(unit) != "report":
        return False
    before = units[index - 1]
    return before.fit and before.article_id == unit.article_id and before.position == unit.position - 1


def _may_lead(unit: Unit) -> bool:
    """Tell whether a sentence is doubtful and nothing else, and not too doubtful for a headline."""
    return unit.reasons == ("vague",) and unit.doubt <= _LEADS and not unit.opinion


def _alone(unit: Unit) -> Claim:
    return Claim(
        id=0,
        representative=unit.passage,
        supports=(unit.passage,),
        witnesses=(unit.witness,),
        kind="report",
        language=unit.language,
    )


def _backing(first: int, pool: list[int], units: Sequence[Unit]) -> list[Unit]:
    """Return the unit and those of other articles that carry it by themselves."""
    best = units[first]
    return [best] + [u for u in _one_per_article(pool, units, first) if supports(best.text, u.passage.quote)]


def _preference(
    index: int, pool: list[int], *, units: Sequence[Unit], pairs: Pairs
) -> tuple[bool, int, bool, float, float, str, int]:
    """Sort representatives: stands by itself, surely so, an origin's own words, central, short, early."""
    unit = units[index]
    links = [pairs.get((min(index, o), max(index, o)), 0.0) for o in pool if o != index]
    central = sum(links) / len(links) if links else 0.0
    words = count_words(unit.text)
    doubted = round(unit.doubt * _STEPS)
    early = unit.published.isoformat(), unit.article_id
    return unit.leaning, doubted, unit.copied, -round(central, 1), words, *early


def _one_per_article(pool: list[int], units: Sequence[Unit], first: int) -> list[Unit]:
    """Return one unit of every other article, the one most like the representative."""
    best: dict[int, Unit] = {}
    for index in pool:
        unit = units[index]
        if unit.article_id == units[first].article_id:
            continue
        rival = best.get(unit.article_id)
        if rival is None or dice(unit.stems, units[first].stems) > dice(rival.stems, units[first].stems):
            best[unit.article_id] = unit
    return [best[a] for a in sorted(best, key=lambda a: (best[a].copied, best[a].published, a))]


def _kind(unit: Unit) -> Kind:
    if unit.opinion:
        return "opinion"
    if _QUESTION.search(unit.text) or _ASKS.search(unit.text):
        return "question"
    return "quote" if is_speech(unit.text) else "report"


class _Words:
    """How many independent sources use each stem, how many titles do, and how many sources there are."""

    def __init__(self, units: Sequence[Unit], coverage: Coverage) -> None:
        """Count each source once."""
        said: dict[str, set[str]] = defaultdict(set)
        for unit in units:
            said[unit.witness] |= unit.stems
        self.sources = len(said)
        self.used: Counter[str] = Counter(chain.from_iterable(said.values()))
        self.titled = Counter(s for m in coverage.members for s in set(content_words(m.article.title)))


def _relevance(units: Sequence[Unit], words: _Words) -> list[float]:
    """Return how much each sentence is about what the story is about.

    Words that many independent sources use, words of the titles, and the place in
    the article, each scaled to 0..1 and weighted .5, .3, .3. A sentence that leans loses
    .15, one that names nobody .1, one without a word of a title .15.
    """
    used, titled = words.used, words.titled
    others, heaviest = max(1, words.sources - 1), max(titled.values(), default=1)
    scores: list[float] = []
    for unit in units:
        size = max(6, len(unit.stems))
        shared = (sum(map(used.__getitem__, unit.stems)) - len(unit.stems)) / others / size
        about = sum(map(titled.__getitem__, titled.keys() & unit.stems)) / heaviest / 6
        score = 0.5 * min(1.0, 2 * shared) + 0.3 * min(1.0, about) + 0.3 * (1 - unit.place) ** 2
        score -= (0.15 if unit.leaning else 0.0) + (_NAMELESS if not unit.bag.names else 0.0)
        score -= _DOUBTED * unit.doubt
        scores.append(score - (_ASIDE if not about else 0.0) + (0.05 if unit.bag.amounts else 0.0))
    return scores


def _strangers(units: Sequence[Unit], words: _Words) -> set[int]:
    """Return the sentences without a word of any title or of another source: they are not about this story.

    An English sentence that names nobody must have a word of a title, unless its article opens with it or
    gave its subject a name, or other sources have half of its words.
    """
    heard = Counter(language for language, _ in {(u.language, u.witness) for u in units})
    shared = {stem for stem, number in words.used.items() if number > 1} | words.titled.keys()
    about = words.titled.keys()
    return {
        i
        for i, u in enumerate(units)
        if (heard[u.language] > 1 and shared.isdisjoint(u.stems))
        or (
            u.language == "en"
            and u.position
            and not _names_somebody(u)
            and about.isdisjoint(u.stems)
            and not _backed(u, words)
            and not _has_name(i, units)
        )
    }


def _names_somebody(unit: Unit) -> bool:
    """Tell whether a sentence has a name that is more than a measure: "480p" names nobody."""
    return any(_MEASURE.fullmatch(name) is None for name in unit.bag.names)


def _has_name(index: int, units: Sequence[Unit]) -> bool:
    """Tell whether the article gave the subject of a sentence a name: "The model", behind "its model Orca 2"."""
    unit = units[index]
    noun = leaning_noun(unit.text)
    first = index - unit.position
    return noun is not None and any(
        noun == n for u in units[first:index] for n, _name in introductions(u.passage.quote)
    )


def _backed(unit: Unit, words: _Words) -> bool:
    """Tell whether a good part of a sentence's words is in other sources too."""
    return sum(words.used[s] > 1 for s in unit.stems) >= _BACKED * len(unit.stems)


def _joined(found: list[tuple[float, Claim]]) -> list[tuple[float, Claim]]:
    """Join an English and a Chinese claim where they surely say the same; the lighter one's passages follow."""
    chinese = [item for item in found if item[1].language == "zh" and item[1].kind == "report"]
    gone: set[int] = set()
    out: list[tuple[float, Claim]] = []
    for weight, claim in found:
        if claim.language == "zh":
            continue
        twins = [c for c in chinese if id(c[1]) not in gone and _twins(claim, c[1])]
        if claim.kind == "report" and len(twins) == 1:
            gone.add(id(twins[0][1]))
            weight, claim = weight + 0.35, _together(claim, twins[0][1])  # noqa: PLW2901 - the pair is rebuilt
        out.append((weight, claim))
    return out + [item for item in found if item[1].language == "zh" and id(item[1]) not in gone]


def _twins(first: Claim, second: Claim) -> bool:
    ours = {p.article_id for p in first.supports}
    apart = not ours & {p.article_id for p in second.supports}
    return apart and same_across_languages(first.representative.quote, second.representative.quote)


def _together(first: Claim, second: Claim) -> Claim:
    return Claim(
        id=0,
        representative=first.representative,
        supports=first.supports + second.supports,
        witnesses=tuple(sorted({*first.witnesses, *second.witnesses})),
        kind=first.kind,
        language=first.language,
    )


def _numbered(claim: Claim, number: int, weight: float) -> Claim:
    return Claim(
        id=number,
        representative=claim.representative,
        supports=claim.supports,
        witnesses=claim.witnesses,
        kind=claim.kind,
        language=claim.language,
        weight=round(weight, 6),
    )
