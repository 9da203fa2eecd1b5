"""Errors, grouped by who must act.

BylineError
├── ConfigError       the operator must change something (exit 2); names file, key, nearest valid key
├── SourceError       one feed or page
│   ├── FetchError    unreachable, timed out, too large, blocked
│   └── ParseError    not a feed, not a page, no text in it
├── ModelError        embedder or writer: unavailable (retry), refused, bad reply
├── CitationError     a sentence that its passages do not support; it is never published
├── StoreError        the database or the disk
│   ├── StoreLocked   another process holds it (retry)
│   ├── StoreFull     no room, or not writable
│   └── SchemaTooNew  written by a newer Byline
├── PortError         no port is free to serve on
├── PublishError      the edition's files could not be written
├── PluginError       missing, of the wrong kind, failed to start
└── Interrupted       the operator stopped the run; what was finished is stored

Expected failures of one item travel as `records.Failed`, not as exceptions.
"""

from __future__ import annotations


class BylineError(Exception):
    """Base: what happened, to which item, and whether trying again may help."""

    retryable = False
    exit_code = 3

    def __init__(self, message: str, *, subject: str = "", advice: str = "") -> None:
        """`subject` is the item's id or address; `advice` says what to do next."""
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.advice = advice

    def __str__(self) -> str:
        """One line: subject, what happened, what to do."""
        head = f"{self.subject}: {self.message}" if self.subject else self.message
        return f"{head} {self.advice}".rstrip()


class ConfigError(BylineError):
    """The operator must change something."""

    exit_code = 2


class SourceError(BylineError):
    """One feed or page went wrong."""

    def __init__(
        self, message: str, *, subject: str = "", advice: str = "", kind: str = "source", retryable: bool = False
    ) -> None:
        """`kind` is the machine name that `records.Failed.kind` takes over."""
        super().__init__(message, subject=subject, advice=advice)
        self.kind = kind
        self.retryable = retryable


class FetchError(SourceError):
    """The address could not be read."""


class ParseError(SourceError):
    """The bytes are not what they should be."""


class ModelError(BylineError):
    """An embedder or a writer failed."""


class CitationError(BylineError):
    """A sentence is not supported by its passages."""


class StoreError(BylineError):
    """The database or the disk failed."""


class StoreLocked(StoreError):
    """Another process holds the database."""

    retryable = True


class StoreFull(StoreError):
    """There is no room, or the folder cannot be written."""


class SchemaTooNew(StoreError):
    """The database was written by a newer Byline."""


class PortError(BylineError):
    """No port is free to serve on."""


class PublishError(BylineError):
    """The edition's files could not be written."""


class Interrupted(BylineError):
    """The operator stopped the run."""

    retryable = True
    exit_code = 130


class PluginError(BylineError):
    """A plug-in is missing, of the wrong kind, or failed to start."""


def install(extra: str) -> str:
    """Return the advice for a library that is missing: how to install the extra that brings it."""
    return f"Install it with: pip install 'byline[{extra}]' (in a copy of the source: pip install '.[{extra}]')"
