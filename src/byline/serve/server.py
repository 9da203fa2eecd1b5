"""Listening: which address is allowed, the port, and an end without noise."""

from __future__ import annotations

import errno
import gc
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from byline.errors import ConfigError, PortError

TOKEN = "BYLINE_TOKEN"  # noqa: S105 - the name of the variable, not what it holds
LEAST_TOKEN = 16
"""Characters of the shortest token: nobody guesses 16 random letters and digits."""
GRACE_S = 2
"""Seconds that open requests have to end after Ctrl-C."""
SELDOM = (5_000, 20, 100)
"""Thresholds of the garbage collector: with Python's own a look at everything that is kept, 50 ms and more, came often
enough to double the p95 of the API."""
_log = logging.getLogger(__name__)


def check_token(token: str, *, host: str) -> None:
    """Raise ConfigError for a token that can be guessed, and where one is needed and missing."""
    if token and len(token) < LEAST_TOKEN:
        raise ConfigError(
            f"the token is too short: at least {LEAST_TOKEN} characters.",
            subject=TOKEN,
            advice="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(24))'",
        )
    if not token and not is_loopback(host):
        raise ConfigError(
            "other machines could reach the server, and there is no token that protects writing.",
            subject=f"--host {host}",
            advice=f"Set {TOKEN} in the environment, or leave --host away to serve this machine only.",
        )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address or name."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@contextmanager
def listening(host: str, port: int, *, command: str = "byline serve") -> Iterator[socket.socket]:
    """Yield a socket that listens; port 0 takes a free one. Raises PortError where the port is taken.

    `command` is what a person typed, for the advice.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host.strip("[]"), port), family=family, backlog=512)
    except OSError as error:
        raise _port_error(error, host, port, command=command) from error
    # asyncio does this for sockets that name their protocol, which these do not: headers and body are sent
    # as two packets, and without it the second one waits 40 ms for the reader to confirm the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def serve(app: FastAPI, listener: socket.socket, *, ready: Callable[[], None] = lambda: None) -> None:
    """Answer requests until Ctrl-C or SIGTERM; `ready` is called when the first could be answered."""
    server = make_server(app, ready=ready)
    with collecting_seldom():
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            _log.info("closed")


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Keep what is there by now out of the collector's sight, and have it look at the rest less often."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def make_server(app: FastAPI, *, ready: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """Return the server of an application; tests run it in a thread."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Streams must end before uvicorn waits for them.
            app.state.pages.events.closing = True
            await super().shutdown(sockets=sockets)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return Server(config)


def _port_error(error: OSError, host: str, port: int, *, command: str) -> PortError:
    if error.errno == errno.EADDRINUSE:
        return PortError(
            f"port {port} of {host} is taken.",
            subject=command,
            advice=f"End the program that listens there, or name another port: {command} --port {port + 1}",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return PortError(
            f"port {port} of {host} may not be used by this user.",
            subject=command,
            advice=f"Name one above 1023: {command} --port 8080",
        )
    return PortError(
        f"{host} is no address of this machine ({error.strerror or error}).",
        subject=command,
        advice="Leave --host away to serve this machine only.",
    )
