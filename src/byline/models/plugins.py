"""Builders of the embedders: what the entry points of the group `byline.embedders` name.

Each takes the settings of the section "embed" and needs none of them unless it says so; an
embedder of one's own is a function of the same shape.
"""

from __future__ import annotations

from byline.models.hashing import HashingEmbedder
from byline.models.interface import Embedder
from byline.models.settings import EmbedSettings

_DEFAULTS = EmbedSettings()


def e5_enzh(_: EmbedSettings = _DEFAULTS) -> Embedder:
    """Return the bundled embedder. Raises ModelError where its card cannot be read."""
    from byline.models.onnx import OnnxEmbedder

    return OnnxEmbedder()


def hashing(_: EmbedSettings = _DEFAULTS) -> Embedder:
    """Return the embedder without a model."""
    return HashingEmbedder()


def openai(settings: EmbedSettings = _DEFAULTS) -> Embedder:
    """Return the embedder that asks a server; none is asked yet. Raises ConfigError for settings that cannot work."""
    from byline.models.remote import RemoteEmbedder

    return RemoteEmbedder(settings)


def sentence_transformers(settings: EmbedSettings = _DEFAULTS) -> Embedder:
    """Return the embedder of a sentence-transformers model. Raises ConfigError, PluginError or ModelError."""
    from byline.models.sentence import SentenceEmbedder

    return SentenceEmbedder(settings)
