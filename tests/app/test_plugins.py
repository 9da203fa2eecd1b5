"""Plug-ins are found by name, and their absence is explained."""

from __future__ import annotations

import pytest

from byline.app.plugins import EMBEDDERS, load_plugin
from byline.errors import PluginError
from byline.models.hashing import HashingEmbedder


def test_a_built_in_is_loaded_like_any_plug_in() -> None:
    assert isinstance(load_plugin(EMBEDDERS, "hashing"), HashingEmbedder)


def test_an_unknown_name_gets_the_nearest_known_one() -> None:
    with pytest.raises(PluginError, match="Did you mean hashing"):
        load_plugin(EMBEDDERS, "hasing")


def test_a_plug_in_that_does_not_start_says_which() -> None:
    with pytest.raises(PluginError, match=r"byline\.embedders hashing: failed to start"):
        load_plugin(EMBEDDERS, "hashing", "one", "two", "three", "four", "five")
