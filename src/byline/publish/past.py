"""A story's past in words: what is new since it was shown, which elder story it goes on from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from byline.publish.labels import day_in, short_day_in, words_in
from byline.publish.shapes import Before
from byline.records import ByHand, Earlier, EditionStory


def since_in(language: str, story: EditionStory) -> str:
    """Return "New since 24 July: 2 reports, 3 sentences"; "" for a story that no earlier edition showed."""
    if story.news is None:
        return ""
    say = words_in(language)
    day = short_day_in(language, date.fromisoformat(story.news.since))
    if not story.news.reports:
        return say("nothing_new", day=day)
    sentences = say("sentences", n=len(story.new_sentences))
    return say("new_since", day=day, reports=say("reports", n=story.news.reports), sentences=sentences)


def by_hand_in(language: str, changes: Iterable[ByHand]) -> tuple[str, ...]:
    """Return what people merged and split, in a sentence each."""
    say = words_in(language)
    return tuple(
        say(
            f"by_hand.{change.kind}",
            day=day_in(language, date.fromisoformat(change.date)),
            reports=say("reports", n=change.reports),
        )
        for change in changes
    )


def before_in(language: str, earlier: Earlier | None) -> Before | None:
    """Return how the page names the elder story."""
    if earlier is None:
        return None
    return Before(
        headline=earlier.headline,
        lang="" if earlier.language in (language, "und") else earlier.language,
        day=short_day_in(language, date.fromisoformat(earlier.date)),
        path=f"{earlier.edition_id}/story/{earlier.slug}.html" if earlier.edition_id else "",
        reason=earlier.reason,
    )
