"""`byline send` and `byline subscribers` against a real SMTP server."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from contextlib import closing
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from byline.cli.main import app
from byline.errors import ConfigError
from byline.store.sqlite import open_store


class Postbox:
    """Keeps what arrives; refuses those it was told to."""

    def __init__(self):
        self.messages, self.refused = [], set()

    # The server looks its handlers up by these names.
    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return "550 no such user" if address in self.refused else "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    @property
    def addresses(self):
        return [message["To"].addresses[0].addr_spec for message in self.messages]


@pytest.fixture
def postbox():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Postbox()
    box.port = port
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def environ():
    """Variables of the environment that the command under test is given."""
    return {}


@pytest.fixture
def byline(published, postbox, environ):
    """Run a command in the newsroom of `published`."""
    (published / "byline.toml").write_text(
        f"""
[publish]
address = "https://news.example"
[mail]
host = "127.0.0.1"
port = {postbox.port}
security = "none"
sender = "news@news.example"
subscribers = "readers.txt"
unsubscribe = "https://news.example/leave?who={{address}}"
""",
        "utf-8",
    )
    (published / "readers.txt").write_text("# ours\nAda 王 <ada@reader.example>\n", "utf-8")

    def run(*arguments):
        return CliRunner().invoke(app, [*arguments, "--config", str(published / "byline.toml")], env=environ)

    return run


def test_all_readers_get_the_edition_and_nobody_gets_it_again(byline, postbox):
    assert "is added" in byline("subscribers", "add", "Bo <BO@reader.example>", "ada@reader.example").stdout
    first = byline("send")
    assert (first.exit_code, postbox.addresses) == (0, ["ada@reader.example", "bo@reader.example"])
    assert "Sent to 2 now (mail, edition 2025-07-28). In all: 2 sent." in first.stdout
    assert "Sent to 0 now" in byline("send", "2025-07-28").stdout
    assert len(postbox.messages) == 2


def test_what_arrives_is_the_edition_in_both_forms(byline, postbox, monday):
    byline("send")
    (message,) = postbox.messages
    assert str(message["Subject"]).startswith("The AI Byline: Orrery Lab opens the weights")
    assert message["List-Unsubscribe"].strip() == "<https://news.example/leave?who=ada@reader.example>"
    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    headline = monday.stories[0].summary.headline.text
    assert headline in " ".join(text.split())
    assert headline in page
    assert "ada@reader.example" in text


def test_a_dry_run_names_readers_and_changes_nothing(byline, postbox):
    done = byline("send", "--dry-run")
    assert "Would send (mail, edition 2025-07-28) to 1" in done.stdout
    assert "ada@reader.example" in done.stdout
    assert postbox.messages == []
    assert json.loads(byline("send", "--json").stdout)["now_sent"] == 1


def test_a_refused_reader_is_reported_with_the_command_to_try_again(byline, postbox):
    postbox.refused.add("ada@reader.example")
    done = byline("send")
    assert done.exit_code == 1
    assert "failed: ada@reader.example: 550 no such user" in done.stderr
    assert "byline send 2025-07-28 --to 'ada@reader.example' --again" in done.stderr
    postbox.refused.clear()
    assert byline("send", "--to", "ada@reader.example").stdout.startswith("Sent to 0 now")
    assert byline("send", "--to", "ada@reader.example", "--again").stdout.startswith("Sent to 1 now")


def test_one_address_can_be_sent_to_without_subscribing(byline, postbox):
    byline("send", "--to", "guest@reader.example")
    assert postbox.addresses == ["guest@reader.example"]
    byline("send")
    assert postbox.addresses == ["guest@reader.example", "ada@reader.example"]


def test_what_became_of_others_is_not_the_fault_of_one_mail(byline, postbox):
    postbox.refused.add("ada@reader.example")
    assert byline("send").exit_code == 1
    done = byline("send", "--to", "guest@reader.example")
    assert (done.exit_code, done.stderr) == (0, "")


def test_an_edition_without_a_story_is_not_sent(byline, postbox, published, monday):
    with closing(open_store(published / "newsroom" / "newsroom.db")) as store:
        empty = msgspec.structs.replace(monday, id="2025-07-29", date="2025-07-29", stories=())
        store.commit([empty], now=monday.made_at)
    done = byline("send")
    assert done.exit_code != 0
    assert "has no story" in str(done.exception)
    assert postbox.messages == []


def test_readers_are_listed_and_removed(byline):
    byline("subscribers", "add", "bo@reader.example")
    listed = json.loads(byline("subscribers", "list", "--json").stdout)
    assert listed == [{"address": "ada@reader.example", "name": "Ada 王"}, {"address": "bo@reader.example", "name": ""}]
    assert byline("subscribers", "remove", "bo@reader.example").exit_code == 0
    assert byline("subscribers", "remove", "bo@reader.example").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["send", "2024-01-01"], "no such edition"),
        (["send", "--again"], "--to ADDRESS"),
        (["send", "--to", "nobody"], "not a mail address"),
        (["send", "--set", "mail.sender="], r"\[mail\] sender"),
        (["subscribers", "add", "a@b.example\nBcc: c@d.example"], "not a mail address"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(byline, postbox, arguments, words):
    done = byline(*arguments)
    assert isinstance(done.exception, ConfigError)
    assert str(done.exception).count("\n") == 0
    with pytest.raises(ConfigError, match=words):
        raise done.exception
    assert postbox.messages == []


def test_a_title_with_a_line_break_makes_no_header(byline, postbox, published, monday):
    title = "The Byline\r\nBcc: victim@evil.example\r\n\r\n<script>"
    store = open_store(published / "newsroom" / "newsroom.db")
    store.commit([msgspec.structs.replace(monday, title=title)], now=monday.made_at)
    store.close()
    assert byline("send").exit_code == 0
    (message,) = postbox.messages
    assert message["Bcc"] is None
    assert postbox.addresses == ["ada@reader.example"]
    assert "The Byline Bcc: victim@evil.example <script>" in str(message["From"])


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def hook():
    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        server.bodies = []
        server.url = f"http://127.0.0.1:{server.server_address[1]}/T000/s3cret"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _announce(byline, hook, *arguments, allow='["127.0.0.0/8"]'):
    settings = ("--set", f'webhooks.urls=["{hook.url}"]', "--set", f"webhooks.allow={allow}")
    return byline("send", "--webhooks", *arguments, *settings, "--set", "webhooks.attempts=1")


def test_a_webhook_is_told_once(byline, hook, monday):
    assert _announce(byline, hook).exit_code == 0
    _announce(byline, hook)
    (body,) = hook.bodies
    assert [story["id"] for story in body["stories"]] == [story.slug for story in monday.stories]
    _announce(byline, hook, "--to", hook.url, "--again")
    assert len(hook.bodies) == 2


def test_a_private_address_is_not_told_unless_it_is_allowed(byline, hook):
    done = _announce(byline, hook, allow="[]")
    assert done.exit_code == 1
    assert "not a public address" in done.stderr
    assert hook.bodies == []


def test_slack_and_discord_come_from_the_environment_and_are_never_shown(byline, hook, environ):
    environ |= {"BYLINE_SLACK_WEBHOOK": hook.url, "BYLINE_DISCORD_WEBHOOK": hook.url}
    done = byline("send", "--webhooks", "--set", 'webhooks.allow=["127.0.0.0/8"]')
    assert done.exit_code == 0
    assert {"blocks", "embeds"} <= {key for body in hook.bodies for key in body}
    refused = byline("send", "--webhooks", "--to", "slack", "--again", "--set", "webhooks.attempts=1")
    shown = done.output + refused.output + byline("config", "show").output
    assert refused.exit_code == 1
    assert "s3cret" not in shown


def test_without_a_webhook_there_is_nothing_to_tell(byline):
    done = byline("send", "--webhooks")
    assert isinstance(done.exception, ConfigError)
    assert "BYLINE_SLACK_WEBHOOK" in str(done.exception)


def test_readers_may_be_added_before_the_first_run(tmp_path: Path) -> None:
    for arguments, said in ((("add", "ada@reader.example"), "is added"), (("list",), "ada@reader.example")):
        command = [sys.executable, "-m", "byline", "subscribers", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, said in done.stdout) == (0, True), done.stderr
