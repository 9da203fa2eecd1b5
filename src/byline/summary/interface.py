"""What a writer is given, and what it hands back.

A writer never publishes anything: it proposes sentences and the passages they
rest on, and `byline.summary.summarise` checks every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from byline.records import Claim, Coverage, Disagreement, Language, Passage, Record

SectionKind = Literal["happened", "numbers", "voices", "differ", "open", "background", "opinion"]


class Claims(Record, frozen=True, kw_only=True):
    """What the articles of a story say."""

    claims: tuple[Claim, ...]
    """Heaviest first."""
    disagreements: tuple[Disagreement, ...]


class DraftSentence(Record, frozen=True, kw_only=True):
    """A sentence that a writer proposes."""

    text: str
    passages: tuple[Passage, ...]
    """What it rests on; each that does not carry the sentence by itself is dropped."""
    language: Language
    claims: tuple[int, ...] = ()
    """Ids of the claims it tells. When it fails, the first one's representative is quoted in its place."""
    speaker: str = ""
    """Who says it: the person quoted, or the only source that has it."""


class DraftSection(Record, frozen=True, kw_only=True):
    """A group of proposed sentences."""

    kind: SectionKind
    sentences: tuple[DraftSentence, ...]


class Draft(Record, frozen=True, kw_only=True):
    """A summary as proposed."""

    headline: DraftSentence | None
    """A source's title with the passages that back it, or None: the strongest sentence then leads."""
    deck: DraftSentence | None
    sections: tuple[DraftSection, ...]


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
