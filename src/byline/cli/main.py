"""The `byline` command."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Annotated, NoReturn

import typer

from byline.cli import edition, feeds, mcp, measure, models, read, run, send, serve, single, stories, system, verify
from byline.cli.common import COULD_NOT_RUN, set_up_logging
from byline.errors import BylineError

READER_LEFT = 141
"""Exit code where the reader of stdout left: that of a program that SIGPIPE ended."""

app = typer.Typer(
    name="byline",
    help="A self-hosted newsroom: many feeds in, one daily edition out, every sentence cited.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: importing Rich would double the time it takes
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from byline.app.version import version

        typer.echo(version())
        raise typer.Exit


@app.callback()
def _options(
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more (-vv: everything).")] = 0,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version
    set_up_logging(verbose)


for commands in (run, send, feeds, edition, read, verify, models, measure, single, stories, system, serve, mcp):
    commands.register(app)


def main() -> None:
    """Run the command line and exit with 0 done, 1 done with failures, 2 usage or config, 3 could not run."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        name, lines = sys.stdout.encoding, sys.stdout.line_buffering
        sys.stdout = _Piped(sys.stdout.detach(), encoding=name, line_buffering=lines)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character gets a question mark, not the end of the run.
            stream.reconfigure(errors="replace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BylineError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        advice = "Nothing stored is lost; make room and run again." if full else "Name another file or folder."
        _complain(f"{where}{error.strerror or error}. {advice}")
        sys.exit(COULD_NOT_RUN)


class _Piped(io.TextIOWrapper):
    """Standard output whose reader may have enough, like `head`: the command then ends without a word."""

    def write(self, text: str) -> int:
        """Write, or end the command where nobody reads any more."""
        try:
            return super().write(text)
        except BrokenPipeError:
            self._end()

    def flush(self) -> None:
        """Flush, likewise."""
        try:
            super().flush()
        except BrokenPipeError:
            self._end()

    def _end(self) -> NoReturn:
        # What is left in the buffer must go somewhere when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        sys.exit(READER_LEFT)


def _complain(message: str) -> None:
    sys.stderr.write(f"byline: {message}\n")
