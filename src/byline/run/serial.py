"""One item after the other, in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from byline.run.interface import R, T, TaskFailed

_LOG = logging.getLogger(__name__)


class SerialExecutor:
    """Runs items here; an exception is that item's `TaskFailed`. There is no time limit."""

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | TaskFailed]:
        """Yield one result per item, in order."""
        for index, item in enumerate(items):
            try:
                result = fn(item)
            except Exception as error:
                _LOG.exception("item %d failed", index)
                yield TaskFailed(index=index, error=f"{type(error).__name__}: {error}", kind="error")
            else:
                yield result

    def close(self) -> None:
        """Release nothing."""
