"""Arrays that grow."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)


def with_room(array: NDArray[_Scalar], needed: int) -> NDArray[_Scalar]:
    """Return the array, at least twice as long where it is too short."""
    return array if needed <= len(array) else longer(array, max(needed, 2 * len(array)))


def longer(array: NDArray[_Scalar], room: int) -> NDArray[_Scalar]:
    """Return an array of `room` rows that begins with these; what is new takes no memory before it is written."""
    grown = np.zeros((room, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
