"""Time and memory of a restart: `python bench/reload.py FOLDER [--articles 100000]`.

Makes a database of so many articles in the four days of the story window, once, in FOLDER:
real titles and texts where ../shared/data (or BYLINE_DATA) has them, each used several
times with another order of sentences, else made-up ones. Then each of these in a process of
its own, in CPU seconds of one thread, with the memory that it took at most:

    unread   a database of an older version: all texts are read, and what was read is stored
    read     what every later run does
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np
from sqlalchemy import Table, delete

from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.pipeline.sort import remember
from byline.records import Kept
from byline.store import tables
from byline.store.dialect import insert
from byline.store.engine import Database
from byline.store.sqlite import open_store

DATA = Path(os.environ.get("BYLINE_DATA", "../shared/data"))
TITLES = "ainews/raw_2026-04-25_2026-06-15.jsonl.gz"
TEXTS = "clustering/wikinews_events/wikinews_big.jsonl.gz"
START = datetime(2026, 5, 1, tzinfo=UTC)
HOURS = 96.0
DIM, MODEL = 384, "bench"
SENTENCES = 12
"""Sentences of a text of another article that follow its own summary: about 300 words in all."""
BATCH = 2000


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--reload", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = options.folder / f"window_{options.articles}.db"
    if options.reload:
        sys.stdout.write(json.dumps(reload(path)))
        return
    if not path.exists():
        _fill(path, options.articles)
    database = Database(path)
    with database.writing() as connection:
        connection.execute(delete(tables.reading))
    database.close()
    for name in ("unread", "read"):
        command = [sys.executable, __file__, str(options.folder), "--articles", str(options.articles), "--reload"]
        figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        sys.stdout.write(f"{name:8}" + "".join(f"  {key} {value:,.1f}" for key, value in figures.items()) + "\n")


def reload(path: Path) -> dict[str, float]:
    """Return what it takes to open a database and rebuild both indexes from it."""
    before, started = _peak_mb(), time.process_time()
    store = open_store(path)
    settings = SimpleNamespace(cluster=ClusterSettings(), copies=CopySettings())
    parts = SimpleNamespace(store=store, settings=settings, embedder=SimpleNamespace(id=MODEL), story_finder=StoryIndex)
    first = START + timedelta(hours=HOURS)
    copies, stories = remember(parts, first, now=first)
    figures = {"cpu_s": time.process_time() - started, "peak_mb": _peak_mb() - before, "resident_mb": _resident_mb()}
    figures |= {"copies": len(copies), "stories": len(stories)}
    store.close()
    return figures


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _fill(path: Path, count: int) -> None:
    """Write the rows that a newsroom's run would have written, and no readings."""
    open_store(path).close()
    store = Database(path)
    site = {"id": "s", "name": "S", "site": "", "country": "", "language": "en", "kind": "press", "owner": ""}
    _insert(store, tables.source, [{k: v for k, v in site.items() if k in tables.source.c}])
    _insert(store, tables.feed, [{"id": 1, "url": "f", "source_id": "s", "active": True}])
    for rows in _batches(_articles(count)):
        ids = [row["id"] for row in rows]
        _insert(store, tables.entry, [_entry(row) for row in rows])
        _insert(store, tables.article, rows)
        kept = Kept(topics=("models",), entities=("heron",))
        _insert(store, tables.screening, [{"article_id": i, "reason": "", "detail": "", "kept": kept} for i in ids])
        _insert(store, tables.vector, [{"article_id": i, "model_id": MODEL, "vector": _vector(i)} for i in ids])
        _insert(store, tables.origin, [{"article_id": i, "origin_id": i, "share": 1.0, "evidence": ""} for i in ids])
        _insert(store, tables.story, [{"id": i, "created": START, "updated": START} for i in ids])
        empty = {"nearest_id": 0, "similarity": 0.0, "parts": {}, "reason": ""}
        _insert(store, tables.assignment, [{"article_id": i, "story_id": i, **empty} for i in ids])
    store.close()


def _insert(store: Database, table: Table, rows: Sequence[dict[str, object]]) -> None:
    with store.writing() as connection:
        connection.execute(insert(table), rows)


def _batches(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _articles(count: int) -> Iterator[dict[str, object]]:
    titles, sentences = _material()
    for number in range(1, count + 1):
        chance = random.Random(number)
        title, summary = titles[number % len(titles)]
        first = chance.randrange(len(sentences))
        text = " ".join([summary, *sentences[first : first + SENTENCES], *chance.choices(sentences, k=3)])
        at = START + timedelta(hours=HOURS * number / count)
        yield {
            **dict.fromkeys(("url", "image_url", "image_credit", "section", "method"), ""),
            "id": number,
            "stage": int(tables.ArticleStage.DONE),
            "entry_id": number,
            "source_id": "s",
            "url_key": str(number),
            "text_hash": str(number),
            "language": "en",
            "published": at,
            "seen_at": at,
            "authors": (),
            "fetch_id": 0,
            "corrects": False,
            "title": title,
            "text": text,
        }


def _entry(row: dict[str, object]) -> dict[str, object]:
    empty = dict.fromkeys(("url", "image_url", "error_kind", "error", "title", "summary", "content_html"), "")
    shared = {name: row[name] for name in ("id", "source_id", "url_key", "seen_at", "language")}
    stage = {"feed_id": 1, "key": str(row["id"]), "time": row["seen_at"], "fetch_id": 0, "authors": (), "state": 1}
    return empty | shared | stage


def _vector(number: int) -> bytes:
    row = np.random.default_rng(number).standard_normal(DIM, dtype=np.float32)
    return (row / np.linalg.norm(row)).astype("<f4").tobytes()


def _material() -> tuple[list[tuple[str, str]], list[str]]:
    """Return titles with summaries, and sentences."""
    if not (DATA / TITLES).exists() or not (DATA / TEXTS).exists():
        chance = random.Random(0)
        words = ["".join(chance.choices("aeioulnrstdmpk", k=chance.randint(3, 9))) for _ in range(60_000)]
        lines = [" ".join(words[int(60_000 * chance.random() ** 3)] for _ in range(20)) for _ in range(20_000)]
        return [(line[:60].title(), line) for line in lines], lines
    titles = [(row["title"], row.get("summary") or "") for row in _rows(TITLES) if row.get("title")]
    return titles, [line for row in _rows(TEXTS) for line in row["text"].split(". ") if len(line) > 30]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from (msgspec.json.decode(line) for line in lines)


if __name__ == "__main__":
    main()
