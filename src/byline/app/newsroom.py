"""A newsroom put together from its settings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import msgspec

from byline.app.embedding import open_embedder
from byline.app.interrupt import Stoppable
from byline.app.journal import Journal
from byline.app.version import version
from byline.app.writing import LLM, llm_decides, open_writing
from byline.catalogue.load import load_catalogue
from byline.config.load import FILE_NAME, Loaded
from byline.config.tree import DECIDING
from byline.errors import ConfigError, Interrupted, StoreFull
from byline.ingest.interface import Fetcher
from byline.pipeline.parts import EditionPlan, Parts, Progress, Report, Silent, StageSettings
from byline.pipeline.run import STAGES, run
from byline.records import Catalogue, Edition, Feed, Source
from byline.run.interface import Executor
from byline.store.interface import Store

DATABASE = "newsroom.db"
"""Name of the database in the newsroom's folder."""
DEMO_FOLDER = Path("byline-demo")
"""Where `byline demo` keeps its newsroom, unless told otherwise."""


class Newsroom:
    """Owns the store and the adapters; use it as a context manager.

    Opening locks nothing: reading commands work while a run is going on. `run`
    takes the folder's lock and raises StoreLocked when another run holds it.
    """

    def __init__(self, loaded: Loaded, *, fetcher: Fetcher | None = None) -> None:
        """Take settings from `byline.config.load.load_config`; a fetcher given here stays the caller's to close."""
        self.config = loaded.config
        self.base = loaded.base
        self.folder = loaded.base / loaded.config.newsroom.folder
        self.site = loaded.base / loaded.config.publish.folder
        self._fetcher = fetcher
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.__exit__(kind, error, trace)

    @cached_property
    def store(self) -> Store:
        """The store, opened on first use; its folder is made where it is missing."""
        from byline.store.sqlite import open_store

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreFull(
                f"the folder cannot be made ({error.strerror}).",
                subject=str(self.folder),
                advice="Name another one: --set newsroom.folder=PATH",
            ) from error
        store = open_store(self.database)
        self._closing.callback(store.close)
        return store

    @property
    def database(self) -> Path:
        """The database file; it need not be there yet."""
        return self.folder / DATABASE

    def must_exist(self) -> None:
        """Raise ConfigError, saying what to type, where there is no newsroom yet: reading must not make one."""
        if self.database.is_file():
            return
        demo = DEMO_FOLDER / self.folder.name
        advice = "Type byline run to start one here, or name its settings: --config PATH"
        if (demo / DATABASE).is_file():
            advice = f"The sample's is read with: --config {DEMO_FOLDER / FILE_NAME}"
        raise ConfigError("there is no newsroom here yet.", subject=str(self.folder), advice=advice)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The field."""
        return load_catalogue(self.config.newsroom.catalogue)

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The time zone that decides the edition's date. Raises ConfigError for an unknown one."""
        name = self.config.newsroom.timezone
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ConfigError(
                f'there is no time zone "{name}".',
                subject="[newsroom] timezone",
                advice='Write it like "Asia/Shanghai".',
            ) from None

    def run(
        self, *, now: datetime | None = None, only: Sequence[str] = STAGES, progress: Progress | None = None
    ) -> Report:
        """Run the stages and return what was done; the edition is that of the local day of `now`."""
        from byline.store.lock import exclusive

        moment = now if now is not None else datetime.now(UTC)
        plan = self.plan(moment)
        store = self.store
        with exclusive(self.folder), ExitStack() as closing:
            if not store.feed_states():
                self.add_feeds(self.catalogue.sources, self.catalogue.feeds)
            try:
                journal = closing.enter_context(Journal(self.folder, progress or Silent()))
                heard = closing.enter_context(Stoppable(journal))
                return run(self._parts(closing, heard), plan=plan, now=moment, only=only)
            except KeyboardInterrupt:
                raise Interrupted("Stopped. What was finished is stored; the next run goes on from there.") from None

    def plan(self, now: datetime) -> EditionPlan:
        """Return which edition is due at `now`."""
        settings = self.config.newsroom
        date = now.astimezone(self.timezone).date().isoformat()
        return EditionPlan(
            id=date,
            title=settings.title,
            date=date,
            language=settings.language,
            since=now - timedelta(hours=settings.window_hours),
            until=now + timedelta(microseconds=1),
            settings=self.deciding_settings(),
            version=version(),
            folder=self.site,
            topics={topic.id: topic.name for topic in self.catalogue.topics},
            entities={entity.id: entity.name for entity in self.catalogue.entities},
        )

    def deciding_settings(self) -> dict[str, dict[str, object]]:
        """Return every setting that changes what an edition says, section by section."""
        settings: dict[str, dict[str, object]] = {
            section: msgspec.to_builtins(getattr(self.config, section)) for section in DECIDING
        }
        newsroom = self.config.newsroom
        settings["newsroom"] = {
            "language": newsroom.language,
            "window_hours": newsroom.window_hours,
            "catalogue": newsroom.catalogue,
            "embedder": newsroom.embedder,
            "writer": newsroom.writer,
        }
        embed = self.config.embed
        settings["embed"] = {"model": embed.model, "dim": embed.dim, "prefix": embed.prefix}
        if newsroom.writer == LLM:
            settings["llm"] = llm_decides(self.config.llm)
        publish = self.config.publish
        settings["publish"] = {
            "stories": publish.stories,
            "min_independent": publish.min_independent,
            "below": publish.below,
        }
        return settings

    def add_feeds(self, sources: Sequence[Source], feeds: Sequence[Feed]) -> None:
        """Have these feeds polled from now on."""
        self.store.put_feeds(sources, feeds)

    def export(self, edition: Edition) -> Path:
        """Write the files of a stored edition; return its index page."""
        from byline.pipeline.edition import export

        return export(self.store, edition, folder=self.site, settings=self.config.publish)

    def _parts(self, closing: ExitStack, progress: Progress) -> Parts:
        from byline.screen.rules import Screener

        config = self.config
        writing = open_writing(config, folder=self.folder, closing=closing)
        return Parts(
            store=self.store,
            fetcher=self._fetcher or self._open_fetcher(closing),
            executor=self._executor(closing),
            screener=Screener(self.catalogue.topics, self.catalogue.entities, config.screen),
            embedder=open_embedder(config.newsroom.embedder, config.embed),
            writer=writing.writer,
            judge=writing.judge,
            model_use=writing.model_use,
            settings=StageSettings(
                fetch=config.fetch,
                extract=config.extract,
                copies=config.copies,
                cluster=config.cluster,
                rank=config.rank,
                summary=config.summary,
                publish=config.publish,
            ),
            progress=progress,
        )

    def _open_fetcher(self, closing: ExitStack) -> Fetcher:
        from byline.ingest.http import HttpFetcher

        fetcher = HttpFetcher(self.config.fetch)
        closing.callback(fetcher.close)
        return fetcher

    def _executor(self, closing: ExitStack) -> Executor:
        from byline.run.process import ProcessExecutor
        from byline.run.serial import SerialExecutor

        settings = self.config.run
        if settings.workers == 1:
            return SerialExecutor()
        executor = ProcessExecutor(settings.workers, settings.timeout_s)
        closing.callback(executor.close)
        return executor
