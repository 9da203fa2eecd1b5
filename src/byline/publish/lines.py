"""What the site keeps of every edition: a few lines a story, enough for lists and for search."""

from __future__ import annotations

import msgspec

from byline.errors import PublishError
from byline.publish.edition_json import decode_edition
from byline.publish.subjects import name_of, subjects_of
from byline.records import ByHand, Edition, EditionStory

KINDS = ("topic", "entity", "source")
"""Of the pages that list stories of all editions."""


class StoryLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One story of one edition."""

    slug: str
    headline: str
    language: str
    independent: int
    outlets: int
    topics: tuple[str, ...]
    entities: tuple[str, ...]
    sources: tuple[str, ...]
    deck: str = ""
    titles: tuple[str, ...] = ()
    """Titles of its reports, for search."""
    corrected: tuple[str, ...] = ()
    """Outlets whose report carries a correction notice."""
    replaced: int = 0
    dropped: int = 0
    merged: int = 0
    """Stories that were found to be this one; those that a person put into it are in `by_hand`."""
    by_hand: tuple[ByHand, ...] = ()

    def keys(self, kind: str) -> tuple[str, ...]:
        """Return the ids of one kind that the story belongs to."""
        by_kind = {"topic": self.topics, "entity": self.entities, "source": self.sources}
        return by_kind[kind]


class EditionLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One edition with its stories."""

    id: str
    title: str
    date: str
    language: str
    stories: tuple[StoryLine, ...]
    names: dict[str, dict[str, str]]
    """Kind -> id -> name."""
    notice: str = ""
    version: str = ""

    @property
    def order(self) -> tuple[str, bool, str]:
        """Later days sort last; on one day the edition that bears the day's name does."""
        return self.date, self.id == self.date, self.id

    @property
    def month(self) -> str:
        """Its month, as "2025-07"."""
        return self.date[:7]


def read_line(edition_json: bytes) -> EditionLine:
    """Return the line of an edition. Raises PublishError where the bytes are not an edition."""
    try:
        edition = decode_edition(edition_json)
    except (msgspec.DecodeError, ValueError) as error:
        raise PublishError(f"edition.json is not an edition: {error}.") from error
    return line_of(edition)


def line_of(edition: Edition) -> EditionLine:
    """Return what the site keeps of an edition. Raises PublishError where its date is none."""
    parts = edition.date.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isdecimal() for part in parts):
        raise PublishError(f'edition.json is not an edition: "{edition.date}" is no date.')
    stories = tuple(_story(story) for story in edition.stories)
    sources = {m.source.id: m.source.name for story in edition.stories for m in story.coverage.members}
    return EditionLine(
        id=edition.id,
        title=edition.title,
        date=edition.date,
        language=edition.language,
        stories=stories,
        names={
            "topic": {key: name_of(key, edition.topics) for story in stories for key in story.topics},
            "entity": {key: name_of(key, edition.entities) for story in stories for key in story.entities},
            "source": sources,
        },
        notice=edition.notice,
        version=edition.version,
    )


def _story(story: EditionStory) -> StoryLine:
    members, summary = story.coverage.members, story.summary
    subjects = subjects_of(story.coverage)
    return StoryLine(
        slug=story.slug,
        headline=summary.headline.text,
        language=summary.headline.language,
        independent=story.coverage.independent,
        outlets=story.coverage.outlets,
        topics=subjects.topics,
        entities=subjects.entities,
        sources=tuple(dict.fromkeys(member.source.id for member in members)),
        deck=summary.deck.text if summary.deck is not None else "",
        titles=tuple(dict.fromkeys(member.article.title for member in members)),
        corrected=tuple(dict.fromkeys(member.source.name for member in members if member.article.corrects)),
        replaced=summary.checks.replaced,
        dropped=summary.checks.dropped,
        merged=len(set(story.also) - {change.other for change in story.by_hand if change.kind == "merge"}),
        by_hand=story.by_hand,
    )
