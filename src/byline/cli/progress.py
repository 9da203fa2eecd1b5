"""A progress bar a stage, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

TITLES = {
    "poll": "Polling feeds",
    "extract": "Reading pages",
    "screen": "Screening",
    "embed": "Embedding",
    "cluster": "Finding stories",
    "rank": "Ranking",
    "summarise": "Summarising, checking",
    "publish": "Publishing",
    "claims": "Listing statements",
}


class Bars:
    """Shows one bar a stage; where stderr is not a terminal, one line a stage."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """Open the bar of a stage; a stage with nothing to do shows none."""
        if total == 0:
            yield _ignore
            return
        title = TITLES.get(name, name)
        if not self._console.is_terminal:
            yield _ignore
            self._console.print(f"{title}: {total} done" if total else f"{title}: done", markup=False)
            return
        bar = Progress(
            TextColumn("{task.description:<22}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
        )
        with bar:
            task = bar.add_task(title, total=total or 1)
            yield lambda count: bar.advance(task, count)


def _ignore(count: int) -> None:
    del count
