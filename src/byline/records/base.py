"""Base of all records."""

from __future__ import annotations

import msgspec

Language = str
"""ISO 639-1 code in lower case ("en", "zh"), or "und" where it could not be told."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records: frozen, keyword-only, unknown fields refused on decoding."""
