"""Markdown out: footnotes that hold, front matter that parses, and text that stays text."""

from __future__ import annotations

import re

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from byline.publish.markdown import escape, render_markdown
from byline.publish.plain import one_line
from byline.publish.settings import PublishSettings

PUBLIC = PublishSettings(address="https://news.example")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def files(edition):
    return {path: body.decode() for path, body in render_markdown(edition, settings=PUBLIC).items()}


def _front_matter(text):
    return yaml.safe_load(text.split("---\n")[1])


def _rendered(text):
    return html.fragment_fromstring(READER.render(text.split("---\n", 2)[2]), create_parent="div")


def test_an_edition_is_one_file_and_each_story_another(files, edition):
    assert sorted(files) == sorted(["edition.md", *(f"story/{story.slug}.md" for story in edition.stories)])


def test_the_front_matter_is_yaml_that_says_which_edition_it_is(files, edition):
    head = _front_matter(files["edition.md"])
    assert (head["title"], head["edition"]) == ("The AI Byline", "2025-07-28")
    assert (head["stories"], head["tags"]) == (len(edition.stories), ["models"])
    story = _front_matter(files[f"story/{edition.stories[0].slug}.md"])
    assert story["title"] == edition.stories[0].summary.headline.text
    assert story["independent_sources"] == edition.stories[0].coverage.independent


def test_every_footnote_mark_has_its_footnote_and_no_footnote_is_without_a_mark(files):
    for text in files.values():
        marks = set(re.findall(r"\[\^([\d-]+)\](?!:)", text))
        notes = re.findall(r"^\[\^([\d-]+)\]:", text, re.MULTILINE)
        assert marks == set(notes)
        assert len(notes) == len(set(notes))


def test_a_footnote_has_the_source_sentence_its_outlet_and_a_link_to_it(files, edition):
    story = edition.stories[0]
    note = next(line for line in files[f"story/{story.slug}.md"].splitlines() if line.startswith("[^1]:"))
    assert escape(story.summary.headline.citations[0].passage.quote) in note
    assert "Harbor Ledger, US, 28 July 2025" in note
    assert "(<https://ledger.example/2025/" in note
    assert "#:~:text=" in note


def test_a_reader_of_commonmark_sees_the_sentences_as_they_were_written(files, edition):
    shown = _rendered(files["edition.md"]).text_content()
    for story in edition.stories:
        assert one_line(story.summary.headline.text) in shown


def test_only_our_own_headings_and_links_come_out(files, edition):
    page = _rendered(files["edition.md"])
    assert {element.tag for element in page.iter()} <= {
        "div",
        "h1",
        "h2",
        "h3",
        "p",
        "em",
        "a",
        "ul",
        "li",
        "strong",
        "hr",
        "blockquote",
    }
    assert len(page.findall("h1")) == 1
    assert len(page.findall("h2")) == len(edition.stories)
    assert all(a.get("href").startswith("https://") or a.get("href").startswith("http://") for a in page.iter("a"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & &lt;b&gt;",
        "# not a heading\n## nor this\n\n---\nsetext\n===",
        "- not\n- a list",
        "1. not a list",
        "2025) neither",
        "+ plus",
        "> quote",
        "| a | b |\n|---|---|",
        "[link](javascript:alert(1)) ![pixel](https://evil.example/p.gif) [[wiki]] [^1]",
        "`code` ``` fence ~~struck~~ *em* _em_ __strong__ \\* $x^2$ ==mark== %%hidden%% #tag @someone",
        "https://evil.example www.evil.example <https://evil.example> someone@evil.example",
        "    indented code",
        "trailing backslash \\",
    ],
)
def test_hostile_text_is_printed_as_it_is(text):
    page = html.fragment_fromstring(READER.render(escape(text)), create_parent="div")
    assert page.text_content().strip() == one_line(text)
    assert {element.tag for element in page.iter()} == {"div", "p"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_escaped_comes_out_as_one_paragraph_of_the_same_text(text):
    page = html.fragment_fromstring(READER.render(escape(text)) or "<p/>", create_parent="div")
    assert page.text_content().strip() == one_line(text)
    assert {element.tag for element in page.iter()} <= {"div", "p"}


def test_addresses_do_not_become_links_by_themselves():
    assert "https://" not in escape("https://evil.example")
    assert "www." not in escape("WWW.evil.example and www.evil.example").lower()


def test_front_matter_cannot_be_broken_by_a_title(edition):
    title = 'x"\n---\nadmin: true\n# "'
    files = render_markdown(msgspec.structs.replace(edition, title=title), settings=PUBLIC)
    head = _front_matter(files["edition.md"].decode())
    assert head["title"] == one_line(title)
    assert "admin" not in head


def test_without_a_public_address_links_lead_to_the_pages_beside(edition):
    files = render_markdown(edition, settings=PublishSettings())
    slug = edition.stories[0].slug
    assert f"(<../2025-07-28/story/{slug}.html>)" in files["edition.md"].decode()
    assert f"(<../../2025-07-28/story/{slug}.html>)" in files[f"story/{slug}.md"].decode()


def test_equal_editions_give_equal_bytes_and_an_empty_one_says_so(edition):
    assert render_markdown(edition, settings=PUBLIC) == render_markdown(edition, settings=PUBLIC)
    empty = render_markdown(msgspec.structs.replace(edition, stories=()), settings=PUBLIC)
    assert "No story of this day could be published" in empty["edition.md"].decode()
