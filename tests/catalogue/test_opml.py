"""Feed lists from elsewhere are read safely and written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.catalogue.load import load_catalogue
from byline.catalogue.opml import parse_opml, write_opml
from byline.errors import ConfigError

NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Labs"><outline text="Deep"><outline text="A Lab" type="rss" xmlUrl="https://lab.example/feed"
  htmlUrl="https://lab.example/"/></outline></outline>
<outline xmlurl="https://www.untitled.example/rss"/>
<outline text="深度新闻" xmlUrl="https://zh.example/feed" language="zh-CN"/>
<outline text="A Lab" xmlUrl="https://lab.example/feed"/>
<outline text="A Lab" xmlUrl="https://lab.example/papers" htmlUrl="https://lab.example/"/>
<outline text="Odd" xmlUrl="javascript:alert(1)"/>
<outline text="Old scheme" xmlUrl="feed://old.example/rss"/>
</body></opml>""".encode()


def test_nested_outlines_are_found_once_each() -> None:
    _, feeds = parse_opml(NESTED)
    assert [feed.url for feed in feeds] == [
        "https://lab.example/feed",
        "https://www.untitled.example/rss",
        "https://zh.example/feed",
        "https://lab.example/papers",
        "https://old.example/rss",
    ]


def test_two_feeds_of_one_name_and_home_are_one_source() -> None:
    sources, feeds = parse_opml(NESTED)
    assert feeds[0].source_id == feeds[3].source_id == "a-lab"
    assert len({source.id for source in sources}) == len(sources) == 4


def test_a_missing_title_becomes_the_host() -> None:
    source = parse_opml(NESTED)[0][1]
    assert (source.name, source.id) == ("www.untitled.example", "www-untitled-example")


def test_a_chinese_title_keeps_its_name_and_language() -> None:
    source = parse_opml(NESTED)[0][2]
    assert (source.name, source.language, source.id) == ("深度新闻", "zh", "zh-example")


def test_what_is_written_is_read_back() -> None:
    catalogue = load_catalogue("ai")
    sources, feeds = parse_opml(write_opml(catalogue.sources, catalogue.feeds))
    assert [feed.url for feed in feeds] == [feed.url for feed in catalogue.feeds]
    assert [(s.name, s.language, s.kind) for s in sources] == [(s.name, s.language, s.kind) for s in catalogue.sources]


def test_entity_declarations_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    body = f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><opml><body>'
    body += '<outline text="&x;" xmlUrl="https://a.example/"/></body></opml>'
    with pytest.raises(ConfigError, match="entit"):
        parse_opml(body.encode())


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "it is empty"),
        (b"<opml><body>", "not well-formed"),
        (b"<rss version='2.0'><channel/></rss>", "first element is <rss>"),
        (b"<opml version='2.0'><body><outline text='empty'/></body></opml>", "no outline with an xmlUrl"),
    ],
)
def test_a_bad_file_says_what_is_wrong(data: bytes, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        parse_opml(data)


def test_a_bad_file_is_called_by_its_name() -> None:
    with pytest.raises(ConfigError, match=r"^mine\.opml: "):
        parse_opml(b"<opml/>", file="mine.opml")
