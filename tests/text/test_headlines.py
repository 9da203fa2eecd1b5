"""What a site puts around a headline goes, what it says stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.headlines import bare_headline


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Show HN: Heron, a small runtime for agents", "Heron, a small runtime for agents"),
        ("[分享创造] 做了一个给编辑用的小工具", "做了一个给编辑用的小工具"),
        ("湖畔社 7 月 26 日电，海港公司发布新模型", "海港公司发布新模型"),
        ("湖畔汇 7 月 26 日｜海港公司发布新模型", "海港公司发布新模型"),
        ("快讯：海港公司发布新模型", "海港公司发布新模型"),
        ("Harbor opens its coding agent to all - Lakeside Post", "Harbor opens its coding agent to all"),
        ("海港公司发布新模型 - Lakeside Post", "海港公司发布新模型"),
        ("Sources: Harbor talks to Lakeside about chips (Jane Roe/Tribune)", "Harbor talks to Lakeside about chips"),
    ],
)
def test_tags_labels_datelines_and_outlets_go(title: str, bare: str) -> None:
    assert bare_headline(title) == bare


@pytest.mark.parametrize(
    "title",
    [
        "Harbor: a model for everyone who writes",
        "Heron-7 - what it can do and what it costs",
        "Show HN: Heron",
        "Lakeside (the lab, not the town) opens a school",
        "海港公司:新模型下月发布",
    ],
)
def test_what_a_headline_says_stays(title: str) -> None:
    assert bare_headline(title) == title


@given(st.text(max_size=200))
def test_a_bare_headline_is_one_line_of_the_title(title: str) -> None:
    bare = bare_headline(title)
    assert "\n" not in bare
    assert len(bare) <= len(" ".join(unicodedata.normalize("NFKC", title).split()))
