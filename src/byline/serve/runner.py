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
from byline.serve.errors import Busy

APPEARS_S = 5.0
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
        """Start a run and return its state. Raises Busy while one is going on."""
        with self._lock:
            last = read_run(self._folder)
            if last.state == "running" or (self._process is not None and self._process.poll() is None):
                raise Busy("A run is going on.")
            command = [sys.executable, "-m", "byline", "run", *self._options]
            quiet = subprocess.DEVNULL
            self._process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - our own
            return self._appeared(last)

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

    def _appeared(self, last: RunState) -> RunState:
        until = time.monotonic() + APPEARS_S
        while time.monotonic() < until:
            found = read_run(self._folder)
            if found.started != last.started:
                return found
            time.sleep(0.05)
        return RunState(state="running")
