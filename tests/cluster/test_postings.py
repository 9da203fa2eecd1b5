"""Which documents contain a hash."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.cluster.postings import Hashes, Postings


def _hashes(values: list[int]) -> Hashes:
    return np.array(values, np.uint32)


def _pairs(postings: Postings, wanted: list[int]) -> list[tuple[int, int]]:
    where, documents = postings.find(_hashes(wanted))
    return sorted(zip(where.tolist(), documents.tolist(), strict=True))


BATCHES = st.lists(st.lists(st.sampled_from([0, 1, 2, 7, 2**31, 2**32 - 1]), max_size=20), max_size=12)


@settings(max_examples=80, deadline=None)
@given(BATCHES, st.integers(0, 12))
def test_postings_find_what_a_dictionary_finds(batches: list[list[int]], dropped: int) -> None:
    postings = Postings()
    for number, batch in enumerate(batches):
        postings.add(_hashes(batch), np.full(len(batch), number))
    postings.keep_from(dropped)
    wanted = [0, 7, 3, 2**32 - 1]
    expected = [
        (place, number - dropped)
        for place, hashed in enumerate(wanted)
        for number, batch in enumerate(batches)
        if number >= dropped
        for value in batch
        if value == hashed
    ]
    assert _pairs(postings, wanted) == sorted(expected)
    assert len(postings) == sum(map(len, batches[dropped:]))
