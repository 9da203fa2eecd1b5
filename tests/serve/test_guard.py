"""What stands before every request."""

from __future__ import annotations

import socket
from typing import Any

import httpx2
import pytest

from byline.errors import ConfigError, PortError
from byline.serve.guard import Rates, is_token
from byline.serve.server import check_token, is_loopback, listening

TOKEN = "sixteen-letters-or-more"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8000", "192.168.1.7:80", "LOCALHOST."]
)
def test_the_server_answers_to_localhost_and_addresses_of_numbers(http: httpx2.Client, host: str) -> None:
    assert http.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a:b:c:1"])
def test_a_name_that_somebody_points_here_is_refused(http: httpx2.Client, host: str) -> None:
    answer = http.get("/api/v1/editions", headers={"Host": host})
    assert answer.status_code == 421
    assert "stories" not in answer.text


@pytest.mark.parametrize("path", ["/", "/search?q=AI", "/api/v1/editions", "/nothing", "/live/live.js", "/metrics"])
def test_every_answer_forbids_foreign_scripts_frames_and_guessing(http: httpx2.Client, path: str) -> None:
    headers = http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_long_addresses_and_bodies_are_refused(http: httpx2.Client, token: dict[str, str]) -> None:
    assert http.get(f"/search?q={'x' * 5000}").status_code == 414
    assert http.post("/api/v1/feeds", content=b"x" * 70_000, headers=token).status_code == 413
    assert http.post("/api/v1/feeds", content=iter([b"x" * 10]), headers=token).status_code == 413


def test_who_asks_too_often_must_wait(demo: Any, running_type: Any) -> None:
    with running_type(demo.newsroom, rate=5.0) as running:
        answers = [running.http.get("/healthz") for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    assert refused[0].headers["retry-after"] == "1"


def test_a_bucket_fills_again_and_clients_do_not_share_one() -> None:
    now = [0.0]
    rates = Rates(10.0, clock=lambda: now[0])
    assert [rates.take("a") for _ in range(41)] == [True] * 40 + [False]
    assert rates.take("b")
    now[0] += 0.1
    assert [rates.take("a"), rates.take("a")] == [True, False]


def test_a_token_is_compared_as_a_whole() -> None:
    assert is_token(f"Bearer {TOKEN}", TOKEN)
    assert is_token(f"bearer  {TOKEN}", TOKEN)
    for wrong in ("", TOKEN, "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer é"):
        assert not is_token(wrong, TOKEN)


def test_only_loopback_is_served_without_a_token() -> None:
    for host in ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"):
        assert is_loopback(host)
        check_token("", host=host)
    for host in ("0.0.0.0", "::", "192.168.1.7", "news.example"):
        check_token(TOKEN, host=host)
        with pytest.raises(ConfigError, match="BYLINE_TOKEN"):
            check_token("", host=host)
    with pytest.raises(ConfigError, match="too short"):
        check_token("short", host="127.0.0.1")


def test_a_taken_port_is_named_with_the_next_one_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortError, match=f"byline serve --port {port + 1}"), listening("127.0.0.1", port):
            pass
    with pytest.raises(PortError, match="no address of this machine"), listening("192.0.2.1", 0):
        pass


def test_no_answer_waits_for_the_reader_to_confirm_its_head() -> None:
    with listening("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
