"""The sample outlets beside programs that hold their ports: real sockets on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from byline.cli.run import PORT
from byline.sample import records


def demo(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "byline", "demo", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def taken_ports(stack: ExitStack, *, count: int) -> int:
    """Take `count` ports in a row until the stack ends; return the first."""
    for first in range(20_000, 30_000, count):
        with ExitStack() as trying:
            try:
                for port in range(first, first + count):
                    trying.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            stack.enter_context(trying.pop_all())
            return first
    raise OSError("no ports in a row are free")


def lines_from(stream: IO[str], part: str) -> tuple[str, str]:
    """Return the line with this part and the next one."""
    read: list[str] = []
    for line in stream:
        read.append(line)
        if part in line:
            return line, stream.readline()
    raise AssertionError(f"no line has {part!r}: {''.join(read)}")


def test_the_command_line_knows_the_port_of_the_sample() -> None:
    assert PORT == records.PORT


def test_no_free_port_is_exit_3_and_the_advice_names_an_option_that_exists(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first = taken_ports(stack, count=20)
        done = demo(tmp_path, "--port", str(first))
        _, complaint = done.communicate(timeout=60)
        assert done.returncode == 3
        assert f"ports {first} to {first + 19} of 127.0.0.1 are all taken" in complaint
        assert "byline demo --port 9000" in complaint
        assert len(complaint.strip().splitlines()) == 1


def test_beside_a_taken_port_the_outlets_answer_on_the_next_and_the_addresses_stay(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first = taken_ports(stack, count=1)
        running = demo(tmp_path, "--port", str(first), "--stay")
        stack.callback(running.kill)
        assert running.stderr is not None
        said, remark = lines_from(running.stderr, "answer on port")
        port = int(said.split("on port ")[1].split(",")[0])
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "lakeside-wire.localhost"})
        with urllib.request.urlopen(request, timeout=10) as page:
            assert page.status == 200
        running.send_signal(signal.SIGINT)
        running.wait(timeout=20)
    assert port > first
    assert f"links name port {PORT}, which was not used" in remark
    index = tmp_path / "byline-demo" / "site" / "2025-07-28" / "index.html"
    assert f".localhost:{PORT}/" in "".join(page.read_text("utf-8") for page in index.parent.rglob("*.html"))
