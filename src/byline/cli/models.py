"""`byline models`: language models, compared on one's own stories."""

from __future__ import annotations

import typer

group = typer.Typer(help="Language models as writers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="models")
