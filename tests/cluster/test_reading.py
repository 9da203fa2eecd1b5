"""What is read of an article, packed and unpacked."""

from __future__ import annotations

import random

import numpy as np
import pytest

from byline.cluster.lexicon import Lexicon
from byline.cluster.names import read_words
from byline.cluster.reading import exact, print_of, prints_of, read, version, word_lists_of, words_of
from byline.cluster.shingles import fingerprint

ARTICLES = [
    ("Heron-7 model’s LAUNCH: “Tern” says 12.5", "Tern Labs shipped two “Heron” models on Monday. " * 40),
    ("实验室发布 Heron 模型", "实验室今天说，新的模型已经发布。" * 30),
    ("", ""),
    ("Comments", "Read more"),
    ("One, two and three", "A lone \ud800 half of a pair."),
    ("Daily briefing: everything", " ".join(f"word{random.Random(3).randrange(10**n)}" for n in range(9)) * 99),
]


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_words_come_back_as_they_were_read(title: str, text: str) -> None:
    assert words_of(read(title, text)) == read_words(title, text)


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_a_fingerprint_comes_back_with_all_that_is_looked_at(title: str, text: str) -> None:
    before, (after, same) = fingerprint(text), print_of(read(title, text))
    assert same == exact(before, title, text)
    assert np.array_equal(before.hashes >> np.uint64(32), after.hashes >> np.uint64(32))
    assert before.counts == after.counts
    assert (before.rate, before.units, before.wide) == (after.rate, after.units, after.wide)


def test_many_are_unpacked_as_one_is() -> None:
    bodies = [read(title, text) for title, text in ARTICLES]
    lists, prints = word_lists_of(bodies), prints_of(bodies)
    singles = [words_of(body) for body in bodies]
    assert lists.words == [word for words in singles for word in words.words]
    assert bytes(lists.counts) == bytes(count for words in singles for count in words.counts)
    assert lists.lengths == [words.length for words in singles]
    assert lists.digests == [False, False, False, False, False, True]
    assert prints.sizes.tolist() == [len(print_of(body)[0].hashes) for body in bodies]
    assert prints.exact.tolist() == [print_of(body)[1] for body in bodies]


def test_a_lexicon_extended_is_one_added_to() -> None:
    bodies = [read(title, text) for title, text in ARTICLES * 3]
    one, many = Lexicon(), Lexicon()
    for body in bodies:
        one.add(words_of(body))
    many.extend(word_lists_of(bodies[:5]))
    many.extend(word_lists_of(bodies[5:]))
    own = [lexicon.read(read_words(*ARTICLES[0])) for lexicon in (one, many)]
    assert all(np.array_equal(*pair) for pair in zip(*own, strict=True))
    assert one.sharing(own[0], 16) == many.sharing(own[1], 16)
    numbers = np.arange(len(bodies))
    both = zip(one.shared(own[0], numbers), many.shared(own[1], numbers), strict=True)
    assert all(np.array_equal(*pair) for pair in both)


def test_the_version_is_short_and_stays_the_same() -> None:
    assert len(version()) == 12
    assert version() == version()
