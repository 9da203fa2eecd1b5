"""The whole edition in a terminal: every section of every story, and the source sentences on demand."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from byline.publish.labels import Say, words_in
from byline.publish.shapes import CitedPassage, Difference, EditionView, StoryView
from byline.publish.shapes import Group as Part
from byline.publish.terminal import INDENT, foot, hanging, head, indented, opening, plain, sentence_text
from byline.records import Edition

QUOTE_INDENT = INDENT + 5
"""Terminal cells before a source sentence: its number stands to the left of it."""


def edition_head(edition: Edition, view: EditionView) -> RenderableType:
    """Return what stands above the first story."""
    notice = [Text(plain(edition.notice), style="dim")] if edition.notice else []
    empty = [] if view.stories else [Text(words_in(edition.language)("no_stories"))]
    return Group(head(view, words_in(edition.language)), *notice, *empty)


def edition_foot(edition: Edition, view: EditionView) -> RenderableType:
    """Return what stands below the last story: the ledger."""
    return foot(edition, view, words_in(edition.language))


def story_text(story: StoryView, *, language: str, place: int, width: int, sources: bool) -> RenderableType:
    """Return one story whole for `width` terminal columns; with `sources` each cited passage in full below it."""
    say = words_in(language)
    parts: list[RenderableType] = list(opening(story, say, place=place, width=width))
    if story.deck is not None:
        parts.append(indented(sentence_text(story.deck, style="italic", new=say("new"))))
    for group in story.groups:
        parts += [Text(), *_group(group, say)]
    if sources:
        parts += [Text(), indented(Text(say("sources"), style="bold"))]
        parts += [part for passage in story.passages for part in _source(passage, width=width)]
    return Group(*parts)


def _group(group: Part, say: Say) -> Iterator[RenderableType]:
    if group.kind != "happened":
        yield indented(Text(say(f"section.{group.kind}"), style="bold"))
    if group.kind == "opinion":
        yield indented(Text(say("opinion_note"), style="dim"))
    for line in group.lines:
        yield indented(sentence_text(line, new=say("new")))
    for difference in group.differences:
        yield from _difference(difference)


def _difference(difference: Difference) -> Iterator[RenderableType]:
    yield indented(Text(plain(difference.subject), style="italic"))
    for side in difference.sides:
        told = Text(f"- {plain(side.value)}: ", style="bold")
        if side.line is not None:
            told.append_text(Text(style="not bold").append_text(sentence_text(side.line)))
        else:
            told.append(plain(side.outlet), style="not bold").append(f" [{side.mark.passage.number}]", style="blue")
        yield indented(told)


def _source(passage: CitedPassage, *, width: int) -> Iterator[RenderableType]:
    """Yield a source sentence in full, whose it is, and where: in a terminal that can, the outlet is the link."""
    yield hanging(f"[{passage.number}]", Text(f"“{plain(passage.quote)}”"), width=width, indent=QUOTE_INDENT)
    link = Style(link=passage.url) if passage.url else Style()
    where = ", ".join(part for part in (passage.country, passage.day) if part)
    line = Text.assemble((plain(passage.outlet), link), f", {plain(where)}", style="dim")
    yield Padding(line, (0, 0, 0, QUOTE_INDENT), expand=False)
