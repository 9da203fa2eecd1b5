"""`byline mcp` as an agent's program starts it: real processes, the SDK's own client."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from mcp import Client, StdioServerParameters

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "agents.md"
COMMAND = [sys.executable, "-m", "byline", "mcp"]
MISSING = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}: raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
sys.argv = ["byline", "mcp", "--http", "--a2a", "--port", "0"]
from byline.cli import main; main()
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_over_stdio_an_agent_reads_the_edition(published: Path) -> None:
    async def work() -> None:
        program = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], cwd=published)
        async with Client(program) as client:
            edition = await client.call_tool("edition", {})
            assert edition.structured_content is not None
            assert edition.structured_content["id"] == "2025-07-28"
            markdown = await client.read_resource("byline://edition/latest")
            assert "# The AI Byline" in markdown.contents[0].text
            wrong = await client.call_tool("story", {"story_id": "x"})
            assert wrong.is_error

    asyncio.run(work())


def greeted(folder: Path) -> subprocess.Popen[str]:
    """Start it over stdio and return when it has answered the first message."""
    who = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    running = start(folder)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": who}) + "\n")
    running.stdin.flush()
    answer = json.loads(running.stdout.readline())
    assert answer["result"]["serverInfo"]["name"] == "byline"
    return running


def test_ctrl_c_ends_it_while_it_waits_for_input(published: Path) -> None:
    running = greeted(published)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=30) == -signal.SIGINT
    assert running.communicate() == ("", "")


def test_stdout_holds_the_protocol_and_nothing_else(published: Path) -> None:
    running = greeted(published)
    # The program that started it closes its input: it ends by itself.
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (0, "", "")


def test_over_http_it_says_where_and_answers_until_it_is_told_to_end(published: Path) -> None:
    running = start(published, "--http", "--port", "0")
    assert running.stderr is not None
    address = running.stderr.readline().split()[1]

    async def work() -> None:
        async with Client(address) as client:
            ledger = await client.call_tool("ledger", {})
            assert not ledger.is_error

    asyncio.run(work())
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (0, "", "Closed.\n")


def test_the_guide_shows_what_really_works(published: Path) -> None:
    running = start(published, "--http", "--a2a", "--port", "0")
    assert running.stderr is not None
    address = running.stderr.readline().split()[1].removesuffix("/mcp")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    shown = []
    for code in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        here = [sys.executable, "-c", code.replace("http://127.0.0.1:8001", address)]
        done = subprocess.run(here, cwd=published, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        shown.append(done.stdout)
    assert "Meridian" in shown[0]
    assert "Found with all words: 0 articles" in shown[1]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    (settings,) = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert json.loads(settings)["mcpServers"]["byline"]["args"][0] == "mcp"


def test_a_newsroom_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    running = start(tmp_path)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    assert "no newsroom here yet" in err
    assert not (tmp_path / "newsroom").exists()


def test_the_card_names_the_address_that_agents_use(published: Path) -> None:
    running = start(published, "--http", "--a2a", "--port", "0", "--address", "https://news.example.org/")
    assert running.stderr is not None
    address = running.stderr.readline().split()[1].removesuffix("/mcp")
    with urllib.request.urlopen(f"{address}/.well-known/agent-card.json", timeout=10) as answer:
        card = json.load(answer)
    assert card["supportedInterfaces"][0]["url"] == "https://news.example.org/a2a"
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)


def test_an_address_that_is_none_is_one_sentence_and_exit_2(published: Path) -> None:
    running = start(published, "--http", "--a2a", "--port", "0", "--address", "news")
    _, err = running.communicate(timeout=60)
    assert (running.returncode, len(err.splitlines())) == (2, 1)
    assert "Name the one they use" in err


def test_a_card_needs_a_port(published: Path) -> None:
    running = start(published, "--a2a")
    _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert "needs --http" in err


def test_without_an_extra_it_names_the_command_that_installs_it(published: Path) -> None:
    for module, extra in (("mcp", "mcp"), ("a2a", "a2a")):
        code = MISSING.format(module=module)
        done = subprocess.run([sys.executable, "-c", code], cwd=published, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (3, "")
        assert f"pip install 'byline[{extra}]' (in a copy of the source: pip install '.[{extra}]')" in done.stderr
        assert len(done.stderr.splitlines()) == 1
