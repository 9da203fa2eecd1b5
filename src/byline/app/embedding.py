"""The embedder that the settings name."""

from __future__ import annotations

from typing import cast

from byline.app.plugins import EMBEDDERS, load_plugin
from byline.models.interface import Embedder
from byline.models.settings import EmbedSettings


def open_embedder(name: str, settings: EmbedSettings | None = None) -> Embedder:
    """Return the embedder of that name, built with the settings of the section "embed".

    Raises PluginError where there is none of that name, ConfigError where its settings cannot work.
    """
    # Entry points are typed by their group's Protocol only; what they load is checked when it is called.
    return cast("Embedder", load_plugin(EMBEDDERS, name, settings or EmbedSettings()))
