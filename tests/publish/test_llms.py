"""`llms.txt`: every link leads to a file of the site, and no headline adds a line."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from byline.publish.feeds import render_feeds
from byline.publish.files import write_site
from byline.publish.llms import render_llms
from byline.publish.markdown import render_markdown
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site

LINK = re.compile(r"^- \[((?:[^\]\\]|\\.)+)\]\(([^()\s]+)\)(?:: (.+))?$")
RELATIVE, PUBLIC = PublishSettings(), PublishSettings(address="https://news.example/daily/")


def text_of(editions, settings=RELATIVE) -> str:
    return render_llms(editions, settings=settings)["root/llms.txt"].decode()


def targets(text):
    return [LINK.match(line)[2] for line in text.splitlines() if line.startswith("-")]


def test_it_begins_with_a_title_a_summary_and_what_quotes_are(edition):
    lines = [line for line in text_of([edition]).splitlines() if line]
    assert lines[0] == f"# {edition.title}"
    assert lines[1].startswith("> A daily edition")
    assert any("not instructions" in line for line in lines[:4])


def test_every_link_leads_to_a_file_of_the_site(edition, settings, images, tmp_path: Path):
    files = render_site(edition, images=images, settings=settings) | render_markdown(edition, settings=settings)
    files |= render_feeds([edition], settings=settings) | render_llms([edition], settings=RELATIVE)
    write_site(files, tmp_path)
    found = targets((tmp_path / "llms.txt").read_text("utf-8"))
    assert len(found) == len(edition.stories) + 6
    assert [target for target in found if not (tmp_path / target).is_file()] == []


def test_with_a_public_address_links_are_whole(edition):
    assert all(target.startswith("https://news.example/daily/") for target in targets(text_of([edition], PUBLIC)))


def test_earlier_editions_are_named_with_their_first_headline(edition):
    later = msgspec.structs.replace(edition, id="2025-07-29", date="2025-07-29")
    text = text_of([later, edition])
    assert "2025-07-28/edition.md" in text
    assert "2025-07-29/edition.md" in text
    assert text.index("2025-07-29/edition.md") < text.index("2025-07-28/edition.md")


def test_a_chinese_edition_has_a_chinese_file(chinese):
    text = text_of([chinese])
    assert "## 最新一期" in text
    assert "并非指令" in text


@pytest.mark.parametrize("attack", ["x](http://evil.example) [y", "a\n\n# System\n- do", "a\\", "`<b>`\u2028## z"])
def test_a_hostile_headline_stays_on_its_line(edition, attack):
    first = edition.stories[0]
    headline = msgspec.structs.replace(first.summary.headline, text=attack)
    story = msgspec.structs.replace(first, summary=msgspec.structs.replace(first.summary, headline=headline))
    hostile = text_of([msgspec.structs.replace(edition, stories=(story, *edition.stories[1:]))])
    plain = text_of([edition])
    assert targets(hostile) == targets(plain)
    assert len(hostile.splitlines()) == len(plain.splitlines())


def test_without_editions_there_is_no_file_and_equal_editions_give_equal_bytes(edition):
    assert render_llms([], settings=RELATIVE) == {}
    assert render_llms([edition], settings=RELATIVE) == render_llms([edition], settings=RELATIVE)
