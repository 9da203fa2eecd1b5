"""The sample newsroom's server: all outlets on one loopback port, told apart by the Host header."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType

from aiohttp import web

from byline.errors import PortError
from byline.records import Feed, Source
from byline.sample.load import load_newsroom
from byline.sample.records import PORT, Expect, Newsroom
from byline.sample.site import Address, Reply, build_site

_log = logging.getLogger(__name__)
ADDRESS = "127.0.0.1"
PORTS_TRIED = 20


class SampleNewsroom:
    """Serves the bundled outlets in a thread of its own, on loopback only.

    Use it as a context manager, or call `start` and `stop`. Addresses always
    name port 8765, whichever port was free; `hosts` maps the names to the real
    address, as a fetcher's `hosts` setting wants it.
    """

    def __init__(self, newsroom: Newsroom | None = None, *, port: int = PORT, ports_tried: int = PORTS_TRIED) -> None:
        """`port` is the first that is tried, `ports_tried` how many in a row."""
        self.newsroom = newsroom or load_newsroom()
        self.port = 0
        self._ports = range(port, port + ports_tried)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the outlets as sources of a catalogue."""
        return tuple(outlet.as_source() for outlet in self.newsroom.outlets)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Return the outlets' feeds, the moved and the dead one included."""
        return tuple(outlet.as_feed() for outlet in self.newsroom.outlets)

    @property
    def hosts(self) -> dict[str, str]:
        """Return the name that stands in the addresses -> the address that really answers."""
        return {f"*.localhost:{PORT}": f"{ADDRESS}:{self.port}"}

    @property
    def expectations(self) -> dict[str, Expect]:
        """Return what is expected of each article, by its address."""
        return {self.newsroom.url(article): article.expect for article in self.newsroom.articles}

    def start(self) -> SampleNewsroom:
        """Answer requests from now on. Raises PortError when no port is free."""
        listener = self._listen()
        site = build_site(self.newsroom)
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(listener, site, ready), name="sample", daemon=True)
        self._thread.start()
        ready.wait()
        _log.info("sample newsroom: %d outlets on http://%s:%d", len(self.newsroom.outlets), ADDRESS, self.port)
        return self

    def stop(self) -> None:
        """Close the port and end the thread."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop = self._thread = None

    def __enter__(self) -> SampleNewsroom:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self) -> socket.socket:
        for port in self._ports:
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((ADDRESS, port))
            except OSError:
                listener.close()
                continue
            listener.listen(128)
            self.port = port
            return listener
        raise PortError(
            f"ports {self._ports.start} to {self._ports.stop - 1} of {ADDRESS} are all taken.",
            subject="sample newsroom",
            advice="End a program that listens there, or name another first port: byline demo --port 9000",
        )

    def _serve(self, listener: socket.socket, site: Mapping[Address, Reply], ready: threading.Event) -> None:
        loop = self._loop
        assert loop is not None  # noqa: S101  start() has just set it
        asyncio.set_event_loop(loop)
        runner = web.AppRunner(_app(site), access_log=None)
        loop.run_until_complete(runner.setup())
        loop.run_until_complete(web.SockSite(runner, listener).start())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()


def _app(site: Mapping[Address, Reply]) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        host = request.host.partition(":")[0].lower()
        reply = site.get((host, request.path)) or site.get((host, ""))
        if reply is None:
            return web.Response(status=HTTPStatus.MISDIRECTED_REQUEST, text=f"No outlet is called {host}.\n")
        return _response(request, reply)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    return app


def _response(request: web.Request, reply: Reply) -> web.Response:
    headers = {"Content-Type": reply.content_type, "Cache-Control": "max-age=300"}
    if reply.etag:
        headers["ETag"] = reply.etag
    if reply.changed:
        headers["Last-Modified"] = format_datetime(reply.changed.astimezone(UTC), usegmt=True)
    if reply.location:
        headers["Location"] = reply.location
    if reply.status == HTTPStatus.OK and _unchanged(request, reply):
        del headers["Content-Type"]
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(status=reply.status, headers=headers, body=reply.body)


def _unchanged(request: web.Request, reply: Reply) -> bool:
    """Tell whether the client has this answer. **Source:** RFC 9110, section 13.2.2 (the ETag wins)."""
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        return reply.etag in (tag.strip().removeprefix("W/") for tag in asked.split(","))
    since = request.headers.get("If-Modified-Since")
    if since is None or reply.changed is None:
        return False
    try:
        return parsedate_to_datetime(since) >= reply.changed
    except ValueError:
        return False
