"""One database: connections for reading and writing, and errors in the newsroom's words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from msgspec import MsgspecError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from byline.errors import StoreError
from byline.store import dialect


class Database:
    """An open database file. Safe to use from several threads: each block has its own connection."""

    def __init__(
        self,
        path: Path,
        *,
        max_pages: int = 0,
        busy_timeout_ms: int = dialect.BUSY_TIMEOUT_MS,
        durable: bool = False,
    ) -> None:
        """Open lazily: the first block connects. The limits are those of `dialect.connect`."""
        self.path = path
        self._engine = dialect.connect(path, max_pages=max_pages, busy_timeout_ms=busy_timeout_ms, durable=durable)
        self._reader = self._engine.execution_options(**dialect.READING)
        self._held = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database and never waits for writers."""
        held: Connection | None = getattr(self._held, "connection", None)
        with self._errors(), nullcontext(held) if held is not None else self._reader.connect() as connection:
            yield connection

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Have all that this thread reads in the block see one moment, over one connection.

        A connection and the begin of its transaction cost as much as a small query.
        """
        # Taken before the first read: what is read may be newer than the word says, never older.
        version = self.version()
        with self.reading() as connection:
            outer = getattr(self._held, "connection", None), getattr(self._held, "version", None)
            self._held.connection, self._held.version = connection, version
            try:
                yield
            finally:
                self._held.connection, self._held.version = outer

    def version(self) -> str:
        """Return a word that changes with every commit; in a moment, the word of its beginning."""
        held: str | None = getattr(self._held, "version", None)
        return held if held is not None else dialect.version(self.path)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction: all is stored at the end of the block, or nothing."""
        with self._errors(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Release all connections."""
        with self._errors():
            self._engine.dispose()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise dialect.explain_error(error, self.path) from error
        except MsgspecError as error:
            raise StoreError(
                f"a stored record cannot be read ({error}).",
                subject=str(self.path),
                advice="Another version of Byline wrote it: use that one, or run `byline doctor`.",
            ) from error
