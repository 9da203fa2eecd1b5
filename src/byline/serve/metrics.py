"""Figures for Prometheus, in a registry of the application's own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from byline.app.journal import read_run
from byline.serve import queries_about
from byline.serve.desk import Desk
from byline.serve.kept import Kept

TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds; one ends at the goal of 30 ms."""


class Metrics:
    """Counts requests, and reads the newsroom's figures when asked."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        """`folder` is the newsroom's, where the run is written down."""
        self._registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter("byline_requests", "Requests answered.", names, registry=self._registry)
        self._seconds = Histogram(
            "byline_request_seconds", "Seconds until an answer.", ("route",), buckets=BUCKETS, registry=self._registry
        )
        self._registry.register(_Figures(desk, folder))

    def text(self) -> bytes:
        """Return all figures in Prometheus' text form."""
        return generate_latest(self._registry)

    def note(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class Measured:
    """Middleware that counts requests by route, never by address: an attacker must not fill the memory."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """Count with these metrics."""
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and note how long it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if scope["method"] in ("GET", "POST", "DELETE", "HEAD", "OPTIONS") else "other"
                self._metrics.note(method, route, status=status, seconds=time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, noted)


class _Figures(Collector):
    """Reads counts from the store, once for each state of it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._counts: Kept[dict[str, int]] = Kept(1)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what the newsroom holds, how its feeds fare and how its run stands."""
        counts = self._counts.get(self._desk.store.version(), self._desk.store.counts)
        stored = GaugeMetricFamily("byline_stored", "Rows in the database.", labels=("what",))
        for what, number in counts.items():
            stored.add_metric((what,), number)
        yield stored
        now = datetime.now(UTC)
        fared = [feed.state for feed in queries_about.feeds(self._desk, now=now)]
        feeds = GaugeMetricFamily("byline_feeds", "Feeds by state.", labels=("state",))
        for state in ("good", "failing", "silent", "waiting"):
            feeds.add_metric((state,), fared.count(state))
        yield feeds
        heads = self._desk.heads()
        if heads:
            age = (now - heads[0].made_at).total_seconds()
            yield GaugeMetricFamily("byline_edition_age_seconds", "Age of the newest edition.", value=age)
        running = float(read_run(self._folder).state == "running")
        yield GaugeMetricFamily("byline_run_active", "1 while a run is going on.", value=running)
