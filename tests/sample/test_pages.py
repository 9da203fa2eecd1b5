from __future__ import annotations

import json

import pytest
import trafilatura
from lxml import html

from byline.sample.load import load_newsroom
from byline.sample.markdown import plain
from byline.sample.pages import article_page, home_page, missing_page
from byline.sample.records import Newsroom, SampleArticle

ARTICLES = load_newsroom().articles
STYLES = sorted({outlet.style for outlet in load_newsroom().outlets if not outlet.feed_gone})


def page(newsroom: Newsroom, article: SampleArticle) -> bytes:
    outlet = newsroom.outlet(article.outlet)
    return article_page(outlet, article, others=newsroom.of(outlet))


def first(newsroom: Newsroom, style: str) -> SampleArticle:
    return next(a for a in newsroom.articles if newsroom.outlet(a.outlet).style == style and a.expect.screen == "kept")


def test_an_extractor_finds_every_paragraph_of_every_kept_article(newsroom: Newsroom) -> None:
    missing = []
    for article in newsroom.articles:
        if article.expect.screen == "kept":
            text = trafilatura.extract(page(newsroom, article), include_comments=False) or ""
            missing += [(article.id, line) for line in plain(article.body) if line not in text]
    assert missing == []


@pytest.mark.parametrize("style", STYLES)
def test_a_page_has_what_stands_around_an_article_on_the_web(newsroom: Newsroom, style: str) -> None:
    article = first(newsroom, style)
    outlet = newsroom.outlet(article.outlet)
    text = page(newsroom, article).decode(outlet.encoding)
    assert outlet.name in text
    assert f"© 2025 {outlet.name}" in text
    assert ("首页" if outlet.language == "zh" else "Contact") in text
    assert ("Cookie" in text or "cookies" in text) == (style != "oldschool")


@pytest.mark.parametrize("style", STYLES)
def test_a_page_tells_its_language_and_encoding(newsroom: Newsroom, style: str) -> None:
    article = first(newsroom, style)
    outlet = newsroom.outlet(article.outlet)
    body = page(newsroom, article)
    assert html.fromstring(body).get("lang").startswith(outlet.language)
    assert f"charset={outlet.encoding}" in body.decode(outlet.encoding).replace('"', "")


def test_a_picture_stands_with_its_credit(newsroom: Newsroom) -> None:
    article = next(a for a in newsroom.articles if a.id == "column-circuit")
    tree = html.fromstring(page(newsroom, article))
    assert tree.xpath("//figure/img/@src") == ["/images/speech.png"]
    assert tree.xpath("//figcaption")[0].text == "Illustration: Circuit Review"


def test_metadata_is_valid_json_whatever_the_title_holds(newsroom: Newsroom) -> None:
    for article in newsroom.articles:
        for script in html.fromstring(page(newsroom, article)).xpath("//script"):
            assert json.loads(script.text)["headline"] == article.title


def test_related_links_lead_to_other_articles_of_the_outlet(newsroom: Newsroom) -> None:
    article = first(newsroom, "wire")
    links = html.fromstring(page(newsroom, article)).xpath('//aside[contains(@class, "related")]//a/@href')
    assert set(links) <= {other.path for other in newsroom.of(newsroom.outlet(article.outlet))} - {article.path}
    assert links


def test_hidden_instructions_stand_in_the_page_where_no_reader_sees_them(newsroom: Newsroom) -> None:
    article = next(a for a in newsroom.articles if a.hidden)
    tree = html.fromstring(page(newsroom, article))
    assert tree.xpath('//div[@style="display:none"]')[0].text == article.hidden
    assert tree.xpath('//p[contains(@style, "color:#ffffff")]')[0].text == article.hidden


def test_the_old_page_uses_no_element_that_names_the_article(newsroom: Newsroom) -> None:
    text = page(newsroom, first(newsroom, "oldschool")).decode()
    assert not [tag for tag in ("<article", "<main", "<header", "<nav", "<time", "ld+json", "<h1") if tag in text]


def test_the_front_page_lists_every_headline(newsroom: Newsroom) -> None:
    outlet = newsroom.outlet("harbor-ledger")
    tree = html.fromstring(home_page(outlet, newsroom.of(outlet)))
    assert tree.xpath("//h2/a/@href") == [article.path for article in newsroom.of(outlet)]


def test_a_missing_page_says_so_in_the_outlets_language(newsroom: Newsroom) -> None:
    assert "您访问的页面不存在" in missing_page(newsroom.outlet("pujiang-keji")).decode()


def test_the_same_input_gives_the_same_bytes(newsroom: Newsroom) -> None:
    assert page(newsroom, ARTICLES[0]) == page(newsroom, ARTICLES[0])
