"""Finds the organisations, people and models of the catalogue in a text."""

from __future__ import annotations

from collections.abc import Sequence

from byline.records import Entity
from byline.screen.lexicon import Found, Lexicon


class EntityFinder:
    """Knows the entities of a catalogue by all their names."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        """Take the catalogue's entities."""
        self.weights = {entity.id: entity.weight for entity in entities}
        names = ((alias, entity.id) for entity in entities for aliases in entity.aliases.values() for alias in aliases)
        self._lexicon = Lexicon(names, names=True)

    def find(self, text: str) -> list[Found]:
        """Return every mention in order; its key is the entity's id. O(n)."""
        return self._lexicon.find(text)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of the entities named, in order of first appearance."""
        return tuple(dict.fromkeys(found.key for found in self.find(text)))
