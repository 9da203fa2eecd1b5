"""What every command shares: the options that find the settings, printing, exit codes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from byline.app.newsroom import Newsroom
    from byline.config.load import Loaded

DONE, DONE_WITH_FAILURES, COULD_NOT_RUN = 0, 1, 3
"""Exit codes; 2 (usage or settings) and 130 (interrupted) come with their errors."""

ConfigOption = Annotated[
    Path | None, typer.Option("--config", "-c", help="Settings file (default: byline.toml of this folder).")
]
SetOption = Annotated[list[str] | None, typer.Option("--set", help="One setting: section.key=value. May be repeated.")]
UNBOUNDED = 100_000
"""Width of the data console in a pipe, in characters."""
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def load(config: Path | None, set_: list[str] | None) -> Loaded:
    """Return the settings for a command."""
    from byline.config.load import load_config

    return load_config(config, flags=set_ or [])


def open_newsroom(config: Path | None, set_: list[str] | None) -> Newsroom:
    """Return the newsroom of the settings; use it as a context manager."""
    from byline.app.newsroom import Newsroom

    return Newsroom(load(config, set_))


def existing_newsroom(config: Path | None, set_: list[str] | None) -> Newsroom:
    """Return the newsroom of the settings, for commands that must not make one. Raises ConfigError without one."""
    newsroom = open_newsroom(config, set_)
    newsroom.must_exist()
    return newsroom


def out() -> Console:
    """Return the console for data (stdout): as wide as the terminal, unbounded in a pipe. Rich honours NO_COLOR."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    # In a pipe nobody sees columns: a line broken at 80 characters would only cut addresses in two.
    return console if console.is_terminal else Console(highlight=False, soft_wrap=False, width=UNBOUNDED)


def print_rows(rows: Sequence[Sequence[str]], *, head: Sequence[str] = ()) -> None:
    """Print rows in columns and never cut one: in a narrow terminal a line runs on in the next."""
    from rich.cells import cell_len
    from rich.text import Text

    lines = [*([head] if head else []), *rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    console = out()
    for number, line in enumerate(lines):
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)]
        style = "bold" if head and number == 0 else ""
        console.print(Text("  ".join(padded).rstrip(), style=style), soft_wrap=True)


def err() -> Console:
    """Return the console for progress and remarks (stderr)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def nearest(name: str, known: Sequence[str], *, what: str) -> str:
    """Return the advice for a name that is not known: the nearest one, or all."""
    import difflib

    close = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"{what} are: {', '.join(known)}."


def print_json(value: object) -> None:
    """Print a value of records and builtins as indented JSON; ids of articles and stories are texts, as in the API."""
    import msgspec

    from byline.publish.edition_json import with_text_ids

    encoded = msgspec.json.encode(with_text_ids(value))
    sys.stdout.write(msgspec.json.format(encoded.decode(), indent=2) + "\n")


def set_up_logging(verbosity: int) -> None:
    """Send log lines to stderr: warnings, with -v one line a stage, with -vv why each decision fell."""
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)]
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname).1s %(name)s %(message)s")
    logging.getLogger("byline").setLevel(level)
