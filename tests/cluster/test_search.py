"""The nearest of many vectors, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.cluster.products import Queries as Bytes
from byline.cluster.products import float_product, integer_product, pieced_product
from byline.cluster.search import Doubles, Fixed, Found, LocalSearch, Queries, Searcher, Slices, centre, fixed
from byline.errors import ModelError

COUNT, BAR = 10, 0.2


def _vectors(seed: int, count: int, *, dim: int = 48, crowd: float = 0.0) -> Fixed:
    """Return unit vectors; the higher `crowd` (to 1), the nearer they lie to one of three directions."""
    numbers = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(3, dim))
    rows = crowd * centres[numbers.integers(0, 3, count)] + (1.0 - crowd) * numbers.normal(size=(count, dim))
    return fixed((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32))


def _filled(searcher: Searcher, vectors: Fixed, rows: list[int], *, hidden: int = -1) -> Searcher:
    for number, (vector, row) in enumerate(zip(vectors, rows, strict=True)):
        searcher.add(vector, row, findable=number != hidden)
    return searcher


def _queries(vectors: Fixed, means: Doubles, *, margin: float = 0.0) -> Queries:
    rows = np.arange(len(vectors), dtype=np.int32) % len(means)
    return Queries(vectors=vectors, rows=rows, means=means, count=COUNT, at_least=BAR, margin=margin)


def _brute(vectors: Fixed, rows: list[int], queries: Queries) -> list[Found]:
    """Return what every pair's cosine in float64 says."""
    stored = centre(vectors, np.array(rows, np.int32), queries.means)
    found = []
    for own in centre(queries.vectors, queries.rows, queries.means):
        cosines = stored @ own
        least = max(BAR, float(np.sort(cosines)[-COUNT])) if len(cosines) > COUNT else BAR
        numbers = np.flatnonzero(cosines >= least - queries.margin)
        found.append(Found(numbers, cosines[numbers]))
    return found


def _same(left: list[Found], right: list[Found]) -> bool:
    def ranked(found: Found) -> list[tuple[int, float]]:
        return sorted(zip(found.numbers.tolist(), np.round(found.cosines, 9).tolist(), strict=True))

    return [ranked(found) for found in left] == [ranked(found) for found in right]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 10_000), st.integers(1, 700), st.sampled_from([0.0, 0.3, 0.6, 0.95]), st.sampled_from([0.0, 0.01])
)
def test_what_is_found_is_what_all_pairs_say(seed: int, count: int, crowd: float, margin: float) -> None:
    vectors, rows = _vectors(seed, count, crowd=crowd), [n % 2 for n in range(count)]
    queries = _queries(_vectors(seed + 1, 7, crowd=crowd), 0.05 * _vectors(3, 2) / 32_767, margin=margin)
    assert _same(_filled(LocalSearch(), vectors, rows).nearest(queries), _brute(vectors, rows, queries))


def test_a_large_window_goes_through_the_integer_kernel_and_is_exact() -> None:
    vectors, rows = _vectors(1, 20_000, dim=64, crowd=0.4), [n % 2 for n in range(20_000)]
    queries = _queries(_vectors(2, 40, dim=64, crowd=0.4), np.zeros((2, 64)))
    assert _same(_filled(LocalSearch(), vectors, rows).nearest(queries), _brute(vectors, rows, queries))


def test_sparse_vectors_are_found_too() -> None:
    vectors = _vectors(1, 3000, dim=64)
    vectors[np.abs(vectors) < 5000] = 0
    queries = _queries(vectors[:20], np.zeros((1, 64)))
    assert _same(_filled(LocalSearch(), vectors, [0] * 3000).nearest(queries), _brute(vectors, [0] * 3000, queries))


@pytest.mark.parametrize("slices", [1, 2, 3])
def test_slices_find_what_one_search_finds(slices: int) -> None:
    vectors, rows = _vectors(4, 900, crowd=0.5), [n % 2 for n in range(900)]
    queries = _queries(_vectors(5, 30, crowd=0.5), 0.1 * _vectors(3, 2) / 32_767, margin=0.002)
    whole = _filled(LocalSearch(), vectors, rows)
    cut = _filled(Slices([LocalSearch() for _ in range(slices)]), vectors, rows)
    assert _same(whole.nearest(queries), cut.nearest(queries))
    assert (cut.vectors(np.array([5, 899, 0])) == vectors[[5, 899, 0]]).all()


def test_slices_stay_the_same_as_one_when_old_articles_leave_and_new_ones_come() -> None:
    searchers: list[Searcher] = [LocalSearch(), Slices([LocalSearch(), LocalSearch()])]
    old, new = _vectors(4, 500, crowd=0.5), _vectors(6, 300, crowd=0.5)
    queries = _queries(_vectors(5, 20, crowd=0.5), np.zeros((2, 48)))
    found = []
    for searcher in searchers:
        _filled(searcher, old, [n % 2 for n in range(500)]).nearest(queries)
        searcher.keep(np.arange(99, 500, 3))
        found.append(_filled(searcher, new, [n % 2 for n in range(300)]).nearest(queries))
    rows = [n % 2 for n in range(99, 500, 3)] + [n % 2 for n in range(300)]
    assert _same(found[0], found[1])
    assert _same(found[0], _brute(np.concatenate([old[99::3], new]), rows, queries))


def test_means_that_move_a_little_or_much_leave_the_answer_exact() -> None:
    vectors = _vectors(4, 2000, crowd=0.5)
    searcher = _filled(LocalSearch(), vectors, [0] * 2000)
    for shift in (0.0, 1e-5, 3e-4, 0.01, 0.3):
        queries = _queries(_vectors(5, 20, crowd=0.5), shift * _vectors(8, 1) / 32_767)
        assert _same(searcher.nearest(queries), _brute(vectors, [0] * 2000, queries))


def test_what_is_not_to_be_found_only_takes_a_number() -> None:
    vectors = _vectors(1, 50)
    found = _filled(LocalSearch(), vectors, [0] * 50, hidden=20).nearest(_queries(vectors[20:22], np.zeros((1, 48))))
    assert 20 not in found[0].numbers
    assert 21 in found[1].numbers


def test_an_empty_search_finds_nothing() -> None:
    assert len(LocalSearch().nearest(_queries(_vectors(1, 1), np.zeros((1, 48))))[0].numbers) == 0


def test_a_vector_without_length_is_near_to_nothing() -> None:
    vectors = np.zeros((3, 48), np.int16)
    vectors[0, 0] = 32_767
    found = _filled(LocalSearch(), vectors, [0] * 3).nearest(_queries(vectors[[0, 1]], np.zeros((1, 48))))
    assert [f.numbers.tolist() for f in found] == [[0], []]


def test_vectors_too_long_for_exact_sums_are_refused() -> None:
    with pytest.raises(ModelError, match="8192"):
        LocalSearch().add(np.zeros(8193, np.int16), 0)


def test_both_ways_of_multiplying_give_the_same_integers() -> None:
    numbers = np.random.default_rng(1)
    rows = numbers.integers(1, 256, (700, 1044), np.uint8)
    queries: Bytes = numbers.integers(-63, 64, (9, 1044), np.int8)
    rows[0], queries[0] = 255, 63
    assert (float_product(rows, queries) == integer_product(rows, queries)).all()
    assert (integer_product(rows, queries) == rows.astype(np.int64) @ queries.astype(np.int64).T).all()


def test_long_vectors_are_multiplied_exactly_in_pieces() -> None:
    numbers = np.random.default_rng(2)
    rows = numbers.integers(1, 256, (90, 3072), np.uint8)
    queries: Bytes = numbers.integers(-63, 64, (5, 3072), np.int8)
    rows[0], queries[0] = 255, 63
    expected = rows.astype(np.int64) @ queries.astype(np.int64).T
    assert (pieced_product(rows, queries) == expected).all()
    assert (integer_product(rows, queries) == expected).all()


@pytest.mark.filterwarnings("error")
def test_where_only_round_ups_are_held_nothing_is_near() -> None:
    vectors = np.zeros((2, 48), np.int16)
    vectors[:, 0] = 32_767
    found = _filled(LocalSearch(), vectors[:1], [0], hidden=0).nearest(_queries(vectors[1:], np.zeros((1, 48))))
    assert [f.numbers.tolist() for f in found] == [[]]
