"""Scores stories: a sum of named parts, each with its reason in words.

Counts enter by their logarithm, since the step from one source to two says
more than the one from ten to eleven. What a story gains over time (sources,
late joiners) and loses (age, having been shown) are parts of their own, so that
an edition can print why a story stands where it stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from byline.rank.history import news_since, shown_before
from byline.rank.news import news_in, without_news
from byline.rank.settings import RankSettings
from byline.records import Appearance, Coverage, Member, Part, Score, SourceKind

UNKNOWN_ENTITY = 0.0
"""Weight of an entity that `entity_weights` does not name."""
_ANNOUNCERS = frozenset({SourceKind.COMPANY, SourceKind.POLICY})
_TALK = frozenset({SourceKind.COMMUNITY, SourceKind.NEWSLETTER})


class _Case(NamedTuple):
    coverage: Coverage
    now: datetime
    shown: Sequence[Appearance]
    settings: RankSettings


def rank(
    coverages: Sequence[Coverage], *, now: datetime, history: Sequence[Appearance], settings: RankSettings
) -> list[Score]:
    """Return the scores of all stories, best first; equal totals by story id.

    `history` holds earlier editions' appearances, in any order. O(n) in articles
    plus O(s log s) in stories.
    """
    shown = shown_before(coverages, history)
    scores = [_score(_Case(c, now, shown.get(c.story.id, ()), settings)) for c in coverages]
    return sorted(scores, key=lambda score: (-score.total, score.story_id))


def _score(case: _Case) -> Score:
    found = (
        _sources(case),
        _pickups(case),
        _maker(case),
        _entities(case),
        _topics(case),
        _languages(case),
        _freshness(case),
        _growth(case),
        _discussion(case),
        _novelty(case),
        _form(case),
        _flags(case),
    )
    parts = tuple(Part(name=part.name, value=round(part.value, 4), detail=part.detail) for part in found if part)
    return Score(story_id=case.coverage.story.id, total=math.fsum(part.value for part in parts), parts=parts)


def _sources(case: _Case) -> Part:
    """Count independent sources, each by how lately it wrote: ten of last week are not ten of today."""
    heat = _heat(case, case.coverage.witness, case.coverage.members)
    value = case.settings.independent * math.log2(1 + heat)
    return _part("sources", value, _count(case.coverage.independent, "independent source"))


def _pickups(case: _Case) -> Part | None:
    """Count outlets that print the story without a word of their own; links of communities are `_discussion`'s."""
    extra = case.coverage.outlets - case.coverage.independent
    told = [m for m in case.coverage.members if m.source.kind not in _TALK]
    heat = _heat(case, lambda member: member.source.id, told) - _heat(case, case.coverage.witness, told)
    if extra <= 0 or heat <= 0:
        return None
    value = case.settings.pickups * math.log2(1 + heat)
    return _part("pickups", value, f"{_count(extra, 'more outlet')} copying it or of the same owner")


def _heat(case: _Case, voice: Callable[[Member], str], members: Iterable[Member]) -> float:
    """Add up the voices that tell the story, each halved for every half-life since it last wrote."""
    newest: dict[str, float] = {}
    for member in members:
        name = voice(member)
        newest[name] = min(newest.get(name, math.inf), _age_hours(member, case.now))
    return math.fsum(0.5 ** (age / case.settings.source_half_life_hours) for age in newest.values())


def _age_hours(member: Member, now: datetime) -> float:
    return max((now - member.article.published) / timedelta(hours=1), 0.0)


def _maker(case: _Case) -> Part | None:
    """Count the maker's own word: news in full, another post for less, guides and the like not at all."""
    members = [m for m in case.coverage.members if m.kept.form != "opinion"]
    others = {m.source.owner_id for m in case.coverage.members if m.source.kind == SourceKind.PRESS}
    told = ", and the press reports it" if others else ""
    extra = case.settings.confirmed if others else 0.0
    news = [m for m in members if _tells_news(m, reported=bool(others))]
    if news:
        words = next((f' ("{found}")' for m in news if (found := news_in(m.article.title))), "")
        said = f"{_listed(_names(news))} says so itself{words}{told}"
        return _part("announcement", case.settings.announcement + extra, said)
    posts = [m for m in members if m.source.kind in _ANNOUNCERS and not without_news(m.article.title)]
    if posts:
        said = f"{_listed(_names(posts))} writes about it, no news in the title{told}"
        return _part("own post", case.settings.own_post + extra, said)
    return None


def _tells_news(member: Member, *, reported: bool) -> bool:
    title, kind = member.article.title, member.source.kind
    if kind in _ANNOUNCERS:
        return bool(news_in(title))
    # Editors pick four in ten of laboratories' posts, with words of news in the title or not ("Our principles").
    # Papers come by the hundred a day: a study counts as news once somebody reports on it.
    own = kind == SourceKind.LAB or (kind == SourceKind.RESEARCH and reported)
    return own and not without_news(title)


def _entities(case: _Case) -> Part | None:
    weights = case.settings.entity_weights
    named = sorted({entity for m in case.coverage.members for entity in m.kept.entities})
    if not named:
        return None
    best = max(named, key=lambda entity: (weights.get(entity, UNKNOWN_ENTITY), entity))
    value = case.settings.entities * weights.get(best, UNKNOWN_ENTITY)
    return _part("entities", value, f"names {best}") if value else None


def _topics(case: _Case) -> Part | None:
    votes: dict[str, float] = {}
    for member in case.coverage.members:
        for place, topic in enumerate(member.kept.topics[:3]):
            votes[topic] = votes.get(topic, 0.0) + 1 / (1 + place)
    if not votes:
        return None
    main = min(votes, key=lambda topic: (-votes[topic], topic))
    weight = case.settings.topic_weights.get(main, 0.0)
    return _part("topic", case.settings.topics * weight, f"about {main}") if weight else None


def _languages(case: _Case) -> Part | None:
    found = sorted({m.article.language for m in case.coverage.members} - {"und"})
    return _part("languages", case.settings.languages, f"told in {', '.join(found)}") if len(found) > 1 else None


def _freshness(case: _Case) -> Part:
    hours = max((case.now - case.coverage.story.updated) / timedelta(hours=1), 0.0)
    value = case.settings.freshness * 0.5 ** (hours / case.settings.half_life_hours)
    return _part("freshness", value, f"newest article {_hours(hours)} old")


def _growth(case: _Case) -> Part | None:
    since = case.now - timedelta(hours=case.settings.growth_hours)
    if case.coverage.story.created >= since:
        return None
    late = {m.source.owner_id for m in case.coverage.members if m.article.published >= since}
    if not late:
        return None
    value = case.settings.growth * math.log2(1 + len(late))
    return _part(
        "growth", value, f"{_count(len(late), 'source')} joined in the last {case.settings.growth_hours:g} hours"
    )


def _discussion(case: _Case) -> Part | None:
    talk = [m for m in case.coverage.members if m.source.kind in _TALK]
    if not talk:
        return None
    value = case.settings.discussion * math.log2(1 + _heat(case, lambda member: member.source.id, talk))
    return _part("discussion", value, f"talked about at {_listed(_names(talk))}")


def _novelty(case: _Case) -> Part | None:
    """Take off most for a lead of yesterday without a new report; new articles and days passed earn it back."""
    recent = [(a, _days_since(a, case.now)) for a in case.shown]
    recent = [(a, days) for a, days in recent if days < case.settings.seen_fades_days]
    if not recent:
        return None
    news = news_since(case.coverage, case.shown)
    new = len(news.article_ids) if news.reports else 0
    known = len(case.coverage.members) - len(news.article_ids)
    share = known / (known + 2 * new) if new else 1.0
    prominence = 1 / math.sqrt(min(a.position for a, _ in recent))
    faded = 1 - min(days for _, days in recent) / case.settings.seen_fades_days
    value = -case.settings.seen * share * faded * (0.5 + prominence / 2)
    detail = f"number {news.position} on {news.since}, {_count(news.reports, 'new report')} since"
    return _part("shown before", value, detail)


def _days_since(appearance: Appearance, now: datetime) -> float:
    return max((now.date() - datetime.fromisoformat(appearance.date).date()).days, 0)


def _form(case: _Case) -> Part | None:
    forms = {m.kept.form for m in case.coverage.members}
    return (
        _part("opinion only", -case.settings.opinion, "no report among its articles") if forms == {"opinion"} else None
    )


def _flags(case: _Case) -> Part | None:
    if all("injection" in m.kept.flags for m in case.coverage.members):
        return _part("flagged", -case.settings.flagged, "every article carries instructions for language models")
    return None


def _part(name: str, value: float, detail: str) -> Part:
    return Part(name=name, value=value, detail=detail)


def _names(members: Iterable[Member]) -> list[str]:
    return sorted({m.source.name for m in members})


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _hours(hours: float) -> str:
    return f"{hours:.0f} hours" if hours >= 1.5 else "about an hour"
