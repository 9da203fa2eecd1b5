"""The embedder that asks a server, against a real one on loopback."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from byline.errors import ConfigError, ModelError
from byline.models.remote import RemoteEmbedder
from byline.models.settings import EmbedSettings

KEY = "sk-very-secret"


class Server(ThreadingHTTPServer):
    """Answers a vector for each text; the next answers can be set beforehand."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.next: list[tuple[int, bytes, dict[str, str]]] = []
        self.seen: list[tuple[str, dict[str, str], dict[str, object]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), asked))
        status, body, headers = self.server.next.pop(0) if self.server.next else (200, answer(asked["input"]), {})
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def answer(texts: list[str]) -> bytes:
    """In reverse order, as a server may; the first number tells the text."""
    rows = [{"object": "embedding", "index": n, "embedding": [float(len(t)), 1.0, 2.0]} for n, t in enumerate(texts)]
    return json.dumps({"object": "list", "data": rows[::-1], "model": "m", "usage": {}}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def embedder(server: Server, **changes: object) -> RemoteEmbedder:
    values: dict[str, object] = {"model": "m", "base_url": server.address, "key_env": "KEY", "wait_s": 0.0}
    return RemoteEmbedder(EmbedSettings(**(values | changes)), env={"KEY": KEY})  # type: ignore[arg-type]


def test_rows_are_unit_and_in_the_order_of_the_texts(server: Server) -> None:
    rows = embedder(server).embed(["aaa", "b"])
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-6)
    assert rows[0, 0] / rows[0, 1] == pytest.approx(3)
    assert rows[1, 0] / rows[1, 1] == pytest.approx(1)


def test_texts_go_in_batches_with_prefix_and_key(server: Server) -> None:
    assert embedder(server, batch=2, prefix="q: ", dim=3).embed(["a", "b", "c"]).shape == (3, 3)
    assert [asked["input"] for _, _, asked in server.seen] == [["q: a", "q: b"], ["q: c"]]
    path, headers, asked = server.seen[0]
    assert path == "/v1/embeddings"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (asked["model"], asked["dimensions"]) == ("m", 3)


def test_without_a_key_none_is_sent(server: Server) -> None:
    embedder(server, key_env="").embed(["a"])
    assert all("Authorization" not in headers for _, headers, _ in server.seen)


def test_the_length_is_asked_once_and_then_held(server: Server) -> None:
    asking = embedder(server)
    assert asking.dim == asking.dim == 3
    assert len(server.seen) == 1
    server.next = [(200, json.dumps({"data": [{"index": 0, "embedding": [1.0, 2.0]}]}).encode(), {})]
    with pytest.raises(ModelError, match="2 numbers, not 3"):
        asking.embed(["a"])


def test_failures_that_may_pass_are_tried_again(server: Server) -> None:
    server.next = [(429, b"slow down", {"Retry-After": "0"}), (503, b"starting", {})]
    assert embedder(server, dim=3).embed(["a"]).shape == (1, 3)
    assert len(server.seen) == 3


def test_after_the_last_try_the_failure_is_told_and_may_be_retried(server: Server) -> None:
    server.next = [(500, b"broken", {})] * 3
    with pytest.raises(ModelError, match="answered 500: broken") as caught:
        embedder(server, dim=3, retries=2).embed(["a"])
    assert caught.value.retryable
    assert len(server.seen) == 3


def test_a_refusal_is_not_tried_again(server: Server) -> None:
    server.next = [(400, b"no such model", {})]
    with pytest.raises(ModelError, match="answered 400: no such model"):
        embedder(server, dim=3).embed(["a"])
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [401, 500, 400])
def test_the_key_is_in_no_message_and_no_log(server: Server, status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.next = [(status, f"bad key {KEY}".encode(), {})] * 2
    asking = embedder(server, dim=3, retries=1)
    with pytest.raises(ModelError) as caught:
        asking.embed(["a"])
    assert KEY not in f"{caught.value!r} {caught.value} {caught.value.__context__} {caplog.text} {asking!r} {asking.id}"


def test_a_redirection_is_not_followed(server: Server) -> None:
    server.next = [(307, b"", {"Location": f"{server.address}/elsewhere"})]
    with pytest.raises(ModelError, match="answered 307"):
        embedder(server, dim=3).embed(["a"])
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "sent no vectors"),
        (b'{"data": []}', "0 vectors for 1 texts"),
        (b'{"data": [{"index": 1, "embedding": [1]}]}', "1 vectors for 1 texts"),
        (b" " * 900_000, "without end"),
    ],
)
def test_an_answer_of_another_form_is_refused(server: Server, body: bytes, said: str) -> None:
    server.next = [(200, body, {})]
    with pytest.raises(ModelError, match=said):
        embedder(server, dim=3).embed(["a"])


def test_a_server_that_is_gone_is_told(server: Server) -> None:
    with pytest.raises(ModelError, match="could not be reached"):
        embedder(server, base_url="http://127.0.0.1:1/v1", dim=3, retries=0).embed(["a"])


def test_a_missing_key_is_named_and_an_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(ConfigError, match="environment variable NO_SUCH"):
        RemoteEmbedder(EmbedSettings(model="m", key_env="NO_SUCH"), env={})
    with pytest.raises(ConfigError, match="base_url") as caught:
        RemoteEmbedder(EmbedSettings(model="m", base_url="http://me:hunter2@host/v1"), env={})
    assert "hunter2" not in str(caught.value)


def test_the_id_tells_servers_and_models_apart(server: Server) -> None:
    assert len({embedder(server, model=name, dim=dim).id for name in "mn" for dim in (0, 3)}) == 4


def test_no_texts_give_no_rows(server: Server) -> None:
    assert embedder(server, dim=3).embed([]).shape == (0, 3)
