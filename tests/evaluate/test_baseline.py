"""The TF-IDF baseline."""

from __future__ import annotations

from byline.evaluate.baseline import tfidf_stories


def test_titles_that_share_words_are_one_story() -> None:
    texts = [
        ("Heron model opened by Lakeside", ""),
        ("Comet passes the sun", ""),
        ("Lakeside opened its Heron model", ""),
    ]
    assert tfidf_stories(texts, [0.0, 1.0, 2.0]) == [0, 1, 0]


def test_a_story_ends_four_days_after_its_last_article() -> None:
    assert tfidf_stories([("Heron lands", "")] * 3, [0.0, 90.0, 187.0]) == [0, 0, 1]


def test_articles_without_words_stand_alone() -> None:
    assert tfidf_stories([("", ""), ("", "")], [0.0, 0.0]) == [0, 1]
