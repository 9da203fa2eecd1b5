"""Editions, their ledger, and what travels with them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from byline.records.base import Language, Record
from byline.records.catalogue import Source
from byline.records.intake import Article
from byline.records.stories import Coverage, News, Score
from byline.records.summaries import CheckCount, ModelUse, Summary


class Ledger(Record, frozen=True, kw_only=True):
    """What went into an edition and what did not."""

    feeds: int = 0
    feeds_failed: int = 0
    read: int = 0
    """Entries read."""
    unread: dict[str, int] = msgspec.field(default_factory=dict)
    """Entries whose text could not be had, by kind of failure."""
    kept: int = 0
    dropped: dict[str, int] = msgspec.field(default_factory=dict)
    """Screening reason -> articles."""
    copies: int = 0
    """Kept articles that copy another."""
    stories: int = 0
    """Stories formed; the edition shows the first of them."""
    checks: CheckCount = CheckCount()
    models: ModelUse = ModelUse()
    """What language models cost the run that made the edition; an earlier run's summaries are not paid for again."""


class Earlier(Record, frozen=True, kw_only=True):
    """The elder story that a story goes on from, as an edition names it."""

    slug: str
    headline: str
    language: Language
    date: str
    """Local date, ISO: of the edition that showed it, else of its newest article."""
    edition_id: str = ""
    """The newest edition that showed it; "" where none did."""
    similarity: float = 0.0
    reason: str = ""


class ByHand(Record, frozen=True, kw_only=True):
    """A merge or a split that a person made, as an edition tells it of a story."""

    kind: Literal["merge", "split", "from"]
    """Another story was put into this one; a part of it was made a story; it was such a part."""
    date: str
    """Of the change in UTC, ISO."""
    other: str
    """Slug of the other story, which need not have a page."""
    reports: int
    """Articles that moved."""


class EditionStory(Record, frozen=True, kw_only=True):
    """One story as an edition shows it."""

    slug: str
    """Address of its page, stable across editions."""
    coverage: Coverage
    score: Score
    summary: Summary
    news: News | None = None
    """What is new since the last edition that showed it; None where this one is the first."""
    new_sentences: tuple[int, ...] = ()
    """Places of the sentences that only new articles say, in reading order: 0 is the headline."""
    continues: Earlier | None = None
    also: tuple[str, ...] = ()
    """Slugs of stories that were found to be this one: their addresses lead here."""
    by_hand: tuple[ByHand, ...] = ()
    """What people merged and split, oldest first."""


class Edition(Record, frozen=True, kw_only=True):
    """The ordered stories of one day for one audience."""

    id: str
    """ "2025-07-28", or with a profile "brief-2025-07-28"."""
    title: str
    date: str
    """Local date, ISO."""
    language: Language
    made_at: datetime
    window_start: datetime
    window_end: datetime
    stories: tuple[EditionStory, ...]
    ledger: Ledger
    settings: dict[str, dict[str, object]]
    """The settings it was made with, section -> key -> value (no secrets)."""
    inputs_hash: str
    """Hash over article ids and text hashes, model ids, settings and version."""
    version: str
    """Byline's version."""
    notice: str = ""
    """Note at the top of every page: it belongs to the edition, so that no export can lose it."""
    topics: dict[str, str] = msgspec.field(default_factory=dict)
    """Topic id -> name, of the topics of its stories; an edition made without them is shown with the ids."""
    entities: dict[str, str] = msgspec.field(default_factory=dict)
    """Entity id -> name, likewise."""


class EditionHead(Record, frozen=True, kw_only=True):
    """What tells whether an edition was made again: enough to list editions without reading them."""

    id: str
    date: str
    """Local date, ISO."""
    made_at: datetime


class ImageFile(Record, frozen=True, kw_only=True):
    """A picture copied from its publisher for the edition."""

    url: str
    content_type: Literal["image/png", "image/jpeg", "image/webp", "image/gif"]
    body: bytes
    width: int
    height: int


class Hit(Record, frozen=True, kw_only=True):
    """One search result."""

    article: Article
    source: Source
    story_id: int
    """0 where the article is in no story."""
    snippet: str
    """Plain text around the first match."""
    score: float
    """Higher is better."""
