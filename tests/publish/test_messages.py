"""Messages for programs, Slack and Discord: complete, within limits, and harmless."""

from __future__ import annotations

import json

import msgspec
import pytest

from byline.publish.messages import discord_message, slack_message, webhook_message
from byline.publish.plain import one_line
from byline.publish.settings import PublishSettings

PUBLIC = PublishSettings(address="https://news.example")
HOSTILE = [
    "@everyone @here <@123> <@&456> <!channel> <#C1|x> <https://evil.example|click>",
    "**bold** __under__ ~~struck~~ ||spoiler|| `code` ```fence``` > quote # head",
    "[click](https://evil.example) <a:b:1> :smile: https://evil.example",
    "<script>alert(1)</script>\r\n\x00\u202e",
]


def _retitled(edition, text):
    story = edition.stories[0]
    changed = msgspec.structs.replace(story.summary.headline, text=text, speaker=text)
    deck = msgspec.structs.replace(story.summary.deck, text=text)
    summary = msgspec.structs.replace(story.summary, headline=changed, deck=deck)
    first = msgspec.structs.replace(story, summary=summary)
    return msgspec.structs.replace(edition, title=text, notice=text, stories=(first, *edition.stories[1:]))


def _many(edition, count, text=""):
    edition = _retitled(edition, text) if text else edition
    stories = tuple(msgspec.structs.replace(edition.stories[0], slug=f"s{number}") for number in range(count))
    return msgspec.structs.replace(edition, stories=stories)


def _elements(message):
    rich = [block for block in message["blocks"] if block["type"] == "rich_text"]
    return [element for block in rich for element in block["elements"][0]["elements"]]


def test_programs_get_every_sentence_with_its_numbers_and_their_source_sentences(edition):
    message = json.loads(webhook_message(edition, settings=PUBLIC))
    assert (message["type"], message["edition"]["id"]) == ("edition.published", "2025-07-28")
    assert len(message["stories"]) == len(edition.stories)
    for story in message["stories"]:
        numbers = {passage["number"] for passage in story["passages"]}
        said = [story["headline"], *([story["deck"]] if story["deck"] else []), *story["sentences"]]
        assert all(set(one["citations"]) <= numbers and one["citations"] for one in said)
        assert story["url"].startswith("https://news.example/2025-07-28/story/")


def test_slack_gets_headline_deck_and_numbers_that_lead_to_the_sources(edition):
    message = json.loads(slack_message(edition, settings=PUBLIC))
    links = [element for element in _elements(message) if element["type"] == "link"]
    assert links[0]["text"] == edition.stories[0].summary.headline.text
    assert links[1]["text"] == "[1]"
    assert ":~:text=" in links[1]["url"]
    assert message["unfurl_links"] is False


@pytest.mark.parametrize("count", [0, 1, 60])
def test_slack_limits_hold(edition, count):
    message = json.loads(slack_message(_many(edition, count), settings=PUBLIC, stories=20))
    assert len(message["blocks"]) <= 50
    assert len(message["blocks"][0]["text"]["text"]) <= 150
    assert ("more stories" in str(message)) == (count == 60)


@pytest.mark.parametrize("text", HOSTILE)
def test_in_slack_hostile_text_is_text(edition, text):
    message = json.loads(slack_message(_retitled(edition, text), settings=PUBLIC))
    elements = _elements(message)
    assert {element["type"] for element in elements} <= {"text", "link"}
    assert all(
        not element["url"].startswith("https://evil.example") for element in elements if element["type"] == "link"
    )
    assert "<" not in message["text"]
    assert message["blocks"][0]["text"]["type"] == "plain_text"


def _length(embed):
    return sum(len(embed.get(key, "")) for key in ("title", "description")) + len(
        embed.get("footer", {}).get("text", "")
    )


@pytest.mark.parametrize("count", [0, 1, 9, 60])
@pytest.mark.parametrize("text", ["", "x" * 9_000, "*_@" * 3_000, "人工智能" * 2_000, *HOSTILE])
def test_discord_limits_hold(edition, count, text):
    message = json.loads(discord_message(_many(edition, count, text), settings=PUBLIC, stories=20))
    assert len(message["embeds"]) <= 10
    assert sum(map(_length, message["embeds"])) <= 6_000
    for embed in message["embeds"]:
        assert 0 < len(embed["title"]) <= 256
        assert 0 < len(embed["description"]) <= 4_096
        assert len(embed.get("footer", {}).get("text", "")) <= 2_048


def test_discord_gets_the_numbers_as_links(edition):
    message = json.loads(discord_message(edition, settings=PUBLIC, stories=4))
    assert " [[2]](https://" in message["embeds"][1]["description"]
    assert message["embeds"][1]["url"].startswith("https://news.example/2025-07-28/story/")


@pytest.mark.parametrize("text", HOSTILE)
def test_in_discord_hostile_text_calls_nobody_and_formats_nothing(edition, text):
    message = json.loads(discord_message(_retitled(edition, text), settings=PUBLIC))
    assert message["allowed_mentions"] == {"parse": []}
    for embed in message["embeds"][:2]:
        shown = embed["title"]
        assert "@everyone" not in shown
        assert "<@1" not in shown
        assert "<@&" not in shown
        assert "](" not in shown
        unescaped = shown.replace("\\", "").replace("\u200b", "")
        assert unescaped.rstrip("…") in f"{one_line(text)}: {one_line(text)}"


def test_chinese_editions_speak_chinese(chinese):
    assert "个独立来源" in slack_message(chinese, settings=PUBLIC).decode()
    assert "个独立来源" in discord_message(chinese, settings=PUBLIC).decode()


def test_equal_editions_give_equal_messages(edition):
    for render in (webhook_message, slack_message, discord_message):
        assert render(edition, settings=PUBLIC) == render(edition, settings=PUBLIC)
