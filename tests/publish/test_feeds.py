"""Feeds out: what RFC 4287 and JSON Feed 1.1 demand, and what readers make of them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import msgspec
import pytest
from lxml import etree, html

from byline.publish.feeds import ENTRIES, render_feeds
from byline.publish.plain import one_line
from byline.publish.settings import PublishSettings

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = PublishSettings(address="https://news.example/daily")


@pytest.fixture(scope="module")
def feeds(edition):
    return render_feeds([edition], settings=PUBLIC)


@pytest.fixture(scope="module")
def atom(feeds):
    return etree.fromstring(feeds["root/feed.xml"])


@pytest.fixture(scope="module")
def json_feed(feeds):
    return json.loads(feeds["root/feed.json"])


def _texts(element, name):
    return [child.text for child in element.findall(ATOM + name)]


def _retitled(edition, title):
    story = edition.stories[0]
    headline = msgspec.structs.replace(story.summary.headline, text=title)
    summary = msgspec.structs.replace(story.summary, headline=headline)
    first = msgspec.structs.replace(story, summary=summary)
    return msgspec.structs.replace(edition, title=title, stories=(first, *edition.stories[1:]))


def test_a_feed_and_each_entry_have_exactly_one_id_title_and_time(atom, edition):
    entries = atom.findall(f"{ATOM}entry")
    assert len(entries) == len(edition.stories)
    for element in (atom, *entries):
        assert all(len(_texts(element, name)) == 1 for name in ("id", "title", "updated"))
        assert datetime.fromisoformat(_texts(element, "updated")[0]).tzinfo is not None


def test_ids_are_absolute_iris_and_no_two_are_the_same(atom):
    ids = [element.text for element in atom.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)


def test_the_feed_names_its_author_itself_and_its_page(atom):
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "The AI Byline"
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    assert links == {"alternate": "https://news.example/daily/", "self": "https://news.example/daily/feed.xml"}


def test_each_entry_has_one_alternate_link_and_content_that_is_escaped_html(atom):
    for entry in atom.findall(f"{ATOM}entry"):
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("rel"), urlsplit(link.get("href")).hostname) == ("alternate", "news.example")
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "html"
        assert len(content) == 0


def test_the_content_carries_numbered_citations_and_the_source_sentences(atom, edition):
    content = html.fragment_fromstring(atom.find(f"{ATOM}entry/{ATOM}content").text, create_parent="div")
    first = edition.stories[0].summary.headline.citations[0].passage
    assert first.quote in [quote.text for quote in content.iter("q")]
    marks = [a for a in content.iter("a") if a.text and a.text.startswith("[")]
    assert marks
    assert all(a.get("href").startswith("https://") and ":~:text=" in a.get("href") for a in marks)


def test_feedparser_reads_it_without_complaint(feeds, edition):
    for path, body in feeds.items():
        if path.endswith(".xml"):
            read = feedparser.parse(body)
            assert not read.bozo, path
            assert read.version == "atom10"
            assert all(entry.title and entry.link and entry.id and entry.content for entry in read.entries)
    assert len(feedparser.parse(feeds["root/feed.xml"]).entries) == len(edition.stories)


def test_json_feed_has_all_that_the_specification_requires(json_feed):
    assert json_feed["version"] == "https://jsonfeed.org/version/1.1"
    assert json_feed["title"] == "The AI Byline"
    assert json_feed["feed_url"] == "https://news.example/daily/feed.json"
    assert json_feed["authors"] == [{"name": "The AI Byline", "url": "https://news.example/daily/"}]
    for item in json_feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert datetime.fromisoformat(item["date_modified"]) >= datetime.fromisoformat(item["date_published"])
    assert len({item["id"] for item in json_feed["items"]}) == len(json_feed["items"])


def test_both_formats_tell_the_same(atom, json_feed):
    told = [(e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title")) for e in atom.findall(f"{ATOM}entry")]
    assert told == [(item["id"], item["title"]) for item in json_feed["items"]]


def test_a_topic_has_a_feed_of_its_own_with_the_same_ids(feeds, json_feed):
    topic = json.loads(feeds["root/topic/models.json"])
    assert topic["title"] == "The AI Byline: models"
    assert {item["id"] for item in topic["items"]} <= {item["id"] for item in json_feed["items"]}
    assert etree.fromstring(feeds["root/topic/models.xml"]).findtext(f"{ATOM}id") != json_feed["items"][0]["id"]


def test_a_source_has_a_feed_of_the_stories_it_reported(feeds, edition):
    source = edition.stories[0].coverage.members[0].source
    mine = [s.slug for s in edition.stories if source.id in {m.source.id for m in s.coverage.members}]
    told = json.loads(feeds[f"root/source/{source.id}.json"])
    assert told["title"].endswith(f": {source.name}")
    assert [item["url"].rpartition("/")[2].removesuffix(".html") for item in told["items"]] == mine


def test_without_a_public_address_links_are_relative_to_the_feed(edition):
    feeds = render_feeds([edition], settings=PublishSettings())
    slug = edition.stories[0].slug
    assert json.loads(feeds["root/feed.json"])["items"][0]["url"] == f"2025-07-28/story/{slug}.html"
    assert json.loads(feeds["root/topic/models.json"])["items"][0]["url"] == f"../2025-07-28/story/{slug}.html"
    assert b'rel="self"' not in feeds["root/feed.xml"]


def test_a_story_of_two_editions_is_one_entry_as_the_newer_one_shows_it(edition):
    next_day = msgspec.structs.replace(
        edition, id="2025-07-29", made_at=edition.made_at + timedelta(days=1), stories=edition.stories[:2]
    )
    both = json.loads(render_feeds([next_day, edition], settings=PUBLIC)["root/feed.json"])["items"]
    only = json.loads(render_feeds([edition], settings=PUBLIC)["root/feed.json"])["items"]
    assert [item["id"] for item in both] == [item["id"] for item in only]
    assert "/2025-07-29/" in both[0]["url"]
    assert "/2025-07-28/" in both[2]["url"]


def test_equal_editions_give_equal_bytes_and_no_edition_gives_no_feed(edition, feeds):
    assert render_feeds([edition], settings=PUBLIC) == feeds
    assert render_feeds([], settings=PUBLIC) == {}


def test_an_edition_without_stories_is_a_feed_without_entries(edition):
    empty = render_feeds([msgspec.structs.replace(edition, stories=())], settings=PUBLIC)
    assert not feedparser.parse(empty["root/feed.xml"]).bozo
    assert json.loads(empty["root/feed.json"])["items"] == []


def test_control_characters_and_markup_in_a_title_stay_text(edition):
    bad = "A\x0bB\x00 <script>alert(1)</script> ]]> & \ud83d\udca5 \u202eevil"
    feeds = render_feeds([_retitled(edition, bad)], settings=PUBLIC)
    atom = etree.fromstring(feeds["root/feed.xml"])
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == one_line(bad)
    assert "script" not in {element.tag for element in atom.iter()}
    assert json.loads(feeds["root/feed.json"])["title"] == one_line(bad)


def test_a_feed_never_holds_more_entries_than_its_limit(edition):
    many = [msgspec.structs.replace(edition.stories[0], slug=f"s{number}", also=()) for number in range(ENTRIES + 20)]
    feed = json.loads(
        render_feeds([msgspec.structs.replace(edition, stories=tuple(many))], settings=PUBLIC)["root/feed.json"]
    )
    assert len(feed["items"]) == ENTRIES
