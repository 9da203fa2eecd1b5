"""The bundled model, loaded once."""

from __future__ import annotations

import pytest

from byline.models.onnx import OnnxEmbedder


@pytest.fixture(scope="session")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder()
