"""What writers are given and what they propose: claims, and sentences that nobody has checked yet."""

from __future__ import annotations

from typing import Literal

import msgspec

from byline.records.base import Language, Record
from byline.records.summaries import Claim, Disagreement, Passage

SectionKind = Literal["happened", "numbers", "voices", "differ", "open", "background", "opinion"]


class Claims(Record, frozen=True, kw_only=True):
    """What the articles of a story say."""

    claims: tuple[Claim, ...]
    """Heaviest first."""
    disagreements: tuple[Disagreement, ...]
    following: tuple[Claim, ...] = ()
    """What only the sentence in front of it explains ("It costs $5."), heaviest first: to be told together with it.

    Their ids go on where those of `claims` end; no writer may tell one alone.
    """
    doubtful: tuple[Claim, ...] = ()
    """What a sentence may well need its neighbours for, heaviest first; one may stand for a headline where no title
    can. Their ids go on where those of `following` end."""


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
    instead: DraftSentence | None = None
    """The quotation to print where this sentence fails; None: the claim's representative."""
    refused: tuple[str, ...] = ()
    """Why the writer refused what its model wrote here; the text is then the quotation that took its place."""


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
    notes: dict[str, int] = msgspec.field(default_factory=dict)
    """What befell the writer, by name, how often ("model_unavailable"); counted with the reasons of the checks."""
