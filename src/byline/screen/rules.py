"""Decides about one article: kept with its topics, or dropped with the reason.

The rules run in the order of `settings.rules`; the first that fires names the
reason, so that cheap and certain ones (language, age, labels) come before the
relevance score. Every drop says in words what gave the article away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import NamedTuple

from byline.errors import ConfigError
from byline.records import Article, Dropped, Entity, Kept, Source, Topic
from byline.screen import noise
from byline.screen.entities import EntityFinder
from byline.screen.forms import form
from byline.screen.lengths import count_words
from byline.screen.market import market
from byline.screen.relevance import Relevance, TopicScorer
from byline.screen.settings import ScreenSettings
from byline.text.instructions import find_instructions


class _Case(NamedTuple):
    article: Article
    source: Source
    now: datetime
    relevance: Relevance


class Screener:
    """The rules with a catalogue's topics and entities."""

    def __init__(self, topics: Sequence[Topic], entities: Sequence[Entity], settings: ScreenSettings) -> None:
        """Raise ConfigError where the settings name a rule that does not exist."""
        self._settings = settings
        self._scorer = TopicScorer(topics, EntityFinder(entities))
        known: Mapping[str, Callable[[_Case], str]] = {
            "language": self._language,
            "too_old": self._too_old,
            "sponsored": lambda case: noise.sponsored(case.article),
            "job_or_event_ad": lambda case: noise.job_or_event_ad(case.article),
            "deals": lambda case: noise.deals(case.article),
            "teaser": lambda case: noise.teaser(case.article, words=settings.teaser_words),
            "too_short": self._too_short,
            "listicle": lambda case: noise.listicle(case.article),
            "off_topic": self._off_topic,
            "market": lambda case: market(case.article, leading=case.relevance.leading),
        }
        for name in settings.rules:
            if name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
                raise ConfigError(f"unknown rule {name!r}.", subject="screen.rules", advice=f"Did you mean {near!r}?")
        self._rules = [(name, known[name]) for name in settings.rules]

    def screen(self, article: Article, source: Source, *, now: datetime) -> Kept | Dropped:
        """Return the decision about one article; the same article, source and time always give the same one."""
        relevance = self._scorer.score(article.title, article.text)
        case = _Case(article, source, now, relevance)
        for name, rule in self._rules:
            detail = rule(case)
            if detail:
                return Dropped(reason=name, detail=detail)
        return Kept(
            topics=relevance.topics,
            entities=relevance.entities,
            form=form(article, source),
            flags=_flags(article),
        )

    def _language(self, case: _Case) -> str:
        language = case.source.language if case.article.language == "und" else case.article.language
        return "" if language in self._settings.languages else f"written in {language!r}"

    def _too_old(self, case: _Case) -> str:
        age = case.now - case.article.published
        if age <= timedelta(days=self._settings.max_age_days):
            return ""
        return f"published {age.days} days ago"

    def _too_short(self, case: _Case) -> str:
        words = count_words(case.article.text)
        return f"{words} words" if words < self._settings.min_words else ""

    def _off_topic(self, case: _Case) -> str:
        own = case.relevance.score
        score = own + self._scorer.house(case.source, own=own)
        if score >= self._settings.min_relevance:
            return ""
        found = ", ".join(case.relevance.words[:4]) or "nothing"
        return f"relevance {score:.1f} of {self._settings.min_relevance:g}: found {found}"


def _flags(article: Article) -> tuple[str, ...]:
    return ("injection",) if find_instructions(f"{article.title}\n{article.text}") else ()
