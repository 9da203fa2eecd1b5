"""Summaries: passages, claims, checked sentences with their citations."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from byline.records.base import Language, Record


class Passage(Record, frozen=True, kw_only=True):
    """A span of one article's text: `article.text[start:end] == quote`."""

    article_id: int
    start: int
    end: int
    quote: str


class Claim(Record, frozen=True, kw_only=True):
    """One statement and every passage that says it."""

    id: int
    """Number within the story, from 1."""
    representative: Passage
    """Quoted verbatim when the claim is published."""
    supports: tuple[Passage, ...]
    """All passages that say it, the representative first; at most one per article."""
    witnesses: tuple[str, ...]
    """Owners of the independent origins that say it, sorted."""
    kind: Literal["report", "quote", "opinion", "question"]
    language: Language
    weight: float = 0.0
    """How much it matters in its story."""


class Value(Record, frozen=True, kw_only=True):
    """One side of a disagreement."""

    value: str
    """As written: "1.2 trillion"."""
    passage: Passage
    witness: str


class Disagreement(Record, frozen=True, kw_only=True):
    """Independent sources give different values for one thing."""

    subject: str
    """What the values are about, in the sources' words."""
    values: tuple[Value, ...]


class Tier(StrEnum):
    """How a published sentence was checked."""

    VERBATIM = "verbatim"
    """Identical to its passage, an editor's date in brackets aside ("on Saturday [26 July 2025]")."""
    TRIMMED = "trimmed"
    """Its passage, shortened at clause ends only."""
    REWRITTEN = "rewritten"
    """In other words, passed by rules and judge."""
    TRANSLATED = "translated"
    """In another language than its passages, passed by rules and judge."""
    TITLE = "title"
    """A source's own headline, its numbers and names found in the cited passages."""


class Verdict(Record, frozen=True, kw_only=True):
    """Result of checking one sentence against its passages."""

    supported: bool
    tier: Tier = Tier.VERBATIM
    reasons: tuple[str, ...] = ()
    """Why not, where not: names of the rules that vetoed."""


class Citation(Record, frozen=True, kw_only=True):
    """From a published sentence to the passage that supports it."""

    number: int
    """As printed: [n], numbered through the story's summary in order of first use."""
    passage: Passage


class Sentence(Record, frozen=True, kw_only=True):
    """One published sentence."""

    text: str
    citations: tuple[Citation, ...]
    tier: Tier
    language: Language
    speaker: str = ""
    """"According to ..." where only one source says it; who says it for quotes. "" for corroborated reports."""
    witnesses: int = 1
    """How many independent sources say it."""


class Section(Record, frozen=True, kw_only=True):
    """A titled group of sentences."""

    kind: Literal["happened", "numbers", "voices", "differ", "open", "background", "opinion"]
    sentences: tuple[Sentence, ...]


class ModelUse(Record, frozen=True, kw_only=True):
    """What language models were asked in one run, writer and judge together; all 0 where none was."""

    requests: int = 0
    """Sent to a server, answered or not; what the connection itself tried again counts once."""
    kept: int = 0
    """Answers taken from disk: asked in an earlier run, and paid for then."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    """In the currency of the operator's prices; 0 where none are set."""
    seconds: float = 0.0
    """Spent waiting for answers."""


class CheckCount(Record, frozen=True, kw_only=True):
    """What the verifier did for a story or an edition."""

    checked: int = 0
    replaced: int = 0
    """Draft sentences exchanged for the quoted claim."""
    dropped: int = 0
    """Draft sentences not published."""
    reasons: dict[str, int] = msgspec.field(default_factory=dict)
    """Veto name -> how often."""


class Summary(Record, frozen=True, kw_only=True):
    """A story told across its sources; every sentence cited and checked."""

    story_id: int
    inputs_hash: str
    """Hash of the articles, settings and code version it was made from."""
    language: Language
    headline: Sentence
    deck: Sentence | None
    sections: tuple[Section, ...]
    disagreements: tuple[Disagreement, ...] = ()
    checks: CheckCount = CheckCount()
