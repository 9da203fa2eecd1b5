from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.sample.load import DATA, load_article, load_newsroom, load_outlets
from byline.sample.records import SAMPLE_NOW, SAMPLE_SINCE, Newsroom

ARTICLE = """+++
id = "one"
outlet = "tern-labs"
path = "/blog/one"
title = "One"
published = 2025-07-27T08:00:00Z
author = "A. Writer"
section = "Notes"
summary = "In short."
[expect]
story = "one"
origin = "one"
screen = "kept"
+++
First paragraph.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "images").mkdir()
    shutil.copy(DATA / "outlets.toml", tmp_path)
    (tmp_path / "articles" / "one.md").write_text(ARTICLE)
    return tmp_path


def complaint(folder: Path, old: str, new: str) -> str:
    assert old in ARTICLE
    (folder / "articles" / "one.md").write_text(ARTICLE.replace(old, new))
    with pytest.raises(ConfigError) as raised:
        load_newsroom(folder)
    return str(raised.value)


def test_the_bundled_newsroom_is_large_enough_to_show_what_the_product_does(newsroom: Newsroom) -> None:
    assert len(newsroom.articles) >= 120
    assert len({article.outlet for article in newsroom.articles}) >= 20
    assert {newsroom.outlet(article.outlet).language for article in newsroom.articles} == {"en", "zh"}


def test_every_bundled_article_is_from_the_three_days(newsroom: Newsroom) -> None:
    assert all(SAMPLE_SINCE <= article.published < SAMPLE_NOW for article in newsroom.articles)
    assert {article.published.day for article in newsroom.articles} == {26, 27, 28}


def test_bundled_ids_are_unique_and_origins_exist(newsroom: Newsroom) -> None:
    ids = [article.id for article in newsroom.articles]
    assert len(set(ids)) == len(ids)
    assert {article.expect.origin for article in newsroom.articles} <= set(ids)


def test_the_sample_has_copies_and_every_reason_for_a_drop(newsroom: Newsroom) -> None:
    assert sum(article.expect.origin != article.id for article in newsroom.articles) >= 5
    assert {article.expect.screen for article in newsroom.articles} == {
        *("kept", "off_topic", "sponsored", "deals", "listicle", "teaser", "too_short", "job_or_event_ad")
    }


def test_articles_come_oldest_first(newsroom: Newsroom) -> None:
    order = [(article.published, article.id) for article in newsroom.articles]
    assert order == sorted(order)


def test_outlets_become_sources_and_feeds(newsroom: Newsroom) -> None:
    outlet = newsroom.outlet("meridian-post")
    assert outlet.as_source().owner_id == "meridian-group"
    assert outlet.as_feed().url == "http://meridian-post.localhost:8765/rss"


def test_an_outlet_tells_its_own_time(newsroom: Newsroom) -> None:
    assert SAMPLE_NOW.astimezone(newsroom.outlet("eastbank-observer").clock).isoformat() == "2025-07-29T01:30:00+05:30"
    assert SAMPLE_NOW.astimezone(newsroom.outlet("lakeside-wire").clock).isoformat() == "2025-07-28T15:00:00-05:00"


def test_a_well_formed_article_is_read(folder: Path) -> None:
    [article] = load_newsroom(folder).articles
    assert article.body == "First paragraph."
    assert article.image == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"tern-labs"', '"tern-lab"', "Did you mean tern-labs?"),
        ('"tern-labs"', '"quiet-quill"', "no feed any more"),
        ("section =", "secton =", "Did you mean section?"),
        ('"/blog/one"', '"blog/one"', "must start with /"),
        ("2025-07-27T08:00:00Z", "2025-07-25T08:00:00Z", "published must be from"),
        ("2025-07-27T08:00:00Z", "2025-07-27T08:00:00", "published must be from"),
        ('"In short."', '""', "must not be empty"),
        ('summary = "In short."', 'summary = "In short."\nimage = "gone.png"', "is not in data/images"),
        ('origin = "one"', 'origin = "two"', "is no article's id"),
        ('story = "one"', 'story = ""', "a kept article names a story"),
        ('screen = "kept"', 'screen = "kind"', "Invalid enum value"),
        ("title = ", "title : ", "not valid TOML"),
        ("+++\nid", "id", "must start with a +++ line"),
    ],
)
def test_a_wrong_article_is_refused_with_its_file_name(folder: Path, old: str, new: str, told: str) -> None:
    message = complaint(folder, old, new)
    assert told in message
    assert "one.md" in message


def test_two_articles_with_one_id_are_refused(folder: Path) -> None:
    (folder / "articles" / "two.md").write_text(ARTICLE.replace("/blog/one", "/blog/two"))
    with pytest.raises(ConfigError, match="has the id one, and so has"):
        load_newsroom(folder)


def test_a_copy_of_a_copy_is_refused(folder: Path) -> None:
    copy = (
        ARTICLE.replace('id = "one"', 'id = "{new}"')
        .replace("/blog/one", "/blog/{new}")
        .replace('origin = "one"', 'origin = "{old}"')
    )
    (folder / "articles" / "two.md").write_text(copy.replace("{new}", "two").replace("{old}", "one"))
    (folder / "articles" / "three.md").write_text(copy.replace("{new}", "three").replace("{old}", "two"))
    with pytest.raises(ConfigError, match="is a copy itself: name 'one'"):
        load_newsroom(folder)


def test_a_copy_older_than_its_origin_is_refused(folder: Path) -> None:
    copy = ARTICLE.replace('id = "one"', 'id = "two"').replace("/blog/one", "/blog/two").replace("T08:", "T07:")
    (folder / "articles" / "two.md").write_text(copy)
    with pytest.raises(ConfigError, match="published after its copy"):
        load_newsroom(folder)


def test_an_outlet_named_twice_is_refused(folder: Path) -> None:
    path = folder / "outlets.toml"
    path.write_text(path.read_text().replace('id = "pujiang-keji"', 'id = "tern-labs"'))
    with pytest.raises(ConfigError, match="names the outlet 'tern-labs' twice"):
        load_outlets(path)


def test_one_article_can_be_read_alone(folder: Path) -> None:
    assert load_article(folder / "articles" / "one.md").expect.screen == "kept"
