"""Rows of other people's models."""

from __future__ import annotations

import numpy as np
import pytest

from byline.errors import ModelError
from byline.models.rows import model_id, unit_rows


def test_rows_become_unit_float32() -> None:
    rows = unit_rows([[3.0, 4.0], [0.0, 2.0]], count=2, dim=2, subject="model m")
    assert rows.dtype == np.float32
    assert np.allclose(rows, [[0.6, 0.8], [0.0, 1.0]])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([[1.0, 0.0, 0.0]], "3 numbers, not 2"),
        ([[1.0, 0.0], [0.0, 1.0]], "for 1 texts"),
        ([[1.0], [0.0, 1.0]], "several lengths"),
        ([[0.0, 0.0]], "zero"),
        ([[float("nan"), 1.0]], "not finite"),
    ],
)
def test_rows_of_another_shape_are_refused(values: list[list[float]], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        unit_rows(values, count=1, dim=2, subject="model m")


def test_the_id_changes_with_every_part() -> None:
    assert len({model_id("openai", *parts) for parts in (("a", "b"), ("a", "c"), ("ab", ""), ("a", "b", 1))}) == 4
