from __future__ import annotations

from datetime import UTC, datetime

import pytest

from byline.ingest.dates import clamped, parse_date


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mon, 02 Nov 2026 10:01:02 GMT", (2026, 11, 2, 10, 1, 2)),
        ("Mon, 2 Nov 26 10:01:02 +0230", (2026, 11, 2, 7, 31, 2)),
        ("2 Nov 2026 10:01 EST", (2026, 11, 2, 15, 1, 0)),
        ("2026-11-02T10:01:02.123456Z", (2026, 11, 2, 10, 1, 2)),
        ("2026-11-02T10:01:02+08:00", (2026, 11, 2, 2, 1, 2)),
        ("2026-11-02 10:01", (2026, 11, 2, 10, 1, 0)),
        ("20261102", (2026, 11, 2, 0, 0, 0)),
        ("2026-11", (2026, 11, 1, 0, 0, 0)),
        ("November 2, 2026", (2026, 11, 2, 0, 0, 0)),
        ("Nov 2, 2026 3:04 PM", (2026, 11, 2, 15, 4, 0)),
        ("Mon Nov  2 10:01:02 2026", (2026, 11, 2, 10, 1, 2)),
        ("2026年11月2日 10:01", (2026, 11, 2, 2, 1, 0)),
    ],
)
def test_dates_as_they_are_written(text, wanted):
    assert parse_date(text) == datetime(*wanted, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "32 Foo 2026 25:61",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "9" * 300_000,
        "2026-13-45",
        "1970-01-01",
        "12",
    ],
)
def test_what_is_no_date(text):
    assert parse_date(text) is None


def test_a_future_date_becomes_the_time_it_was_seen():
    seen = datetime(2026, 11, 3, tzinfo=UTC)
    assert clamped(datetime(2091, 1, 1, tzinfo=UTC), seen_at=seen) == seen
    assert clamped(None, seen_at=seen) is None
