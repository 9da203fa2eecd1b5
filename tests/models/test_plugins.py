"""The builders that entry points name."""

from __future__ import annotations

import importlib.util

import pytest

from byline.errors import ConfigError, PluginError
from byline.models import plugins
from byline.models.settings import EmbedSettings

HAS_LIBRARY = importlib.util.find_spec("sentence_transformers") is not None


def test_embedders_that_need_no_settings_are_built_without() -> None:
    assert plugins.e5_enzh().id.startswith("e5enzh-")
    assert plugins.hashing(EmbedSettings()).dim == 1024


@pytest.mark.parametrize("build", [plugins.openai, plugins.sentence_transformers])
def test_a_model_must_be_named(build: object) -> None:
    assert callable(build)
    with pytest.raises(ConfigError, match=r"\[embed\] model: names no model"):
        build()


@pytest.mark.skipif(HAS_LIBRARY, reason="sentence-transformers is installed")
def test_without_the_library_one_is_told_what_to_install() -> None:
    with pytest.raises(PluginError, match="pip install sentence-transformers"):
        plugins.sentence_transformers(EmbedSettings(model="some/model"))
