"""Products of small integers, exact whatever the machine and the shape of the batch.

Rows are unsigned bytes, queries signed bytes of seven bits: a sum of two products fits
into 16 bits, as processors without dot-product instructions need it, and a sum of a thousand
fits into the 24 bits of a float32's significand, so all ways of computing return the
same integers. ONNX Runtime's integer kernel takes half the time of a float32 product.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Rows = NDArray[np.uint8]
Queries = NDArray[np.int8]
Sums = NDArray[np.int32] | NDArray[np.float32]

ROW_MIDDLE, ROW_MOST = 128, 127
"""A row's byte stands for its difference to 128, at most 127 either way."""
QUERY_MOST = 63
_EXACT_DIM = (1 << 24) // (255 * QUERY_MOST)
"""Sums of so many products are exact in float32 (1,044 numbers); longer vectors are multiplied in pieces."""
MAX_DIM = 8192
"""Longer vectors are refused; no embedder in use has them."""
_FEW_ROWS = 4096
"""Up to here NumPy is as fast, and ONNX Runtime need not be loaded."""

_UINT8, _INT8, _INT32 = 2, 3, 6
"""Element types of ONNX."""


class Product(Protocol):
    """Multiplies rows (n, dim) by queries (m, dim)."""

    def __call__(self, rows: Rows, queries: Queries) -> Sums:
        """Return the sums (n, m), exact integers."""
        ...


def product_for(rows: int, dim: int) -> Product:
    """Return the faster way for so many rows of such a length that is installed."""
    if rows > _FEW_ROWS and _session():
        return integer_product
    return float_product if dim <= _EXACT_DIM else pieced_product


def float_product(rows: Rows, queries: Queries) -> Sums:
    """Multiply with NumPy; vectors of at most 1,044 numbers, whose sums are exact in float32."""
    sums: NDArray[np.float32] = rows.astype(np.float32) @ queries.astype(np.float32).T
    return sums


def pieced_product(rows: Rows, queries: Queries) -> NDArray[np.int32]:
    """Multiply vectors of any length with NumPy, piece by piece."""
    sums = np.zeros((len(rows), len(queries)), np.int32)
    for start in range(0, rows.shape[1], _EXACT_DIM):
        piece = slice(start, start + _EXACT_DIM)
        sums += float_product(rows[:, piece], queries[:, piece]).astype(np.int32)
    return sums


def integer_product(rows: Rows, queries: Queries) -> Sums:
    """Multiply with ONNX Runtime, which must be installed."""
    session = _session()
    if session is None:
        raise AssertionError("product_for chooses this only where ONNX Runtime is installed")
    sums: NDArray[np.int32] = session.run(None, {"A": rows, "B": np.ascontiguousarray(queries.T)})[0]
    return sums


@cache
def _session() -> InferenceSession | None:
    """Return a session that multiplies on one thread; None where ONNX Runtime is missing or lacks the operator."""
    try:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return ort.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])
    except Exception:
        # Whatever is wrong with it, NumPy gives the same integers.
        return None


def _model() -> bytes:
    """Return an ONNX model of one node, MatMulInteger.

    **Source:** onnx.proto3, messages ModelProto (ir_version 1, graph 7, opset_import 8), GraphProto (node 1, name 2,
    input 11, output 12) and NodeProto (input 1, output 2, op_type 4).
    """
    node = _text(1, "A") + _text(1, "B") + _text(2, "Y") + _text(4, "MatMulInteger")
    ends = (
        _tensor(11, "A", kind=_UINT8, dims="nd")
        + _tensor(11, "B", kind=_INT8, dims="dm")
        + _tensor(12, "Y", kind=_INT32, dims="nm")
    )
    graph = _bytes(1, node) + _text(2, "product") + ends
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13))


def _tensor(field: int, name: str, *, kind: int, dims: str) -> bytes:
    """Return a ValueInfoProto (name 1, type 2) of a tensor (elem_type 1, shape 2) with named dimensions."""
    shape = b"".join(_bytes(1, _text(2, dim)) for dim in dims)
    return _bytes(field, _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape))))


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + _varint(number >> 7)
