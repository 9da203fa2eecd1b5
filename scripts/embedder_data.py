"""News titles of one event, read from the benchmark folder: what the embedder is trained and measured on.

Only the sets that benchmarks mark as "tune" are read, and of the stories that readers found in
a stream (eval/stories) those that are not kept for test. A set is a list of groups; a group is the
reports of one event.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from byline.evaluate.benches import STREAM
from byline.evaluate.stream import item_key, read_labels
from byline.text.urls import url_key

STORIES = Path(__file__).parents[1] / "eval/stories"
MIN_TITLE_CHARACTERS = 8
HAN = range(0x4E00, 0xA000)


@dataclass(frozen=True)
class Report:
    """One article: its title, the beginning of its text, its publication time where it is known."""

    title: str
    text: str = ""
    time: str = ""

    @property
    def is_chinese(self) -> bool:
        """Whether a fifth of the title is Chinese characters."""
        return sum(ord(c) in HAN for c in self.title) > 0.2 * len(self.title)


@dataclass(frozen=True)
class Group:
    """The reports of one event; events of one topic may be hard to tell apart, and their labels noisy."""

    set: str
    story: str
    topic: str
    reports: tuple[Report, ...]


def read_sets(data: Path) -> dict[str, list[Group]]:
    """Return name -> groups of at least two different titles, in a fixed order; of "read" single reports too."""
    readers: dict[str, Callable[[Path], Iterable[Group]]] = {
        "uci": read_uci,
        "wikinews": read_wikinews,
        "dtels": read_dtels,
        "neus": read_neus,
        "ainews": read_ainews,
    }
    found = {
        name: [g for g in reader(data) if len({r.title for r in g.reports}) > 1] for name, reader in readers.items()
    }
    return found | {"read": list(read_read(data))}


def rows(path: Path) -> Iterator[dict[str, Any]]:  # rows of many shapes; each reader picks its fields
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_uci(data: Path) -> Iterator[Group]:
    """Yield titles of Google News clusters, three days of 2014."""
    found = defaultdict(list)
    for row in rows(data / "clustering/uci_news_aggregator/uci_sample_6366.jsonl.gz"):
        found[row["story"]].append(Report(row["title"], time=row["time"]))
    yield from grouped("uci", found)


def read_wikinews(data: Path) -> Iterator[Group]:
    """Yield the sources that Wikinews reports cite: the largest set, which holds most of the smaller ones."""
    found = defaultdict(list)
    for row in rows(data / "clustering/wikinews_events/wikinews_big.jsonl.gz"):
        found[row["story"]].append(Report(row["title"], row["text"][:800]))
    yield from grouped("wikinews", found)


def read_dtels(data: Path) -> Iterator[Group]:
    """Yield Chinese reports of one node of a topic's timeline; reports without a node are left out."""
    found = defaultdict(list)
    for row in rows(data / "clustering/dtels_zh/dev_150_topics.jsonl.gz"):
        if row["node"]:
            found[row["node"]].append(Report(row["title"], row["text"][:200], str(row["time"] or "")))
    for story in sorted(found):
        yield Group("dtels", story, story.partition("_")[0], unique(found[story]))


def read_neus(data: Path) -> Iterator[Group]:
    """Yield three reports of one event each (left, right, centre), of two collections that overlap."""
    seen: set[str] = set()
    for name in ("neus_train", "neus_val"):
        for row in rows(data / f"summaries/neus/{name}.jsonl.gz"):
            yield from fresh(seen, row["story"], [Report(d["title"], d["text"][:500]) for d in row["docs"]])
    for row in rows(data / "summaries/neus/allsides_headline_roundups_506.jsonl.gz"):
        news = [row["news"][side] for side in ("left", "center", "right") if row["news"].get(side)]
        reports = [Report(n["newsTitle"], " ".join(n.get("newsBody", []))[:500]) for n in news]
        yield from fresh(seen, f"allsides-{row['id']}", reports)


def read_ainews(data: Path) -> Iterator[Group]:
    """Yield titles that several aggregators and editors, English and Chinese, gave to one address."""
    found = defaultdict(list)
    names = ["raw_2025-06-15_2025-08-15", "raw_2026-04-25_2026-06-15", "editors_until_2026-06-15"]
    for name in [*names, "bigtechnews/items", "tianyaxiang/items"]:
        for row in rows(data / f"ainews/{name}.jsonl.gz"):
            if len(row["title"]) >= MIN_TITLE_CHARACTERS:
                found[address(row["url"])].append(Report(row["title"].strip(), time=row["published"] or ""))
    yield from grouped("ainews", {url: reports for url, reports in found.items() if len(reports) < 8})


def read_read(data: Path) -> Iterator[Group]:
    """Yield the stories that readers found in days of a stream, and the reports that are alone; no test days."""
    for path in sorted(STORIES.glob("*.json")):
        if path.name == Path(STREAM).name:
            continue
        labels, reports = read_labels(path), dict[str, Report]()
        for row in rows(data / "ainews" / labels.raw):
            report = Report(
                row["title"].strip(), (row["summary"] or row.get("text") or "")[:500], row["published"] or ""
            )
            reports.setdefault(item_key(url_key(row["url"])), report)
        for number, keys in enumerate([*labels.stories, *((key,) for key in labels.alone)]):
            told = unique(reports[key] for key in keys if key in reports)
            if told:
                yield Group("read", f"{path.stem} {number}", f"{path.stem} {number}", told)


def address(url: str) -> str:
    """Return host and path."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def grouped(name: str, found: dict[str, list[Report]]) -> Iterator[Group]:
    for story in sorted(found):
        yield Group(name, story, story, unique(found[story]))


def unique(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Return the first report of each title."""
    first: dict[str, Report] = {}
    for report in reports:
        first.setdefault(report.title.casefold(), report)
    return tuple(first.values())


def fresh(seen: set[str], story: str, reports: list[Report]) -> Iterator[Group]:
    """Yield the group unless one of its titles is known already."""
    titles = {report.title.rstrip(".").casefold() for report in reports}
    if not titles & seen:
        yield Group("neus", story, story, unique(reports))
    seen |= titles


def sample(groups: list[Group], *, texts: int, each: int, seed: int) -> list[Group]:
    """Return groups in random order, cut to some reports each, up to a number of texts in all."""
    chance = random.Random(seed)
    picked, count = [], 0
    for group in chance.sample(groups, len(groups)):
        reports = tuple(chance.sample(group.reports, min(each, len(group.reports))))
        picked.append(Group(group.set, group.story, group.topic, reports))
        count += len(reports)
        if count >= texts:
            break
    return picked
