"""The coverage of a story in time, as a small drawing: one dot a report, higher with every report.

The drawing is markup of the page itself (SVG), with its title and description in words;
colours come from the style sheet, so that it is right on light and dark paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from byline.publish.labels import moment_in, words_in
from byline.records import Coverage, Member

WIDTH, HEIGHT = 400, 84
"""Of the drawing, in its own units; it grows and shrinks with the column."""
MARGIN = 7
MOST_DAYS = 15
"""More midnights than this are not drawn: the lines would run together."""


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One report."""

    x: float
    y: float
    copy: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What the drawing shows."""

    description: str
    dots: tuple[Dot, ...]
    steps: str
    """The line through the dots, as SVG path data."""
    days: tuple[float, ...]
    """Where midnights (UTC) are."""
    first: str
    last: str
    radius: float
    width: int = WIDTH
    height: int = HEIGHT


def timeline_of(coverage: Coverage, *, language: str) -> Timeline | None:
    """Return the drawing of a story's coverage; None where all of it is of one moment."""
    members = sorted(coverage.members, key=lambda member: (member.article.published, member.article.id))
    if len(members) < 2 or members[0].article.published == members[-1].article.published:
        return None
    dots = _dots(members, language=language)
    first, last = members[0], members[-1]
    say = words_in(language)
    copies = sum(dot.copy for dot in dots)
    return Timeline(
        description=say(
            "timeline.text",
            reports=say("reports", n=len(dots)),
            copies=say("timeline.copies", n=copies),
            first=moment_in(language, first.article.published),
            first_by=first.source.name,
            last=moment_in(language, last.article.published),
            last_by=last.source.name,
        ),
        dots=dots,
        steps=_steps(dots),
        days=_days(first.article.published, last.article.published),
        first=moment_in(language, first.article.published),
        last=moment_in(language, last.article.published),
        radius=4 if len(dots) <= 12 else 2.5,
    )


def _dots(members: Sequence[Member], *, language: str) -> tuple[Dot, ...]:
    start, end = members[0].article.published, members[-1].article.published
    rise = (HEIGHT - 2 * MARGIN) / (len(members) - 1)
    return tuple(
        Dot(
            x=_across(member.article.published, start, end),
            y=round(HEIGHT - MARGIN - at * rise, 1),
            copy=member.origin.origin_id != member.article.id,
            label=f"{member.source.name}, {moment_in(language, member.article.published)}",
        )
        for at, member in enumerate(members)
    )


def _across(moment: datetime, start: datetime, end: datetime) -> float:
    return round(MARGIN + (WIDTH - 2 * MARGIN) * ((moment - start) / (end - start)), 1)


def _steps(dots: Sequence[Dot]) -> str:
    first, *others = dots
    return f"M{first.x} {first.y}" + "".join(f"H{dot.x}V{dot.y}" for dot in others)


def _days(start: datetime, end: datetime) -> tuple[float, ...]:
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = (end - midnight) // timedelta(days=1) + 1
    if days > MOST_DAYS:
        return ()
    return tuple(_across(midnight + timedelta(days=day), start, end) for day in range(max(0, days)))
