"""The plain-text part of a mail: as complete as the HTML part, for those who prefer it and for machines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from byline.publish.labels import Say, words_in
from byline.publish.plain import Addresses, one_line, spoken
from byline.publish.shapes import CitedPassage, Difference, EditionView, Line, StoryView

WIDTH = 72
"""Columns of prose, the custom of plain-text mail."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a mail tells of one story."""

    story: StoryView
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    passages: tuple[CitedPassage, ...]
    """Everything that the lines cite."""
    left: int
    """Sentences that only the story's page has."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The stories of a mail."""

    told: tuple[Shown, ...]
    brief: tuple[Shown, ...]
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Ends:
    """What stands around the stories."""

    language: str
    links: Addresses
    notice: str
    address: str
    unsubscribe: str
    """Address to unsubscribe at; "": none is shown."""


def mail_text(view: EditionView, chosen: Chosen, ends: Ends) -> str:
    """Return the text part."""
    say, links = words_in(ends.language), ends.links
    blocks = [_head(view, say, links), *([_wrapped(ends.notice)] if ends.notice else [])]
    blocks += [] if view.stories else [say("no_stories")]
    for place, shown in enumerate((*chosen.told, *chosen.brief), 1):
        blocks.append("\n\n".join(_story(shown, say, place=place, links=links)))
    if chosen.left_out:
        more = say("more_stories", n=chosen.left_out)
        blocks.append(f"{more}: {links.front}" if links.site else more)
    blocks.append("\n".join(_foot(view, ends, whole=not chosen.left_out)))
    return f"\n\n{'-' * WIDTH}\n\n".join(blocks) + "\n"


def _head(view: EditionView, say: Say, links: Addresses) -> str:
    lines = [one_line(view.title), f"{view.day} · {say('stories', n=len(view.stories))}"]
    return "\n".join(lines + ([links.front] if links.site else []))


def _story(shown: Shown, say: Say, *, place: int, links: Addresses) -> Iterator[str]:
    story = shown.story
    countries = ", ".join(f"{code} {n}" for code, n in story.countries)
    standing = f"{say('independent', n=story.independent)} ({say('outlets', n=story.outlets)})"
    head = [_wrapped(f"{place}. {_said(story.headline)}"), " · ".join(part for part in (standing, countries) if part)]
    head += [links.story(story.slug)] if links.site else []
    yield "\n".join(head)
    if story.deck is not None and story.deck not in shown.lines:
        yield _wrapped(_said(story.deck))
    for line in shown.lines:
        yield _wrapped(_said(line))
    for difference in shown.differences:
        yield "\n".join(_difference(difference, say))
    if shown.left:
        yield say("more_sentences", n=shown.left)
    yield "\n".join([f"{say('sources')}:", *map(_source, shown.passages)])


def _difference(difference: Difference, say: Say) -> Iterator[str]:
    yield _wrapped(f"{say('section.differ')}: {one_line(difference.subject)}")
    for side in difference.sides:
        told = _said(side.line) if side.line else f"{one_line(side.outlet)} [{side.mark.passage.number}]"
        yield _wrapped(f"- {one_line(side.value)}: {told}")


def _said(line: Line) -> str:
    return spoken(line) + " " + "".join(f"[{mark.passage.number}]" for mark in line.marks)


def _source(passage: CitedPassage) -> str:
    quoted = _wrapped(f"[{passage.number}] “{one_line(passage.quote)}” {one_line(passage.outlet)}, {passage.day}")
    return f"{quoted}\n    {passage.url}" if passage.url else quoted


def _foot(view: EditionView, ends: Ends, *, whole: bool) -> Iterator[str]:
    say = words_in(ends.language)
    if whole:
        yield say("end")
    yield say("why_mail", address=ends.address, title=one_line(view.title))
    if ends.unsubscribe:
        yield f"{say('unsubscribe')}: {ends.unsubscribe}"


def _wrapped(text: str) -> str:
    return textwrap.fill(one_line(text), WIDTH, break_long_words=False, break_on_hyphens=False)
