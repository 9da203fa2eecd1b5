"""Agents over HTTP: the tools (MCP) at /mcp and, where wanted, the agent card and skill (A2A)."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from byline.app.newsroom import Newsroom
from byline.app.version import version
from byline.serve.desk import Desk
from byline.serve.guard import Guard
from byline.serve.mcp import build_mcp
from byline.serve.server import GRACE_S

PATH = "/mcp"
"""Where the tools are."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine; pages it serves itself may ask too."""
_log = logging.getLogger(__name__)


class Agents:
    """What a newsroom offers agents, as routes for an application with a guard of its own."""

    def __init__(
        self, newsroom: Newsroom, desk: Desk, *, names: Collection[str] = (), tools: bool = True, card: str = ""
    ) -> None:
        """`tools` are offered at /mcp; `card` is the public address in the agent card ("": none is offered)."""
        title = newsroom.config.newsroom.title
        self.routes: list[BaseRoute] = []
        self._tools: Starlette | None = None
        if tools:
            server = build_mcp(desk, publish=newsroom.config.publish, title=title, version=version())
            self._tools = tools_app(server, names=names)
            self.routes += self._tools.routes
        if card:
            # Here, because its library is an extra of its own.
            from byline.serve.a2a import a2a_routes

            self.routes += a2a_routes(desk, address=card, title=title, version=version())

    def running(self) -> AbstractAsyncContextManager[object]:
        """Return the block in which questions can be answered."""
        return self._tools.router.lifespan_context(self._tools) if self._tools is not None else nullcontext()


def agents_app(
    server: MCPServer, *, names: Collection[str] = (), rate: float = 50.0, routes: Sequence[BaseRoute] = ()
) -> ASGIApp:
    """Return the ASGI application of a server of tools; it keeps no sessions.

    `names` are hosts, besides this machine's own, that it may be called by: a page on the web
    must not reach it through a name that points here. `rate` is requests a second and client (0:
    any). `routes` are added beside /mcp.
    """
    app = tools_app(server, names=names)
    app.router.routes.extend(routes)
    return Guard(app, hosts=names, rate=rate)


def tools_app(server: MCPServer, *, names: Collection[str] = ()) -> Starlette:
    """Return the bare application of a server of tools, which needs a guard in front; its lifespan must be run."""
    hosts = [*LOCAL, *names]
    security = TransportSecuritySettings(
        allowed_hosts=[f"{host}{port}" for host in hosts for port in ("", ":*")],
        allowed_origins=[f"http://{host}{port}" for host in LOCAL for port in ("", ":*")],
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security
    )
    for route in app.routes:
        # A GET would open a stream on which nothing ever comes: without sessions there is nothing to tell unasked.
        if isinstance(route, Route) and route.path == PATH:
            route.methods = {"POST"}
    return app


def serve_agents(app: ASGIApp, listener: socket.socket, *, ready: Callable[[], None] = lambda: None) -> None:
    """Answer agents until Ctrl-C or SIGTERM; `ready` is called when the first could be answered."""
    try:
        make_agents_server(app, ready=ready).run(sockets=[listener])
    except KeyboardInterrupt:
        _log.info("closed")


def make_agents_server(app: ASGIApp, *, ready: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """Return the server of an application; tests run it in a thread."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=15,
    )
    return Server(config)
