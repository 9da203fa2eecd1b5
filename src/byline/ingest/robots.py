"""robots.txt: read once per host, obeyed for pages and images.

Feeds are exempt: an operator who names a feed address was given it to be polled.
**Source:** RFC 9309: 4xx allows everything, 5xx and no answer forbid it for now,
at most 500 KiB are read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from byline.records import Failed, Fetched, FetchOutcome

MAX_BYTES = 500 * 1024
_KEPT_S = 24 * 3600.0
_KEPT_FAILURE_S = 600.0


@dataclass(frozen=True)
class Rules:
    """What one host's robots.txt says; `failure` where it could not be had."""

    parsed: Any = None  # a protego.Protego, which has no types; None allows everything
    failure: Failed | None = None


class RobotsCache:
    """Remembers each host's rules for a day; lives inside one event loop."""

    def __init__(self, read: Callable[[str], Awaitable[FetchOutcome]], *, agent: str) -> None:
        """`read` fetches a robots.txt address; `agent` is the product name to look for."""
        self._read = read
        self._agent = agent
        self._rules: dict[str, tuple[float, asyncio.Task[Rules]]] = {}

    async def check(self, url: str) -> Failed | None:
        """Return why an address must not be fetched, None where it may."""
        rules = await self._of(url)
        if rules.failure is not None:
            return _unavailable(url, rules.failure)
        if rules.parsed is None or rules.parsed.can_fetch(url, self._agent):
            return None
        return Failed(subject=url, error="The site's robots.txt does not allow robots here.", kind="robots")

    async def delay_s(self, url: str) -> float:
        """Return the crawl delay that the host asks for, 0 where it asks for none."""
        rules = await self._of(url)
        return float(rules.parsed.crawl_delay(self._agent) or 0) if rules.parsed is not None else 0.0

    async def _of(self, url: str) -> Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        now = asyncio.get_running_loop().time()
        expires, task = self._rules.get(origin, (0.0, None))
        if task is None or now >= expires or task.cancelled():
            task = asyncio.ensure_future(self._load(origin))
            self._rules[origin] = (now + _KEPT_S, task)
        # Shielded: a request that is cancelled must not take the rules from the others.
        rules = await asyncio.shield(task)
        if rules.failure is not None:
            self._rules[origin] = (min(expires or now + _KEPT_FAILURE_S, now + _KEPT_FAILURE_S), task)
        return rules

    async def _load(self, origin: str) -> Rules:
        outcome = await self._read(f"{origin}/robots.txt")
        if isinstance(outcome, Fetched):
            return Rules(parsed=_parsed(outcome.body))
        if isinstance(outcome, Failed) and not _allows(outcome.kind):
            return Rules(failure=outcome)
        return Rules()


def _allows(kind: str) -> bool:
    # 429 is a 4xx by number and a "not now" by meaning.
    return kind.startswith("http_4") and kind != "http_429"


def _parsed(body: bytes) -> Any:
    from protego import Protego

    try:
        return Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _unavailable(url: str, failure: Failed) -> Failed:
    if failure.kind in {"blocked_address", "blocked_port", "dns", "bad_url"}:
        return Failed(subject=url, error=failure.error, kind=failure.kind, retryable=failure.retryable)
    return Failed(
        subject=url,
        error=f"The site's robots.txt could not be read, so the page waits. {failure.error}",
        kind="robots_unavailable",
        retryable=True,
        retry_after_s=failure.retry_after_s,
    )
