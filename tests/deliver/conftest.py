"""A real SMTP server on this machine that misbehaves on request, and an outbox."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from byline.deliver.message import Letter, build_message
from byline.deliver.settings import MailSettings
from byline.store.outbox import SqlOutbox, open_outbox

PASSWORD = "correct horse"  # the server's, on loopback


class Postbox:
    """What arrived, and what to answer: `answers[address]` is used up from the front."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, bytes]] = []
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.at_rcpt: dict[str, list[str]] = defaultdict(list)
        self.greeted = 0
        self.lock = threading.Lock()

    # The server looks its handlers up by these names.
    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        answer = self.at_rcpt[address].pop(0) if self.at_rcpt[address] else "250 OK"
        if answer == "hang up":
            server.transport.abort()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        answer = self.answers[address].pop(0) if self.answers[address] else "250 OK"
        if answer.startswith("250") or answer == "keep and hang up":
            with self.lock:
                self.arrived.append((address, envelope.content))
        if answer.endswith("hang up"):
            server.transport.abort()
        return answer

    def addresses(self) -> list[str]:
        with self.lock:
            return [address for address, _ in self.arrived]

    def messages(self) -> list[EmailMessage]:
        with self.lock:
            return [message_from_bytes(body, policy=default) for _, body in self.arrived]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate for localhost with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so there is no certificate to test with")
    folder = tmp_path_factory.mktemp("tls")
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = [
        "-keyout",
        folder / "key.pem",
        "-out",
        folder / "cert.pem",
        "-days",
        "2",
        "-nodes",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", *made, *names], check=True, capture_output=True)
    (folder / "both.pem").write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return folder / "both.pem"


@contextmanager
def serving(postbox: Postbox, **options: Any) -> Iterator[int]:
    """Run a server; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def plain_port(postbox: Postbox) -> Iterator[int]:
    with serving(postbox) as port:
        yield port


@pytest.fixture
def tls_port(postbox: Postbox, certificate: Path) -> Iterator[int]:
    """A server that speaks only after STARTTLS and wants a login."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def log_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password.decode() == PASSWORD
        return AuthResult(success=right, handled=right)

    options = {"require_starttls": True, "tls_context": context, "authenticator": log_in, "auth_required": True}
    with serving(postbox, **options) as port:
        yield port


@pytest.fixture
def settings() -> Callable[..., MailSettings]:
    """Settings for a server on this machine."""

    def make(port: int, **values: Any) -> MailSettings:
        fixed = {"host": "localhost", "port": port, "security": "none", "sender": "news@news.example", "timeout_s": 5.0}
        return MailSettings(**(fixed | values))

    return make


@pytest.fixture(scope="session")
def letter() -> Letter:
    return Letter(
        edition_id="2025-07-28",
        newsroom="The AI Byline",
        sender="news@news.example",
        subject="The AI Byline: weights are open",
        unsubscribe="https://news.example/leave?who={address}",
    )


@pytest.fixture
def build(letter: Letter) -> Callable[[str], EmailMessage]:
    """Makes the message of one address."""
    from datetime import UTC, datetime

    from byline.deliver.addresses import Reader

    def make(address: str) -> EmailMessage:
        now = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)
        return build_message(letter, Reader(address), parts=("<p>Grüße\n.dot</p>", "Grüße\n.dot"), now=now)

    return make


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[SqlOutbox]:
    opened = open_outbox(tmp_path / "newsroom.db")
    yield opened
    opened.close()


@pytest.fixture
def states() -> Callable[[SqlOutbox], dict[str, str]]:
    def read(outbox: SqlOutbox) -> dict[str, str]:
        return {d.address: d.state for d in outbox.deliveries("2025-07-28", channel="mail")}

    return read
