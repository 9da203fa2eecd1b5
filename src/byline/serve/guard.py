"""What stands before every request: who may ask, how often, and what a page may do.

There are no cookies and no sessions: nothing that another site could use in a reader's name.
Writing needs a bearer token, which no page can send by itself.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from byline.serve.problems import problem

LONGEST_BODY = 64 * 1024
"""Bytes that a request may carry."""
LONGEST_ADDRESS = 4_096
"""Bytes of path and query."""
CLIENTS = 4_096
"""Clients whose rate is remembered."""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Guard:
    """Middleware: checks Host, rate and size, and puts security headers on every answer."""

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str], rate: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`hosts` are names that the server may be called by; `rate` is requests a second and client (0: any)."""
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts) | {"localhost"}
        self._rates = Rates(rate, clock=clock) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            status, words = refused
            wait = {"Retry-After": "1"} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
            await problem(status, words, headers=wait)(scope, receive, guarded)
            return
        await _without_body(self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not self._knows(headers.get("host", "")):
            # A name that an attacker points at this machine must not make a browser read the newsroom for him.
            return HTTPStatus.MISDIRECTED_REQUEST, "This server does not go by that name (byline serve --name NAME)."
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long."
        if not _fits(headers):
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request carries at most {LONGEST_BODY} bytes."
        if self._rates is not None and not self._rates.take((scope.get("client") or ("",))[0]):
            return HTTPStatus.TOO_MANY_REQUESTS, "Too many requests in a short time."
        return None

    def _knows(self, host: str) -> bool:
        """Tell whether a Host header names this server: an address of numbers cannot be pointed elsewhere."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
        name = name.strip("[]").rstrip(".").lower()
        if name in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


class Rates:
    """Token buckets by client: a second's worth each second, four seconds' worth at once."""

    def __init__(self, rate: float, *, clock: Callable[[], float]) -> None:
        """`rate` is requests a second."""
        self._rate, self._most, self._clock = rate, 4 * rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> bool:
        """Tell whether this client may ask once more now."""
        now = self._clock()
        left, at = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        self._buckets[client] = (max(0.0, left - 1), now)
        while len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return left >= 1


def is_token(header: str, token: str) -> bool:
    """Tell whether an Authorization header carries the token; takes as long for a wrong one."""
    kind, _, given = header.partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def _fits(headers: Headers) -> bool:
    """Tell whether the body's length is told, and small; without a length there is none (chunked ones are refused)."""
    length = headers.get("content-length", "0")
    return "transfer-encoding" not in headers and length.isdigit() and int(length) <= LONGEST_BODY


def _without_body(app: ASGIApp) -> ASGIApp:
    """Return an application that answers HEAD as it answers GET, without the body."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await app({**scope, "method": "GET"}, receive, bare)

    return answer
