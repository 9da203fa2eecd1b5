"""Fingerprints of texts."""

from __future__ import annotations

import pytest

from byline.cluster.shingles import RATES, fingerprint


def test_case_punctuation_and_spacing_do_not_count() -> None:
    assert fingerprint("The LAB’s model -- it says").exact == fingerprint("the lab's  model: it says!").exact


@pytest.mark.parametrize(
    ("text", "wide"), [("four plain words here", False), ("实验室发布了新模型", True), ("", False)]
)
def test_a_text_without_spaces_is_told_from_one_with(text: str, wide: bool) -> None:
    assert fingerprint(text).wide == wide


def test_a_coarser_sample_is_part_of_the_finer() -> None:
    words = [f"word{number}" for number in range(3000)]
    fine, coarse = fingerprint(" ".join(words[:90])), fingerprint(" ".join(words))
    shared = set(fine.hashes.tolist()) & set(coarse.hashes.tolist())
    assert coarse.rate == 3
    assert shared == {value for value in fine.hashes.tolist() if value % RATES[coarse.rate] == 0}
    assert len(shared) == fine.counts[coarse.rate]


def test_a_text_of_fewer_than_four_units_has_no_shingles() -> None:
    assert len(fingerprint("three plain words").hashes) == 0
