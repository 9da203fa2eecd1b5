"""What a run is made of: the parts that `byline.app` puts together, and the reports that come back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from byline.cluster.interface import StoryFinder
from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.ingest.interface import Fetcher
from byline.ingest.settings import ExtractSettings, FetchSettings
from byline.models.interface import Embedder
from byline.publish.settings import PublishSettings
from byline.rank.settings import RankSettings
from byline.records import Edition, Failed, ModelUse
from byline.run.interface import Executor
from byline.screen.rules import Screener
from byline.store.interface import Store
from byline.summary.interface import Judge, Writer
from byline.summary.settings import SummarySettings


class Progress(Protocol):
    """Shows how far a stage is."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a bar of `total` items (None: not known); the callable moves it on by that many."""
        ...


class Silent:
    """Progress that shows nothing."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Return a bar that nobody sees."""
        del name, total
        return nullcontext(_ignore)


def _ignore(count: int) -> None:
    del count


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """The settings that stages are given."""

    fetch: FetchSettings
    extract: ExtractSettings
    copies: CopySettings
    cluster: ClusterSettings
    rank: RankSettings
    summary: SummarySettings
    publish: PublishSettings


@dataclass(frozen=True, kw_only=True)
class EditionPlan:
    """Which edition is to be made."""

    id: str
    title: str
    date: str
    language: str
    since: datetime
    until: datetime
    settings: dict[str, dict[str, object]]
    """Section -> key -> value of every setting that changes what an edition says."""
    version: str
    folder: Path
    """Where the edition's files are written."""
    topics: dict[str, str] = field(default_factory=dict)
    """Topic id -> name, of the whole catalogue."""
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Store, adapters, stages and their settings."""

    store: Store
    fetcher: Fetcher
    executor: Executor
    screener: Screener
    embedder: Embedder
    writer: Writer
    settings: StageSettings
    judge: Judge | None = None
    """Checks sentences in other words; without one none is published."""
    model_use: Callable[[], ModelUse] = ModelUse
    """Says what language models were asked in this run so far."""
    story_finder: Callable[[ClusterSettings], StoryFinder] = StoryIndex
    """Makes what tells which articles are one story."""
    progress: Progress = field(default_factory=Silent)


@dataclass(kw_only=True)
class Report:
    """What one run did."""

    feeds: int = 0
    feed_failures: list[Failed] = field(default_factory=list)
    feed_warnings: list[str] = field(default_factory=list)
    """What a feed that could be read lacked: items left out, damage."""
    entries: int = 0
    articles: int = 0
    page_failures: list[Failed] = field(default_factory=list)
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    embedded: int = 0
    clustered: int = 0
    claimed: int = 0
    """Stories whose claims were found."""
    merged: int = 0
    """Stories that turned out to be part of another one."""
    split: int = 0
    """Stories that turned out to hold two events."""
    summaries: int = 0
    summaries_reused: int = 0
    models: ModelUse = field(default_factory=ModelUse)
    """What language models were asked, and what it cost."""
    image_failures: list[Failed] = field(default_factory=list)
    edition: Edition | None = None
    withheld: bool = False
    """Nothing was read in the edition's span, so none was made; the last one stays."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Stage -> wall seconds."""

    @property
    def failures(self) -> int:
        """Number of items that could not be had."""
        return len(self.feed_failures) + len(self.page_failures)
