"""How much a text is about the catalogue's field, and which of its topics it treats.

The score adds what the title, the lead and the rest say: a distinct term in the
title counts three times its weight, in the lead one and a half times, and the
rest counts by density, so that one "AI" in a long text about tyres stays small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from byline.records import Source, SourceKind, Topic
from byline.screen.entities import EntityFinder
from byline.screen.lengths import count_words, lead_end
from byline.screen.lexicon import Found, Lexicon

TITLE = 3.0
LEAD = 1.5
BODY = 1.0
"""Weight of one term for every hundred words of the text, swept with min_relevance."""
MOST = 2.0
"""No part counts more than this many terms: a list of buzzwords is not twice as relevant."""
STRONG = 0.5
"""Words from this weight on are evidence by themselves; lighter ones ("regulator", "Samsung") only add to it."""
LONE = 0.25
"""What light words add where there is no strong one."""
WEAK = 0.3
"""Weight of a topic's `weak` terms ("模型", "algorithm"): light, so that they need a second witness."""
WITNESSED = 0.5
"""What light words add where a weak term stands beside a name of the field: enough in a title, not in the text."""
LEADING = 0.8
"""Names from this weight on are what the field is about: their results are its news."""
SHEET = 0.25
"""Taken off for each measure of a consumer device in a hundred words: "AI camera, 6.7 inches, 5000 mAh"."""
MOST_SHEET = 1.5
OWN_HOUSE = 1.5
"""Added where a laboratory writes on its own site; by weight where an entity, or a name with a term, is the source."""
OWN_EVIDENCE = 0.5
"""What an article must say itself before its publisher's name adds to it, except from those the field is about.

Of 5,959 items in spring 2026 whose publisher's name said the field this drops 527 ("Students want debate" in "Inside
Higher Ed AI") and 3 of 235 editors' picks; any value from 0.01 to 0.75 does nearly so. Asked of laboratories too it
would drop 23 items more, and 6 picks ("Built to benefit everyone").
"""

_MEASURE = re.compile(
    r"\d(?:-|\s)?(?:inch(?:es)?|\"|mAh|Hz|nits?|mm|grams?|MP|megapixels?)\b"
    r"|\d\s?(?:英寸|寸|毫安|mAh|Hz|nits?|尼特|mm|毫米|万像素|g\b|克|kg|W(?:\b|快充|超级快充)|小时续航)"
    r"|refresh rate|battery life|刷新率|续航|首发价|首销|预售|起售价|机身|屏幕|电池|快充|像素|配色|车型|轴距|百公里",
    re.I,
)


class Relevance(NamedTuple):
    """The score with what it came from."""

    score: float
    topics: tuple[str, ...]
    """Strongest first; topics with only one weak hit in the body are left out."""
    entities: tuple[str, ...]
    """Named in title or lead, in order of first appearance."""
    words: tuple[str, ...]
    """What was found, as written, in order, each once."""
    leading: bool
    """The title names an organisation, person or model that the field is about."""


class TopicScorer:
    """Knows the catalogue's topics and entities."""

    def __init__(self, topics: Sequence[Topic], finder: EntityFinder) -> None:
        """Take the catalogue's topics and its entity finder."""
        self._order = {topic.id: number for number, topic in enumerate(topics)}
        terms = [(term, topic) for topic in topics for words in topic.terms.values() for term in words]
        weak = [(term, topic) for topic in topics for words in topic.weak.values() for term in words]
        self._weak = frozenset(term for term, _ in weak)
        self._topic_of = {term: topic.id for term, topic in (*terms, *weak)}
        self._weights = _inherited({**{t: topic.weight for t, topic in terms}, **dict.fromkeys(self._weak, WEAK)})
        self._lexicon = Lexicon((term, term) for term, _ in (*terms, *weak))
        self._finder = finder

    def house(self, source: Source, *, own: float) -> float:
        """Return what the publisher adds to an article's `own` score: a laboratory, an entity, a name with a term."""
        if source.kind == SourceKind.LAB:
            return OWN_HOUSE
        names = [self._finder.weights[found.key] for found in self._finder.find(source.name)]
        terms = [self._weights[found.key] for found in self._lexicon.find(source.name)]
        of_the_field = source.kind == SourceKind.COMPANY and max(names, default=0.0) >= LEADING
        if own < OWN_EVIDENCE and not of_the_field:
            return 0.0
        return OWN_HOUSE * min(max([*names, *terms], default=0.0), 1.0)

    def score(self, title: str, text: str) -> Relevance:
        """Return how relevant an article is; O(n)."""
        lead = lead_end(text)
        topics = self._lexicon.find(title), self._lexicon.find(text)
        names = self._finder.find(title), self._finder.find(text)
        total = (
            TITLE * min(self._weigh(title, topics[0], names[0]), MOST)
            + LEAD * min(self._weigh(text, _before(topics[1], lead), _before(names[1], lead)), MOST)
            + BODY * min(self._density(text, topics[1], names[1]), MOST)
            - min(SHEET * _measures(text), MOST_SHEET)
        )
        named = dict.fromkeys(found.key for found in (*names[0], *_before(names[1], lead)))
        leading = any(self._finder.weights[found.key] >= LEADING for found in names[0])
        seen = [title[f.start : f.end] for f in (*topics[0], *names[0])]
        seen += [text[f.start : f.end] for f in (*topics[1], *names[1])]
        found = self._topics(topics[0], topics[1], lead)
        return Relevance(total, found, tuple(named), tuple(dict.fromkeys(seen)), leading)

    def _weigh(self, text: str, topics: Sequence[Found], names: Sequence[Found]) -> float:
        """Add up the weights of distinct words; a name that is also a term counts once."""
        spans: dict[str, float] = {}
        for weights, hits in ((self._weights, topics), (self._finder.weights, names)):
            for hit in hits:
                word = text[hit.start : hit.end].lower()
                spans[word] = max(spans.get(word, 0.0), weights[hit.key])
        witnessed = bool(names) and any(hit.key in self._weak for hit in topics)
        return _combined(spans.values(), lone=WITNESSED if witnessed else LONE)

    def _density(self, text: str, topics: Sequence[Found], names: Sequence[Found]) -> float:
        weights = [self._weights[f.key] for f in topics] + [self._finder.weights[f.key] for f in names]
        return _combined(weights, per=max(count_words(text), 100) / 100)

    def _topics(self, title: Sequence[Found], text: Sequence[Found], lead: int) -> tuple[str, ...]:
        points: Counter[str] = Counter()
        for hit in title:
            points[self._topic_of[hit.key]] += 3
        for hit in text:
            points[self._topic_of[hit.key]] += 2 if hit.start < lead else 1
        return _strongest(points, self._order)


def _inherited(weights: Mapping[str, float]) -> dict[str, float]:
    """Give a term at least the weight of the terms inside it: "AI search" says no less than "AI"."""
    parts = {term: Lexicon([(term, term)]) for term, weight in weights.items() if weight >= STRONG and len(term) <= 6}
    return {
        term: max([weight, *(weights[part] for part, lexicon in parts.items() if part in term and lexicon.find(term))])
        for term, weight in weights.items()
    }


def _combined(weights: Iterable[float], *, per: float = 1.0, lone: float = LONE) -> float:
    """Add strong weights, and of the light ones no more than the strong ones bear out, or `lone`."""
    strong = light = 0.0
    for weight in weights:
        if weight >= STRONG:
            strong += weight / per
        else:
            light += weight / per
    return strong + min(light, lone + strong / 2)


def _measures(text: str) -> float:
    return 100 * len(_MEASURE.findall(text)) / max(count_words(text), 100)


def _before(hits: Iterable[Found], end: int) -> list[Found]:
    return [hit for hit in hits if hit.start < end]


def _strongest(points: Mapping[str, int], order: Mapping[str, int]) -> tuple[str, ...]:
    floor = max(2, max(points.values(), default=0) / 8)
    kept = [topic for topic, value in points.items() if value >= floor]
    return tuple(sorted(kept, key=lambda topic: (-points[topic], order[topic])))
