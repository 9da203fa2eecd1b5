"""One request to its outcome: guarded connect, redirects by hand, limits, robots, politeness.

Everything here runs inside the fetcher's event loop (`http.py`).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import aiohttp
import msgspec
from multidict import CIMultiDictProxy
from yarl import URL

from byline.ingest.decode import ACCEPT_ENCODING, BodyReader, CutShortError, TooLargeError
from byline.ingest.failures import failed_exchange, failed_status, retry_after_s
from byline.ingest.guard import AddressGuard, port_allowed
from byline.ingest.hosts import HostTable
from byline.ingest.politeness import Politeness
from byline.ingest.robots import MAX_BYTES as ROBOTS_BYTES
from byline.ingest.robots import RobotsCache
from byline.ingest.settings import FetchSettings
from byline.records import Failed, Fetched, FetchOutcome, FetchRequest, NotModified
from byline.text.urls import absolute_url, host_of

_LOG = logging.getLogger(__name__)
_MAX_REDIRECTS = 5
_PERMANENT = frozenset((301, 308))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_BUSY_PAUSE_S = 3600
_CHUNK = 64 * 1024
_MAX_VALIDATOR = 4096
_MAX_HEADER = 16 * 1024
_MAX_AGE_S = 365 * 24 * 3600
_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "image": "image/webp, image/png, image/jpeg, image/gif;q=0.9, */*;q=0.1",
    "robots": "text/plain, */*;q=0.5",
}
_VALIDATOR = re.compile(r"[\x20-\x7e]+")


class Client:
    """Fetches addresses; made and used inside one event loop."""

    def __init__(self, settings: FetchSettings) -> None:
        """Open nothing yet; connections are made on demand."""
        self._settings = settings
        self._guard = AddressGuard(settings.allow)
        self._politeness = Politeness(
            connections=settings.connections,
            per_domain=settings.connections_per_domain,
            delay_s=settings.delay_s,
        )
        self._agent = user_agent(settings.contact)
        self._robots = RobotsCache(self._read_robots, agent=self._agent)
        self._session = self._open()

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,
            resolver=HostTable(self._settings.hosts),
            socket_factory=self._guard.make_socket,
            happy_eyeballs_delay=0.25,
        )
        timeout = aiohttp.ClientTimeout(total=self._settings.timeout_s, sock_connect=self._settings.connect_timeout_s)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING},
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
        )

    async def __aenter__(self) -> Client:
        """Return the client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self._session.close()

    async def get(self, request: FetchRequest, *, ready: Callable[[], Awaitable[None]]) -> FetchOutcome:
        """Return what came of one request; never raises but when cancelled.

        `ready` is awaited when the request's turn has come, before anything is sent.
        """
        try:
            return await self._follow(request, ready)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            _LOG.exception("unexpected error while fetching %s", request.url)
            return self._failure(request.url, error)

    async def _follow(self, request: FetchRequest, ready: Callable[[], Awaitable[None]]) -> FetchOutcome:
        url, permanent, hops = request.url, True, 0
        while True:
            outcome = await self._hop(request, url, kind=request.kind, ready=ready)
            if isinstance(outcome, Failed):
                return msgspec.structs.replace(outcome, subject=request.url)
            if not isinstance(outcome, _Redirect):
                return _completed(outcome, request, moved=permanent and hops > 0)
            hops += 1
            permanent = permanent and outcome.permanent and not _downgrade(url, outcome.target)
            if hops > _MAX_REDIRECTS:
                sentence = f"The server redirected more than {_MAX_REDIRECTS} times."
                return Failed(subject=request.url, error=sentence, kind="too_many_redirects")
            url = outcome.target

    async def _hop(
        self, request: FetchRequest, url: str, *, kind: str, ready: Callable[[], Awaitable[None]]
    ) -> Fetched | NotModified | Failed | _Redirect:
        refused = _refused(url)
        if refused is not None:
            return refused
        host = host_of(url)
        if kind in {"page", "image"}:
            refused = await self._robots.check(url)
            if refused is not None:
                return refused
            self._politeness.slow_down(host, await self._robots.delay_s(url))
        async with self._politeness.turn(host, spaced=kind != "robots"):
            await ready()
            waiting = self._politeness.paused_s(host)
            if waiting > 0:
                return _asked_to_wait(url, waiting)
            try:
                return await self._exchange(request, url, kind=kind)
            except (aiohttp.ClientError, OSError, TimeoutError, ValueError, CutShortError, TooLargeError) as error:
                return self._failure(url, error)

    async def _exchange(
        self, request: FetchRequest, url: str, *, kind: str
    ) -> Fetched | NotModified | Failed | _Redirect:
        self._guard.enter(host_of(url))
        headers = {"Accept": _ACCEPT[kind], **_conditions(request, url)}
        async with self._session.get(_wire_url(url), headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return _redirect(response, url)
            if response.status == 304 and len(headers) > 1:
                return NotModified(url=request.url)
            if response.status != 200:
                return self._bad_status(response, url)
            body = await self._body(response, kind=kind)
            return _fetched(response, url, body)

    async def _body(self, response: aiohttp.ClientResponse, *, kind: str) -> bytes:
        limit = self._max_bytes
        reader = BodyReader(response.headers.get("Content-Encoding", ""), limit=limit)
        try:
            async for chunk in response.content.iter_chunked(_CHUNK):
                reader.feed(chunk)
                if kind == "robots" and reader.size > ROBOTS_BYTES:
                    return reader.so_far()
        except TooLargeError:
            response.close()
            raise
        return reader.finish()

    def _bad_status(self, response: aiohttp.ClientResponse, url: str) -> Failed:
        headers = response.headers
        after = retry_after_s(headers.get("Retry-After", ""), date=headers.get("Date", ""))
        if response.status == 429 or (response.status in _BUSY and after is not None):
            self._politeness.pause(host_of(url), _BUSY_PAUSE_S if after is None else after)
        challenge = headers.get("cf-mitigated", "").lower() == "challenge"
        return failed_status(url, response.status, challenge=challenge, retry_after_s=after)

    async def _read_robots(self, url: str) -> FetchOutcome:
        # FetchRequest knows no kind of its own for robots.txt; "feed" keeps it from asking for its own permission.
        request = FetchRequest(url=url, kind="feed")
        target, hops = url, 0
        while hops <= _MAX_REDIRECTS:
            outcome = await self._hop(request, target, kind="robots", ready=_at_once)
            if not isinstance(outcome, _Redirect):
                return outcome
            target, hops = outcome.target, hops + 1
        return Failed(subject=url, error="robots.txt redirects without end.", kind="http_404")

    @property
    def _max_bytes(self) -> int:
        return int(self._settings.max_body_mb * 1_000_000)

    def _failure(self, url: str, error: BaseException) -> Failed:
        return failed_exchange(url, error, timeout_s=self._settings.timeout_s, max_bytes=self._max_bytes)


async def _at_once() -> None:
    """Wait for nothing."""


class _Redirect:
    """Where the server sent us, and whether for good."""

    def __init__(self, target: str, *, permanent: bool) -> None:
        self.target = target
        self.permanent = permanent


def user_agent(contact: str) -> str:
    """Return how we introduce ourselves: "Byline/0.1.0 (+https://...)"."""
    plain = re.sub(r"[^\x20-\x7e]|[()]", "", contact).strip()
    return f"Byline/{version('byline')}" + (f" (+{plain})" if plain else "")


def _refused(url: str) -> Failed | None:
    """Return why an address is not even tried."""
    if not absolute_url(url):
        scheme = url.partition(":")[0].lower()
        bad_scheme = scheme not in {"http", "https"}
        error = "Only http and https addresses are read." if bad_scheme else "The address is not usable."
        return Failed(subject=url, error=error, kind="bad_scheme" if bad_scheme else "bad_url")
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if not port_allowed(port):
        return Failed(subject=url, error=f"Port {port} is not a web port.", kind="blocked_port")
    return None


def _wire_url(url: str) -> URL:
    # Already escaped addresses are sent as they are; yarl would undo escapes that some servers need.
    return URL(url, encoded=url.isascii() and " " not in url)


def _conditions(request: FetchRequest, url: str) -> dict[str, str]:
    """Return the conditional headers, byte for byte as the server gave them; only for the address they belong to."""
    found = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in found.items() if value and _validator(value)}


def _validator(value: str) -> str:
    """Return a validator worth keeping, "" for one that is too long or could break a header."""
    return value if len(value) <= _MAX_VALIDATOR and _VALIDATOR.fullmatch(value) else ""


def _redirect(response: aiohttp.ClientResponse, url: str) -> _Redirect:
    target = urljoin(url, response.headers["Location"].strip())
    return _Redirect(target.partition("#")[0] or target, permanent=response.status in _PERMANENT)


def _downgrade(url: str, target: str) -> bool:
    return url.lower().startswith("https:") and target.lower().startswith("http:")


def _fetched(response: aiohttp.ClientResponse, url: str, body: bytes) -> Fetched:
    headers = response.headers
    return Fetched(
        url=url,
        final_url=url,
        status=response.status,
        body=body,
        content_type=_header_text(headers.get("Content-Type", "")),
        etag=_validator(headers.get("ETag", "")),
        last_modified=_validator(headers.get("Last-Modified", "")),
        max_age_s=_max_age_s(headers),
    )


def _completed(outcome: Fetched | NotModified, request: FetchRequest, *, moved: bool) -> FetchOutcome:
    """Return the outcome under the address that was asked for."""
    if isinstance(outcome, NotModified):
        return NotModified(url=request.url)
    return msgspec.structs.replace(outcome, url=request.url, moved_to=outcome.final_url if moved else "")


def _header_text(value: str) -> str:
    return re.sub(r"[^\x20-\x7e]", "", value)[:200]


def _max_age_s(headers: CIMultiDictProxy[str]) -> int | None:
    """Return for how long the answer is fresh, by Cache-Control, else Expires; None where neither says."""
    control = headers.get("Cache-Control", "").lower()
    match = re.search(r"max-age\s*=\s*\"?(\d{1,10})", control)
    if match:
        return min(int(match.group(1)), _MAX_AGE_S)
    with suppress(KeyError, ValueError, TypeError, IndexError, OverflowError):
        gap = parsedate_to_datetime(headers["Expires"]) - parsedate_to_datetime(headers["Date"])
        return max(0, min(int(gap.total_seconds()), _MAX_AGE_S))
    return None


def _asked_to_wait(url: str, seconds: float) -> Failed:
    return Failed(
        subject=url,
        error=f"The host asked us to wait {seconds / 60:.0f} more minutes.",
        kind="host_paused",
        retryable=True,
        retry_after_s=int(seconds) + 1,
    )
