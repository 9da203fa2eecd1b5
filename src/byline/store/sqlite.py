"""The store in one SQLite file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal, overload

from byline.errors import StoreError
from byline.records import (
    Appearance,
    Article,
    Claim,
    Coverage,
    Decision,
    Development,
    Dropped,
    Edition,
    EditionHead,
    EditionStory,
    Entry,
    Feed,
    FeedState,
    FetchLog,
    Hit,
    ImageFile,
    Kept,
    Ledger,
    Source,
    StoryChange,
    Summary,
    WindowItem,
)
from byline.store import claims, coverage, dialect, ledger, lists, reads, regroup, search, writes
from byline.store.engine import Database
from byline.store.interface import StageResult
from byline.store.migrations import migrate


def open_store(path: Path, *, max_pages: int = 0, busy_timeout_ms: int = dialect.BUSY_TIMEOUT_MS) -> SqlStore:
    """Return the store in the file `path`, made or brought up to date where needed.

    The folder must exist. `max_pages` limits the file to so many pages of 8 KiB
    (0: no limit); a commit waits `busy_timeout_ms` for another writer. Errors:
    SchemaTooNew, StoreLocked, StoreFull, StoreError.
    """
    if not path.parent.is_dir():
        raise StoreError(
            "the data folder does not exist.",
            subject=str(path.parent),
            advice="Create it, or name another one in the configuration.",
        )
    if path.is_dir():
        raise StoreError("this is a folder, not a database file.", subject=str(path), advice="Name a file in it.")
    database = Database(path, max_pages=max_pages, busy_timeout_ms=busy_timeout_ms)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


class SqlStore:
    """A `Store` on SQLAlchemy Core. Safe to use from several threads; one process writes."""

    def __init__(self, database: Database) -> None:
        """Use `open_store`."""
        self._database = database

    # ---- work to do, and work done

    @overload
    def pending(self, stage: Literal["poll"], *, now: datetime, limit: int) -> list[FeedState]: ...
    @overload
    def pending(self, stage: Literal["extract"], *, now: datetime, limit: int) -> list[Entry]: ...
    @overload
    def pending(
        self, stage: Literal["screen", "embed", "cluster", "repair"], *, now: datetime, limit: int
    ) -> list[Article]: ...
    def pending(self, stage: str, *, now: datetime, limit: int) -> list[FeedState] | list[Entry] | list[Article]:
        """Return what the stage has still to do."""
        with self._database.reading() as connection:
            return reads.pending(connection, stage, now=now, limit=limit)

    def commit(self, results: Iterable[StageResult], *, now: datetime) -> None:
        """Write all results and their done marks in one transaction."""
        batch = list(results)  # work that is still to be done must not happen while the database is held
        if batch:
            with self._database.writing() as connection:
                writes.write(connection, batch, now=now)

    # ---- sources and feeds

    def put_feeds(self, sources: Sequence[Source], feeds: Sequence[Feed]) -> None:
        """Add or update sources and feeds; what is not named stays."""
        with self._database.writing() as connection:
            writes.put_feeds(connection, sources, feeds)

    def remove_feed(self, url: str) -> bool:
        """Stop polling an address; its articles stay. False: not known."""
        with self._database.writing() as connection:
            return writes.remove_feed(connection, url)

    def sources(self) -> dict[str, Source]:
        """Return all sources by id."""
        with self._database.reading() as connection:
            return reads.sources(connection)

    def feed_states(self) -> list[FeedState]:
        """Return all feeds that are polled, by address."""
        with self._database.reading() as connection:
            return reads.feed_states(connection)

    # ---- what stages are given

    def kept(self, article_ids: Sequence[int]) -> dict[int, Kept]:
        """Return the screening result of kept articles."""
        with self._database.reading() as connection:
            return reads.kept(connection, article_ids)

    def vectors(self, article_ids: Sequence[int], *, model_id: str) -> dict[int, bytes]:
        """Return stored vectors of one model."""
        with self._database.reading() as connection:
            return reads.vectors(connection, article_ids, model_id=model_id)

    def window(
        self, since: datetime, *, model_id: str = "", texts: bool = True, version: str = ""
    ) -> Iterator[WindowItem]:
        """Yield assigned articles published at or after `since`, in (published, id) order."""
        with self._database.reading() as connection:
            yield from reads.window(connection, since, model_id=model_id, texts=texts, version=version)

    def stories_of(self, article_ids: Sequence[int]) -> dict[int, int]:
        """Return the living story of each article that is in one."""
        with self._database.reading() as connection:
            return reads.stories_of(connection, article_ids)

    def coverage(self, since: datetime, until: datetime) -> list[Coverage]:
        """Return the stories with an article published in [since, until), by id."""
        with self._database.reading() as connection:
            return coverage.coverage(connection, since, until)

    def story(self, story_id: int) -> Coverage | None:
        """Return one story with all its members; for an absorbed one the story that it is part of."""
        with self._database.reading() as connection:
            return coverage.story_by_id(connection, story_id)

    def stories(self, story_ids: Sequence[int], *, texts: bool = True) -> dict[int, Coverage]:
        """Return living stories with all their members, by the id asked for; unknown ones are left out."""
        with self._database.reading() as connection:
            return coverage.stories_by_id(connection, story_ids, texts=texts)

    def recent_stories(
        self, since: datetime, *, after: tuple[datetime, int] | None = None, limit: int
    ) -> list[tuple[int, datetime, datetime]]:
        """Return (id, created, updated) of stories updated at or after `since`, latest first."""
        with self._database.reading() as connection:
            return lists.recent_stories(connection, since, after=after, limit=limit)

    def living(self, story_ids: Sequence[int]) -> dict[int, int]:
        """Return for each id the story that it leads to."""
        with self._database.reading() as connection:
            return regroup.living(connection, story_ids)

    def absorbed(self, story_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Return for each story the ids that lead to it, ascending."""
        with self._database.reading() as connection:
            return regroup.absorbed(connection, story_ids)

    def changes(self, story_id: int) -> list[StoryChange]:
        """Return how a story, and those it absorbed, were merged and split, oldest first."""
        with self._database.reading() as connection:
            return regroup.changes(connection, story_id)

    def decisions(self) -> list[Decision]:
        """Return all that people decided about pairs of articles, by their ids."""
        with self._database.reading() as connection:
            return regroup.decisions(connection)

    def developments(self, story_ids: Sequence[int]) -> list[Development]:
        """Return the links that begin or end at these stories, between living stories, by id."""
        with self._database.reading() as connection:
            return regroup.developments(connection, story_ids)

    def unfound_claims(self, version: str, *, since: datetime, limit: int) -> list[int]:
        """Return stories whose claims are to be found, latest first; those of other versions only since then."""
        with self._database.reading() as connection:
            return claims.unfound(connection, version, since=since, limit=limit)

    def claims(self, coverages: Sequence[Coverage]) -> dict[int, tuple[Claim, ...]]:
        """Return by story what its articles say, where that is found already."""
        with self._database.reading() as connection:
            return claims.claims(connection, coverages)

    def summary(self, story_id: int, *, inputs_hash: str) -> Summary | None:
        """Return the summary made from exactly these inputs."""
        with self._database.reading() as connection:
            return reads.summary_of(connection, story_id, inputs_hash=inputs_hash)

    def appearances(self, before: str) -> list[Appearance]:
        """Return which stories earlier editions (local date < before) showed, newest edition first."""
        with self._database.reading() as connection:
            return reads.appearances(connection, before)

    def ledger(self, since: datetime, until: datetime) -> Ledger:
        """Count feeds, entries, articles, drops, copies and stories of the interval."""
        with self._database.reading() as connection:
            return ledger.ledger(connection, since, until)

    def dropped(self, since: datetime, until: datetime) -> list[tuple[Article, Dropped]]:
        """Return the articles published in [since, until) that screening dropped, in (published, id) order."""
        with self._database.reading() as connection:
            return reads.dropped(connection, since, until)

    def images(self, urls: Sequence[str]) -> dict[str, ImageFile]:
        """Return stored images by address."""
        with self._database.reading() as connection:
            return reads.images(connection, urls)

    # ---- what people ask for

    def edition(self, edition_id: str = "") -> Edition | None:
        """Return one edition, the newest where no id is given."""
        with self._database.reading() as connection:
            return reads.edition_by_id(connection, edition_id)

    def editions(self) -> list[str]:
        """Return all edition ids, newest first."""
        with self._database.reading() as connection:
            return reads.editions(connection)

    def edition_heads(self) -> list[EditionHead]:
        """Return id, date and time of making of all editions, newest first."""
        with self._database.reading() as connection:
            return lists.edition_heads(connection)

    def shown(self, story_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Return for each living story the newest edition that showed it, and its place there; others are left out."""
        with self._database.reading() as connection:
            return lists.shown(connection, story_ids)

    def placed(self, edition_id: str, story_ids: Sequence[int]) -> dict[int, int]:
        """Return the place that an edition gives each living story; those that it does not show are left out."""
        with self._database.reading() as connection:
            return lists.placed(connection, edition_id, story_ids)

    def edition_story(self, edition_id: str, position: int) -> EditionStory | None:
        """Return the story at a place of an edition (1: the lead) without reading the others; None where none is."""
        with self._database.reading() as connection:
            return reads.edition_story(connection, edition_id, position)

    def moment(self) -> AbstractContextManager[None]:
        """Return a block in which this thread reads one moment of the newsroom, and faster."""
        return self._database.moment()

    def version(self) -> str:
        """Return a word that changes with every commit, whoever made it."""
        return self._database.version()

    def counts(self) -> dict[str, int]:
        """Return how many feeds, entries, articles, stories and editions are stored. O(rows)."""
        with self._database.reading() as connection:
            return lists.counts(connection)

    def last_entries(self) -> dict[str, datetime]:
        """Return when each feed last brought an entry that was new, by its address."""
        with self._database.reading() as connection:
            return lists.last_entries(connection)

    def article(self, article_id: int) -> Article | None:
        """Return one article."""
        with self._database.reading() as connection:
            return reads.articles(connection, [article_id]).get(article_id)

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry."""
        with self._database.reading() as connection:
            return reads.entry_by_id(connection, entry_id)

    def fetches(self, ids: Sequence[int]) -> dict[int, FetchLog]:
        """Return fetch records by id."""
        with self._database.reading() as connection:
            return reads.fetches(connection, ids)

    def search(
        self, query: str, *, limit: int = 20, since: datetime | None = None, order: Literal["best", "new"] = "best"
    ) -> list[Hit]:
        """Return articles that contain all words of the query (Chinese words of two characters too)."""
        with self._database.reading() as connection:
            return search.find(connection, query, limit=limit, since=since, order=order)

    def tellers(self, query: str, *, limit: int, since: datetime | None = None) -> list[tuple[int, str]]:
        """Return story (0: in none) and source id of the articles that `search` finds, best first."""
        with self._database.reading() as connection:
            return search.tellers(connection, query, limit=limit, since=since)

    # ---- health

    def problems(self) -> list[str]:
        """Return what the database finds wrong with itself; empty where all is well. O(size)."""
        with self._database.reading() as connection:
            return dialect.integrity_problems(connection)

    def close(self) -> None:
        """Release the database."""
        self._database.close()
