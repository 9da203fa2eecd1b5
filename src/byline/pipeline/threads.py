"""What an edition tells of a story's past: what is new, what it goes on from, which addresses lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from byline.publish.compose import slug
from byline.publish.threads import Thread
from byline.rank.history import news_of
from byline.records import Appearance, ByHand, Coverage, Development, Earlier, StoryChange
from byline.store.interface import Store


def find_threads(
    store: Store, story_ids: Sequence[int], *, coverages: Sequence[Coverage], date: str
) -> dict[int, Thread]:
    """Return the past of some stories by id, for the edition of a local date."""
    wanted = set(story_ids)
    history = store.appearances(date)
    news = news_of([coverage for coverage in coverages if coverage.story.id in wanted], history)
    absorbed = store.absorbed(sorted(wanted))
    links = {link.story_id: link for link in store.developments(sorted(wanted))}
    return {
        story_id: Thread(
            news=news.get(story_id),
            continues=earlier(store, links[story_id], history=history) if story_id in links else None,
            also=tuple(map(slug, absorbed.get(story_id, ()))),
            by_hand=by_hand(store.changes(story_id), story_id),
        )
        for story_id in sorted(wanted)
    }


def by_hand(changes: Sequence[StoryChange], story_id: int) -> tuple[ByHand, ...]:
    """Return what people did to a story and to those it absorbed, oldest first; what the machine did is left out."""
    told: list[ByHand] = []
    for entry in changes:
        change = entry.change
        off = change.other_id == story_id
        # A story that lives was absorbed once only if a split gave it back, and that is told.
        if change.by == "person" and not (off and change.kind == "merge"):
            kind: Literal["merge", "split", "from"] = "from" if off else change.kind
            other = slug(change.story_id if off else change.other_id)
            date = entry.at.date().isoformat()
            told.append(ByHand(kind=kind, date=date, other=other, reports=len(change.article_ids)))
    return tuple(told)


def earlier(store: Store, link: Development, *, history: Sequence[Appearance]) -> Earlier | None:
    """Return the elder story of a link as the newest of the editions that showed it names it.

    One that no edition showed is named by its oldest article.
    """
    coverage = store.story(link.of_id)
    if coverage is None:
        return None
    shown = next((appearance for appearance in history if appearance.story_id == link.of_id), None)
    edition = store.edition(shown.edition_id) if shown else None
    if shown is not None and edition is not None and shown.position <= len(edition.stories):
        printed = edition.stories[shown.position - 1]
        return Earlier(
            slug=printed.slug,
            headline=printed.summary.headline.text,
            language=printed.summary.headline.language,
            date=edition.date,
            edition_id=edition.id,
            similarity=link.similarity,
            reason=link.reason,
        )
    first = coverage.members[0].article
    return Earlier(
        slug=slug(link.of_id),
        headline=first.title,
        language=first.language,
        date=first.published.date().isoformat(),
        similarity=link.similarity,
        reason=link.reason,
    )
