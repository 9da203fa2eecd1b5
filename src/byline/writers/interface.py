"""What the writer and the judge need of a language model, and of the writer they build on."""

from __future__ import annotations

from typing import Protocol, TypeVar

import msgspec

from byline.records import Coverage
from byline.records.drafts import Claims, Draft

T = TypeVar("T")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question to a model: fixed instructions, and data that is never an instruction."""

    task: str
    """Name of the answer's schema: letters, digits, underscores."""
    instructions: str
    data: str
    """JSON."""
    schema: dict[str, object]
    """JSON schema of the answer: a flat object."""
    example: str
    """An answer to another question, as JSON."""


class Chat(Protocol):
    """Asks a model."""

    def ask(self, question: Question, shape: type[T]) -> T:
        """Return the answer in its shape (a msgspec Struct); raise ModelFailure where there is none to be had."""
        ...


class Base(Protocol):
    """The writer that quotes: what it chose is what the model may put in other words."""

    def write(self, coverage: Coverage, claims: Claims, *, language: str) -> Draft:
        """Return a draft of quoted sentences."""
        ...
