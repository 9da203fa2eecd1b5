from datetime import date

import pytest

from byline.text.dates import find_dates, insert_dates, resolve, strip_insertions

MONDAY = date(2025, 7, 28)


@pytest.mark.parametrize("text", ["26 July 2025", "July 26, 2025", "2025-07-26", "26th of July 2025"])
def test_one_day_has_one_key_however_it_is_written(text: str) -> None:
    assert [d.key() for d in find_dates(f"It opened on {text}.")] == [(2025, 7, 26, "")]


@pytest.mark.parametrize("text", ["7月26日", "七月二十六日", "7 月 26 日"])
def test_chinese_days_may_be_written_in_either_digits(text: str) -> None:
    assert [d.key() for d in find_dates(f"大会{text}开幕", language="zh")] == [(None, 7, 26, "")]


def test_years_are_told_from_amounts() -> None:
    assert [d.year for d in find_dates("In 2024 it had 2000 people, $2025 and 2,019 cars.")] == [2024]


def test_a_weekday_is_the_last_one() -> None:
    (saturday,) = find_dates("It opened on Saturday.")
    assert resolve(saturday, "It opened on Saturday.", on=MONDAY) == date(2025, 7, 26)
    (zh,) = find_dates("周六开幕", language="zh")
    assert resolve(zh, "周六开幕", on=MONDAY) == date(2025, 7, 26)


@pytest.mark.parametrize("text", ["It will open on Saturday.", "It opened last Saturday.", "It opened on Tuesday."])
def test_a_doubtful_weekday_is_left_open(text: str) -> None:
    (mention,) = find_dates(text)
    assert resolve(mention, text, on=MONDAY) is None


def test_any_monday_is_no_day() -> None:
    text = "The judge prefers one output on Sunday."
    (mention,) = find_dates(text)
    assert resolve(mention, text, on=MONDAY) is None


def test_a_plan_is_not_the_future() -> None:
    text = "The White House released the plan on Saturday."
    (mention,) = find_dates(text)
    assert resolve(mention, text, on=MONDAY) == date(2025, 7, 26)


def test_inserted_dates_can_be_taken_out_again() -> None:
    text = "It opened on Saturday in Shanghai."
    shown = insert_dates(text, language="en", on=MONDAY)
    assert shown == "It opened on Saturday [26 July 2025] in Shanghai."
    assert strip_insertions(shown) == (text, [(21, "26 July 2025")])
    zh = insert_dates("大会周六开幕。", language="zh", on=MONDAY)
    assert zh == "大会周六[2025年7月26日]开幕。"
    assert strip_insertions(zh) == ("大会周六开幕。", [(4, "2025年7月26日")])
