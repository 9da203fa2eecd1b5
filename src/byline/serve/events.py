"""Progress of a run by server-sent events, whoever started the run and in whichever process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
from sse_starlette import EventSourceResponse, ServerSentEvent

from byline.app.journal import RunState, read_run
from byline.serve.errors import TooMany
from byline.serve.words import Word, run_line

EVERY_S = 0.5
"""Seconds between two looks at the run's file: 0.1 ms each."""
PING_S = 15
MOST = 64
"""Streams open at once; a page whose stream is refused shows what it showed."""


class Events:
    """Open streams of one server."""

    def __init__(self, folder: Path, *, newest: Callable[[], str]) -> None:
        """`newest` returns a word that changes when an edition is made."""
        self._folder = folder
        self._newest = newest
        self._open = 0
        self.closing = False

    def stream(self, word: Word) -> EventSourceResponse:
        """Return a stream of `run` and `edition` events. Raises TooMany where too many are open."""
        if self._open >= MOST:
            raise TooMany("Too many pages are following the run.")
        return EventSourceResponse(self._events(word), ping=PING_S, headers={"Cache-Control": "no-store"})

    async def _events(self, word: Word) -> AsyncIterator[ServerSentEvent]:
        self._open += 1
        try:
            newest = await asyncio.to_thread(self._newest)
            last: RunState | None = None
            while not self.closing:
                state = await asyncio.to_thread(read_run, self._folder)
                if state != last:
                    last = state
                    yield ServerSentEvent(event="run", data=_data(state, word))
                    now = await asyncio.to_thread(self._newest)
                    if now != newest:
                        newest = now
                        yield ServerSentEvent(event="edition", data=now)
                await asyncio.sleep(EVERY_S)
        finally:
            self._open -= 1


def _data(state: RunState, word: Word) -> str:
    shown = {
        "state": state.state,
        "stage": state.stage,
        "done": state.done,
        "total": state.total,
        "line": run_line(state, word),
    }
    return msgspec.json.encode(shown).decode()
