"""Words for matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.words import content_words, has_han, stem, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kimi K2 costs 16.5 dollars", ["kimi", "k2", "costs", "16.5", "dollars"]),
        ("世界人工智能大会", ["世界", "界人", "人工", "工智", "智能", "能大", "大会"]),
        ("阿里的Qwen3模型", ["阿里", "里的", "qwen3", "模型"]),
        ("中", ["中"]),
        ("don\u2019t state-of-the-art", ["don\u2019t", "state-of-the-art"]),
        ("Ｋｉｍｉ", ["kimi"]),
        ("", []),
    ],
)
def test_text_splits_into_words_and_chinese_pairs(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    assert all(token.strip() for token in tokens(text))


def test_function_words_fall_away_and_stems_meet() -> None:
    assert content_words("The companies were releasing models") == content_words("A company releases the model")


def test_han_is_recognised() -> None:
    assert has_han("GLM 智谱")
    assert not has_han("GLM かな")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("generously", "generous"),
        ("skies", "sky"),
        ("running", "run"),
        ("Ölçüm", "Ölçüm"),
        ("k2", "k2"),
        ("世界", "世界"),
    ],
)
def test_only_english_words_are_stemmed(token: str, expected: str) -> None:
    assert stem(token) == expected
