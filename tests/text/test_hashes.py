"""Ids that grow with time, and their text form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.hashes import format_id, parse_id, time_id

MOMENT = datetime(2025, 7, 28, 20, tzinfo=UTC)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_an_id_as_text_reads_back_and_sorts_like_the_number(a: int, b: int) -> None:
    assert parse_id(format_id(a)) == a
    assert (format_id(a) < format_id(b)) == (a < b)


@given(st.text(), st.text(), st.integers(1, 10**8))
def test_a_later_second_has_the_greater_id_whatever_the_key(a: str, b: str, seconds: int) -> None:
    assert time_id(MOMENT, a) < time_id(MOMENT + timedelta(seconds=seconds), b) < 2**63


def test_the_same_time_and_key_give_the_same_id() -> None:
    assert time_id(MOMENT, "https://a.example/1") == time_id(MOMENT, "https://a.example/1")
    assert time_id(MOMENT, "https://a.example/1") != time_id(MOMENT, "https://a.example/2")


@pytest.mark.parametrize("text", ["", "1", "not an id at all", "u" * 13, "é" * 13])
def test_what_is_not_an_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        parse_id(text)
