"""An embedder without a model: hashed words.

It only sees shared words, so a Chinese and an English report never meet; it is
what runs where the model's file is missing or not wanted.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from byline.text.words import content_words

DIM = 1024
"""Columns. With about 30 words a text, two texts without a common word reach a cosine above .1 in 1 % of pairs."""
_SIGN_BIT = 1 << 31


class HashingEmbedder:
    """Turns a text into a signed count of its hashed words; a lexical fallback."""

    id = f"words-{DIM}-v1"
    dim = DIM

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, float32 (n, 1024); a text without a word gives the first unit vector.

        A word counts 1 + ln(count), more the longer it is (long words are rarer, and
        without a corpus length is all there is to tell). O(characters).
        **Source:** Weinberger et al., "Feature Hashing for Large Scale Multitask
        Learning", 2009 (signed hashing trick).
        """
        rows = np.zeros((len(texts), DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            self._fill(row, text)
        norms = np.linalg.norm(rows, axis=1)
        rows[norms == 0, 0] = 1.0
        return (rows / np.where(norms == 0, 1.0, norms)[:, None]).astype(np.float32)

    @staticmethod
    def _fill(row: NDArray[np.float32], text: str) -> None:
        for word, count in sorted(Counter(content_words(text)).items()):
            digest = zlib.crc32(word.encode())
            weight = (1.0 + np.log(count)) * min(len(word.encode()), 8) ** 0.5
            row[digest % DIM] += weight if digest & _SIGN_BIT else -weight
