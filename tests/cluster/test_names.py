"""Words with what they are."""

from __future__ import annotations

import pytest

from byline.cluster.names import AMOUNT, NAME, NUMBER, TITLE, read_words


def _named(title: str, text: str = "") -> set[str]:
    words = read_words(title, text)
    return {word for word, flag in zip(words.words, words.flags, strict=True) if flag & NAME}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Lakeside opens a lab in Marenburg", {"lakesid", "marenburg"}),
        ("Lakeside Opens Research Lab In Marenburg", set()),
        ("New Tools From OpenHeron And The LKX", {"openheron", "lkx"}),
        ("The price of Heron-4 falls", {"heron-4"}),
        ("湖边公司发布 Heron 模型", {"heron"}),
    ],
)
def test_names_are_words_with_a_capital_where_none_is_due(title: str, names: set[str]) -> None:
    assert _named(title) == names


def test_names_of_the_text_are_found_too() -> None:
    assert "marenburg" in _named("a lab opens", "The lab in Marenburg opens on Monday.")


def test_a_word_of_the_title_counts_double_and_says_so() -> None:
    words = read_words("heron 7", "heron tern")
    assert dict(zip(words.words, words.counts, strict=True)) == {"heron": 3, "7": 2, "tern": 1}
    assert words.flags == (TITLE, TITLE | NUMBER, 0)


def test_length_says_how_much_text_there_is() -> None:
    assert read_words("a title", "").length == 0.0
    assert read_words("a title", "heron " * 80).length == 1.0


def test_an_amount_is_one_word_of_both_languages() -> None:
    english = read_words("Planned orders reach 16.2 billion yuan", "Over 350,000 came.")
    chinese = read_words("意向采购金额162亿元", "参观人次超过35万。")
    shared = set(english.words) & set(chinese.words)
    assert shared == {"16200000000", "350000"}
    flags = dict(zip(chinese.words, chinese.flags, strict=True))
    assert flags["16200000000"] & AMOUNT
    assert flags["16200000000"] & TITLE
    assert flags["350000"] & AMOUNT
    assert not flags["350000"] & TITLE
