"""`byline serve` as a person starts it: real processes on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import httpx2
import pytest

from byline.store.sqlite import open_store


def start(folder: Path, *arguments: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "byline", "serve", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "newsroom").mkdir()
    open_store(tmp_path / "newsroom" / "newsroom.db").close()
    return tmp_path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end_and_ends_quietly(folder: Path, number: int) -> None:
    running = start(folder, "--port", "0")
    assert running.stderr is not None
    address = running.stderr.readline().split()[1]
    with urllib.request.urlopen(f"{address}healthz", timeout=10) as answer:
        assert answer.status == 200
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert out == ""
    assert "Traceback" not in err
    if number == signal.SIGINT:
        assert (running.returncode, err) == (0, "Closed.\n")


def test_a_taken_port_is_one_sentence_and_exit_3(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = start(folder, "--port", str(port))
        out, err = done.communicate(timeout=60)
    assert (done.returncode, out) == (3, "")
    assert err == (
        f"byline: byline serve: port {port} of 127.0.0.1 is taken. "
        f"End the program that listens there, or name another port: byline serve --port {port + 1}\n"
    )


def test_other_machines_are_not_served_without_a_token(folder: Path) -> None:
    done = start(folder, "--host", "0.0.0.0", "--port", "0")
    _, err = done.communicate(timeout=60)
    assert done.returncode == 2
    assert "BYLINE_TOKEN" in err
    assert len(err.splitlines()) == 1


def test_a_newsroom_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = start(tmp_path, "--port", "0")
    _, err = done.communicate(timeout=60)
    assert done.returncode == 2
    assert "no newsroom here yet" in err
    assert not (tmp_path / "newsroom").exists()


def test_without_the_extra_it_names_the_command_that_installs_it(folder: Path) -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'uvicorn': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "sys.argv = ['byline', 'serve', '--port', '0']\n"
        "from byline.cli import main; main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert "pip install 'byline[serve]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


NEITHER = ("--set", "serve.a2a=false", "--set", "serve.mcp=false")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 200), (("--no-a2a", "--no-mcp"), 404), (NEITHER, 404), ((*NEITHER, "--a2a", "--mcp"), 200)],
)
def test_agents_find_a_card_and_tools_unless_told(folder: Path, arguments: tuple[str, ...], status: int) -> None:
    running = start(folder, "--port", "0", *arguments)
    assert running.stderr is not None
    try:
        address = running.stderr.readline().split()[1]
        found = httpx2.get(f"{address}.well-known/agent-card.json").status_code
        asked = httpx2.post(f"{address}mcp", json={}).status_code
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)
    assert found == status
    assert (asked in (404, 405)) == (status == 404)


def test_the_card_names_the_address_of_the_settings_unless_told(folder: Path) -> None:
    for arguments, named in (
        ((), "https://set.example"),
        (("--address", "https://told.example"), "https://told.example"),
    ):
        running = start(folder, "--port", "0", "--set", "serve.address=https://set.example", *arguments)
        assert running.stderr is not None
        try:
            address = running.stderr.readline().split()[1]
            card = httpx2.get(f"{address}.well-known/agent-card.json").text
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=30)
        assert named in card
