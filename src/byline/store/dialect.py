"""Everything that differs from one database to another, and nothing else.

A second database adds its branch here: engine events, the insert with
conflicts, the full-text index with its search, and the meaning of its errors.
All other modules speak SQLAlchemy Core.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from byline.errors import StoreError, StoreFull, StoreLocked

PAGE_BYTES = 8192
BUSY_TIMEOUT_MS = 10_000
CACHE_KIB = 32_768
"""Page cache of one connection; every thread that reads at the same time has one."""
KEPT_CONNECTIONS = 4
"""Connections kept open; more are opened when more threads ask, and closed again."""
TITLE_WEIGHT = 4.0
"""How much more a word counts in a title than in a text; not swept yet."""

RANKED = 1_000
"""Newest articles with all words that "best first" weighs. Weighing costs 1 ms for some 300 of them: with 100,000
articles stored a question of two frequent words took 91 ms of CPU (95th percentile), with 2,000 weighed 14, with
1,000 less again (bench/api.py)."""

READING = {"byline_reading": True}
"""Execution options of a connection that only reads."""

# The index keeps no second copy of the text (content=''). Its words come
# cleaned from `search.index_words`, so the plain "ascii" tokenizer is exact:
# it never depends on which Unicode version the library was built with.
_SEARCH_TABLE = """
CREATE VIRTUAL TABLE article_words USING fts5(title, text, content='', tokenize='ascii')
"""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words that must stand next to each other, in this order."""

    words: tuple[str, ...]
    prefix: bool = False
    """The last word may go on."""


# ---- engine


def connect(path: Path, *, max_pages: int = 0, busy_timeout_ms: int = BUSY_TIMEOUT_MS, durable: bool = False) -> Engine:
    """Return an engine on a SQLite file: WAL, writers begin immediately, readers on their own connections.

    `max_pages` limits the file to so many pages of 8 KiB (0: no limit); a writer
    waits `busy_timeout_ms` for another one. `durable` connections wait for the disk at
    each commit, so that not even a power cut forgets it.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)), hide_parameters=True, pool_size=KEPT_CONNECTIONS, max_overflow=-1
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        # The driver must not begin transactions by itself: it would begin them deferred.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={busy_timeout_ms}",
            f"page_size={PAGE_BYTES}",  # before the first page is written, and before WAL fixes it
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'NORMAL'}",
            f"cache_size=-{CACHE_KIB}",
            "foreign_keys=ON",
            *([f"max_page_count={max_pages}"] if max_pages else []),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A deferred transaction that reads first cannot become a writer when another
        # one wrote in between; no timeout helps. So writers say at once that they write.
        reading = connection.get_execution_options().get("byline_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def insert(table: Table) -> sqlite.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table)


def version(path: Path) -> str:
    """Return a word that changes with every commit: size and time of the file and of its write-ahead log."""
    marks: list[str] = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            found = file.stat()
        except FileNotFoundError:
            continue
        marks.append(f"{found.st_mtime_ns:x}.{found.st_size:x}")
    return "-".join(marks)


# ---- full text


def create_search(connection: Connection) -> None:
    """Create the full-text index."""
    connection.execute(text(_SEARCH_TABLE))


def index_words(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add articles to the full-text index: rows of id, title and text, words separated by spaces."""
    connection.execute(text("INSERT INTO article_words (rowid, title, text) VALUES (:id, :title, :text)"), rows)


def find_words(
    connection: Connection,
    phrases: Sequence[Phrase],
    *,
    first_id: int,
    limit: int,
    newest: bool,
    ranked: int = RANKED,
) -> list[tuple[int, float]]:
    """Return (article id, score) of articles with all phrases and an id of at least `first_id`.

    Best first (bm25) among the newest `ranked` of them, newest among equals; or newest first with the same scores.
    """
    match = " AND ".join(_fts_phrase(phrase) for phrase in phrases)
    if not newest:
        oldest = (
            "SELECT rowid FROM article_words WHERE article_words MATCH :query AND rowid >= :first_id"
            " ORDER BY rowid DESC LIMIT 1 OFFSET :ranked"
        )
        values = {"query": match, "first_id": first_id, "ranked": ranked - 1}
        first_id = connection.execute(text(oldest), values).scalar() or first_id
    order = "rowid DESC" if newest else "score DESC, rowid DESC"
    query = (
        "SELECT rowid, -bm25(article_words, :title_weight, 1.0) AS score FROM article_words"  # noqa: S608 - constants
        f" WHERE article_words MATCH :query AND rowid >= :first_id ORDER BY {order} LIMIT :limit"
    )
    values = {"title_weight": TITLE_WEIGHT, "query": match, "first_id": first_id, "limit": limit}
    return [(int(row[0]), float(row[1])) for row in connection.execute(text(query), values)]


def _fts_phrase(phrase: Phrase) -> str:
    # A quote inside cannot occur in a word; doubling it keeps the query whole all the same.
    inner = " ".join(phrase.words).replace('"', '""')
    return f'"{inner}"' + ("*" if phrase.prefix else "")


# ---- health


def integrity_problems(connection: Connection) -> list[str]:
    """Return what the database finds wrong with itself; empty where all is well. O(size)."""
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    problems = [line for line in found if line != "ok"]
    problems += [f"foreign key: {tuple(row)}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
    # The full-text index keeps one row of sizes for each article in it.
    unindexed = "SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM article_words_docsize)"
    missing = connection.execute(text(unindexed)).scalar_one()
    return problems + ([f"full text: {missing} articles are not in the index"] if missing else [])


def explain_error(error: DBAPIError, path: Path) -> StoreError:
    """Return the store's error for a driver's error: one sentence, and what to do."""
    original = error.orig
    code = getattr(original, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    kind, message, advice = _ERRORS.get(code, _OTHER)
    if code == sqlite3.SQLITE_CANTOPEN and not path.parent.is_dir():
        kind, message, advice = _NO_FOLDER
    return kind(message.format(detail=str(original)), subject=str(path), advice=advice)


_KEPT = "Nothing stored before is lost."
_NO_FOLDER: tuple[type[StoreError], str, str] = (
    StoreError,
    "the folder of the database does not exist.",
    "Create it, or name another one in the configuration.",
)
_OTHER: tuple[type[StoreError], str, str] = (
    StoreError,
    "the database refused the work ({detail}).",
    f"{_KEPT} Run `byline doctor`.",
)
_DAMAGED = "Keep a copy of it, then restore a backup or name another file in the configuration."
_ERRORS: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_BUSY: (
        StoreLocked,
        "another process has been writing to the database all the time.",
        "Wait until it has finished, or stop it, and run again.",
    ),
    sqlite3.SQLITE_FULL: (StoreFull, "the disk is full.", f"{_KEPT} Make room and run again."),
    sqlite3.SQLITE_IOERR: (
        StoreFull,
        "the disk refused to read or write ({detail}).",
        f"{_KEPT} Check free space, quota and the health of the disk, and run again.",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreFull,
        "the database cannot be written.",
        f"{_KEPT} Give this user the right to write the file and its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreFull,
        "the database file cannot be opened or created.",
        "Give this user the right to read and write the file and its folder.",
    ),
    sqlite3.SQLITE_NOTADB: (StoreError, "the file is not a database of Byline.", _DAMAGED),
    sqlite3.SQLITE_CORRUPT: (StoreError, "the database is damaged ({detail}).", _DAMAGED),
    sqlite3.SQLITE_CONSTRAINT: (
        StoreError,
        "a result names something that the database does not know ({detail}).",
        f"{_KEPT} Run the stages in their order.",
    ),
}
_ERRORS[sqlite3.SQLITE_LOCKED] = _ERRORS[sqlite3.SQLITE_BUSY]
