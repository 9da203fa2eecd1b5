"""Opaque cursors: where a list goes on."""

from __future__ import annotations

import base64
import binascii

import msgspec

from byline.serve.errors import BadRequest

Position = tuple[str | int, ...]


def cursor_of(*position: str | int) -> str:
    """Return the cursor of a position."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def position_of(cursor: str, *kinds: type) -> Position | None:
    """Return the position of a cursor, None for "". Raises BadRequest for what is no cursor of this list."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        position = msgspec.json.decode(raw, type=list[int | str])
    except (binascii.Error, ValueError, msgspec.DecodeError):
        position = []
    if [type(part) for part in position] != list(kinds):
        raise BadRequest("This is not a cursor of this list.", subject=cursor[:80])
    return tuple(position)
