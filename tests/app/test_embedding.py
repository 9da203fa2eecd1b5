"""The embedder is the one that the settings name."""

from __future__ import annotations

import pytest

from byline.app.embedding import open_embedder
from byline.errors import ConfigError, PluginError
from byline.models.settings import EmbedSettings


@pytest.mark.parametrize("name", ["e5-enzh", "hashing"])
def test_a_bundled_embedder_needs_no_settings(name: str) -> None:
    embedder = open_embedder(name)
    assert embedder.embed(["a model with open weights"]).shape == (1, embedder.dim)


def test_a_model_on_a_server_takes_its_settings() -> None:
    one = open_embedder("openai", EmbedSettings(model="one"))
    assert one.id != open_embedder("openai", EmbedSettings(model="two")).id


def test_a_model_on_a_server_without_a_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="names no model"):
        open_embedder("openai")


def test_an_unknown_embedder_is_answered_with_the_nearest() -> None:
    with pytest.raises(PluginError) as caught:
        open_embedder("openia")
    assert "openai" in caught.value.advice
