"""Titles of publishers' own posts tell news, or a guide, a customer's story, an audit, a prize."""

from __future__ import annotations

import pytest

from byline.rank.news import news_in, without_news


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Introducing", "Introducing Tern for teachers"),
        ("now supported", "Long flows now supported in Tern Studio"),
        ("generally available", "Tern Memory is generally available"),
        ("out of beta", "Ternbot is out of beta"),
        ("Tern 1.32 Release", "Tern 1.32 Release"),
        ("Tern 2.5", "Tern 2.5"),
        ("Lakeside Tern-2", "Lakeside Tern-2: faster answers"),
        ("发布", "湖滨实验室发布燕鸥二代"),
        ("上线", "燕鸥应用上线"),
    ],
)
def test_words_that_announce_are_found(words: str, title: str) -> None:
    found = news_in(title)
    assert words.removeprefix("is ") in found or found in words


@pytest.mark.parametrize(
    "title",
    [
        "How to run Tern on a laptop now",
        "How Harbor Foods uses Tern to plan its routes",
        "Build an assistant with Tern, now available",
        "Deep dive into cluster networking",
        "Getting started with Tern 2.5",
        "Spring SOC 1/2/3 reports are now available",
        "Lakeside named a Leader by analysts as it launches Tern",
        "Weekly roundup: Tern 2 releases, and more",
        "5 ways to travel with Tern",
        "如何使用燕鸥构建助手",
        "燕鸥发布最佳实践",
    ],
)
def test_guides_audits_prizes_and_round_ups_are_no_news(title: str) -> None:
    assert without_news(title)
    assert news_in(title) == ""


@pytest.mark.parametrize(
    "title", ["Our principles", "Where the goblins came from", "Building our own compute", "Testing ads in Tern"]
)
def test_a_plain_title_is_neither(title: str) -> None:
    assert news_in(title) == ""
    assert not without_news(title)
