"""The field: sources, feeds, topics, entities."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from byline.records.base import Language, Record


class SourceKind(StrEnum):
    """What sort of publisher a source is."""

    PRESS = "press"
    LAB = "lab"
    RESEARCH = "research"
    NEWSLETTER = "newsletter"
    COMMUNITY = "community"
    POLICY = "policy"
    COMPANY = "company"


class Source(Record, frozen=True, kw_only=True):
    """A publisher."""

    id: str
    """Slug, unique in the catalogue: lower case letters, digits, hyphens."""
    name: str
    site: str
    """Home page address."""
    country: str = ""
    """ISO 3166-1 alpha-2 code in upper case, or "" where unknown."""
    language: Language = "en"
    kind: SourceKind = SourceKind.PRESS
    owner: str = ""
    """Slug of the owning group; sources of one owner are not independent. "" means the source owns itself."""

    @property
    def owner_id(self) -> str:
        """The owner's slug, the source's own where none is named."""
        return self.owner or self.id


class Feed(Record, frozen=True, kw_only=True):
    """An address that a source publishes entries at."""

    url: str
    source_id: str


class Topic(Record, frozen=True, kw_only=True):
    """A subject of the field, told by words in its languages."""

    id: str
    name: str
    terms: dict[str, tuple[str, ...]]
    """Language -> terms. A Latin-script term matches whole words, a Han term any substring."""
    weight: float = 1.0
    """How much one hit counts towards relevance (0 to 3)."""
    weak: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Terms like `terms` that other fields use as well: never enough without a second witness."""


class Entity(Record, frozen=True, kw_only=True):
    """An organisation, person or model of the field."""

    id: str
    name: str
    kind: Literal["organisation", "person", "model", "product", "place", "event"]
    aliases: dict[str, tuple[str, ...]]
    """Language -> other names, the usual name included."""
    maker: str = ""
    """For models and products: id of the organisation that makes it."""
    weight: float = 1.0
    """How much naming it counts towards relevance (0 to 1): firms of many trades weigh little."""


class Catalogue(Record, frozen=True, kw_only=True):
    """A field: its sources, feeds, topics and entities."""

    name: str
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
