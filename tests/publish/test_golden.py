"""Golden files: every byte that feeds, Markdown, mail and messages of the hand-built edition have.

After a change that is meant, write them anew and read the difference:
`GOLDEN=write pytest tests/publish/test_golden.py`, then `git diff tests/publish/golden`.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from byline.publish.feeds import render_feeds
from byline.publish.mail import render_mail
from byline.publish.markdown import render_markdown
from byline.publish.messages import discord_message, slack_message, webhook_message
from byline.publish.reading import story_text
from byline.publish.settings import PublishSettings
from byline.publish.view import view_edition

FOLDER = Path(__file__).with_name("golden")
PUBLIC = PublishSettings(address="https://news.example")


def _pretty(body):
    return json.dumps(json.loads(body), ensure_ascii=False, indent=1) + "\n"


def _read(edition):
    out = io.StringIO()
    view = view_edition(edition, images={}, min_independent=2)
    console = Console(file=out, width=90)
    for place, story in enumerate(view.stories, 1):
        console.print(story_text(story, language=edition.language, place=place, width=90, sources=True))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


MADE = {
    "feed.xml": lambda edition: render_feeds([edition], settings=PUBLIC)["root/feed.xml"].decode(),
    "feed.json": lambda edition: render_feeds([edition], settings=PUBLIC)["root/feed.json"].decode(),
    "edition.md": lambda edition: render_markdown(edition, settings=PUBLIC)["edition.md"].decode(),
    "mail.txt": lambda edition: render_mail(edition, settings=PUBLIC).text,
    "webhook.json": lambda edition: _pretty(webhook_message(edition, settings=PUBLIC)),
    "slack.json": lambda edition: _pretty(slack_message(edition, settings=PUBLIC)),
    "discord.json": lambda edition: _pretty(discord_message(edition, settings=PUBLIC)),
    "read.txt": _read,
}


@pytest.mark.parametrize("name", MADE)
def test_an_output_is_byte_for_byte_the_one_that_was_looked_at(edition, name):
    made, file = MADE[name](edition), FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, "utf-8", newline="")
    assert made == file.read_text("utf-8")
