"""Top-level functions that worker processes can import."""

from __future__ import annotations

import os
import time
from pathlib import Path


def double(number: int) -> int:
    return number * 2


def misbehave(what: object) -> object:
    if what == "raise":
        raise ValueError("bad item")
    if what == "die":
        os._exit(3)
    if what == "hang":
        time.sleep(600)
    if what == "unpicklable":
        return lambda: None
    return what


def slow_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0.0)
    return number


def worker_id(_: int) -> int:
    return os.getpid()


def note_pid_and_hang(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)
