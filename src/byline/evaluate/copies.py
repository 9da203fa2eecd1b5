"""How well copies are found, measured on a file of texts with known origins."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from byline.cluster.copies import CopyIndex
from byline.cluster.settings import CopySettings
from byline.cluster.shingles import fingerprint
from byline.errors import ConfigError
from byline.evaluate.rows import read_rows
from byline.records import Article, Origin
from byline.text.hashes import sha256_hex

_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Rows have no time: all count as published at once, in the file's order."""


class CopyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One text; unknown fields are ignored."""

    id: str | int
    text: str
    origin: str | int | None = None
    """Id of the row it was copied from; its own id, null or absent for an original."""


def run_copies(path: Path, *, settings: CopySettings | None = None) -> dict[str, float]:
    """Return recall, wrong pairs a query and speed over the rows of a file, in file order.

    `recall`: of the rows that have an earlier row of the same origin, the share that was
    assigned to a row of that origin. `wrong_per_query`: rows assigned to a row of another
    origin, divided by all rows. `docs_per_second`, `docs_per_cpu_second` (of the one thread
    that is used): fingerprint, look-up, decision and insertion of every row, originals and
    copies; reading the file and making the records are not included.
    Raises ConfigError on a malformed row or an origin that is not in the file.
    """
    rows = read_rows(path, CopyRow)
    gold = _gold(rows, path)
    articles = [_article(number, row) for number, row in enumerate(rows, start=1)]
    index = CopyIndex(settings or CopySettings())
    # The tables of the fingerprint are made once a process.
    fingerprint("")
    started, cpu = time.perf_counter(), time.process_time()
    found = index.find(articles)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    speeds = {"docs_per_second": len(rows) / seconds, "docs_per_cpu_second": len(rows) / cpu}
    return {**_score(found, gold), **speeds, "n": float(len(rows))}


def _gold(rows: list[CopyRow], path: Path) -> list[str | int]:
    """Return the first link of each row's chain."""
    origins = {row.id: row.id if row.origin is None else row.origin for row in rows}
    roots = []
    for row in rows:
        root, steps = row.id, 0
        while origins.get(root, root) != root and steps < len(rows):
            root, steps = origins[root], steps + 1
        if root not in origins:
            raise ConfigError(f"row {row.id!r} names the origin {root!r}, which is not in the file.", subject=str(path))
        roots.append(root)
    return roots


def _article(number: int, row: CopyRow) -> Article:
    return Article(
        id=number,
        entry_id=number,
        source_id=f"row-{number}",
        url="",
        url_key="",
        title="",
        text=row.text,
        text_hash=sha256_hex(row.text),
        language="und",
        published=_DAY,
        seen_at=_DAY,
    )


def _score(found: list[Origin], gold: list[str | int]) -> dict[str, float]:
    seen: set[str | int] = set()
    copies = recalled = wrong = 0
    for origin, root in zip(found, gold, strict=True):
        has_earlier, is_copy = root in seen, origin.origin_id != origin.article_id
        right = is_copy and gold[origin.origin_id - 1] == root
        copies += has_earlier
        recalled += has_earlier and right
        wrong += is_copy and not right
        seen.add(root)
    recall = recalled / copies if copies else 1.0
    return {"recall": recall, "wrong_per_query": wrong / len(found), "copies": float(copies)}
