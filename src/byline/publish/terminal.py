"""An edition in the terminal: the top stories with their sentences and the source sentences behind them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from byline.publish.labels import Say, words_in
from byline.publish.ledger import check_rows
from byline.publish.shapes import CitedPassage, EditionView, Line, Mark, StoryView
from byline.publish.view import view_edition
from byline.records import Edition

SENTENCES = 4
"""Sentences shown of a story besides headline and deck."""
INDENT = 4
LEAST_QUOTE = 24
"""Terminal cells that a source sentence gets even beside a long outlet name; a Chinese character takes two."""


def digest(edition: Edition, *, top: int, width: int) -> RenderableType:
    """Return the first `top` stories as a Rich renderable for a terminal of `width` columns.

    Text from outside stands in `Text`, in which markup has no meaning, without control
    characters.
    """
    view = view_edition(edition, images={}, min_independent=1)
    say = words_in(edition.language)
    parts: list[RenderableType] = [head(view, say)]
    for place, story in enumerate(view.stories[:top], 1):
        parts += [Text(), *_story(story, say, place=place, width=width)]
    if not view.stories:
        parts.append(Text(say("no_stories")))
    parts += [Text(), Rule(style="dim"), foot(edition, view, say)]
    return Group(*parts)


def head(view: EditionView, say: Say) -> RenderableType:
    """Return the edition's title and day."""
    line = Text(
        f"{view.day} · {say('stories', n=len(view.stories))}, {say('minutes', n=view.minutes, all=view.all_minutes)}",
        style="dim",
    )
    return Group(Text(plain(view.title), style="bold"), line, Rule(style="dim"))


def _story(story: StoryView, say: Say, *, place: int, width: int) -> Iterator[RenderableType]:
    lines = [line for group in story.groups for line in group.lines][:SENTENCES]
    shown = [story.headline, *([story.deck] if story.deck else []), *lines]
    yield from opening(story, say, place=place, width=width)
    if story.deck:
        yield indented(sentence_text(story.deck, style="italic", new=say("new")))
    for line in lines:
        yield indented(sentence_text(line, new=say("new")))
    for passage in _passages(shown):
        yield indented(_source(passage, width=width - INDENT))


def opening(story: StoryView, say: Say, *, place: int, width: int) -> Iterator[RenderableType]:
    """Yield a story's headline, how many tell it, and its past."""
    yield hanging(f"{place}.", sentence_text(story.headline, style="bold"), width=width)
    standing = f"{say('independent', n=story.independent)} ({say('outlets', n=story.outlets)})"
    countries = ", ".join(f"{code} {n}" for code, n in story.countries)
    yield indented(Text(f"{standing} · {countries}" if countries else standing, style="cyan"))
    if story.since:
        yield indented(Text(story.since, style="green"))
    if story.before:
        yield indented(Text(f"{say('continues')}: {plain(story.before.headline)}, {story.before.day}", style="dim"))


def sentence_text(line: Line, *, style: str = "", new: str = "") -> Text:
    """Return a sentence with its speaker and numbers."""
    text = Text()
    if line.speaker:
        text.append(f"{plain(line.speaker)}: ", style="dim")
    text.append(plain(line.text), style=style)
    for mark in line.marks:
        text.append(f" [{mark.passage.number}]", style="blue")
    if line.new and new:
        text.append(f" ({new})", style="green")
    return text


def _source(passage: CitedPassage, *, width: int) -> Text:
    """Return number, outlet and the beginning of the source sentence in one line of `width` cells."""
    text = Text(style="dim")
    text.append(f"[{passage.number}] ", style="blue")
    text.append(f"{plain(passage.outlet)}: ")
    room = width - text.cell_len - cell_len("“”")
    text.append(f"“{shorten(plain(passage.quote), max(LEAST_QUOTE, room))}”")
    return text


def shorten(text: str, cells: int) -> str:
    """Return the text in at most so many terminal cells, with "…" where something is missing."""
    if cell_len(text) <= cells:
        return text
    used, kept = 1, ""
    for character in text:
        used += cell_len(character)
        if used > cells:
            break
        kept += character
    return kept.rstrip() + "…"


def _passages(lines: list[Line]) -> list[CitedPassage]:
    marks: list[Mark] = [mark for line in lines for mark in line.marks]
    by_number = {mark.passage.number: mark.passage for mark in marks}
    return [by_number[number] for number in sorted(by_number)]


def foot(edition: Edition, view: EditionView, say: Say) -> RenderableType:
    """Return the ledger in one line."""
    ledger = edition.ledger
    rows = check_rows(ledger.checks, language=edition.language, tiers=view.tiers)
    counts = [
        f"{say('ledger.read')} {ledger.read:,}",
        f"{say('ledger.kept')} {ledger.kept:,}",
        f"{say('ledger.dropped')} {sum(ledger.dropped.values()):,}",
        *(f"{row.name} {row.count:,}" for row in rows if not row.part),
    ]
    return Text(" · ".join(counts), style="dim")


def hanging(label: str, text: Text, *, width: int, indent: int = INDENT) -> RenderableType:
    """Return a text that hangs from its label, `indent` terminal cells from the margin."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=indent - 1, justify="right")
    table.add_column(max_width=max(20, width - indent))
    table.add_row(Text(label, style="bold"), text)
    return table


def indented(text: Text) -> RenderableType:
    """Return a text below what hangs from a label."""
    return Padding(text, (0, 0, 0, INDENT), expand=False)


def plain(text: str) -> str:
    """Return the text in one line without characters that could steer a terminal."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
