"""What the readers of all feed formats produce, before it becomes records."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawEntry:
    """One item as the feed wrote it: addresses not yet completed, HTML not yet cleaned."""

    id: str = ""
    link: str = ""
    title: str = ""
    title_is_html: bool = True
    summary: str = ""
    summary_is_html: bool = True
    content: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    image: str = ""
    language: str = ""
    base: str = ""
    html_base: str = ""
    """Set where the feed declares what its relative addresses mean; else they hang on the item's link."""


@dataclass(slots=True)
class RawFeed:
    """One feed as written."""

    title: str = ""
    link: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    ttl_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    entries: list[RawEntry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


CUT_OFF = "the feed is cut off: its end is missing"
DROPPED_END = "an item that does not end was dropped"
INCOMPLETE = frozenset((CUT_OFF, DROPPED_END))
"""Warnings that say that there was more than what was read."""
MAX_ENTRIES = 2_000
"""Items read of one body; the rest is reported, not read."""
