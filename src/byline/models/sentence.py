"""The embedder "sentence-transformers": any model of that library, from a folder or a hub.

The library and PyTorch are no part of Byline: install them beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from byline.errors import ConfigError, ModelError, PluginError
from byline.models.rows import model_id, unit_rows
from byline.models.settings import EmbedSettings


class SentenceEmbedder:
    """Turns texts into vectors with a sentence-transformers model, on the processor."""

    def __init__(self, settings: EmbedSettings) -> None:
        """Find the library; the model is loaded by the first use.

        Raises ConfigError where no model is named, PluginError where the library is not installed.
        """
        if not settings.model:
            raise ConfigError("names no model.", subject="[embed] model", advice="Give a hub name or a folder.")
        try:
            import sentence_transformers as library  # type: ignore[import-not-found,unused-ignore]  # not installed here
        except ImportError as error:
            raise PluginError(
                "the library is not installed.",
                subject="embedder sentence-transformers",
                advice="Install it: pip install sentence-transformers",
            ) from error
        self._library: Any = library  # Any: the library is not there when types are checked
        self._settings = settings

    @property
    def id(self) -> str:
        """Name and a hash of model and prefix; a model that changes under its name is not noticed."""
        return model_id("sentence-transformers", self._settings.model, self._settings.prefix)

    @cached_property
    def dim(self) -> int:
        """Length of a vector; where the settings do not say it, the model is loaded and asked."""
        return self._settings.dim or len(self._model.encode(["dimension"], show_progress_bar=False)[0])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, float32 (n, dim); one text a call, so that a row never depends on its neighbours.

        Raises ModelError where the model cannot be loaded or fails.
        """
        if not texts:
            return np.empty((0, self.dim), np.float32)
        try:
            rows = [self._model.encode([self._settings.prefix + text], show_progress_bar=False)[0] for text in texts]
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(f"failed: {error}.", subject=self._subject) from error
        return unit_rows(rows, count=len(texts), dim=self.dim, subject=self._subject)

    @property
    def _subject(self) -> str:
        return f"model {self._settings.model}"

    @cached_property
    def _model(self) -> Any:  # Any: the library is not there when types are checked
        try:
            return self._library.SentenceTransformer(self._settings.model, device="cpu")
        except Exception as error:
            advice = "Is the name right, and can the hub be reached or the folder be read?"
            raise ModelError(f"cannot be loaded: {error}.", subject=self._subject, advice=advice) from error
