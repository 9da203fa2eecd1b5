"""Where answers are looked up: a store, the field, and what was read of editions before.

An edition is decoded once and kept until it is made again: its record is a megabyte,
its id, date and time of making are a few bytes.
"""

from __future__ import annotations

from datetime import datetime

from byline.records import Catalogue, Claim, Edition, EditionHead, Source
from byline.serve.kept import Kept
from byline.serve.shapes import EditionDetail, Report, StoryLine
from byline.store.interface import Store
from byline.summary.settings import SummarySettings

KEPT_EDITIONS = 8
"""Whole editions kept in memory: 2 to 10 MB each."""
KEPT_DETAILS = 400
"""Editions whose lists of stories and ledger are kept: 30 kB each."""
KEPT_STORIES = 2000
"""Stories whose line for a list and whose reports are kept until the newsroom changes: 10 kB each."""
KEPT_CLAIMS = 256
"""Stories whose claims are kept that no run has found yet."""

Told = tuple[StoryLine, tuple[Report, ...]]
"""A story for a list, and its reports, oldest first."""


class Desk:
    """A store with its catalogue, for reading. Safe to use from several threads."""

    def __init__(self, store: Store, catalogue: Catalogue, *, summary: SummarySettings | None = None) -> None:
        """`summary` are the settings that claims are found with where no run has found them yet."""
        self.store = store
        self.catalogue = catalogue
        self.summary = summary or SummarySettings()
        self.told: Kept[Told] = Kept(KEPT_STORIES)
        self.details: Kept[EditionDetail | None] = Kept(KEPT_DETAILS)
        self.claims: Kept[tuple[Claim, ...]] = Kept(KEPT_CLAIMS)
        self._editions: Kept[Edition | None] = Kept(KEPT_EDITIONS)
        self._heads: Kept[list[EditionHead]] = Kept(1)
        self._sources: Kept[dict[str, Source]] = Kept(1)
        self._last_entries: Kept[dict[str, datetime]] = Kept(1)

    def heads(self) -> list[EditionHead]:
        """Return all editions, newest first."""
        return self._heads.get(self.store.version(), self.store.edition_heads)

    def head(self, edition_id: str = "") -> EditionHead | None:
        """Return one edition's head, the newest one's where no id is given."""
        return next((head for head in self.heads() if edition_id in ("", head.id)), None)

    def edition(self, head: EditionHead) -> Edition | None:
        """Return the edition; None where it is gone by now."""
        return self._editions.get((head.id, head.made_at), lambda: self.store.edition(head.id))

    def sources(self) -> dict[str, Source]:
        """Return all sources by id."""
        return self._sources.get(self.store.version(), self.store.sources)

    def last_entries(self) -> dict[str, datetime]:
        """Return when each feed last brought something new, by its address."""
        return self._last_entries.get(self.store.version(), self.store.last_entries)
