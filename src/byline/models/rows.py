"""Rows of other people's models, made what the rest of Byline takes for granted."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from byline.errors import ModelError

_DIGITS = 12


def unit_rows(values: ArrayLike, *, count: int, dim: int, subject: str) -> NDArray[np.float32]:
    """Return unit rows, float32 (count, dim); dim 0 takes any length.

    Raises ModelError where the shape is another, or where a row is zero or not finite.
    """
    try:
        rows = np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ModelError("sent vectors of several lengths.", subject=subject) from error
    if rows.ndim != 2 or len(rows) != count or not rows.shape[1]:
        raise ModelError(f"sent an array {rows.shape} for {count} texts.", subject=subject)
    if dim and rows.shape[1] != dim:
        advice = "Vectors of two lengths cannot be compared: is it still the same model?"
        raise ModelError(f"sent vectors of {rows.shape[1]} numbers, not {dim}.", subject=subject, advice=advice)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(norms).all() or not norms.all():
        raise ModelError("sent a vector that is zero or not finite.", subject=subject)
    return np.asarray(rows / norms, np.float32)


def model_id(kind: str, *parts: object) -> str:
    """Return a name and 12 hex digits that change with any of the parts."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()
    return f"{kind}-{digest[:_DIGITS]}"
