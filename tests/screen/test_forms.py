"""An article's form is told by label, title, address and voice, in that order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from byline.records import Article, Source
from byline.screen.forms import form

from .conftest import NEWS

FIRST_PERSON = "I tried the model for a week, and I kept my notes. " * 12
QUOTED = 'The mayor was blunt. "I tried it, I paid for it, and I regret it," she said to the council on Monday. ' * 6
QUESTIONS = "Q: What is new?\n\nMuch of it.\n\nQ: Who pays?\n\nThe city.\n\nQ: Until when?\n\nMay.\n"


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        ("report", {}),
        ("opinion", {"section": "Opinion"}),
        ("opinion", {"title": "Opinion: slow models are fine"}),
        ("opinion", {"title": "评论丨大模型不必都大"}),
        ("opinion", {"url": "https://lakeside.example/commentisfree/2026/may/20/models"}),
        ("opinion", {"text": FIRST_PERSON}),
        ("report", {"text": QUOTED}),
        ("analysis", {"title": "Analysis: what the chip rules mean"}),
        ("analysis", {"title": "一文读懂算力新规"}),
        ("interview", {"title": "专访：湖滨实验室负责人"}),
        ("interview", {"text": QUESTIONS}),
    ],
)
def test_press_articles(
    article: Callable[..., Article], press: Source, *, expected: str, fields: dict[str, object]
) -> None:
    assert form(article(**fields), press) == expected


def test_what_a_laboratory_says_of_itself_is_an_announcement(article: Callable[..., Article], lab: Source) -> None:
    assert form(article(title="Introducing Tern 2", text=NEWS), lab) == "announcement"
    assert form(article(title="Tern 2", text="We trained it. We tested it. Our notes follow."), lab) == "announcement"
