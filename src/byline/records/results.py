"""Results of the stages, as the store takes them."""

from __future__ import annotations

from datetime import datetime

from byline.records.base import Record
from byline.records.intake import Failed, FetchLog, NotModified, ParsedFeed
from byline.records.stories import Assignment, Development, Origin
from byline.records.summaries import Claim


class Polled(Record, frozen=True, kw_only=True):
    """Result of polling one feed: everything is stored in one transaction or not at all."""

    feed_url: str
    fetch: FetchLog
    outcome: ParsedFeed | NotModified | Failed
    etag: str = ""
    last_modified: str = ""
    next_poll: datetime
    moved_to: str = ""


class Vector(Record, frozen=True, kw_only=True):
    """Result of embedding one article."""

    article_id: int
    model_id: str
    vector: bytes
    """float32, little-endian, unit length."""


class Clustered(Record, frozen=True, kw_only=True):
    """Result of clustering one micro-batch."""

    origins: tuple[Origin, ...]
    assignments: tuple[Assignment, ...]


class Reading(Record, frozen=True, kw_only=True):
    """What clustering has read in an article's text: stored, so that a restart need not read it again."""

    article_id: int
    version: str
    """Which code read it; what another one read is of no use."""
    body: bytes


class ReadingsUnneeded(Record, frozen=True, kw_only=True):
    """No window reaches back to articles published before this: what was read of them may go."""

    before: datetime


class Repaired(Record, frozen=True, kw_only=True):
    """Result of looking again at the stories that got new articles: all regrouping is stored."""

    article_ids: tuple[int, ...]
    """The new articles that were taken into account: their done mark."""
    developments: tuple[Development, ...] = ()


class StoryClaims(Record, frozen=True, kw_only=True):
    """What the articles of a story say: found once, and stored, so that questions only read it."""

    story_id: int
    article_ids: tuple[int, ...]
    """Its articles when the claims were found, ascending; claims of other articles than those it has are not stored."""
    version: str
    """Which code and settings found them."""
    claims: tuple[Claim, ...]
    """Heaviest first; each one's representative is the first of its supports."""
