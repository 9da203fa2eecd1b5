"""What the pipeline needs of clustering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from byline.records import Article, Assignment, Decision, Origin, Regrouped, WindowItem


class CopyFinder(Protocol):
    """Tells which articles copy which."""

    def restore(self, items: Sequence[WindowItem]) -> None:
        """Forget everything and remember these articles, in (published, id) order."""
        ...

    def find(self, articles: Sequence[Article]) -> list[Origin]:
        """Return the origin of each article, in their order, and remember them."""
        ...


class StoryFinder(Protocol):
    """Tells which articles tell one story."""

    def restore(self, items: Sequence[WindowItem], decisions: Sequence[Decision] = ()) -> None:
        """Forget everything and remember these assigned articles, in (published, id) order; obey these decisions."""
        ...

    def assign(self, items: Sequence[WindowItem]) -> list[Assignment]:
        """Return the story of each article, in their order, and remember them."""
        ...

    def repair(self) -> list[Regrouped]:
        """Return the stories to merge or split, in the order to apply them, and apply them here."""
        ...
