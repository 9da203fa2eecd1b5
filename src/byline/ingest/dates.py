"""Dates as feeds and pages write them."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_MAX_LENGTH = 80
_FIRST_YEAR = 1990
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ZONES: dict[str, float] = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
}
_ZONES |= {"bst": 1, "ist": 5.5, "jst": 9, "msk": 3, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "eet": 2, "eest": 3}
_ZONES |= {"akst": -9, "akdt": -8, "hst": -10, "wet": 0, "west": 1, "kst": 9}
_RFC = re.compile(
    r"(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?)?\s*([+-]\d{1,2}:?\d{2}|[a-z]{1,5}(?:[+-]\d+)?)?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(\d{4})|(\d{1,2}:\d{2}))(.*)",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T\s_]+(\d{1,2}):?(\d{2})?(?::?(\d{2})(?:[.,]\d+)?)?)?\s*"
    r"(Z|[+-]\d{2}:?(?:\d{2})?|[a-z]{3,4})?",
    re.IGNORECASE,
)
_HAN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?(?:\s*(\d{1,2})[:时点](\d{2})?)?")
_CHINA = timezone(timedelta(hours=8))


@lru_cache(maxsize=4096)
def parse_date(text: str) -> datetime | None:
    """Return a date in UTC, None for what is no date, lies before 1990 or is longer than 80 characters.

    RFC 822, W3CDTF/ISO 8601, month-first English and Chinese dates; a date without a zone counts as
    UTC (Chinese ones as UTC+8). Rarer forms go to feedparser's collection.
    """
    text = text.strip()
    if not 4 <= len(text) <= _MAX_LENGTH or not any(character.isdigit() for character in text):
        return None
    try:
        found = _iso(text) or _rfc(text) or _month_first(text) or _han(text) or _rare(text)
        if found is None:
            return None
        found = found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _FIRST_YEAR else None


def clamped(found: datetime | None, *, seen_at: datetime) -> datetime | None:
    """Return a date that is not later than when the item was first seen."""
    return None if found is None else min(found, seen_at)


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    return datetime(
        int(year),
        int(month),
        int(day or 1),
        int(hour or 0) % 24,
        int(minute or 0),
        min(int(second or 0), 59),
        tzinfo=_zone(zone),
    ) + timedelta(days=1 if hour == "24" else 0)


def _rfc(text: str) -> datetime | None:
    match = _RFC.fullmatch(text)
    month = _MONTHS.get(match.group(2).lower()) if match else None
    if not match or not month:
        return None
    day, _, year, hour, minute, second, half, zone = match.groups()
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 90 else 1900)
    at = datetime(number, month, int(day), tzinfo=_zone(zone))
    return at + timedelta(hours=_hour(hour, half), minutes=int(minute or 0), seconds=int(second or 0))


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if number > 24:
        raise ValueError(hour)
    if half is None:
        return number
    return number % 12 + (12 if half.lower() == "pm" else 0)


def _month_first(text: str) -> datetime | None:
    match = _MONTH_FIRST.fullmatch(text)
    if not match or match.group(1).lower() not in _MONTHS:
        return None
    month, day, year, clock, rest = match.groups()
    if year is None:
        # "Mon Jan  5 10:11:12 2026", the C library's form
        tail = re.fullmatch(r"(:\d{2})?\s+(?:([a-z]{3,4})\s+)?(\d{4})", rest, re.IGNORECASE)
        if tail is None:
            return None
        year, rest = tail.group(3), f" {clock}{tail.group(1) or ''} {tail.group(2) or ''}"
    return _rfc(re.sub(r"\s+", " ", f"{day} {month} {year} {re.sub('^[ ,]+(at )?', '', rest)}").strip())


def _han(text: str) -> datetime | None:
    match = _HAN.search(text)
    if not match:
        return None
    year, month, day, hour, minute = (int(group or 0) for group in match.groups())
    return datetime(year, month, day, hour, minute, tzinfo=_CHINA)


def _rare(text: str) -> datetime | None:
    from feedparser.datetimes import _parse_date  # the public parse() takes whole feeds only

    found = _parse_date(text)
    return datetime.fromtimestamp(calendar.timegm(found), tz=UTC) if found else None


def _zone(text: str | None) -> timezone:
    if not text or text.lower() in {"z", "gmt", "ut", "utc"}:
        return UTC
    match = re.fullmatch(r"(?:[a-z]+)?([+-])(\d{1,2}):?(\d{2})?", text, re.IGNORECASE)
    if match:
        hours = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
        return timezone(-hours if match.group(1) == "-" else hours)
    return timezone(timedelta(hours=_ZONES.get(text.lower(), 0)))
