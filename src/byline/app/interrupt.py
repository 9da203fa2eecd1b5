"""Ctrl-C that is heard even where a library swallowed it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType, TracebackType
from typing import Self

from byline.pipeline.parts import Progress


class Stoppable:
    """Progress that ends a run at its next step once Ctrl-C was pressed; use it as a context manager.

    Python raises KeyboardInterrupt wherever the main thread happens to be, and code that
    catches everything (a callback from C, a finaliser) makes it vanish: one run in a few
    dozen went on to its end. So the request is remembered, and asked for at every step.
    Another signal handler than Python's own, and other threads than the main one, are left alone.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._asked = False
        self._listening = False

    def __enter__(self) -> Self:
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._remember)
            self._listening = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listening:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._listening = False

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        signal.default_int_handler(number, frame)

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a bar; moving it on raises KeyboardInterrupt after Ctrl-C, and so do its opening and closing."""
        return self._stage(name, total)

    @contextmanager
    def _stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        with self._progress.stage(name, total) as advance:

            def step(count: int) -> None:
                advance(count)
                self._check()

            self._check()
            yield step
            self._check()

    def _check(self) -> None:
        if self._asked:
            raise KeyboardInterrupt
