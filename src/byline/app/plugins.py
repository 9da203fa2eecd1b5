"""Plug-ins: Python entry points, one group for each Protocol. Built-ins are registered the same way."""

from __future__ import annotations

import difflib
from importlib.metadata import entry_points

from byline.errors import BylineError, PluginError

EMBEDDERS = "byline.embedders"
WRITERS = "byline.writers"


def load_plugin(group: str, name: str, /, *arguments: object) -> object:
    """Return an instance of the plug-in of that name, built with the arguments.

    Raises PluginError where there is none of that name (naming the nearest) or where it fails to start.
    """
    known = {point.name: point for point in entry_points(group=group)}
    if name not in known:
        close = difflib.get_close_matches(name, sorted(known), n=1)
        advice = f"Did you mean {close[0]}?" if close else f"Installed are: {', '.join(sorted(known)) or 'none'}."
        raise PluginError(f"there is no plug-in of this name in {group}.", subject=name, advice=advice)
    try:
        plugin: object = known[name].load()(*arguments)
    except BylineError:
        raise
    except Exception as error:
        raise PluginError(f"failed to start: {error}", subject=f"{group} {name}") from error
    return plugin
