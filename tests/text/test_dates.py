import pytest

from byline.text.dates import find_dates


@pytest.mark.parametrize("text", ["26 July 2025", "July 26, 2025", "2025-07-26", "26th of July 2025"])
def test_one_day_has_one_key_however_it_is_written(text: str) -> None:
    assert [d.key() for d in find_dates(f"It opened on {text}.")] == [(2025, 7, 26, "")]


@pytest.mark.parametrize("text", ["7月26日", "七月二十六日", "7 月 26 日"])
def test_chinese_days_may_be_written_in_either_digits(text: str) -> None:
    assert [d.key() for d in find_dates(f"大会{text}开幕", language="zh")] == [(None, 7, 26, "")]


def test_years_are_told_from_amounts() -> None:
    assert [d.year for d in find_dates("In 2024 it had 2000 people, $2025 and 2,019 cars.")] == [2024]
