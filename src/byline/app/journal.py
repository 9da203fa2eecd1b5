"""How far a run is, for those who look on from another process: one small file in the newsroom's folder.

The database says what was done, not what is going on. The file is replaced as a whole, so a
reader never sees half of it, and a run never fails because of it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from byline.errors import BylineError, Interrupted
from byline.pipeline.parts import Progress

NAME = "run.json"
EVERY_S = 0.2
"""Least seconds between two writes within a stage."""


class RunState(msgspec.Struct, frozen=True, kw_only=True):
    """The run that is going on, or the last one."""

    state: Literal["none", "running", "done", "stopped", "failed"] = "none"
    started: datetime | None = None
    ended: datetime | None = None
    pid: int = 0
    stage: str = ""
    done: int = 0
    """Items of the stage."""
    total: int | None = None
    """None: not known."""
    finished: dict[str, int] = msgspec.field(default_factory=dict)
    """Stage -> items, in the order of the run."""
    words: str = ""
    """What went wrong."""


def read_run(folder: Path) -> RunState:
    """Return the run of a newsroom's folder; one whose process died is "stopped"."""
    try:
        found = msgspec.json.decode((folder / NAME).read_bytes(), type=RunState)
    except (OSError, msgspec.DecodeError):
        return RunState()
    if found.state == "running" and not _lives(found.pid):
        return msgspec.structs.replace(found, state="stopped", words="Its process ended; the next run goes on.")
    return found


class Journal:
    """Progress that is shown and written down; use it as a context manager around the run."""

    def __init__(self, folder: Path, shown: Progress) -> None:
        """Write to a file of the folder, and pass on to `shown`."""
        self._file = folder / NAME
        self._shown = shown
        self._state = RunState()
        self._written = 0.0

    def __enter__(self) -> Self:
        self._note(msgspec.structs.replace(RunState(), state="running", started=datetime.now(UTC), pid=os.getpid()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        words = str(error) if isinstance(error, BylineError) else "" if error is None else "It failed."
        state: Literal["done", "stopped", "failed"] = "done"
        if error is not None:
            state = "stopped" if isinstance(error, Interrupted | KeyboardInterrupt) else "failed"
        self._note(msgspec.structs.replace(self._state, state=state, ended=datetime.now(UTC), words=words))

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a bar of `total` items; the callable moves it on."""
        return self._stage(name, total)

    @contextmanager
    def _stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        self._note(msgspec.structs.replace(self._state, stage=name, done=0, total=total))
        with self._shown.stage(name, total) as advance:

            def step(count: int) -> None:
                advance(count)
                moved = msgspec.structs.replace(self._state, done=self._state.done + count)
                self._note(moved, lazily=True)

            yield step
        finished = {**self._state.finished, name: self._state.done}
        self._note(msgspec.structs.replace(self._state, finished=finished))

    def _note(self, state: RunState, *, lazily: bool = False) -> None:
        self._state = state
        if lazily and time.monotonic() - self._written < EVERY_S:
            return
        self._written = time.monotonic()
        beside = self._file.with_name(f"{NAME}.new")
        with suppress(OSError):
            beside.write_bytes(msgspec.json.encode(state))
            beside.replace(self._file)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
