"""What the pipeline needs of a store.

One writer, many readers. `commit` writes results and their done marks in one
transaction; `pending` finds what is left to do. Committing the same result
twice changes nothing. A killed process loses nothing and repeats at most the
batch it had in hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Literal, Protocol, overload

from byline.records import (
    Appearance,
    Article,
    Claim,
    Clustered,
    Coverage,
    Decision,
    Development,
    Dropped,
    Edition,
    EditionHead,
    EditionStory,
    Entry,
    Extracted,
    Feed,
    FeedState,
    FetchLog,
    Hit,
    ImageFile,
    Kept,
    Ledger,
    Polled,
    Reading,
    ReadingsUnneeded,
    Regrouped,
    Repaired,
    Score,
    Screened,
    Source,
    StoryChange,
    StoryClaims,
    Summary,
    Vector,
    WindowItem,
)

StageResult = (
    Polled
    | Extracted
    | Screened
    | Vector
    | Clustered
    | Reading
    | ReadingsUnneeded
    | Repaired
    | Regrouped
    | Decision
    | StoryClaims
    | Score
    | Summary
    | Edition
    | ImageFile
)


class Store(Protocol):
    """The newsroom's memory. Errors: StoreLocked (retry), StoreFull, SchemaTooNew, StoreError."""

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
        """Return what the stage has still to do.

        "poll": feeds whose next_poll is None or not after now, by address. "extract": entries
        without an article whose retry time has come and that are not parked (3 failures), by id.
        "screen": articles not screened. "embed": kept articles without a vector. "cluster": kept
        articles with a vector and without a story. "repair": articles in a story that `Repaired` has not
        named yet. Articles come in (published, id) order.
        """
        ...

    def commit(self, results: Iterable[StageResult], *, now: datetime) -> None:
        """Write all results and their done marks in one transaction."""
        ...

    # ---- sources and feeds

    def put_feeds(self, sources: Sequence[Source], feeds: Sequence[Feed]) -> None:
        """Add or update sources and feeds; what is not named stays."""
        ...

    def remove_feed(self, url: str) -> bool:
        """Stop polling an address; its articles stay. False: not known."""
        ...

    def sources(self) -> dict[str, Source]:
        """Return all sources by id."""
        ...

    def feed_states(self) -> list[FeedState]:
        """Return all feeds that are polled, by address."""
        ...

    # ---- what stages are given

    def kept(self, article_ids: Sequence[int]) -> dict[int, Kept]:
        """Return the screening result of kept articles."""
        ...

    def vectors(self, article_ids: Sequence[int], *, model_id: str) -> dict[int, bytes]:
        """Return stored vectors of one model."""
        ...

    def window(
        self, since: datetime, *, model_id: str = "", texts: bool = True, version: str = ""
    ) -> Iterator[WindowItem]:
        """Yield assigned articles published at or after `since`, in (published, id) order, as of the first of them.

        Each with its vector of that model, and with what code of this version has read in its text:
        then the text is empty. Without `texts` all are empty, which spares reading the largest part of
        the database. What is committed in between is not seen.
        """
        ...

    def stories_of(self, article_ids: Sequence[int]) -> dict[int, int]:
        """Return the living story of each article that is in one."""
        ...

    def coverage(self, since: datetime, until: datetime) -> list[Coverage]:
        """Return the stories with an article published in [since, until), by id.

        Each with all its members published before `until`, oldest first.
        """
        ...

    def story(self, story_id: int) -> Coverage | None:
        """Return one story with all its members; for an absorbed one the story that it is part of."""
        ...

    def stories(self, story_ids: Sequence[int], *, texts: bool = True) -> dict[int, Coverage]:
        """Return living stories with all their members, by the id asked for; unknown ones are left out.

        Without `texts` those of all articles are empty, which spares reading them.
        """
        ...

    def recent_stories(
        self, since: datetime, *, after: tuple[datetime, int] | None = None, limit: int
    ) -> list[tuple[int, datetime, datetime]]:
        """Return (id, created, updated) of stories updated at or after `since`, latest first.

        `after`: go on behind the story with this (updated, id).
        """
        ...

    def living(self, story_ids: Sequence[int]) -> dict[int, int]:
        """Return for each id the story that it leads to: itself unless that story was absorbed."""
        ...

    def absorbed(self, story_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Return for each story the ids that lead to it, ascending; stories without are left out."""
        ...

    def changes(self, story_id: int) -> list[StoryChange]:
        """Return how a story, and those it absorbed, were merged and split, oldest first."""
        ...

    def decisions(self) -> list[Decision]:
        """Return all that people decided about pairs of articles, by their ids."""
        ...

    def developments(self, story_ids: Sequence[int]) -> list[Development]:
        """Return the links that begin or end at these stories, between living stories, by id."""
        ...

    def unfound_claims(self, version: str, *, since: datetime, limit: int) -> list[int]:
        """Return stories whose claims are to be found, latest first.

        Those whose articles changed, and those updated at or after `since` whose claims another version found.
        """
        ...

    def claims(self, coverages: Sequence[Coverage]) -> dict[int, tuple[Claim, ...]]:
        """Return by story what its articles say, heaviest first; the stories are given with their texts.

        Stories whose claims are still to be found are left out.
        """
        ...

    def summary(self, story_id: int, *, inputs_hash: str) -> Summary | None:
        """Return the summary made from exactly these inputs."""
        ...

    def appearances(self, before: str) -> list[Appearance]:
        """Return which stories earlier editions (local date < before) showed, newest edition first.

        An absorbed story appears under the id that it leads to.
        """
        ...

    def ledger(self, since: datetime, until: datetime) -> Ledger:
        """Count feeds, entries, articles, drops, copies and stories of the interval.

        The time of an entry is its publication, else when it was first seen.
        """
        ...

    def dropped(self, since: datetime, until: datetime) -> list[tuple[Article, Dropped]]:
        """Return the articles published in [since, until) that screening dropped, in (published, id) order."""
        ...

    def images(self, urls: Sequence[str]) -> dict[str, ImageFile]:
        """Return stored images by address."""
        ...

    # ---- what people ask for

    def edition(self, edition_id: str = "") -> Edition | None:
        """Return one edition, the newest where no id is given."""
        ...

    def editions(self) -> list[str]:
        """Return all edition ids, newest first."""
        ...

    def edition_heads(self) -> list[EditionHead]:
        """Return id, date and time of making of all editions, newest first."""
        ...

    def shown(self, story_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Return for each living story the newest edition that showed it, and its place there; others are left out."""
        ...

    def placed(self, edition_id: str, story_ids: Sequence[int]) -> dict[int, int]:
        """Return the place that an edition gives each living story; those that it does not show are left out."""
        ...

    def edition_story(self, edition_id: str, position: int) -> EditionStory | None:
        """Return the story at a place of an edition (1: the lead) without reading the others; None where none is."""
        ...

    def moment(self) -> AbstractContextManager[None]:
        """Return a block in which this thread reads one moment of the newsroom, and faster; it must not write there."""
        ...

    def version(self) -> str:
        """Return a word that changes with every commit, whoever made it; asking costs microseconds."""
        ...

    def counts(self) -> dict[str, int]:
        """Return how many feeds, entries, articles, stories and editions are stored. O(rows)."""
        ...

    def last_entries(self) -> dict[str, datetime]:
        """Return when each feed last brought something new, by its address; feeds that never did are left out."""
        ...

    def article(self, article_id: int) -> Article | None:
        """Return one article."""
        ...

    def entry(self, entry_id: int) -> Entry | None:
        """Return one entry."""
        ...

    def fetches(self, ids: Sequence[int]) -> Mapping[int, FetchLog]:
        """Return fetch records by id."""
        ...

    def search(
        self, query: str, *, limit: int = 20, since: datetime | None = None, order: Literal["best", "new"] = "best"
    ) -> list[Hit]:
        """Return articles that contain all words of the query (Chinese words of two characters too)."""
        ...

    def tellers(self, query: str, *, limit: int, since: datetime | None = None) -> list[tuple[int, str]]:
        """Return story (0: in none) and source id of articles that `search` finds, best first; no texts are read."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...
