"""`byline serve`: the newsroom in a browser and over an API."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from byline.cli.common import ConfigOption, SetOption, err, existing_newsroom
from byline.errors import PluginError, install

NEEDED = ("fastapi", "uvicorn", "sse_starlette", "prometheus_client")
"""Modules of the extra `serve`."""
AGENTS = {"mcp": ("mcp",), "a2a": ("a2a", "google.protobuf")}
"""Extra -> modules that it brings; what is installed is offered."""


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
    mcp: Annotated[
        bool | None,
        typer.Option("--mcp/--no-mcp", help="Tools for agents at /mcp (default: as [serve] says)."),
    ] = None,
    a2a: Annotated[
        bool | None,
        typer.Option("--a2a/--no-a2a", help="An A2A agent card and skill (default: as [serve] says)."),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Address that agents use, for the agent card (default: [serve] address, else its own).")
    ] = "",
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
    with existing_newsroom(config, set_) as newsroom, listening(host, port) as listener:
        own = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        settings = newsroom.config.serve
        tools = _offered("mcp", mcp, setting=settings.mcp)
        card = _offered("a2a", a2a, setting=settings.a2a)
        served = Served(
            names=names,
            origins=origin or [],
            token=token,
            rate=rate,
            options=_options(config, set_),
            tools=tools,
            card=_public(address or settings.address or own) if card else "",
        )
        app = build_app(newsroom, served)
        answer(app, listener, ready=lambda: err().print(f"Serving {own}/ (Ctrl-C ends).", markup=False))
    err().print("Closed.")


def _needed() -> None:
    if missing := _missing(NEEDED):
        raise _not_installed(missing, "serve")


def _offered(extra: str, wanted: bool | None, *, setting: bool) -> bool:
    """Tell whether a protocol is offered: as the option says, else where the setting wants it and it is installed.

    Raises PluginError for a missing one that the option asks for.
    """
    if wanted is False or (wanted is None and not setting):
        return False
    missing = _missing(AGENTS[extra])
    if missing and wanted:
        raise _not_installed(missing, extra)
    return not missing


def _public(address: str) -> str:
    from byline.serve.a2a import public_address

    return public_address(address)


def _not_installed(missing: list[str], extra: str) -> PluginError:
    return PluginError(
        f"this needs libraries that are not installed ({', '.join(missing)}).",
        subject="byline serve",
        advice=install(extra),
    )


def _missing(modules: Iterable[str]) -> list[str]:
    return [module for module in modules if not _is_there(module)]


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _options(config: Path | None, set_: list[str] | None) -> tuple[str, ...]:
    """Return the options that name the settings, for runs that the server starts."""
    named = ["--config", str(config.absolute())] if config else []
    return (*named, *(part for one in set_ or [] for part in ("--set", one)))
