"""`byline serve`: the newsroom in a browser and over an API."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Annotated

import typer

from byline.cli.common import ConfigOption, SetOption, err, existing_newsroom
from byline.errors import PluginError

NEEDED = ("fastapi", "uvicorn", "sse_starlette", "prometheus_client")
"""Modules of the extra `serve`."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on. Any but loopback needs BYLINE_TOKEN.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65_535)] = 8000,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A host name that readers use; may be repeated.")
    ] = None,
    origin: Annotated[
        list[str] | None, typer.Option("--origin", help='A site whose pages may read the API, or "*"; may be repeated.')
    ] = None,
    rate: Annotated[float, typer.Option(help="Requests a second and client; 0: no limit.", min=0)] = 50.0,
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Show the editions, search, feed health and the API until Ctrl-C.

    Reading needs no login. Starting runs and changing feeds or stories over the API
    needs the token that BYLINE_TOKEN holds; without one, writing is switched off.
    """
    _needed()
    from byline.serve.app import Served, build_app
    from byline.serve.server import TOKEN, check_token, is_loopback, listening
    from byline.serve.server import serve as answer

    token = os.environ.get(TOKEN, "").strip()
    check_token(token, host=host)
    names = [*(name or []), *([] if is_loopback(host) else [host])]
    served = Served(names=names, origins=origin or [], token=token, rate=rate, options=_options(config, set_))
    with existing_newsroom(config, set_) as newsroom, listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}/"
        app = build_app(newsroom, served)
        answer(app, listener, ready=lambda: err().print(f"Serving {address} (Ctrl-C ends).", markup=False))
    err().print("Closed.")


def _needed() -> None:
    missing = [module for module in NEEDED if not _is_there(module)]
    if missing:
        raise PluginError(
            f"this needs libraries that are not installed ({', '.join(missing)}).",
            subject="byline serve",
            advice="Install them with: pip install 'byline[serve]'",
        )


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _options(config: Path | None, set_: list[str] | None) -> tuple[str, ...]:
    """Return the options that name the settings, for runs that the server starts."""
    named = ["--config", str(config.absolute())] if config else []
    return (*named, *(part for one in set_ or [] for part in ("--set", one)))
