"""Speed and memory of the whole pipeline without network waiting, split by stage.

    python bench/pipeline.py [--pages N] [--json FILE]

Pages: the real pages of ../shared/data/extraction/trafilatura-eval.tar.xz, repeated with new addresses up to N (default
2,000); without that data the sample newsroom's own pages are used. They are answered from memory by a fetcher that
waits for nothing, and everything else is the real thing: extraction, screening, embedding, clustering, ranking,
summaries, verification, SQLite on disk, files of the edition. One worker, so that a figure is one core's.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from byline.app.newsroom import Newsroom
from byline.config.load import Loaded
from byline.config.newsroom import NewsroomSettings
from byline.config.tree import Config
from byline.pipeline.run import STAGES
from byline.records import Failed, Feed, Fetched, FetchOutcome, FetchRequest, Source
from byline.run.settings import RunSettings

NOW = datetime(2025, 7, 28, 20, tzinfo=UTC)


class MemoryFetcher:
    """Answers from a dictionary: what is measured is work, not waiting."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[tuple[FetchRequest, FetchOutcome]]:
        for request in requests:
            body = self.pages.get(request.url)
            if body is None:
                yield request, Failed(subject=request.url, error="Not in this bench.", kind="http_404")
            else:
                kind = "application/rss+xml" if request.kind == "feed" else "text/html"
                yield request, Fetched(url=request.url, final_url=request.url, status=200, body=body, content_type=kind)

    def close(self) -> None:
        """Nothing to release."""


def real_pages(data: Path) -> list[bytes]:
    archive = data / "extraction" / "trafilatura-eval.tar.xz"
    if not archive.exists():
        return []
    with lzma.open(archive) as raw, tarfile.open(fileobj=raw) as tar:
        return [
            tar.extractfile(member).read()  # type: ignore[union-attr]  # regular files only, see the filter
            for member in tar
            if member.isfile() and member.name.endswith((".html", ".htm"))
        ]


def make_web(pages: list[bytes], count: int) -> tuple[dict[str, bytes], list[Source], list[Feed]]:
    """Twenty outlets whose feeds list the pages; a page's second use has its own address, so that it is a copy."""
    web: dict[str, bytes] = {}
    items: dict[int, list[str]] = {n: [] for n in range(20)}
    for number in range(count):
        outlet = number % 20
        url = f"https://outlet{outlet}.example/{number}"
        web[url] = pages[number % len(pages)]
        when = NOW - timedelta(minutes=number % 1400 + 1)
        items[outlet].append(
            f"<item><title></title><link>{url}</link><pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        )
    sources, feeds = [], []
    for outlet, lines in items.items():
        feed = f"https://outlet{outlet}.example/feed"
        web[feed] = f"<rss version='2.0'><channel><title>{outlet}</title>{''.join(lines)}</channel></rss>".encode()
        sources.append(Source(id=f"outlet{outlet}", name=f"Outlet {outlet}", site=f"https://outlet{outlet}.example/"))
        feeds.append(Feed(url=feed, source_id=f"outlet{outlet}"))
    return web, sources, feeds


def measure(web: dict[str, bytes], sources: list[Source], feeds: list[Feed]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            newsroom=NewsroomSettings(folder="newsroom", window_hours=48),
            run=RunSettings(workers=1),
            # Every page goes through all stages: relevance is not what is measured here.
            screen=msgspec.structs.replace(Config().screen, rules=()),
        )
        with Newsroom(Loaded(config=config, origins={}, base=Path(folder)), fetcher=MemoryFetcher(web)) as newsroom:
            newsroom.add_feeds(sources, feeds)
            cpu = time.process_time()
            report = newsroom.run(now=NOW, only=STAGES)
            cpu = time.process_time() - cpu
    figures = {f"{name}_s": round(seconds, 2) for name, seconds in report.seconds.items()}
    total = sum(report.seconds.values())
    shares = {f"{name}_share": round(seconds / total, 3) for name, seconds in report.seconds.items()}
    return {
        "articles": report.articles,
        "kept": report.kept,
        "wall_s": round(total, 1),
        "cpu_s": round(cpu, 1),
        "articles_per_cpu_second": round(report.articles / cpu, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        **figures,
        **shares,
    }


def help_start_ms() -> float:
    """Best of seven starts of `byline --help`, in milliseconds: the floor is Python's own start."""
    command = [str(Path(sys.executable).with_name("byline")), "--help"]
    return min(_start_ms(command) for _ in range(7))


def python_start_ms() -> float:
    return min(_start_ms([sys.executable, "-c", "pass"]) for _ in range(7))


def _start_ms(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return round((time.perf_counter() - started) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = Path(os.environ.get("BYLINE_DATA", "../shared/data"))
    pages = real_pages(data)
    if not pages:
        print(f"no pages at {data}; nothing measured", file=sys.stderr)
        return
    figures = {"help_ms": help_start_ms(), "python_ms": python_start_ms(), **measure(*make_web(pages, options.pages))}
    for name, value in figures.items():
        print(f"{name:28} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
