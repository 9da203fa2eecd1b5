"""The fetcher: many requests at once behind a plain iterator.

An event loop in a thread of its own does the work; results come through a queue.
A slow consumer holds the fetcher back: no more bodies are held than there may be
connections.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress

from byline.ingest.client import Client
from byline.ingest.settings import FetchSettings
from byline.records import FetchOutcome, FetchRequest

_JOIN_S = 10.0

_Result = tuple[FetchRequest, FetchOutcome]
_Results = queue.SimpleQueue[_Result | BaseException | None]


class HttpFetcher:
    """Reads addresses over HTTP. What it learns of hosts (robots, pauses) lasts until `close`."""

    def __init__(self, settings: FetchSettings) -> None:
        """Start nothing yet; the thread starts with the first fetch."""
        self._settings = settings
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: Client | None = None

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[_Result]:
        """Yield each request with its outcome, as they finish. Closing the iterator cancels the rest.

        `requests` is read at once, before the first result.
        """
        wanted = list(requests)
        if not wanted:
            return
        loop = self._running_loop()
        results: _Results = queue.SimpleQueue()
        backlog = _Backlog(self._settings.connections)
        job = asyncio.run_coroutine_threadsafe(self._run(wanted, results, backlog), loop)
        try:
            while (result := results.get()) is not None:
                if isinstance(result, BaseException):
                    raise result
                loop.call_soon_threadsafe(backlog.taken)
                yield result
        finally:
            _cancel(job)

    def close(self) -> None:
        """Cancel what runs and release all connections. May be called twice."""
        with self._lock:
            loop, thread, client = self._loop, self._thread, self._client
            self._loop = self._thread = self._client = None
        if loop is None or thread is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(_shut_down(client), loop).result(_JOIN_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_JOIN_S)
        if not thread.is_alive():
            loop.close()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="byline-fetch", daemon=True)
                self._thread.start()
            return self._loop

    async def _run(self, wanted: list[FetchRequest], results: _Results, backlog: _Backlog) -> None:
        """Fetch everything and put a None behind the last result."""
        try:
            if self._client is None:
                self._client = Client(self._settings)
            client = self._client
            async with asyncio.TaskGroup() as group:
                for request in wanted:
                    group.create_task(_one(client, request, results=results, backlog=backlog))
            results.put(None)
        except asyncio.CancelledError:
            results.put(None)
            raise
        except BaseException as error:
            results.put(error)
            raise


async def _one(client: Client, request: FetchRequest, *, results: _Results, backlog: _Backlog) -> None:
    outcome = await client.get(request, ready=backlog.room)
    backlog.added()
    results.put((request, outcome))


class _Backlog:
    """Counts results that nobody has taken yet, so that finished bodies do not pile up.

    Nothing is held while waiting: a semaphore here could lock up with the places of a domain.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._count = 0
        self._has_room = asyncio.Event()
        self._has_room.set()

    async def room(self) -> None:
        await self._has_room.wait()

    def added(self) -> None:
        self._count += 1
        if self._count >= self._limit:
            self._has_room.clear()

    def taken(self) -> None:
        self._count -= 1
        if self._count < self._limit:
            self._has_room.set()


def _cancel(job: Future[None]) -> None:
    job.cancel()
    with suppress(BaseException):
        job.exception(_JOIN_S)


async def _shut_down(client: Client | None) -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if client is not None:
        await client.__aexit__(None, None, None)
