"""`byline mcp`: the newsroom as tools for agents."""

from __future__ import annotations

import importlib.util
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import ConfigOption, SetOption, err, existing_newsroom
from byline.errors import PluginError, install

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.routing import BaseRoute

    from byline.app.newsroom import Newsroom
    from byline.serve.desk import Desk

NEEDED = {"mcp": ("mcp", "fastapi", "uvicorn"), "a2a": ("a2a", "google.protobuf")}
"""Extra -> modules that it brings."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mcp)


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Listen on a port instead of stdin and stdout.")] = False,
    a2a: Annotated[bool, typer.Option("--a2a", help="With --http: also an A2A agent card and skill.")] = False,
    host: Annotated[str, typer.Option(help="With --http: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: port; 0 takes a free one.", min=0, max=65_535)] = 8001,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="With --http: a host name that agents use; may be repeated.")
    ] = None,
    address: Annotated[
        str, typer.Option(help="With --a2a: address that agents use, for the card: https://news.example.org.")
    ] = "",
    rate: Annotated[float, typer.Option(help="With --http: requests a second and client; 0: no limit.", min=0)] = 50.0,
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Give agents the editions, stories with their evidence and search, over the Model Context Protocol.

    Without --http it talks over stdin and stdout to the program that started it. It only reads.
    """
    if a2a and not http:
        raise typer.BadParameter("needs --http", param_hint="--a2a")
    if address and not a2a:
        raise typer.BadParameter("needs --a2a", param_hint="--address")
    _need("mcp")
    if a2a:
        _need("a2a")
    with existing_newsroom(config, set_) as newsroom:
        if http:
            _serve(newsroom, host=host, port=port, names=name or [], rate=rate, card=(address,) if a2a else ())
        else:
            _talk(newsroom)


def _talk(newsroom: Newsroom) -> None:
    """Answer over stdin and stdout until stdin ends; nothing else may be written to stdout."""
    # A thread waits for stdin and cannot be woken: Ctrl-C must end the process itself. It only reads: nothing is lost.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _server(newsroom, _desk(newsroom)).run("stdio")


def _serve(newsroom: Newsroom, *, host: str, port: int, names: list[str], rate: float, card: tuple[str, ...]) -> None:
    """Answer over HTTP; `card` holds the public address of an agent card ("": this machine's), nothing for none."""
    from byline.serve.agents import PATH, agents_app, serve_agents
    from byline.serve.server import listening

    shown = f"[{host}]" if ":" in host else host
    desk = _desk(newsroom)
    with listening(host, port, command="byline mcp --http") as listener:
        address = f"http://{shown}:{listener.getsockname()[1]}"
        routes = _a2a_routes(newsroom, desk, address=card[0] or address) if card else []
        app = agents_app(_server(newsroom, desk), names=[*names, shown], rate=rate, routes=routes)
        serve_agents(app, listener, ready=lambda: err().print(f"Serving {address}{PATH} (Ctrl-C ends).", markup=False))
    err().print("Closed.")


def _desk(newsroom: Newsroom) -> Desk:
    from byline.serve.desk import Desk

    return Desk(newsroom.store, newsroom.catalogue, summary=newsroom.config.summary)


def _server(newsroom: Newsroom, desk: Desk) -> MCPServer:
    from byline.app.version import version
    from byline.serve.mcp import build_mcp

    title = newsroom.config.newsroom.title
    return build_mcp(desk, publish=newsroom.config.publish, title=title, version=version())


def _a2a_routes(newsroom: Newsroom, desk: Desk, *, address: str) -> list[BaseRoute]:
    from byline.app.version import version
    from byline.serve.a2a import a2a_routes, public_address

    return a2a_routes(desk, address=public_address(address), title=newsroom.config.newsroom.title, version=version())


def _need(extra: str) -> None:
    missing = [module for module in NEEDED[extra] if not _is_there(module)]
    if missing:
        raise PluginError(
            f"this needs libraries that are not installed ({', '.join(missing)}).",
            subject="byline mcp",
            advice=install(extra),
        )


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
