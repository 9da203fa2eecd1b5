"""What the pipeline needs of a fetcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from byline.records import FetchOutcome, FetchRequest


class Fetcher(Protocol):
    """Reads addresses."""

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[tuple[FetchRequest, FetchOutcome]]:
        """Yield each request with its outcome, as they finish.

        One request's failure is a `Failed`; closing the iterator cancels the rest.
        """
        ...

    def close(self) -> None:
        """Release connections."""
        ...
