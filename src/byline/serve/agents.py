"""Agents over HTTP: the tools (MCP) at /mcp and, where wanted, the agent card and skill (A2A)."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Collection, Sequence

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from byline.serve.guard import Guard
from byline.serve.server import GRACE_S

PATH = "/mcp"
"""Where the tools are."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine; pages it serves itself may ask too."""
_log = logging.getLogger(__name__)


def agents_app(
    server: MCPServer, *, names: Collection[str] = (), rate: float = 50.0, routes: Sequence[BaseRoute] = ()
) -> ASGIApp:
    """Return the ASGI application of a server of tools; it keeps no sessions.

    `names` are hosts, besides this machine's own, that it may be called by: a page on the web
    must not reach it through a name that points here. `rate` is requests a second and client (0:
    any). `routes` are added beside /mcp.
    """
    hosts = [*LOCAL, *names]
    security = TransportSecuritySettings(
        allowed_hosts=[f"{host}{port}" for host in hosts for port in ("", ":*")],
        allowed_origins=[f"http://{host}{port}" for host in LOCAL for port in ("", ":*")],
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security
    )
    app.router.routes.extend(routes)
    return Guard(app, hosts=names, rate=rate)


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
