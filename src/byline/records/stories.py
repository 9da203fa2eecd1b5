"""Stories: origins, assignments, coverage, and why they rank where they rank."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from byline.records.base import Language, Record
from byline.records.catalogue import Source
from byline.records.intake import Article, Kept


class Origin(Record, frozen=True, kw_only=True):
    """Which article this one copies. An article that copies nothing is its own origin."""

    article_id: int
    origin_id: int
    share: float = 1.0
    """Share of this article's sampled shingles found in the origin (0 to 1)."""
    evidence: str = ""
    """In words: "same text", "87 % of its text", "credits Lakeside Wire and shares 61 %"."""


class Assignment(Record, frozen=True, kw_only=True):
    """Which story an article tells, and why."""

    article_id: int
    story_id: int
    nearest_id: int = 0
    """The article that decided it; 0 for a story's first."""
    similarity: float = 0.0
    """The combined score that was compared with the threshold (0 to 1)."""
    parts: dict[str, float] = msgspec.field(default_factory=dict)
    """Named parts of the score: "vectors", "words", "entities", "hours"."""
    reason: str = ""
    """In words."""


class Story(Record, frozen=True, kw_only=True):
    """Articles about one event, with an identity that lasts."""

    id: int
    """The id of its first article."""
    created: datetime
    updated: datetime
    """Publication time of its newest article."""


class Regrouped(Record, frozen=True, kw_only=True):
    """Two stories that turned out to be one, or a story that held two events."""

    kind: Literal["merge", "split"]
    story_id: int
    """The story that stays: the elder of two, or the one that was split."""
    other_id: int
    """The story that was absorbed, or the one that was split off."""
    article_ids: tuple[int, ...]
    """The articles that moved, ascending."""
    similarity: float = 0.0
    """The score that decided (0 to 1)."""
    parts: dict[str, float] = msgspec.field(default_factory=dict)
    """Named parts of the score."""
    reason: str = ""
    """In words."""
    by: Literal["machine", "person"] = "machine"


class StoryChange(Record, frozen=True, kw_only=True):
    """An entry of the log of changed stories."""

    at: datetime
    change: Regrouped
    """Its `article_ids` are those that really moved."""


class Decision(Record, frozen=True, kw_only=True):
    """What a person decided about two articles; the machine never overturns it."""

    kind: Literal["together", "apart"]
    left_id: int
    right_id: int
    decided: datetime


class Development(Record, frozen=True, kw_only=True):
    """A story that goes on where an elder one ended."""

    story_id: int
    of_id: int
    """The elder story."""
    similarity: float = 0.0
    """How alike the two are (0 to 1)."""
    reason: str = ""
    """In words."""


class Member(Record, frozen=True, kw_only=True):
    """An article in its story, with everything later stages need to know about it."""

    article: Article
    source: Source
    kept: Kept
    origin: Origin
    assignment: Assignment


class Coverage(Record, frozen=True, kw_only=True):
    """A story with all articles that tell it, oldest first."""

    story: Story
    members: tuple[Member, ...]

    @property
    def outlets(self) -> int:
        """Number of sources, copies included."""
        return len({m.source.id for m in self.members})

    @property
    def independent(self) -> int:
        """Number of independent sources: origins of different owners.

        Copies of one origin count once, and so do several origins of one owner.
        """
        return len({self.witness(m) for m in self.members})

    def witness(self, member: Member) -> str:
        """Return the owner whose word this article is: that of its origin's source."""
        by_id = {m.article.id: m for m in self.members}
        return by_id.get(member.origin.origin_id, member).source.owner_id


class WindowItem(Record, frozen=True, kw_only=True):
    """What clustering keeps in memory of an article already assigned."""

    article_id: int
    story_id: int
    origin_id: int
    source_id: str
    time: datetime
    language: Language
    title: str
    text: str
    entities: tuple[str, ...] = ()
    url_key: str = ""
    vector: bytes = b""
    """float32, little-endian, unit length."""
    reading: bytes = b""
    """What clustering has read in title and text, packed; where it is known the text may be empty."""


class Part(Record, frozen=True, kw_only=True):
    """One named part of a score."""

    name: str
    value: float
    """What it adds to the total."""
    detail: str
    """Where it comes from, in words."""


class Score(Record, frozen=True, kw_only=True):
    """Why a story ranks where it ranks: the total is the sum of the parts."""

    story_id: int
    total: float
    parts: tuple[Part, ...]


class Appearance(Record, frozen=True, kw_only=True):
    """A story in an earlier edition."""

    story_id: int
    edition_id: str
    date: str
    position: int
    """1 is the lead."""
    articles: int
    """How many articles it had then."""
    article_ids: tuple[int, ...] = ()
    """Which articles it had then, ascending; they tell what is new, whatever became of the story since."""


class News(Record, frozen=True, kw_only=True):
    """What a story has that no earlier edition showed."""

    since: str
    """Local date of the last edition that showed it."""
    edition_id: str
    position: int
    """Its place in that edition; 1 is the lead."""
    article_ids: tuple[int, ...] = ()
    """Its articles that no earlier edition showed, ascending."""
    reports: int = 0
    """Independent sources among them: copies of what was shown do not count."""
