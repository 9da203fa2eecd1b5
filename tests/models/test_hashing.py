"""The embedder without a model."""

from __future__ import annotations

import numpy as np

from byline.models.hashing import HashingEmbedder


def test_rows_are_unit_float32_even_for_an_empty_text() -> None:
    rows = HashingEmbedder().embed(["A model was released.", "", "！"])
    assert rows.shape == (3, HashingEmbedder.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_shared_words_bring_texts_together() -> None:
    first, second, other = HashingEmbedder().embed(
        ["Regulator fines the chip maker", "Chip maker fined by regulators", "A telescope photographs a comet"]
    )
    assert first @ second > 0.5 > 0.2 > abs(first @ other)


def test_the_same_text_gives_the_same_row() -> None:
    assert HashingEmbedder().embed(["芯片 chip"]).tobytes() == HashingEmbedder().embed(["芯片 chip"]).tobytes()
