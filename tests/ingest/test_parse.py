"""Feeds of all formats to entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from byline.errors import ParseError
from byline.ingest.parse import parse_feed
from byline.records import Source

NOW = datetime(2026, 11, 3, tzinfo=UTC)
SOURCE = Source(id="s", name="S", site="https://outlet.example/")


def parse(body, url="https://outlet.example/feed.xml", **options):
    data = body if isinstance(body, bytes) else body.encode()
    return parse_feed(data, url=url, source=SOURCE, seen_at=NOW, **options)


def rss(item, head="", root='<rss version="2.0">'):
    return f"{root}<channel><title>T</title><link>https://outlet.example/</link>{head}{item}</channel></rss>"


def test_rss_fields():
    feed = parse(
        rss(
            "<item><title>A &amp;amp; B</title><link>https://outlet.example/a</link><guid>g</guid>"
            "<author>x@y.example (Ann Bee)</author><pubDate>Mon, 02 Nov 2026 10:01:00 +0200</pubDate>"
            "<description>&lt;p&gt;One.&lt;/p&gt;Two."
            "</description></item>",
            head="<language>en-GB</language><ttl>90</ttl><skipHours><hour>3</hour></skipHours>",
        )
    )
    entry = feed.entries[0]
    assert (feed.title, feed.stage, feed.ttl_s, feed.skip_hours) == ("T", "fast", 5400, (3,))
    assert (entry.key, entry.url, entry.title) == ("g", "https://outlet.example/a", "A & B")
    assert (entry.authors, entry.language, entry.summary) == (("Ann Bee",), "en", "One.\n\nTwo.")
    assert entry.published == datetime(2026, 11, 2, 8, 1, tzinfo=UTC)
    assert (entry.source_id, entry.seen_at) == ("s", NOW)


def test_the_full_content_is_kept_beside_the_description_whatever_their_order():
    encoded = "<content:encoded><![CDATA[<p>Full <b>text</b></p>]]></content:encoded>"
    root = '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    for parts in (encoded + "<description>Short</description>", "<description>Short</description>" + encoded):
        entry = parse(rss(f"<item><title>t</title>{parts}</item>", root=root)).entries[0]
        assert (entry.summary, entry.content_html) == ("Short", "<p>Full <b>text</b></p>")


def test_atom_fields():
    feed = parse(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title>
        <author><name>Feed Author</name></author><entry><id>tag:1</id>
        <title type="html">A &lt;i&gt;b&lt;/i&gt;</title><link rel="self" href="/self"/>
        <link href="/a"/><published>2026-11-02T10:00:00.25Z</published><updated>2026-11-02T11:00:00Z</updated>
        <summary>x &lt; y</summary><content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <a href="b">b</a></p></div></content></entry></feed>"""
    )
    entry = feed.entries[0]
    assert (entry.key, entry.url, entry.title) == ("tag:1", "https://outlet.example/a", "A b")
    assert (entry.summary, entry.authors, entry.language) == ("x < y", ("Feed Author",), "de")
    assert entry.content_html.startswith('<p>Hi <a href="https://outlet.example/b"')
    assert entry.published == datetime(2026, 11, 2, 10, tzinfo=UTC)


def test_a_news_sitemap_is_a_feed():
    feed = parse(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://outlet.example/a</loc><news:news>
        <news:publication><news:name>O</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2026-11-02</news:publication_date><news:title>Head</news:title></news:news></url></urlset>"""
    )
    entry = feed.entries[0]
    assert (entry.url, entry.title, entry.language) == ("https://outlet.example/a", "Head", "en")
    assert entry.published == datetime(2026, 11, 2, tzinfo=UTC)
    assert entry.key == "outlet.example/a"


def test_a_json_feed():
    feed = parse(
        '{"version":"https://jsonfeed.org/version/1","title":"J","items":[{"id":"1","url":"/a","title":'
        '"A < B","content_html":"<p>x</p>","authors":[{"name":"Ann"}],"date_published":"2026-11-02T10:00:00+01:00"}]}'
    )
    entry = feed.entries[0]
    assert (feed.stage, entry.key, entry.url, entry.title) == ("json", "1", "https://outlet.example/a", "A < B")
    assert (entry.content_html, entry.authors) == ("<p>x</p>", ("Ann",))


def test_rdf_dublin_core_is_read():
    feed = parse(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>
        <item rdf:about="urn:1"><title>A</title><link>https://outlet.example/a</link><dc:creator>Ann</dc:creator><dc:date>2026-11-02</dc:date>
        </item></rdf:RDF>"""
    )
    entry = feed.entries[0]
    assert (entry.key, entry.url, entry.authors) == ("urn:1", "https://outlet.example/a", ("Ann",))


def test_an_undeclared_prefix_is_believed():
    entry = parse(rss("<item><title>t</title><dc:creator>Ann</dc:creator></item>")).entries[0]
    assert entry.authors == ("Ann",)


@pytest.mark.parametrize(
    ("media", "image"),
    [
        ('<enclosure url="/e.jpg" type="image/jpeg"/>', "https://outlet.example/e.jpg"),
        ('<enclosure url="/e.mp3" type="audio/mpeg"/>', ""),
        (
            '<media:content url="/s.jpg" width="10"/><media:content url="/l.jpg" width="900"/>',
            "https://outlet.example/l.jpg",
        ),
        ('<media:thumbnail url="https://i.example/t.png"/>', "https://i.example/t.png"),
        ('<description>&lt;img src="https://i.example/d.png"&gt;</description>', "https://i.example/d.png"),
        ('<media:thumbnail url="javascript:x"/>', ""),
    ],
)
def test_the_picture_of_an_item(media, image):
    root = '<rss xmlns:media="http://search.yahoo.com/mrss/">'
    assert parse(rss(f"<item><title>t</title>{media}</item>", root=root)).entries[0].image_url == image


def test_one_damaged_item_costs_only_itself():
    good = "<item><title>good {}</title><guid>{}</guid></item>"
    bad = "<item><title>bad</title><description><p>one<br>two</description></item>"
    feed = parse(rss(good.format(1, 1) + bad + good.format(2, 2)))
    assert feed.stage == "repaired"
    assert [entry.title for entry in feed.entries] == ["good 1", "bad", "good 2"]


def test_an_item_cut_in_the_middle_is_reported_and_not_stored():
    feed = parse(
        rss("<item><title>one</title></item><item><title>two</title><description>and th").partition("</channel>")[0]
    )
    assert [entry.title for entry in feed.entries] == ["one"]
    assert "an item that does not end was dropped" in feed.warnings


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8", "big5"])
def test_chinese_in_its_old_encodings(declared):
    codec = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5"}.get(declared, declared)
    text = "人工智慧模型發布" if declared == "big5" else "人工智能模型发布，参数一千亿"
    body = f'<?xml version="1.0" encoding="{declared}"?>' + rss(f"<item><title>{text}</title></item>")
    assert parse(body.encode(codec)).entries[0].title == text


def test_the_content_type_charset_decides_between_byte_encodings():
    body = rss("<item><title>Привет, мир, как дела сегодня</title></item>").encode("koi8-r")
    assert parse(body, content_type="text/xml; charset=koi8-r").entries[0].title.startswith("Привет")


def test_warnings_and_entries_are_the_same_every_time():
    body = rss("<item><title>a & b</title></item>" * 3)
    assert parse(body) == parse(body)


def test_invisible_characters_do_not_come_through():
    entry = parse(
        rss("<item><title>a\u200bb\u202e c\U000e0041</title><description>x\u2066y</description></item>")
    ).entries[0]
    assert (entry.title, entry.summary) == ("ab c", "xy")


@pytest.mark.parametrize(
    "body", [b"   ", b"%PDF-1.7", b"{}", b"plain", b'{"items": 3}', b"<html><body>x</body></html>", b"\0" * 50]
)
def test_what_is_no_feed_raises(body):
    with pytest.raises(ParseError) as error:
        parse(body)
    assert error.value.kind in {"empty_body", "not_a_feed"}
