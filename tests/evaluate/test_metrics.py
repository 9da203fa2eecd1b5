"""Measures of agreement between clusterings."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from byline.evaluate.metrics import ari, bcubed, pair_scores

GOLD = list("aaaabbbccd")
FOUND = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4]


def test_equal_clusterings_agree_whatever_the_labels() -> None:
    renamed = [ord(label) for label in GOLD]
    assert bcubed(GOLD, renamed) == pair_scores(GOLD, renamed) == (1.0, 1.0, 1.0)
    assert ari(GOLD, renamed) == 1.0


def test_bcubed_is_the_mean_over_items() -> None:
    def of(mine: list[object], theirs: list[object], item: int) -> float:
        same = [n for n in range(10) if mine[n] == mine[item]]
        return sum(theirs[n] == theirs[item] for n in same) / len(same)

    precision = sum(of(list(FOUND), list(GOLD), n) for n in range(10)) / 10
    recall = sum(of(list(GOLD), list(FOUND), n) for n in range(10)) / 10
    assert bcubed(GOLD, FOUND) == pytest.approx((precision, recall, 2 * precision * recall / (precision + recall)))


def test_pair_scores_count_pairs() -> None:
    ours = {p for p in combinations(range(10), 2) if FOUND[p[0]] == FOUND[p[1]]}
    theirs = {p for p in combinations(range(10), 2) if GOLD[p[0]] == GOLD[p[1]]}
    precision, recall, _ = pair_scores(GOLD, FOUND)
    assert (precision, recall) == (len(ours & theirs) / len(ours), len(ours & theirs) / len(theirs))


def test_ari_of_chance_is_about_zero() -> None:
    numbers = random.Random(1)
    labels = [[numbers.randrange(5) for _ in range(4000)] for _ in range(2)]
    assert abs(ari(*labels)) < 0.01


def test_nothing_put_together_is_precise_and_recalls_nothing() -> None:
    assert pair_scores(GOLD, list(range(10))) == (1.0, 0.0, 0.0)
    assert bcubed(GOLD, list(range(10))).precision == 1.0
    assert ari(list(range(10)), list(range(10))) == 1.0


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 found labels with 2"):
        bcubed(["a", "b"], ["a"])
