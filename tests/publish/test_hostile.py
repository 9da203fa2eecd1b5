"""What hostile feeds carry, put raw into every place of an edition: no output changes but in its words.

The cleaner of `ingest` would have taken the markup away long before. Here it has failed, and
titles, sentences, source sentences and names hold the raw text; each output is compared,
tag by tag and link by link, with that of an edition of harmless words.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import msgspec
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from rich.console import Console

from byline.deliver.addresses import Reader
from byline.deliver.message import MAIL, Letter, build_message
from byline.ingest.parse import parse_feed
from byline.publish.feeds import render_feeds
from byline.publish.mail import render_mail
from byline.publish.markdown import render_markdown
from byline.publish.messages import discord_message, slack_message, webhook_message
from byline.publish.plain import one_line
from byline.publish.reading import story_text
from byline.publish.settings import PublishSettings
from byline.publish.view import view_edition
from byline.records import Source, Tier

FOLDER = Path(__file__).parents[1] / "ingest" / "hostile" / "bodies"
NOW = datetime(2026, 11, 3, tzinfo=UTC)
PUBLIC = PublishSettings(address="https://news.example")
HARMLESS = "Weights are open"
LINKS = [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://x.example/\r\nBcc: y@z.example",
    'https://x.example/"><script>',
]


def _feed_texts():
    """Return every raw text of the x-cases: markup as it stood in the feed, unescaped once."""
    for file in sorted(FOLDER.glob("x*.bin")):
        tree = etree.fromstring(file.read_bytes())
        for element in tree.iter("title", "description", "link", "guid"):
            if element.text and element.text not in ("t", "Hostile", "g1"):
                yield pytest.param(element.text, id=f"{file.stem[:3]}-{element.tag}")
        parsed = parse_feed(
            file.read_bytes(),
            url="https://feed.example/feed",
            source=Source(id="s", name="S", site="https://feed.example/"),
            seen_at=NOW,
        )
        yield pytest.param(f"{parsed.entries[0].title} {parsed.entries[0].content_html}", id=f"{file.stem[:3]}-entry")


MORE = [
    pytest.param("Weights\r\nBcc: victim@evil.example\r\n\r\n<b>body</b>", id="header"),
    pytest.param(
        "@everyone <@1> <!channel> www.evil.example https://evil.example [a](https://evil.example)", id="mention"
    ),
    pytest.param("{{ 7*7 }} {% raw %} ${x} <mj-raw> </mj-text> ]]> <!-- --> &lt;i&gt;", id="template"),
    pytest.param("\x1b[31mred\x1b]8;;https://evil.example\x07x\x9b2J\u202etxt.exe", id="terminal"),
]


def _with(edition, text, *, url=""):
    """Return the edition with this text everywhere, and one story only."""
    replace = msgspec.structs.replace
    story = edition.stories[0]
    members = tuple(
        replace(
            m,
            article=replace(m.article, title=text, text=text, url=url or m.article.url),
            source=replace(m.source, name=text),
        )
        for m in story.coverage.members
    )

    def said(sentence):
        citations = tuple(
            replace(c, passage=replace(c.passage, start=0, end=len(text), quote=text)) for c in sentence.citations[:1]
        )
        return replace(sentence, text=text, speaker=text, citations=citations, tier=Tier.VERBATIM)

    first = said(story.summary.headline)
    sections = tuple(replace(s, sentences=tuple(map(said, s.sentences[:1]))) for s in story.summary.sections)
    summary = replace(story.summary, headline=first, deck=first, sections=sections, disagreements=())
    shown = replace(story, summary=summary, coverage=replace(story.coverage, members=members))
    return replace(edition, title=text, notice=text, stories=(shown,))


def _skeleton(markup):
    """Return what a browser makes of it, without words: tags, names of attributes, and where links lead."""
    page = html.document_fromstring(f"<body>{markup}</body>" if "<body" not in markup else markup)
    tags = [(e.tag, tuple(sorted(e.keys()))) for e in page.iter() if isinstance(e.tag, str) and e.tag != "span"]
    return tags, [urlsplit(a.get("href")).netloc for a in page.iter("a") if not a.get("href").startswith("#")]


def _shape(value):
    """Return JSON without its words."""
    if isinstance(value, dict):
        return {key: _shape(v) if key != "url" else urlsplit(v).netloc for key, v in value.items()}
    return [_shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def _atom(edition):
    read = feedparser.parse(render_feeds([edition], settings=PUBLIC)["root/feed.xml"], sanitize_html=False)
    assert not read.bozo
    return [_skeleton(entry.content[0].value) for entry in read.entries], [entry.link for entry in read.entries]


def _json_feed(edition):
    feed = json.loads(render_feeds([edition], settings=PUBLIC)["root/feed.json"])
    return _shape(feed), _skeleton(feed["items"][0]["content_html"])


def _markdown(edition):
    files = render_markdown(edition, settings=PUBLIC)
    return {
        path: _skeleton(MarkdownIt("commonmark").render(body.decode().split("---\n", 2)[2]))
        for path, body in files.items()
    }


def _mail(edition):
    return _skeleton(render_mail(edition, settings=PUBLIC).html)


def _headers(edition):
    body = render_mail(edition, settings=PUBLIC)
    letter = Letter(edition_id="d", newsroom=one_line(edition.title), sender="n@news.example", subject=body.subject)
    parts = body.personal(address="ada@reader.example")
    message = build_message(letter, Reader("ada@reader.example"), parts=parts, now=NOW)
    read = message_from_bytes(message.as_bytes(policy=MAIL), policy=default)
    return [*read.keys()], [part.get_content_type() for part in read.walk()], str(read["To"])


def _messages(edition):
    return [
        _shape(json.loads(render(edition, settings=PUBLIC)))
        for render in (webhook_message, slack_message, discord_message)
    ]


OUTPUTS = [_atom, _json_feed, _markdown, _mail, _headers, _messages]


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__.strip("_"))
@pytest.mark.parametrize("text", [*_feed_texts(), *MORE])
def test_hostile_text_changes_nothing_but_words(edition, output, text):
    assert output(_with(edition, text)) == output(_with(edition, HARMLESS))


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__.strip("_"))
@pytest.mark.parametrize("url", LINKS)
def test_an_address_that_is_none_leads_nowhere(edition, output, url):
    assert output(_with(edition, HARMLESS, url=url)) == output(_with(edition, HARMLESS, url="about:blank"))


@pytest.mark.parametrize("text", [*_feed_texts(), *MORE])
def test_hostile_text_cannot_steer_a_terminal(edition, text):
    view = view_edition(_with(edition, text), images={}, min_independent=1)
    out = io.StringIO()
    console = Console(file=out, width=80)
    console.print(story_text(view.stories[0], language="en", place=1, width=80, sources=True))
    assert all(character.isprintable() or character == "\n" for character in out.getvalue())
