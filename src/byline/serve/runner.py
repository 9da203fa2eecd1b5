"""Runs started by the server: a process of their own, the same command that a person types."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from byline.app.journal import RunState, read_run
from byline.serve.errors import Busy, RunRefused

LOG = "run.log"
"""What the last run that was started here said, in the newsroom's folder."""
APPEARS_S = 10.0
"""How long a started run may take to show itself."""
ENDS_S = 20.0
"""How long a run may take to stop when the server ends."""


class Runner:
    """Starts one run at a time, and stops it when the server ends."""

    def __init__(self, folder: Path, *, options: Sequence[str] = ()) -> None:
        """`options` name the settings, as for `byline run`."""
        self._folder = folder
        self._options = tuple(options)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> RunState:
        """Start a run and return its state. Raises Busy while one is going on, RunRefused where it ended at once."""
        with self._lock:
            last = read_run(self._folder)
            if last.state == "running" or (self._process is not None and self._process.poll() is None):
                raise Busy("A run is going on.")
            command = [sys.executable, "-m", "byline", "run", *self._options]
            quiet = subprocess.DEVNULL
            with (self._folder / LOG).open("wb") as log:
                process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=log)  # noqa: S603 - our own
            self._process = process
            return self._appeared(last, process)

    def close(self) -> None:
        """Stop the run that was started here, as Ctrl-C would: what was finished is stored."""
        with self._lock:
            process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(ENDS_S)
        except subprocess.TimeoutExpired:
            process.kill()

    def _appeared(self, last: RunState, process: subprocess.Popen[bytes]) -> RunState:
        """Return the state of the run that was started. Raises RunRefused where it ended at once."""
        until = time.monotonic() + APPEARS_S
        while time.monotonic() < until:
            ended = process.poll() is not None
            found = read_run(self._folder)
            if found.started != last.started:
                return found
            if ended:
                raise RunRefused(self._last_line() or "The run ended at once.")
            time.sleep(0.05)
        return RunState(state="running")

    def _last_line(self) -> str:
        lines = (self._folder / LOG).read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1].removeprefix("byline: ") if lines else ""
