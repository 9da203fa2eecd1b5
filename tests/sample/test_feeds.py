from __future__ import annotations

import json

import pytest
from lxml import etree

from byline.ingest.parse import parse_feed
from byline.records import ParsedFeed
from byline.sample.feeds import CONTENT_TYPES, feed_body
from byline.sample.load import load_newsroom
from byline.sample.records import SAMPLE_NOW, Newsroom, Outlet

OUTLETS = [outlet for outlet in load_newsroom().outlets if not outlet.feed_gone]
WELL_FORMED = [outlet for outlet in OUTLETS if outlet.feed not in ("json", "malformed")]


def parsed(newsroom: Newsroom, outlet: Outlet) -> ParsedFeed:
    content_type = f"{CONTENT_TYPES[outlet.feed]}; charset={outlet.encoding}"
    body = feed_body(outlet, newsroom.of(outlet))
    return parse_feed(
        body, url=outlet.feed_url, source=outlet.as_source(), seen_at=SAMPLE_NOW, content_type=content_type
    )


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_a_feed_gives_back_what_its_articles_say(newsroom: Newsroom, outlet: Outlet) -> None:
    entries = {entry.url: entry for entry in parsed(newsroom, outlet).entries}
    articles = {outlet.site + article.path: article for article in newsroom.of(outlet)}
    assert entries.keys() == articles.keys()
    for url, article in articles.items():
        assert (entries[url].title, entries[url].published) == (article.title, article.published)
        assert entries[url].summary == article.summary or article.feed_content


@pytest.mark.parametrize("outlet", WELL_FORMED, ids=lambda outlet: outlet.id)
def test_a_feed_that_should_be_well_formed_is(newsroom: Newsroom, outlet: Outlet) -> None:
    etree.fromstring(feed_body(outlet, newsroom.of(outlet)))


def test_the_broken_feed_is_broken_in_three_ways(newsroom: Newsroom) -> None:
    outlet = newsroom.outlet("gadget-parade")
    body = feed_body(outlet, newsroom.of(outlet))
    assert b" & " in body
    assert b"\x0b" in body
    assert b"<br></description>" in body
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


def test_the_chinese_feed_is_in_its_own_encoding(newsroom: Newsroom) -> None:
    outlet = newsroom.outlet("xinhe-caijing")
    body = feed_body(outlet, newsroom.of(outlet))
    assert body.startswith(b'<?xml version="1.0" encoding="gb18030"?>')
    assert "新禾财经".encode("gb18030") in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_only_some_feeds_carry_the_full_text(newsroom: Newsroom) -> None:
    full = {entry.url for entry in parsed(newsroom, newsroom.outlet("loss-curve")).entries if entry.content_html}
    assert len(full) == len(newsroom.of(newsroom.outlet("loss-curve")))
    assert not any(entry.content_html for entry in parsed(newsroom, newsroom.outlet("lakeside-wire")).entries)


def test_the_json_feeds_items_carry_content_as_the_format_demands(newsroom: Newsroom) -> None:
    outlet = newsroom.outlet("circuit-review")
    feed = json.loads(feed_body(outlet, newsroom.of(outlet)))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all("content_text" in item or "content_html" in item for item in feed["items"])


def test_every_format_is_in_use() -> None:
    assert {outlet.feed for outlet in OUTLETS} == set(CONTENT_TYPES)
