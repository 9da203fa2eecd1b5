"""The plain values that templates and the terminal print; `view` makes them from records."""

from __future__ import annotations

from dataclasses import dataclass

from byline.publish.pictures import Picture
from byline.publish.timeline import Timeline
from byline.records import CheckCount, Part


@dataclass(frozen=True, kw_only=True)
class CitedPassage:
    """One numbered source sentence."""

    number: int
    quote: str
    lang: str
    language: str
    """Its name where it is not the edition's, else ""."""
    outlet: str
    country: str
    day: str
    iso_day: str
    title: str
    url: str
    """With text fragment; "" where the article has no http(s) address."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One [n] in the text."""

    passage: CitedPassage
    relation: str
    """How the sentence relates to the passage, in words."""
    first: bool
    """The first use of this number on the story's page: the target of the way back."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One published sentence."""

    text: str
    lang: str
    language: str
    speaker: str
    tier: str
    marks: tuple[Mark, ...]
    new: bool = False
    """Only articles say it that no earlier edition showed."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One value of a disagreement."""

    value: str
    outlet: str
    lang: str
    mark: Mark
    line: Line | None
    """The published sentence that says it; it is then not repeated below."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A disagreement between sources."""

    subject: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A titled part of a story."""

    kind: str
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One article of the coverage list."""

    name: str
    country: str
    lang: str
    language: str
    title: str
    url: str
    moment: str
    iso: str
    copy: str
    """"copy of X", or ""."""
    corrected: bool
    """It carries a correction notice."""
    remarks: tuple[str, ...]
    source_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Before:
    """The elder story that a story goes on from."""

    headline: str
    lang: str
    day: str
    path: str
    """Address of its page as seen from the folder above the editions'; "" where no edition showed it."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class StoryView:
    """One story as the pages show it."""

    slug: str
    headline: Line
    deck: Line | None
    groups: tuple[Group, ...]
    opening: tuple[Line, ...]
    """What the front page tells of it if it leads."""
    passages: tuple[CitedPassage, ...]
    coverage: tuple[tuple[Outlet, ...], ...]
    """One tuple for each independent source: its own article first, copies after it."""
    independent: int
    outlets: int
    countries: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    """Outlet names, independent ones first."""
    updated: str
    updated_iso: str
    picture: Picture | None
    parts: tuple[Part, ...]
    total: float
    checks: CheckCount
    tiers: tuple[tuple[str, int], ...]
    enough: bool
    """It has the sources that the main part of the edition asks for."""
    since: str = ""
    """What is new since an earlier edition, in words; "" where none showed it."""
    before: Before | None = None
    by_hand: tuple[str, ...] = ()
    """What people merged and split, a sentence each."""
    timeline: Timeline | None = None
    topics: tuple[str, ...] = ()
    """Ids of what it is about, most named first."""
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EditionView:
    """One edition as the pages show it."""

    id: str
    title: str
    language: str
    day: str
    made: str
    minutes: int
    """To read the front page."""
    all_minutes: int
    """To read every story."""
    stories: tuple[StoryView, ...]
    tiers: tuple[tuple[str, int], ...]
