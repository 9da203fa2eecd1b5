"""Questions about things: topics and entities, sources, feeds, and what several sources say."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from byline.records import Claim, Coverage, Entity, FeedState, Topic
from byline.serve import shapes, tell
from byline.serve.cursors import cursor_of, position_of
from byline.serve.desk import Desk
from byline.serve.errors import BadRequest, NotFound
from byline.serve.queries import claims_of, edition_stories, told
from byline.text.words import content_words

RECENT_EDITIONS = 30
"""Editions looked at for the stories of a topic or entity."""
ASKED_ARTICLES = 200
"""Articles looked at for an answer."""
CLAIMS_OF_ANSWER = 5
"""Claims of one story in an answer, at most."""
OVERDUE_AFTER = timedelta(days=2)
"""A poll that is due for so long: nobody has run the newsroom."""
SILENT_AFTER = timedelta(days=14)
"""A feed that answers and brings nothing new for so long is worth a look. A convention, not measured."""


def topics(desk: Desk) -> tuple[shapes.TagLine, ...]:
    """Return the topics of the field, with how many stories recent editions had about them."""
    counts = _counts(desk, "topics")
    return tuple(
        shapes.TagLine(id=one.id, name=one.name, kind="topic", stories=counts[one.id]) for one in desk.catalogue.topics
    )


def topic(desk: Desk, topic_id: str) -> shapes.TopicDetail:
    """Return a topic with the stories of recent editions about it, newest edition first."""
    found = next((one for one in desk.catalogue.topics if one.id == topic_id), None)
    return _tag(desk, found, asked=topic_id, kind="topic")


def entities(desk: Desk, *, cursor: str = "", limit: int = 100) -> shapes.Page[shapes.TagLine]:
    """Return the organisations, persons and models of the field, by id."""
    position = position_of(cursor, str)
    counts = _counts(desk, "entities")
    after = str(position[0]) if position else ""
    rest = sorted((one for one in desk.catalogue.entities if one.id > after), key=lambda one: one.id)
    items = tuple(
        shapes.TagLine(id=one.id, name=one.name, kind=one.kind, maker=one.maker, stories=counts[one.id])
        for one in rest[:limit]
    )
    return shapes.Page[shapes.TagLine](items=items, next=cursor_of(items[-1].id) if len(rest) > limit else "")


def entity(desk: Desk, entity_id: str) -> shapes.TopicDetail:
    """Return an entity with the stories of recent editions that name it, newest edition first."""
    found = next((one for one in desk.catalogue.entities if one.id == entity_id), None)
    return _tag(desk, found, asked=entity_id, kind=found.kind if found else "")


def sources(desk: Desk, *, cursor: str = "", limit: int = 100) -> shapes.Page[shapes.Outlet]:
    """Return the publishers, by id."""
    position = position_of(cursor, str)
    after = str(position[0]) if position else ""
    rest = [source for source_id, source in sorted(desk.sources().items()) if source_id > after]
    items = tuple(map(tell.outlet, rest[:limit]))
    return shapes.Page[shapes.Outlet](items=items, next=cursor_of(items[-1].id) if len(rest) > limit else "")


def source(desk: Desk, source_id: str) -> shapes.Outlet:
    """Return one publisher."""
    found = desk.sources().get(source_id)
    if found is None:
        raise NotFound("There is no such source.", subject=source_id[:80])
    return tell.outlet(found)


def said(desk: Desk, question: str, *, since: datetime | None = None, limit: int = 5) -> shapes.Answer:
    """Return what several sources say about a question: the stories with most sources, and their claims about it."""
    if not question.strip():
        raise BadRequest("A question needs words.", subject="q")
    hits = desk.store.tellers(question, limit=ASKED_ARTICLES, since=since)
    owners = {source_id: source.owner_id for source_id, source in desk.sources().items()}
    outlets: dict[int, set[str]] = {}
    for story_id, source_id in hits:
        if story_id:
            outlets.setdefault(story_id, set()).add(owners[source_id])
    # Python's sort is stable: among stories with as many sources the better hit leads.
    best = sorted(outlets, key=lambda story_id: -len(outlets[story_id]))[:limit]
    found = desk.store.stories(best)
    coverages = [found[story_id] for story_id in best if story_id in found]
    lines = told(desk, best)
    claims = claims_of(desk, coverages)
    return shapes.Answer(
        question=question,
        articles=len(hits),
        sources=len({source_id for _, source_id in hits}),
        stories=tuple(
            shapes.Said(
                story=lines[coverage.story.id][0],
                claims=tell.claims(_about(claims[coverage.story.id], coverage, question), coverage),
            )
            for coverage in coverages
        ),
    )


def feeds(desk: Desk, *, now: datetime) -> tuple[shapes.FeedHealth, ...]:
    """Return how each feed fares, those that need a look first."""
    last, names = desk.last_entries(), desk.sources()
    order = {"failing": 0, "silent": 1, "waiting": 2, "good": 3}
    found = [
        _health(state, name=names[state.feed.source_id].name, last_entry=last.get(state.feed.url), now=now)
        for state in desk.store.feed_states()
    ]
    return tuple(sorted(found, key=lambda one: (order[one.state], -one.failures, one.url)))


def _health(state: FeedState, *, name: str, last_entry: datetime | None, now: datetime) -> shapes.FeedHealth:
    kind, words = _fares(state, last_entry=last_entry, now=now)
    return shapes.FeedHealth.model_validate(
        {
            "url": state.feed.url,
            "source": state.feed.source_id,
            "name": name,
            "state": kind,
            "words": words,
            "failures": state.failures,
            "last_success": state.last_success,
            "last_entry": last_entry,
            "next_poll": state.next_poll,
        }
    )


def _fares(state: FeedState, *, last_entry: datetime | None, now: datetime) -> tuple[str, str]:
    """Return the state of a feed, and in words what is wrong. Silence is judged by its answers, not by the clock."""
    if state.failures:
        return "failing", state.last_error or "The last poll failed."
    if state.last_success is None:
        return "waiting", "It was not polled yet."
    if last_entry is None:
        return "silent", "It answers, and has never brought an article."
    if state.last_success - last_entry > SILENT_AFTER:
        return "silent", f"It answers, and has brought nothing new for {(now - last_entry).days} days."
    if state.next_poll is not None and now - state.next_poll > OVERDUE_AFTER:
        return "waiting", f"Its poll is due for {(now - state.next_poll).days} days: no run was made since."
    return "good", ""


def _about(claims: tuple[Claim, ...], coverage: Coverage, question: str) -> list[Claim]:
    """Return the claims with the words of the question: with most of them first, then of most sources."""
    asked = set(content_words(question))
    scored = []
    for claim in claims:
        share = max(len(asked & set(content_words(one.quote))) for one in claim.supports) / max(1, len(asked))
        if share >= 0.5:
            place = (-share, -len(claim.witnesses), -claim.weight, tell.claim_id(claim, story_id=coverage.story.id))
            scored.append((place, claim))
    return [claim for _, claim in sorted(scored, key=lambda one: one[0])][:CLAIMS_OF_ANSWER]


def _tag(desk: Desk, found: Topic | Entity | None, *, asked: str, kind: str) -> shapes.TopicDetail:
    if found is None:
        raise NotFound("The field has no such topic or entity.", subject=asked[:80])
    stories: dict[str, shapes.StoryLine] = {}
    for line in _recent(desk):
        if found.id in (line.topics if kind == "topic" else line.entities):
            stories.setdefault(line.id, line)
    return shapes.TopicDetail(id=found.id, name=found.name, kind=kind, stories=tuple(stories.values()))


def _recent(desk: Desk) -> list[shapes.StoryLine]:
    return [line for head in desk.heads()[:RECENT_EDITIONS] for line in edition_stories(desk, head)]


def _counts(desk: Desk, what: str) -> Counter[str]:
    told = {line.id: line for line in reversed(_recent(desk))}
    return Counter(tag for line in told.values() for tag in getattr(line, what))
