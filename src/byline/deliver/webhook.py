"""Webhooks: one POST with a signature, to no address that the guard forbids.

The signature is that of "Standard Webhooks": HMAC-SHA256 over id, time and body. The
time tells the receiver that a request is not an old one played again; the id, equal for
all attempts of one delivery, that it has seen it before.

**Source:** RFC 2104; "Standard Webhooks", https://www.standardwebhooks.com, sections on
headers and signatures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from byline.deliver.interface import Attempt, Deferred, Refused, Sent, Unknown
from byline.errors import ConfigError
from byline.text.hashes import sha256_hex

Permits = Callable[[str, str, int], bool]
"""permits(address, host, port): whether this machine may connect there."""

_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where one webhook leads."""

    name: str
    """What people and the outbox call it: never the address's query, which may hold a secret."""
    url: str
    body: bytes
    secret: str = ""


class WebhookTransport:
    """A `Transport` for webhooks: `send` takes a target's name."""

    def __init__(
        self,
        targets: Mapping[str, Target],
        *,
        edition_id: str,
        permits: Permits,
        timeout_s: float,
        now: Callable[[], datetime],
    ) -> None:
        self._targets = targets
        self._edition_id = edition_id
        self._permits = permits
        self._timeout_s = timeout_s
        self._now = now

    def send(self, address: str) -> Attempt:
        """Post once. A redirect is refused: it could lead anywhere."""
        target = self._targets[address]
        parts = urlsplit(target.url)
        connection = _connection(parts, permits=self._permits, timeout_s=self._timeout_s)
        try:
            try:
                connection.connect()
            except ForbiddenAddress as error:
                return Refused(detail=str(error))
            except (OSError, http.client.HTTPException) as error:
                return Deferred(detail=f"no connection: {error.__class__.__name__}")
            return self._post(connection, target, parts)
        finally:
            connection.close()

    def _post(self, connection: http.client.HTTPConnection, target: Target, parts: SplitResult) -> Attempt:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, body=target.body, headers=self._headers(target))
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return Unknown(detail=f"no answer: {error.__class__.__name__}")
        if 200 <= status < 300:
            return Sent(detail=str(status))
        if status in _AGAIN or status >= 500:
            return Deferred(detail=f"answered {status}")
        return Refused(detail=f"answered {status}")

    def _headers(self, target: Target) -> dict[str, str]:
        identity = sha256_hex(f"{self._edition_id}\n{target.name}")[:32]
        headers = {"Content-Type": "application/json", "User-Agent": "Byline", "webhook-id": identity}
        if target.secret:
            moment = str(int(self._now().timestamp()))
            headers |= {"webhook-timestamp": moment}
            headers["webhook-signature"] = sign(target.secret, identity=identity, moment=moment, body=target.body)
        return headers


class ForbiddenAddress(OSError):
    """The guard does not let this machine connect there."""


def sign(secret: str, *, identity: str, moment: str, body: bytes) -> str:
    """Return "v1," and the base64 of HMAC-SHA256 over "id.time.body"; a receiver computes the same and compares."""
    signed = b".".join((identity.encode(), moment.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, hashlib.sha256)).decode()


def webhook_name(url: str) -> str:
    """Return what a generic webhook is called: its address without user and query. Raises ConfigError if it is none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable() or " " in url:
        raise ConfigError("is not an http(s) address.", subject="[webhooks] urls", advice="Write it whole: https://…")
    mark = f"#{sha256_hex(url)[:8]}" if parts.query or parts.username else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}{mark}"


def _connection(parts: SplitResult, *, permits: Permits, timeout_s: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    kind = _GuardedHTTPS if secure else _GuardedHTTP
    connection = kind(host, port, timeout=timeout_s)
    connection.permits = permits
    return connection


class _GuardedHTTP(http.client.HTTPConnection):
    """Connects only to addresses that are permitted, whatever the name resolves to at that moment."""

    permits: Permits

    def connect(self) -> None:
        self.sock = _guarded_socket(self.host, self.port, permits=self.permits, timeout_s=self.timeout or 20.0)


class _GuardedHTTPS(http.client.HTTPSConnection):
    """The same, encrypted; the certificate must be the name's."""

    permits: Permits

    def connect(self) -> None:
        plain = _guarded_socket(self.host, self.port, permits=self.permits, timeout_s=self.timeout or 20.0)
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _guarded_socket(host: str, port: int, *, permits: Permits, timeout_s: float) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    error: OSError = ForbiddenAddress(f"{host} is not a public address")
    for family, kind, protocol, _, address in found:
        if not permits(str(address[0]), host, port):
            continue
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(timeout_s)
            opened.connect(address)
        except OSError as failed:
            opened.close()
            error = failed
        else:
            return opened
    raise error
