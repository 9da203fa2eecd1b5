"""Webhooks against a real server: signature, answers, time limit, and addresses that are nobody's business."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from byline.deliver.interface import Deferred, Refused, Sent, Unknown
from byline.deliver.webhook import Target, WebhookTransport, sign, webhook_name
from byline.errors import ConfigError

NOW = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)
BODY = '{"title": "权重"}'.encode()


class Receiver(ThreadingHTTPServer):
    """Keeps what arrives and answers from a list."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests, self.answers = [], []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "hang up":
            self.connection.close()
            return
        if answer == "wait":
            time.sleep(1.5)
            return
        self.send_response(answer)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _transport(receiver, *, permits=lambda *_: True, timeout_s=5.0, secret="s3cret"):
    url = f"http://localhost:{receiver.server_address[1]}/hook?token=hidden"
    target = Target(name="ours", url=url, body=BODY, secret=secret)
    return WebhookTransport(
        {"ours": target}, edition_id="2025-07-28", permits=permits, timeout_s=timeout_s, now=lambda: NOW
    )


def test_the_body_arrives_with_a_signature_that_the_receiver_can_check(receiver):
    assert isinstance(_transport(receiver).send("ours"), Sent)
    ((path, headers, body),) = receiver.requests
    assert (path, body) == ("/hook?token=hidden", BODY)
    expected = sign("s3cret", identity=headers["webhook-id"], moment=headers["webhook-timestamp"], body=body)
    assert headers["webhook-signature"] == expected
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))


def test_all_attempts_of_one_delivery_carry_one_id(receiver):
    receiver.answers = [503, 200]
    transport = _transport(receiver)
    assert [type(transport.send("ours")) for _ in range(2)] == [Deferred, Sent]
    assert len({headers["webhook-id"] for _, headers, _ in receiver.requests}) == 1


def test_without_a_secret_there_is_no_signature(receiver):
    _transport(receiver, secret="").send("ours")
    assert "webhook-signature" not in receiver.requests[0][1]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (204, Sent),
        (302, Refused),
        (404, Refused),
        (410, Refused),
        (429, Deferred),
        (500, Deferred),
        ("hang up", Unknown),
        ("wait", Unknown),
    ],
)
def test_each_answer_has_its_meaning(receiver, answer, outcome):
    receiver.answers = [answer]
    assert isinstance(_transport(receiver, timeout_s=0.5).send("ours"), outcome)
    assert len(receiver.requests) == 1


def test_the_guard_decides_on_the_address_really_connected_to(receiver):
    asked = []

    def permits(address, host, port):
        asked.append((address, host))
        return False

    attempt = _transport(receiver, permits=permits).send("ours")
    assert isinstance(attempt, Refused)
    assert ("127.0.0.1", "localhost") in asked
    assert receiver.requests == []


def test_nobody_listening_is_a_reason_to_try_later(receiver):
    target = Target(name="ours", url="http://127.0.0.1:1/", body=b"{}")
    transport = WebhookTransport(
        {"ours": target}, edition_id="x", permits=lambda *_: True, timeout_s=1, now=lambda: NOW
    )
    assert isinstance(transport.send("ours"), Deferred)


def test_a_name_never_shows_user_password_or_query():
    name = webhook_name("https://user:pass@hooks.example:8443/in?token=abc")
    assert name.startswith("https://hooks.example:8443/in#")
    assert "abc" not in name
    assert "pass" not in name
    assert webhook_name("https://hooks.example/in") == "https://hooks.example/in"


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example", "https://", "hooks.example/in", "https://a b.example", "http://x.example:99999/"]
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigError, match="not an http"):
        webhook_name(url)


def test_an_address_of_numbers_keeps_its_brackets():
    assert webhook_name("https://[2001:db8::1]:8443/hook") == "https://[2001:db8::1]:8443/hook"
