"""What a writer is given, and what it hands back.

A writer never publishes anything: it proposes sentences and the passages they
rest on, and `byline.summary.summarise` checks every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from byline.records import Coverage, Passage
from byline.records.drafts import Claims, Draft, DraftSection, DraftSentence, SectionKind

__all__ = ["Claims", "Draft", "DraftSection", "DraftSentence", "Judge", "SectionKind", "Writer"]


class Writer(Protocol):
    """Turns claims into a draft."""

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        """Return the draft in the language of the edition; raise ModelError where a model fails."""
        ...


class Judge(Protocol):
    """Says whether passages carry a sentence in other words. Its yes counts only after the rules."""

    def entails(self, text: str, passages: Sequence[Passage], *, language: str) -> bool:
        """Return True only where the passages fully support the sentence."""
        ...
