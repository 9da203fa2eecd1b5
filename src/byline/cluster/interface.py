"""What the pipeline needs of clustering."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from byline.records import Article, Assignment, Decision, Origin, Regrouped, WindowItem


class CopyFinder(Protocol):
    """Tells which articles copy which."""

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Forget everything and remember these articles, in (published, id) order."""
        ...

    def find(self, articles: Sequence[Article], readings: Sequence[bytes] = ()) -> list[Origin]:
        """Return the origin of each article, in their order, and remember them; `readings` spare reading the texts."""
        ...


class StoryFinder(Protocol):
    """Tells which articles tell one story."""

    def restore(
        self, items: Iterable[WindowItem], decisions: Sequence[Decision] = (), *, newest: datetime | None = None
    ) -> None:
        """Forget everything and remember these assigned articles, in (published, id) order; obey these decisions.

        `newest` is the time of the newest of them; where it is given they need not be held all at once.
        """
        ...

    def assign(self, items: Sequence[WindowItem]) -> list[Assignment]:
        """Return the story of each article, in their order, and remember them.

        The story_id of a copy is the story of its origin, for an origin that is not remembered any more (0: none).
        """
        ...

    def repair(self, fresh: Collection[int] | None = None) -> list[Regrouped]:
        """Return the stories to merge or split, in the order to apply them, and apply them here.

        `fresh`: ids of the articles that came since the last repair; only stories that hold one are
        looked at. None: all.
        """
        ...
