"""The mail: whole, small, personal, silent, and never more than text where text comes from outside."""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.parse import urlsplit

import msgspec
import pytest
from lxml import html

from byline.publish.mail import MAX_BYTES, render_mail
from byline.publish.plain import one_line
from byline.publish.settings import PublishSettings

PUBLIC = PublishSettings(address="https://news.example")
LEAVE = "https://news.example/leave?who=ada%40reader.example&list=1"


@pytest.fixture(scope="module")
def body(edition):
    return render_mail(edition, settings=PUBLIC)


@pytest.fixture(scope="module")
def personal(body):
    return body.personal(address="ada@reader.example", unsubscribe=LEAVE)


@pytest.fixture(scope="module")
def page(personal):
    return html.fromstring(personal[0])


def _many(edition, count):
    story = edition.stories[0]
    return msgspec.structs.replace(
        edition, stories=tuple(msgspec.structs.replace(story, slug=f"s{number}") for number in range(count))
    )


def _renamed(edition, text):
    story = edition.stories[0]
    headline = msgspec.structs.replace(story.summary.headline, text=text, speaker=text)
    summary = msgspec.structs.replace(story.summary, headline=headline)
    first = msgspec.structs.replace(story, summary=summary)
    return msgspec.structs.replace(edition, title=text, notice=text, stories=(first, *edition.stories[1:]))


def test_every_story_is_told_with_the_numbers_of_its_sentences(page, edition, body):
    assert body.told + body.left_out <= len(edition.stories)
    assert body.left_out == 0
    titles = [one_line(a.text_content()) for a in page.find_class("title")]
    assert titles == [one_line(story.summary.headline.text) for story in edition.stories]
    assert all(re.fullmatch(r"\[\d+\]", mark.text) for mark in page.find_class("n"))


def test_every_number_of_a_leading_story_stands_in_its_list_of_source_sentences(page):
    for story in page.find_class("story"):
        numbers = {mark.text.strip("[]") for mark in story.find_class("n")}
        listed = [one.text for one in story.find_class("number")]
        assert numbers == set(listed)
        assert listed == sorted(listed, key=int)


def test_source_sentences_are_quoted_exactly_and_lead_to_their_place(page, edition):
    quotes = [one_line(one.text_content()) for one in page.find_class("source")]
    passage = edition.stories[0].summary.headline.citations[0].passage
    assert any(passage.quote in quote for quote in quotes)
    assert all(":~:text=" in a.get("href") for a in page.find_class("outlet") if a.tag == "a")


def test_nothing_is_loaded_and_nothing_runs(personal):
    page = html.fromstring(personal[0])
    assert not {"img", "script", "link", "iframe", "object", "form", "base", "video"} & {e.tag for e in page.iter()}
    assert not re.search(r"url\(|@import|@font-face|\bsrc=|\bon\w+=", personal[0])


def test_styles_stand_on_the_elements_and_dark_ones_in_the_head(page):
    assert all(element.get("style") for element in page.find_class("said"))
    (style,) = [s.text for s in page.iter("style") if s.text and "prefers-color-scheme" in s.text]
    assert "#161614" in style


def test_text_and_html_tell_the_same_stories(personal, edition):
    text = " ".join(personal[1].split())
    for story in edition.stories:
        assert one_line(story.summary.headline.text) in text
        for citation in story.summary.headline.citations:
            assert " ".join(citation.passage.quote.split()) in text
    assert "#:~:text=" in text


def test_a_mail_is_made_personal_at_the_end(personal, body):
    assert "ada@reader.example" in personal[0]
    assert f'href="{LEAVE.replace("&", "&amp;")}"' in personal[0]
    assert f"Unsubscribe: {LEAVE}" in personal[1]
    assert ".invalid" not in personal[0] + personal[1]
    assert "ada@" not in body.html


@pytest.mark.parametrize("count", [0, 1, 40, 200])
def test_no_mail_is_so_large_that_it_would_be_cut(edition, count):
    body = render_mail(_many(edition, count), settings=PUBLIC)
    assert len(body.html.encode()) <= MAX_BYTES
    shown = len(html.fromstring(body.html).find_class("title"))
    assert shown + body.left_out == count
    assert body.told == min(5, count)
    assert ("more stor" in body.text) == (body.left_out > 0)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</mj-text></mj-column><mj-image src='https://evil.example/p.gif'/>",
        "<mj-include path='/etc/passwd'/> &xxe; ]]> <!-- {{ 7*7 }}",
        "Title\r\nBcc: victim@evil.example\x00\u202e",
    ],
)
def test_hostile_text_changes_nothing_but_the_words(edition, text):
    body = render_mail(_renamed(edition, text), settings=PUBLIC)
    page = html.fromstring(body.html)
    assert not {"img", "script", "mj-image", "mj-include"} & {element.tag for element in page.iter()}
    assert one_line(page.find_class("nameplate")[0].text_content()) == one_line(text)
    assert one_line(page.find_class("title")[0].text_content()) == one_line(text)
    assert not set("\r\n\x00\u202e") & set(body.subject)
    assert all(urlsplit(a.get("href")).hostname != "evil.example" for a in page.iter("a"))


def test_a_chinese_mail_speaks_chinese(chinese):
    body = render_mail(chinese, settings=PUBLIC)
    assert "个独立来源" in body.html
    assert 'lang="zh"' in body.html
    assert "退订" in body.text


def test_without_a_public_address_no_link_leads_to_a_page_that_is_not_there(edition):
    body = render_mail(edition, settings=PublishSettings(), unsubscribe=False)
    page = html.fromstring(body.html)
    assert all(urlsplit(a.get("href")).scheme in ("http", "https") for a in page.iter("a"))
    assert "Unsubscribe" not in body.html + body.text


def test_a_mail_without_stories_says_so_and_nothing_of_numbers_or_an_end(edition):
    empty = render_mail(msgspec.structs.replace(edition, stories=()), settings=PUBLIC)
    assert "No story of this day could be published." in empty.html
    assert "Every number leads" not in empty.html
    assert "That is the whole edition." not in empty.html


def test_a_long_headline_is_set_smaller_and_a_name_stays_on_one_line(edition):
    page = html.fromstring(render_mail(_renamed(edition, "GLM-4.5 " * 20), settings=PUBLIC).html)
    (lead,) = page.find_class("lead")
    assert lead.find_class("long") == [lead]
    assert "GLM-4.5" in [one.text for one in lead.find_class("nb")]
    assert "25px" in lead.get("style")


def test_equal_editions_give_equal_mails(edition, body):
    assert render_mail(edition, settings=PUBLIC) == body


def test_no_opinion_is_told_without_its_heading(edition):
    story = next(s for s in edition.stories if any(part.kind == "opinion" for part in s.summary.sections))
    sections = tuple(part for part in story.summary.sections if part.kind == "opinion")
    only = msgspec.structs.replace(story, summary=msgspec.structs.replace(story.summary, sections=sections))
    body = render_mail(msgspec.structs.replace(edition, stories=(only,)), settings=PUBLIC)
    assert sections[0].sentences[0].text not in " ".join(body.text.split())
    assert "1 more sentence" in body.text


def test_without_its_libraries_one_sentence_says_what_to_install():
    script = """
import sys
sys.modules["mrml"] = None
from byline.publish.mail import _from_mjml
try:
    _from_mjml("<mjml/>")
except Exception as error:
    print(type(error).__name__, error.exit_code, error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("PluginError 3 ")
    assert "pip install 'byline[mail]'" in done.stdout
