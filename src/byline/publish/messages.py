"""An edition as messages: JSON for any webhook, blocks for Slack, embeds for Discord.

Text from outside can neither format, link nor call anybody. Slack gets "rich text", in
which text is text; Discord gets escaped Markdown, and is told to resolve no mention.

**Source:** Slack, "Block Kit" reference (50 blocks, headers of 150 characters); Discord,
"Execute Webhook" and "Embed limits" (content 2,000, 10 embeds, title 256, description
4,096, footer 2,048, 6,000 characters in all embeds together).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from byline.publish.labels import Say, words_in
from byline.publish.plain import Addresses, one_line, shortened, spoken
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView, Line, StoryView
from byline.publish.view import view_edition
from byline.records import Edition

FORMAT_VERSION = 1
"""Of the webhook's JSON: grows when a field changes its meaning or goes."""
SLACK_BLOCKS, SLACK_HEADER, SLACK_TEXT = 50, 150, 2_000
EMBEDS, EMBED_TITLE, EMBED_TEXT, EMBED_FOOTER, EMBEDS_ALL = 10, 256, 4_096, 2_048, 6_000
RESERVE = 200
"""Characters of Discord's total that are left unused: it counts some characters as two."""

_DISCORD = re.compile(r"([\\*_~`|>#\[\]()<:+.-])")


def webhook_message(edition: Edition, *, settings: PublishSettings) -> bytes:
    """Return the edition as JSON for programs: every sentence, its numbers, and the source sentences behind them."""
    view, links = _view(edition, settings), Addresses(site=settings.address, edition_id=edition.id)
    message = {
        "type": "edition.published",
        "version": FORMAT_VERSION,
        "edition": {
            "id": edition.id,
            "title": one_line(edition.title),
            "date": edition.date,
            "language": edition.language,
            "made_at": edition.made_at,
            "url": links.front if links.site else "",
            "notice": one_line(edition.notice),
        },
        "stories": [_story(story, links) for story in view.stories],
        "checks": edition.ledger.checks,
    }
    return msgspec.json.encode(message)


def slack_message(edition: Edition, *, settings: PublishSettings, stories: int = 8) -> bytes:
    """Return the body for a Slack webhook: the first `stories` stories, each with deck and numbers."""
    view, say = _view(edition, settings), words_in(edition.language)
    links = Addresses(site=settings.address, edition_id=edition.id)
    shown = view.stories[: min(stories, SLACK_BLOCKS - 4)]
    title = shortened(one_line(edition.title), SLACK_HEADER)
    head = f"{view.day} · {say('stories', n=len(view.stories))}"
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        _rich([{"type": "text", "text": head}]),
    ]
    if edition.notice:
        blocks.append(_rich([{"type": "text", "text": shortened(one_line(edition.notice), SLACK_TEXT)}]))
    blocks += [_rich(list(_slack_story(story, say, links))) for story in shown]
    left = len(view.stories) - len(shown)
    if left:
        blocks.append(_rich(list(_slack_rest(say("more_stories", n=left), say, links))))
    fallback = _slack_escape(f"{title}: {spoken(view.stories[0].headline)}" if view.stories else title)
    return msgspec.json.encode({"text": fallback, "unfurl_links": False, "unfurl_media": False, "blocks": blocks})


def discord_message(edition: Edition, *, settings: PublishSettings, stories: int = 8) -> bytes:
    """Return the body for a Discord webhook, within all its limits: one embed for each of the first stories."""
    view, say = _view(edition, settings), words_in(edition.language)
    links = Addresses(site=settings.address, edition_id=edition.id)
    shown = view.stories[: min(stories, EMBEDS - 1)]
    left = len(view.stories) - len(shown)
    head: dict[str, object] = {
        "title": _discord(edition.title, EMBED_TITLE),
        "description": _discord(f"{view.day} · {say('stories', n=len(view.stories))}", EMBED_TITLE),
    }
    if links.site:
        head["url"] = links.front
    notice = shortened(one_line(edition.notice), EMBED_TITLE)
    foot = " · ".join(part for part in (notice, say("more_stories", n=left) if left else "") if part)
    if foot:
        head["footer"] = {"text": foot}
    room = (EMBEDS_ALL - RESERVE - _length(head)) // max(1, len(shown))
    embeds = [head, *(_embed(story, say, links=links, room=room) for story in shown)]
    return msgspec.json.encode({"content": "", "allowed_mentions": {"parse": []}, "embeds": embeds})


def _view(edition: Edition, settings: PublishSettings) -> EditionView:
    return view_edition(edition, images={}, min_independent=settings.min_independent)


def _story(story: StoryView, links: Addresses) -> dict[str, object]:
    sentences = [_sentence(line, group.kind) for group in story.groups for line in group.lines]
    return {
        "id": story.slug,
        "url": links.story(story.slug) if links.site else "",
        "headline": _sentence(story.headline, "headline"),
        "deck": _sentence(story.deck, "deck") if story.deck else None,
        "sentences": sentences,
        "differences": [
            {
                "subject": one_line(difference.subject),
                "values": [
                    {"value": one_line(s.value), "outlet": one_line(s.outlet), "citations": [s.mark.passage.number]}
                    for s in difference.sides
                ],
            }
            for group in story.groups
            for difference in group.differences
        ],
        "independent_sources": story.independent,
        "outlets": story.outlets,
        "countries": dict(story.countries),
        "updated": story.updated_iso,
        "passages": [
            {"number": p.number, "quote": one_line(p.quote), "outlet": one_line(p.outlet), "url": p.url}
            for p in story.passages
        ],
    }


def _sentence(line: Line, section: str) -> dict[str, object]:
    numbers = [mark.passage.number for mark in line.marks]
    text, speaker = one_line(line.text), one_line(line.speaker)
    return {"section": section, "text": text, "speaker": speaker, "tier": line.tier, "citations": numbers}


# ---- Slack


def _rich(elements: list[dict[str, object]]) -> dict[str, object]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _slack_story(story: StoryView, say: Say, links: Addresses) -> Iterator[dict[str, object]]:
    headline = shortened(spoken(story.headline), SLACK_TEXT)
    bold = {"bold": True}
    if links.site:
        yield {"type": "link", "url": links.story(story.slug), "text": headline, "style": bold}
    else:
        yield {"type": "text", "text": headline, "style": bold}
    yield from _slack_marks(story.headline)
    if story.deck is not None:
        yield {"type": "text", "text": f"\n{shortened(spoken(story.deck), SLACK_TEXT)}"}
        yield from _slack_marks(story.deck)
    yield {"type": "text", "text": f"\n{_standing(story, say)}", "style": {"italic": True}}


def _slack_marks(line: Line) -> Iterator[dict[str, object]]:
    for mark in line.marks:
        number = f"[{mark.passage.number}]"
        yield {"type": "text", "text": " "}
        if mark.passage.url:
            yield {"type": "link", "url": mark.passage.url, "text": number}
        else:
            yield {"type": "text", "text": number}


def _slack_rest(words: str, say: Say, links: Addresses) -> Iterator[dict[str, object]]:
    yield {"type": "text", "text": f"{words} " if links.site else words}
    if links.site:
        yield {"type": "link", "url": links.front, "text": say("on_the_web")}


def _slack_escape(text: str) -> str:
    """Return text for Slack's own markup: without these three nothing is a link, a user or a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ---- Discord


def _embed(story: StoryView, say: Say, *, links: Addresses, room: int) -> dict[str, object]:
    title = _discord(spoken(story.headline), min(EMBED_TITLE, room // 2))
    standing = _discord(_standing(story, say), EMBED_TITLE)
    limit = min(EMBED_TEXT, room - len(title))
    told = ""
    if story.deck is not None:
        deck = _discord(spoken(story.deck), limit - len(standing) - 1)
        told = next((text for text in _with_marks(deck, story.deck) if len(text) + len(standing) < limit), deck)
    embed: dict[str, object] = {"title": title, "description": f"{told}\n{standing}".strip()[:limit]}
    if links.site:
        embed["url"] = links.story(story.slug)
    return embed


def _with_marks(text: str, line: Line) -> Iterator[str]:
    """Yield the text with its numbers as links, then with bare numbers."""
    numbers = [(mark.passage.number, mark.passage.url) for mark in line.marks]
    # A bracket in an address would end the link before its time.
    safe = [(number, url.replace("(", "%28").replace(")", "%29")) for number, url in numbers]
    yield text + "".join(f" [[{number}]]({url})" if url else f" \\[{number}\\]" for number, url in safe)
    yield text + "".join(f" \\[{number}\\]" for number, _ in safe)


def _discord(text: str, limit: int) -> str:
    """Return text that Discord prints as it is, in at most `limit` characters."""
    plain = one_line(text)
    most = max(1, limit)
    escaped = _escape_discord(plain)
    while len(escaped) > most and plain:
        plain = plain[: len(plain) - max(1, (len(escaped) - most) // 2)].rstrip()
        escaped = _escape_discord(plain) + "…" if plain else "…"
    return escaped


def _escape_discord(text: str) -> str:
    # A blank of no width after the sign: no name follows it then.
    return _DISCORD.sub(r"\\\1", text).replace("@", "@\u200b")


def _length(embed: dict[str, object]) -> int:
    footer = embed.get("footer")
    foot = len(str(footer["text"])) if isinstance(footer, dict) else 0
    return len(str(embed["title"])) + len(str(embed["description"])) + foot


def _standing(story: StoryView, say: Say) -> str:
    countries = ", ".join(f"{code} {n}" for code, n in story.countries)
    counts = f"{say('independent', n=story.independent)} ({say('outlets', n=story.outlets)})"
    return f"{counts} · {countries}" if countries else counts
