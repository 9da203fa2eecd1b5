"""Hashes of text and ids that grow with time."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

_EPOCH = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def sha256_hex(data: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def time_id(at: datetime, key: str) -> int:
    """Return a 63-bit id that sorts by second and is the same for the same time and key.

    31 bits of seconds since 2000 (good until 2068; earlier times count as 2000)
    and 32 bits of the key's hash. Two keys of one second collide with a chance
    of 2**-32; the store then takes the next free number.
    """
    seconds = max(0, min(int(at.timestamp()) - _EPOCH, 2**31 - 1))
    digest = hashlib.blake2b(key.encode(), digest_size=4).digest()
    return (seconds << 32) | int.from_bytes(digest, "big")


def format_id(number: int) -> str:
    """Return an id as 13 characters of Crockford's base 32, sortable as text."""
    if not 0 <= number < 2**63:
        raise ValueError(f"id {number} is outside 0 .. 2**63 - 1")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(60, -1, -5))


def parse_id(text: str) -> int:
    """Return the number behind `format_id`'s text; ValueError for anything else."""
    cleaned = text.strip().lower().replace("o", "0").replace("i", "1").replace("l", "1")
    if len(cleaned) != 13 or any(c not in _ALPHABET for c in cleaned):
        raise ValueError(f"{text!r} is not an id: expected 13 letters and digits, like {format_id(2**62)}")
    number = 0
    for character in cleaned:
        number = number * 32 + _ALPHABET.index(character)
    return number
