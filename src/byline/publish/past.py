"""A story's past in words: what is new since it was shown, which elder story it goes on from."""

from __future__ import annotations

from datetime import date

from byline.publish.labels import short_day_in, words_in
from byline.publish.shapes import Before
from byline.records import Earlier, EditionStory


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
