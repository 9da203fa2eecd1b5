"""`byline read`: an edition in the terminal, story by story."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import ConfigOption, JsonOption, SetOption, open_newsroom, out
from byline.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from byline.app.newsroom import Newsroom
    from byline.publish.shapes import EditionView
    from byline.records import Edition

MEASURE = 100
"""Widest line of prose, in a terminal or a pipe, in columns."""
POSITIONS = 3
"""Digits of the largest position: a longer number is an edition's id."""
KEYS = "Enter: next   s: source sentences   number: that story   q: end"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(read)


def read(
    edition: Annotated[str, typer.Argument(help="Edition id, edition.json or its folder (default: the newest).")] = "",
    story: Annotated[str, typer.Argument(help="Position or slug of one story: 1 is the lead.")] = "",
    only: Annotated[str, typer.Option("--story", help="The same as STORY, for the newest edition.")] = "",
    sources: Annotated[bool, typer.Option("--sources", help="Print the source sentences in full.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="Do not stop after each story of a terminal.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown with footnotes.")] = False,
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Read an edition: every sentence with its numbers, the source sentences one key away."""
    from byline.publish.view import view_edition

    if edition.isdecimal() and len(edition) <= POSITIONS and not story:
        edition, story = "", edition
    with open_newsroom(config, set_) as newsroom:
        found = _edition(newsroom, edition)
        settings = newsroom.config.publish
        view = view_edition(found, images={}, min_independent=settings.min_independent)
        at = _position(view, story or only)
        if json:
            _print_json(found, at)
        elif markdown:
            _print_markdown(found, view, at, address=settings.address)
        elif at is not None:
            _show(_story(found, view, at, sources=sources))
        elif whole or not (sys.stdin.isatty() and sys.stdout.isatty()):
            _print_whole(found, view, sources=sources)
        else:
            _page_through(found, view, sources=sources)


def _edition(newsroom: Newsroom, wanted: str) -> Edition:
    from byline.app.published import find_published

    if wanted:
        store = newsroom.store if newsroom.database.is_file() else None
        return max((one.edition for one in find_published(wanted, store=store)), key=lambda e: (e.date, e.made_at))
    newsroom.must_exist()
    newest = newsroom.store.edition()
    if newest is None:
        raise ConfigError("there is no edition yet.", advice="Make one with: byline run")
    return newest


def _position(view: EditionView, wanted: str) -> int | None:
    """Return the index of the story meant, None for all. Raises ConfigError where there is none."""
    if not wanted:
        return None
    slugs = [story.slug for story in view.stories]
    if wanted in slugs:
        return slugs.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(slugs):
        return int(wanted) - 1
    raise ConfigError(
        f"there is no such story in the edition of {view.day}.",
        subject=wanted,
        advice=f"Stories are numbered 1 to {len(slugs)}." if slugs else "It has no story.",
    )


def _print_json(edition: Edition, at: int | None) -> None:
    import msgspec

    from byline.publish.site import edition_json

    body = edition_json(edition, full_texts=False)
    if at is not None:
        # Any: one story of a document that this program wrote just now.
        story = msgspec.json.decode(body)["stories"][at]
        body = msgspec.json.format(msgspec.json.encode(story), indent=1) + b"\n"
    sys.stdout.write(body.decode())


def _print_markdown(edition: Edition, view: EditionView, at: int | None, *, address: str) -> None:
    from byline.publish.markdown import edition_markdown, story_markdown
    from byline.publish.plain import Addresses

    if at is None:
        text = edition_markdown(edition, view, address=address)
    else:
        links = Addresses(site=address, edition_id=edition.id, up="../../")
        text = story_markdown(edition, view.stories[at], links=links)
    sys.stdout.write(text)


def _print_whole(edition: Edition, view: EditionView, *, sources: bool) -> None:
    from rich.text import Text

    from byline.publish.reading import edition_foot, edition_head

    _show(edition_head(edition, view))
    for at in range(len(view.stories)):
        _show(Text())
        _show(_story(edition, view, at, sources=sources))
    _show(Text())
    _show(edition_foot(edition, view))


def _page_through(edition: Edition, view: EditionView, *, sources: bool) -> None:
    """Show one story at a time and do what the reader types."""
    from byline.publish.reading import edition_foot, edition_head

    _show(edition_head(edition, view))
    at = 0
    while at < len(view.stories):
        _show(_story(edition, view, at, sources=sources))
        answer = _ask(f"{at + 1} of {len(view.stories)}   {KEYS}")
        while answer == "s":
            _show(_story(edition, view, at, sources=True))
            answer = _ask(f"{at + 1} of {len(view.stories)}   {KEYS}")
        if answer == "q":
            return
        typed = int(answer) if answer.isdecimal() else 0
        at = typed - 1 if 1 <= typed <= len(view.stories) else at + 1
    _show(edition_foot(edition, view))


def _ask(line: str) -> str:
    try:
        return input(f"\n{line} > ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return "q"


def _story(edition: Edition, view: EditionView, at: int, *, sources: bool) -> RenderableType:
    from byline.publish.reading import story_text

    story = view.stories[at]
    return story_text(story, language=edition.language, place=at + 1, width=_width(), sources=sources)


def _width() -> int:
    return min(out().width, MEASURE)


def _show(text: RenderableType) -> None:
    """Print without blanks at the ends of lines: a pipe gets the words alone."""
    console = out()
    if console.is_terminal:
        console.print(text, width=_width())
        return
    with console.capture() as capture:
        console.print(text, width=_width())
    for line in capture.get().splitlines():
        sys.stdout.write(line.rstrip() + "\n")
