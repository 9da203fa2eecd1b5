"""Reading the rows of an evaluation file."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from byline.errors import ConfigError

Row = TypeVar("Row", bound=msgspec.Struct)


def read_rows(path: Path, row_type: type[Row]) -> list[Row]:
    """Return the rows of a .jsonl or .jsonl.gz file; blank lines are skipped.

    Raises ConfigError naming file and line where a row is malformed, an id comes twice
    (where rows have one), or the file cannot be read or has no row.
    """
    rows: list[Row] = []
    seen: set[object] = set()
    for number, line in _lines(path):
        try:
            row = msgspec.json.decode(line, type=row_type)
        except msgspec.MsgspecError as error:
            raise ConfigError(f"not a valid row: {error}.", subject=f"{path}, line {number}") from error
        key = getattr(row, "id", number)
        if key in seen:
            raise ConfigError(f"the id {key!r} comes twice.", subject=f"{path}, line {number}")
        seen.add(key)
        rows.append(row)
    if not rows:
        raise ConfigError("the file has no rows.", subject=str(path))
    return rows


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        what = getattr(error, "strerror", None) or error
        raise ConfigError(f"cannot be read: {what}.", subject=str(path)) from error
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield number, line
