"""The quotation limit."""

from __future__ import annotations

import pytest

from byline.publish.compose import sentences_of
from byline.publish.quotes import count_words, within_quotation_limit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Two words", 2),
        ("1.2 trillion, it's said", 4),
        ("人工智能", 2),
        ("三个字", 2),
        ("Orrery实验室", 3),
    ],
)
def test_two_chinese_characters_count_as_one_word(text, words):
    assert count_words(text) == words


def test_a_summary_within_the_limit_comes_back_unchanged(case):
    summary = case[2][1001]
    assert within_quotation_limit(summary, max_words=500) is summary


def test_what_exceeds_the_limit_is_left_out_and_counted(case):
    summary = case[2][1001]
    limited = within_quotation_limit(summary, max_words=30)
    gone = len(list(sentences_of(summary))) - len(list(sentences_of(limited)))
    assert gone > 0
    assert limited.checks.reasons["quotation_limit"] == gone
    assert limited.checks.dropped == summary.checks.dropped + gone


def test_no_article_is_quoted_beyond_the_limit(case):
    limited = within_quotation_limit(case[2][1001], max_words=40)
    passages = {c.passage for sentence in sentences_of(limited) for c in sentence.citations}
    for article_id in {passage.article_id for passage in passages}:
        assert sum(count_words(p.quote) for p in passages if p.article_id == article_id) <= 40


def test_numbers_stay_without_gaps(case):
    limited = within_quotation_limit(case[2][1001], max_words=30)
    numbers = [c.number for sentence in sentences_of(limited) for c in sentence.citations]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))


def test_headline_and_deck_always_stay(case):
    limited = within_quotation_limit(case[2][1001], max_words=1)
    assert limited.headline == case[2][1001].headline
    assert limited.deck == case[2][1001].deck
    assert limited.sections == ()
