"""Stories as a person sees and changes them: listed, merged, split, with what happened to them.

What a person decides is stored as pairs of articles that belong together or apart. The
machine never overturns it, and the opposite command does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from byline.errors import ConfigError
from byline.records import Coverage, Decision, Development, Regrouped, StoryChange
from byline.store.interface import Store
from byline.text.hashes import format_id, parse_id

END = datetime(2068, 1, 1, tzinfo=UTC)
"""Later than any article."""


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a list."""

    id: str
    headline: str
    """Title of its oldest article."""
    created: datetime
    updated: datetime
    articles: int
    independent: int
    outlets: int


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a story."""

    id: str
    title: str
    outlet: str
    published: datetime
    url: str
    copy_of: str = ""


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A merge or split, with its reason."""

    at: datetime
    kind: str
    by: str
    story: str
    """The story that stayed."""
    other: str
    """The one that was absorbed or split off."""
    articles: tuple[str, ...]
    """Those that moved."""
    similarity: float
    parts: dict[str, float]
    reason: str


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about two articles."""

    kind: str
    left: str
    right: str
    decided: datetime


class LinkLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story that goes on from this one, or that this one goes on from."""

    story: str
    headline: str
    similarity: float
    reason: str


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a story."""

    absorbed: tuple[str, ...] = ()
    """Ids that lead to it."""
    changes: tuple[ChangeLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    continues: tuple[LinkLine, ...] = ()
    continued_by: tuple[LinkLine, ...] = ()


class StoryDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A story with its articles and its past."""

    story: StoryLine
    articles: tuple[ArticleLine, ...]
    past: Past
    remark: str = ""
    """Where the id asked for leads, "" where it is the story's own."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge or a split does, or would do."""

    changes: tuple[Regrouped, ...]
    decisions: tuple[Decision, ...]
    story: str
    """The story that stays."""
    remarks: tuple[str, ...] = ()


def list_stories(store: Store, *, since: datetime | None = None) -> list[StoryLine]:
    """Return the stories with an article since a time, latest first; by default since the newest edition's begin."""
    if since is None:
        edition = store.edition()
        since = edition.window_start if edition else datetime(2000, 1, 1, tzinfo=UTC)
    coverages = store.coverage(since, END)
    return [_line(c) for c in sorted(coverages, key=lambda c: (c.story.updated, c.story.id), reverse=True)]


def show_story(store: Store, wanted: str) -> StoryDetail:
    """Return one story. Raises ConfigError for an unknown id."""
    coverage, remark = find_story(store, wanted)
    return StoryDetail(
        story=_line(coverage),
        articles=tuple(
            ArticleLine(
                id=format_id(m.article.id),
                title=m.article.title,
                outlet=m.source.name,
                published=m.article.published,
                url=m.article.url,
                copy_of="" if m.origin.origin_id == m.article.id else format_id(m.origin.origin_id),
            )
            for m in coverage.members
        ),
        past=past_of(store, coverage),
        remark=remark,
    )


def find_story(store: Store, wanted: str) -> tuple[Coverage, str]:
    """Return a story by its id, and where that id leads, in words ("" where it is its own).

    Raises ConfigError for what is no id, and for an id that no story has or had.
    """
    story_id = _parsed(wanted, what="story")
    coverage = store.story(story_id)
    if coverage is None:
        tells = _story_of(store, story_id)
        advice = f"It is an article of the story {format_id(tells)}." if tells else "See: byline stories list"
        raise ConfigError("there is no such story.", subject=wanted, advice=advice)
    return coverage, leads_to(store, story_id)


def leads_to(store: Store, story_id: int) -> str:
    """Return what became of a story that was absorbed, in words; "" for a living one."""
    present = store.living([story_id])[story_id]
    if present == story_id:
        return ""
    said = [e for e in store.changes(story_id) if e.change.kind == "merge" and e.change.other_id == story_id]
    merged = f" ({said[-1].at:%Y-%m-%d}, by {_who(said[-1].change)}: {said[-1].change.reason})" if said else ""
    return f"{format_id(story_id)} is part of {format_id(present)} now{merged}."


def past_of(store: Store, coverage: Coverage) -> Past:
    """Return the merges, splits, decisions and links of a story."""
    story_id = coverage.story.id
    ids = {member.article.id for member in coverage.members}
    links = store.developments([story_id])
    return Past(
        absorbed=tuple(map(format_id, store.absorbed([story_id]).get(story_id, ()))),
        changes=tuple(map(_change, store.changes(story_id))),
        decisions=tuple(
            DecisionLine(kind=d.kind, left=format_id(d.left_id), right=format_id(d.right_id), decided=d.decided)
            for d in store.decisions()
            if d.left_id in ids or d.right_id in ids
        ),
        continues=tuple(_link(store, link, of=link.of_id) for link in links if link.story_id == story_id),
        continued_by=tuple(_link(store, link, of=link.story_id) for link in links if link.of_id == story_id),
    )


def history(store: Store, wanted: str) -> tuple[list[ChangeLine], str]:
    """Return how a story was merged and split, oldest first, and where its id leads."""
    coverage, remark = find_story(store, wanted)
    return [_change(entry) for entry in store.changes(coverage.story.id)], remark


def merge(store: Store, wanted: Sequence[str], *, now: datetime, dry_run: bool = False) -> Outcome:
    """Make one story of several: the eldest keeps its id, and the others lead to it.

    Raises ConfigError for unknown ids and for fewer than two.
    """
    if len(set(wanted)) < 2:
        raise ConfigError(
            "a merge takes two stories or more.", subject=" ".join(wanted), advice="See: byline stories list"
        )
    found = [find_story(store, name) for name in wanted]
    coverages = {coverage.story.id: coverage for coverage, _ in found}
    eldest, *others = sorted(coverages.values(), key=lambda c: (c.story.created, c.story.id))
    remarks = [remark for _, remark in found if remark]
    if others:
        joined = [member.article.id for other in others for member in other.members]
    else:
        # The machine merged them already: a person now says that it was right.
        remarks.append("They are one story already; the machine will not part them.")
        joined = [number for number in map(parse_id, wanted) if number in _ids(eldest)]
    center = eldest.members[0].article.id
    outcome = Outcome(
        changes=tuple(
            Regrouped(
                kind="merge",
                story_id=eldest.story.id,
                other_id=other.story.id,
                article_ids=tuple(sorted(_ids(other))),
                similarity=1.0,
                reason="merged by hand",
                by="person",
            )
            for other in others
        ),
        decisions=tuple(_star("together", center, joined, now=now)),
        story=format_id(eldest.story.id),
        remarks=tuple(remarks),
    )
    return _done(store, outcome, now=now, dry_run=dry_run)


def split(store: Store, wanted: str, articles: Sequence[str], *, now: datetime, dry_run: bool = False) -> Outcome:
    """Make a story of its own of some articles. The part with the story's first article keeps its id.

    Raises ConfigError for an unknown story or article, for an article of another story,
    and where nothing would be left.
    """
    coverage, remark = find_story(store, wanted)
    named = _named(store, coverage, articles)
    order = [member.article.id for member in coverage.members]
    rest = [article_id for article_id in order if article_id not in named]
    apart = [article_id for article_id in order if article_id in named]
    if not rest:
        raise ConfigError("nothing of the story would stay.", subject=wanted, advice="Name fewer of its articles.")
    moved = rest if coverage.story.id in named else apart
    remarks = [remark] if remark else []
    if moved is rest:
        remarks.append("The articles named hold the story's first one and keep its id; the others get a new one.")
    kept_together = [d for part in _tied(store, rest) for d in _star("together", part[0], part[1:], now=now)]
    outcome = Outcome(
        changes=(
            Regrouped(
                kind="split",
                story_id=coverage.story.id,
                other_id=_new_id(store, moved),
                article_ids=tuple(sorted(moved)),
                reason="split by hand",
                by="person",
            ),
        ),
        decisions=(
            *_star("together", apart[0], apart[1:], now=now),
            *_star("apart", apart[0], rest, now=now),
            *kept_together,
        ),
        story=format_id(coverage.story.id),
        remarks=tuple(remarks),
    )
    return _done(store, outcome, now=now, dry_run=dry_run)


def _done(store: Store, outcome: Outcome, *, now: datetime, dry_run: bool) -> Outcome:
    """Store changes and decisions in one transaction."""
    if not dry_run:
        store.commit([*outcome.changes, *outcome.decisions], now=now)
    return outcome


def _star(kind: Literal["together", "apart"], center: int, others: Iterable[int], *, now: datetime) -> list[Decision]:
    """Return one decision for each article, about it and the one in the middle: no need for all pairs."""
    pairs = [sorted((center, other)) for other in others if other != center]
    return [Decision(kind=kind, left_id=left, right_id=right, decided=now) for left, right in pairs]


def _tied(store: Store, articles: Sequence[int]) -> list[list[int]]:
    """Return the groups of two and more that earlier decisions hold together, over articles that go now as well."""
    group: dict[int, set[int]] = {}
    for decision in store.decisions():
        if decision.kind == "together":
            pair = {decision.left_id, decision.right_id}
            joined = pair.union(*(group.get(article_id, set()) for article_id in pair))
            group.update(dict.fromkeys(joined, joined))
    parts = {tuple(a for a in articles if a in group[article_id]) for article_id in articles if article_id in group}
    return [list(part) for part in sorted(parts) if len(part) > 1]


def _named(store: Store, coverage: Coverage, articles: Sequence[str]) -> set[int]:
    """Return the ids of articles of this story."""
    own = _ids(coverage)
    named: set[int] = set()
    for name in articles:
        article_id = _parsed(name, what="article")
        if article_id not in own:
            advice = f"See: byline stories show {format_id(coverage.story.id)}"
            other = _story_of(store, article_id)
            if other is not None:
                advice = f"It tells {format_id(other)}: {advice[0].lower()}{advice[1:]}"
            raise ConfigError("is no article of this story.", subject=name, advice=advice)
        named.add(article_id)
    return named


def _story_of(store: Store, article_id: int) -> int | None:
    """Return the story that an article is in."""
    article = store.article(article_id)
    if article is None:
        return None
    around = store.coverage(article.published, END)
    return next((c.story.id for c in around if article_id in _ids(c)), None)


def _new_id(store: Store, moved: Sequence[int]) -> int:
    """Return the id of the story that some articles make: that of the first which is no living story's already."""
    living = store.living(moved)
    free = (i for i in moved if living[i] != i or store.story(i) is None)
    return next(free, moved[0])


def _parsed(text: str, *, what: str) -> int:
    try:
        return parse_id(text)
    except ValueError:
        raise ConfigError(
            f"is not the id of {'an' if what == 'article' else 'a'} {what}: 13 letters and digits.",
            subject=text,
            advice="See: byline stories list",
        ) from None


def _ids(coverage: Coverage) -> set[int]:
    return {member.article.id for member in coverage.members}


def _line(coverage: Coverage) -> StoryLine:
    return StoryLine(
        id=format_id(coverage.story.id),
        headline=coverage.members[0].article.title,
        created=coverage.story.created,
        updated=coverage.story.updated,
        articles=len(coverage.members),
        independent=coverage.independent,
        outlets=coverage.outlets,
    )


def _change(entry: StoryChange) -> ChangeLine:
    change = entry.change
    return ChangeLine(
        at=entry.at,
        kind=change.kind,
        by=change.by,
        story=format_id(change.story_id),
        other=format_id(change.other_id),
        articles=tuple(map(format_id, change.article_ids)),
        similarity=change.similarity,
        parts=change.parts,
        reason=change.reason,
    )


def _link(store: Store, link: Development, *, of: int) -> LinkLine:
    coverage = store.story(of)
    return LinkLine(
        story=format_id(of),
        headline=coverage.members[0].article.title if coverage else "",
        similarity=link.similarity,
        reason=link.reason,
    )


def _who(change: Regrouped) -> str:
    return "a person" if change.by == "person" else "the machine"
