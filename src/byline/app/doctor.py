"""Checks of everything a run needs, each answered in words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from byline.app.embedding import open_embedder
from byline.app.newsroom import Newsroom
from byline.app.writing import open_writing
from byline.config.load import Loaded
from byline.errors import BylineError, StoreFull

MIN_FREE_BYTES = 200_000_000


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check."""

    subject: str
    good: bool
    words: str


def check_all(loaded: Loaded) -> list[Finding]:
    """Return the findings, in the order in which a run would meet the problems.

    It writes nothing.
    """
    newsroom = Newsroom(loaded)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _python),
        ("settings", lambda: f"{len(loaded.origins)} set, the rest at their defaults"),
        ("time zone", lambda: str(newsroom.timezone)),
        ("catalogue", lambda: _catalogue(newsroom)),
        ("disk", lambda: _disk(newsroom)),
        ("database", lambda: _database(newsroom)),
        ("embedder", lambda: _embedder(newsroom)),
        ("writer", lambda: _writer(newsroom)),
    ]
    with newsroom:
        return [_finding(subject, check) for subject, check in checks]


def _finding(subject: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(subject=subject, good=True, words=check())
    except BylineError as error:
        return Finding(subject=subject, good=False, words=str(error))


def _python() -> str:
    return ".".join(str(n) for n in sys.version_info[:3])


def _catalogue(newsroom: Newsroom) -> str:
    found = newsroom.catalogue
    return f"{found.name}: {len(found.sources)} sources, {len(found.topics)} topics, {len(found.entities)} entities"


def _disk(newsroom: Newsroom) -> str:
    folder = newsroom.folder
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        raise StoreFull(f"only {free // 1_000_000} MB are free.", subject=str(folder), advice="Make room first.")
    return f"{free // 1_000_000_000} GB free at {folder}"


def _database(newsroom: Newsroom) -> str:
    if not newsroom.database.is_file():
        return _future_database(newsroom.database)
    states = newsroom.store.feed_states()
    failing = sum(state.failures > 0 for state in states)
    feeds = f"{len(states)} feeds, {failing} failing" if states else "no feeds yet; a run starts with the catalogue"
    return f"{newsroom.database}: {feeds}"


def _future_database(path: Path) -> str:
    """Answer for a database that the first run will make, where it can."""
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        advice = "Name another one: --set newsroom.folder=PATH"
        raise StoreFull("the database cannot be made here.", subject=str(folder), advice=advice)
    return f"{path}: none yet; the first run makes it"


def _embedder(newsroom: Newsroom) -> str:
    return open_embedder(newsroom.config.newsroom.embedder, newsroom.config.embed).id


def _writer(newsroom: Newsroom) -> str:
    """Build it; a language model is not asked, a question costs money."""
    with ExitStack() as closing:
        writing = open_writing(newsroom.config, folder=newsroom.folder, closing=closing)
    return newsroom.config.newsroom.writer + (", with a judge" if writing.judge else "")
