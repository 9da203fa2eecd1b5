"""What the pipeline needs to run one function over many items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed:
    """One item has no result: its worker raised, died or took too long."""

    index: int
    """Position of the item, from 0."""
    error: str
    """One plain sentence."""
    kind: str
    """ "error", "died" or "timeout"."""


class Executor(Protocol):
    """Runs a function over items."""

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | TaskFailed]:
        """Yield one result per item, in the items' order; a `TaskFailed` where there is none.

        Items are taken as needed, a few ahead of the result that is yielded.
        """
        ...

    def close(self) -> None:
        """Release the workers."""
        ...
