"""Credit lines."""

from __future__ import annotations

import pytest

from byline.cluster.credits import credited


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HARBOUR CITY (Lakeside Wire) - The port reopened.", "Lakeside Wire"),
        ("LONDON (Reuters) - The port reopened.", "Reuters"),
        ("The port reopened.\n\nThis article was originally published by The Harbour Gazette.", "Harbour Gazette"),
        ("The port reopened.\n\nThis story originally appeared on Lakeside Review.", "Lakeside Review"),
        ("Republished with permission from the Lakeside Review.", "Lakeside Review"),
        ("The port reopened.\n\nSource: Lakeside Wire", "Lakeside Wire"),
        ("新华社上海7月26日电 港口恢复。", "新华社"),
        ("港口恢复。\n\n（本文转载自湖畔评论）", "湖畔评论"),
        ("港口恢复。\n来源：湖畔通讯社", "湖畔通讯社"),
        ("The source: two officials said the port reopened.", ""),
        ("The minister told Reuters that the port reopened.", ""),
        ("", ""),
    ],
)
def test_whom_a_text_credits(text: str, name: str) -> None:
    assert credited(text) == name


def test_only_the_edges_are_read() -> None:
    assert credited("word " * 200 + "Republished from Lakeside Review. " + "word " * 200) == ""
