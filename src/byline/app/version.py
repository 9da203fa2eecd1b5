"""Byline's version."""

from __future__ import annotations

from importlib.metadata import version as installed_version


def version() -> str:
    """Return the installed version, like "0.1.0"."""
    return installed_version("byline")
