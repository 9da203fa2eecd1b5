"""What is kept on disk between runs: good answers, and how each server likes to be asked for JSON.

Neither file holds a key. Both may be deleted at any time.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import msgspec

from byline.text.hashes import sha256_hex
from byline.writers.providers import LADDER, Format

_log = logging.getLogger(__name__)
ANSWERS, MANNERS = "llm-answers", "llm-servers.json"
"""Names inside the newsroom's folder."""


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How to ask a server: the rung of the ladder, and whether it takes the provider's extra fields."""

    format: Literal["json_schema", "json_object", "plain"]
    extras: bool = True

    def after_refusal(self, words: str, *, extras: dict[str, object]) -> Manner | None:
        """Return what to try when the server refused the request; None where nothing is left to try.

        A message that names an extra field costs that field, any other one a rung.
        """
        if self.extras and any(name in words or name.rpartition("_")[2] in words for name in extras):
            return Manner(format=self.format, extras=False)
        lower = self.lower()
        if lower is None and self.extras and extras:
            return Manner(format=self.format, extras=False)
        return lower

    def lower(self) -> Manner | None:
        """Return the next rung down, None on the last."""
        below = LADDER[LADDER.index(self.format) + 1 :]
        return Manner(format=below[0], extras=self.extras) if below else None


class Manners:
    """The manner of each server and model, in one small JSON file."""

    def __init__(self, file: Path | None) -> None:
        """None: remember for this run only. A file that cannot be read counts as empty."""
        self._file = file
        self._known: dict[str, Manner] = {}
        if file is not None and file.is_file():
            try:
                self._known = msgspec.json.decode(file.read_bytes(), type=dict[str, Manner])
            except (msgspec.DecodeError, OSError) as error:
                _log.warning("%s is started anew: %s", file, error)

    def of(self, base_url: str, model: str, *, first: Format) -> Manner:
        """Return how to ask this model of this server; `first` where it was never asked."""
        return self._known.get(f"{base_url} {model}", Manner(format=first))

    def remember(self, base_url: str, model: str, manner: Manner) -> None:
        """Keep what worked."""
        key = f"{base_url} {model}"
        if self._known.get(key) == manner:
            return
        self._known[key] = manner
        if self._file is not None:
            encoded = msgspec.json.encode(dict(sorted(self._known.items())))
            _write(self._file, msgspec.json.format(encoded, indent=1))


class Answers:
    """Good answers by the hash of their question."""

    def __init__(self, folder: Path | None) -> None:
        """None: keep nothing."""
        self._folder = folder

    def get(self, key: str) -> str:
        """Return the answer's JSON, "" where there is none."""
        path = self._path(key)
        if path is None or not path.is_file():
            return ""
        return path.read_text("utf-8")

    def put(self, key: str, answer: str) -> None:
        """Keep an answer."""
        path = self._path(key)
        if path is not None:
            _write(path, answer.encode())

    def _path(self, key: str) -> Path | None:
        return self._folder / key[:2] / f"{key}.json" if self._folder is not None else None


def question_key(*parts: object) -> str:
    """Return the hash of everything that decides an answer."""
    return sha256_hex(msgspec.json.encode(parts, order="deterministic"))


def _write(path: Path, body: bytes) -> None:
    """Write in one step; a disk that is full or read-only costs the memory, not the run."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        _log.warning("%s could not be written: %s", path, error)
