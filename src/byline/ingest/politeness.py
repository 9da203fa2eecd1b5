"""How often and how many at once: limits per registrable domain, and hosts that asked us to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from byline.text.urls import registrable_domain

MAX_PAUSE_S = 7 * 24 * 3600
"""Longest time that a Retry-After is believed."""
_MAX_CRAWL_DELAY_S = 30.0


class Politeness:
    """Keeps every site's limits; lives inside one event loop."""

    def __init__(self, *, connections: int, per_domain: int, delay_s: float) -> None:
        """Allow `connections` over all sites, `per_domain` and one request every `delay_s` for each."""
        self._all = asyncio.Semaphore(connections)
        self._per_domain = per_domain
        self._delay_s = delay_s
        self._domains: dict[str, _Domain] = {}
        self._paused_until: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, spaced: bool = True) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it. `spaced=False`: without the delay (robots.txt itself)."""
        domain = self._domain(host)
        async with domain.places:
            if spaced:
                await domain.wait()
            # The wait for one slow site must not take a place from the others, so the global place comes last.
            async with self._all:
                yield

    def slow_down(self, host: str, delay_s: float) -> None:
        """Respect a crawl delay of robots.txt, up to 30 s."""
        domain = self._domain(host)
        domain.delay_s = max(domain.delay_s, min(delay_s, _MAX_CRAWL_DELAY_S))

    def pause(self, host: str, seconds: float) -> None:
        """Send nothing to a host for a while."""
        until = asyncio.get_running_loop().time() + min(max(seconds, 0), MAX_PAUSE_S)
        self._paused_until[host] = max(until, self._paused_until.get(host, 0.0))

    def paused_s(self, host: str) -> float:
        """Return for how many more seconds a host must be left alone, 0 where it need not."""
        return max(0.0, self._paused_until.get(host, 0.0) - asyncio.get_running_loop().time())

    def _domain(self, host: str) -> _Domain:
        name = registrable_domain(host)
        return self._domains.setdefault(name, _Domain(self._per_domain, self._delay_s))


class _Domain:
    """One registrable domain's places and clock."""

    def __init__(self, places: int, delay_s: float) -> None:
        self.places = asyncio.Semaphore(places)
        self.delay_s = delay_s
        self._next_start = 0.0

    async def wait(self) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start)
        self._next_start = start + self.delay_s
        if start > now:
            await asyncio.sleep(start - now)
