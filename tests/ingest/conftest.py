"""A loopback server that misbehaves on request, and records to build tests from."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import web

from byline.ingest.http import HttpFetcher
from byline.ingest.settings import FetchSettings
from byline.records import Entry, FetchOutcome, FetchRequest, Source

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
SOURCE = Source(id="outlet", name="Outlet", site="https://outlet.example/")


def make_entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "id": 7,
        "feed_url": "https://outlet.example/feed",
        "source_id": "outlet",
        "key": "k",
        "url": "https://outlet.example/news/a",
        "title": "",
        "seen_at": NOW,
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]


class BadServer:
    """What each path does is told by its name; `seen` keeps the requests."""

    def __init__(self) -> None:
        self.seen: list[web.Request] = []
        self.robots_status = 404
        self.robots_body = b""
        self.port = 0
        self.bodies: dict[str, bytes] = {}
        self.active = 0
        self.most_active = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.seen]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        if request.path == "/robots.txt":
            return web.Response(status=self.robots_status, body=self.robots_body)
        handler: Callable[[web.Request], object] = getattr(self, "do_" + request.path.strip("/").split("/")[0])
        return await handler(request)  # type: ignore[misc]

    async def do_ok(self, request: web.Request) -> web.StreamResponse:
        headers = {"ETag": 'W/"a,b"', "Last-Modified": "yesterday-ish", "Content-Type": "text/xml; charset=utf-8"}
        return web.Response(body=b"<rss/>", headers=headers | {"Cache-Control": "public, max-age=600"})

    async def do_conditional(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=304 if "If-None-Match" in request.headers else 200, body=b"")

    async def do_304(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=304)

    async def do_status(self, request: web.Request) -> web.StreamResponse:
        headers = {"Retry-After": request.query["after"]} if "after" in request.query else {}
        return web.Response(status=int(request.query["code"]), headers=headers)

    async def do_challenge(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=403, headers={"cf-mitigated": "challenge"})

    async def do_redirect(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=int(request.query.get("code", 302)), headers={"Location": request.query["to"]})

    async def do_loop(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/loop"})

    async def do_drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.1)
        return response

    async def do_short(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
        request.transport.close()
        return web.Response()

    async def do_endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(10_000):
            await response.write(b"x" * 65_536)
        return response

    async def do_gzip(self, request: web.Request) -> web.StreamResponse:
        body = gzip.compress(b"hello " * 1000, mtime=0)
        cut = {"cut": body[:-12], "false": b"plain text", "twice": gzip.compress(body), "ok": body}[
            request.query["how"]
        ]
        return web.Response(body=cut, headers={"Content-Encoding": "gzip"})

    async def do_encoded(self, request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=self.bodies[request.query["name"]], headers={"Content-Encoding": request.query["name"]}
        )

    async def do_headers(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(400_000)) + b"\r\n")
        request.transport.close()
        return web.Response()

    async def do_odd_etag(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        long = b"x" * 5000
        etag = {"long": b'"' + long + b'"', "latin": b'"\xe9"', "plain": b"abc"}[request.query["how"]]
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\nETag: " + etag + b"\r\n\r\nok"
        request.transport.write(head)
        request.transport.close()
        return web.Response()

    async def do_cookie(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"ok", headers={"Set-Cookie": "id=1; Path=/"})

    async def do_slow(self, request: web.Request) -> web.StreamResponse:
        self.active += 1
        self.most_active = max(self.most_active, self.active)
        await asyncio.sleep(0.05)
        self.active -= 1
        return web.Response(body=b"ok")


@asynccontextmanager
async def _running(server: BadServer) -> AsyncIterator[None]:
    runner = web.ServerRunner(web.Server(server.handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
def server() -> Iterator[BadServer]:
    bad = BadServer()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    context = _running(bad)
    asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(10)
    yield bad
    asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(70)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


Fetch = Callable[..., FetchOutcome]


@pytest.fixture
def fetcher() -> Iterator[Callable[..., HttpFetcher]]:
    """Make fetchers that may reach loopback and do not wait between requests; closed at the end."""
    made: list[HttpFetcher] = []

    def make(**changes: object) -> HttpFetcher:
        values: dict[str, object] = {"delay_s": 0.0, "allow": ("127.0.0.0/8",), "timeout_s": 5.0} | changes
        made.append(HttpFetcher(FetchSettings(**values)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def get(fetcher: Callable[..., HttpFetcher]) -> Fetch:
    """Fetch one address: get(url, kind="feed", etag="", settings...)."""
    ready: dict[str, HttpFetcher] = {}

    def one(url: str, *, kind: str = "feed", etag: str = "", modified: str = "", **changes: object) -> FetchOutcome:
        chosen = ready.setdefault(repr(sorted(changes.items())), fetcher(**changes))
        request = FetchRequest(url=url, kind=kind, etag=etag, last_modified=modified)  # type: ignore[arg-type]
        return next(iter(chosen.fetch([request])))[1]

    return one
