from datetime import date

import pytest

from byline.text.timewords import find_time_words, insert_dates, is_undated, meaning, strip_insertions

MONDAY = date(2025, 7, 28)


def _means(text: str, *, on: date = MONDAY, language: str = "en") -> str | None:
    (word,) = find_time_words(text, language=language)
    return meaning(word, text, on=on, language=language)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It opened on Saturday.", "26 July 2025"),
        ("The White House released the plan on Saturday.", "26 July 2025"),
        ("Acme announced Thursday that it will cut jobs.", "24 July 2025"),
        ("On Friday, Acme sold the plant.", "25 July 2025"),
        ("The order is void, according to a ruling on Friday.", "25 July 2025"),
        ("It will open on Thursday.", "31 July 2025"),
        ("Acme plans Friday to start selling it.", "1 August 2025"),
        ("Acme published a national plan on Friday that speaks of chips.", "25 July 2025"),
        ("Acme released plans Friday to sell it.", "25 July 2025"),
    ],
)
def test_a_weekday_is_the_last_or_the_coming_one_by_the_tense_of_its_clause(text: str, told: str) -> None:
    assert _means(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "It opened last Saturday.",
        "It opened on Tuesday.",
        "It will open on Sunday.",
        "The judge prefers one output on Sunday.",
        "Friday’s report is the next test.",
    ],
)
def test_a_doubtful_weekday_is_left_open_and_the_sentence_undated(text: str) -> None:
    assert _means(text) is None
    assert is_undated(text, language="en", on=MONDAY)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Acme raised it last week.", "21–27 July 2025"),
        ("Acme opens it next week.", "4–10 August 2025"),
        ("Acme launched it this week.", "28 July – 3 August 2025"),
        ("It was filed earlier this month.", "July 2025"),
        ("Acme sued last month.", "June 2025"),
        ("Acme came to Porto five days ago.", "23 July 2025"),
        ("Acme came to Porto two weeks ago.", "about 14 July 2025"),
        ("Acme raised it eight months ago.", "about November 2024"),
        ("Acme shipped it over the weekend.", "26–27 July 2025"),
        ("Last night, Acme shipped it.", "27 July 2025"),
    ],
)
def test_weeks_and_months_are_told_in_dates(text: str, told: str) -> None:
    assert _means(text) == told


def test_a_week_across_two_years_names_both() -> None:
    text = "Acme raised it last week."
    assert _means(text, on=date(2026, 1, 6)) == "29 December 2025 – 4 January 2026"


def test_last_week_is_doubtful_on_a_sunday() -> None:
    assert _means("Acme raised it last week.", on=date(2025, 7, 27)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Acme today announced the Orca.",
        "Today's earnings call lasted an hour.",
        "It is free starting today.",
        "The office of the mayor today publishes the draft.",
    ],
)
def test_today_is_a_day_where_something_happens(text: str) -> None:
    assert _means(text) == "28 July 2025"


@pytest.mark.parametrize(
    "text", ["Most models today are large.", "The phones used today are slow.", "Today's models lie."]
)
def test_today_may_mean_nowadays_and_needs_no_date_then(text: str) -> None:
    assert _means(text) is None
    assert not is_undated(text, language="en", on=MONDAY)


def test_an_anniversary_is_undated() -> None:
    assert is_undated("Acme launched the Orca 10 years ago today.", language="en", on=MONDAY)


@pytest.mark.parametrize(
    "text", ["It opened on Tuesday, 22 July.", "It opened on July 22 (Tuesday).", "Over the last week it fell."]
)
def test_what_has_its_date_or_is_a_stretch_up_to_now_needs_none(text: str) -> None:
    assert find_time_words(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("大会周六开幕", "2025年7月26日"),
        ("公司上周五发布报告", "2025年7月25日"),
        ("公司下周三将发布报告", "2025年8月6日"),
        ("公司今日宣布融资", "2025年7月28日"),
        ("在今天的开发者大会上，公司发布了芯片", "2025年7月28日"),
        ("在今天的合作伙伴周上，张三发布了芯片", "2025年7月28日"),
        ("博主今日发文谈芯片", "2025年7月28日"),
        ("公司上周宣布融资", "2025年7月21日至27日"),
        ("公司本周宣布融资", "2025年7月28日至8月3日"),
        ("公司上个月宣布融资", "2025年6月"),
    ],
)
def test_chinese_time_words_have_their_dates(text: str, told: str) -> None:
    assert _means(text, language="zh") == told


def test_nowadays_in_chinese_has_no_date() -> None:
    assert _means("今天的模型很大", language="zh") is None


def test_inserted_dates_can_be_taken_out_again() -> None:
    text = "It opened on Saturday in Shanghai."
    shown = insert_dates(text, language="en", on=MONDAY)
    assert shown == "It opened on Saturday [26 July 2025] in Shanghai."
    assert strip_insertions(shown) == (text, [(21, "26 July 2025")])
    assert insert_dates(shown, language="en", on=MONDAY) == shown
    zh = insert_dates("大会周六开幕。", language="zh", on=MONDAY)
    assert zh == "大会周六[2025年7月26日]开幕。"
    assert strip_insertions(zh) == ("大会周六开幕。", [(4, "2025年7月26日")])


@pytest.mark.parametrize("word", ["last week", "this week", "last month", "two months ago", "this week’s"])
def test_every_kind_of_insertion_can_be_taken_out_again(word: str) -> None:
    text = f"Acme showed {word} plans."
    shown = insert_dates(text, language="en", on=MONDAY)
    assert shown != text
    assert strip_insertions(shown)[0] == text


def test_each_time_word_gets_its_date() -> None:
    text = "Acme shipped it last week and told of it last month."
    shown = insert_dates(text, language="en", on=MONDAY)
    assert shown == "Acme shipped it last week [21–27 July 2025] and told of it last month [June 2025]."


def test_speech_is_left_alone() -> None:
    text = "“We shipped it yesterday,” said Jane Roe."
    assert insert_dates(text, language="en", on=MONDAY) == text
    assert not is_undated(text, language="en", on=MONDAY)


def test_what_the_source_does_not_mean_is_not_inserted() -> None:
    text, source = "Acme met on Thursday.", "Acme met the board that will decide on Thursday."
    assert insert_dates(text, language="en", on=MONDAY, source=source) == text
