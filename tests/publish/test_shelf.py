"""What editions share: lists by month, and that no export reads all the others again."""

from __future__ import annotations

import json
import shutil

import msgspec
import pytest
from lxml import etree

from byline.publish.compose import compose
from byline.publish.feeds import render_feeds
from byline.publish.files import write_site
from byline.publish.lines import line_of, read_line
from byline.publish.settings import PublishSettings
from byline.publish.shelf import Renewal, Shelf, newest_months
from byline.publish.shelf_pages import search_index
from byline.publish.site import render_site
from byline.publish.subjects import page_name

DAYS = ("2025-03-30", "2025-05-31", "2025-06-01", "2025-07-27", "2025-07-28")


@pytest.fixture
def files(case, frame):
    def render(day, **changes):
        named = msgspec.structs.replace(frame, id=day, date=day, topics={"models": "Models"}, **changes)
        return render_site(compose(*case, frame=named), images={}, settings=PublishSettings())

    return render


@pytest.fixture
def folder(files, tmp_path):
    for day in DAYS:
        write_site(files(day), tmp_path / "site")
    return tmp_path / "site"


def on_disk(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_there_is_a_page_for_every_topic_entity_and_source(folder, edition):
    for story in edition.stories:
        for member in story.coverage.members:
            assert (folder / "source" / f"{page_name(member.source.id)}.html").is_file()
    assert '<h1 dir="auto">Models</h1>' in (folder / "topic" / "models.html").read_text()


def test_a_page_of_a_topic_or_source_names_its_own_feeds_where_there_are_some(files, edition, tmp_path):
    source = edition.stories[0].coverage.members[0].source
    write_site(files(DAYS[-1]), tmp_path)
    assert "feed+json" not in (tmp_path / "topic" / "models.html").read_text().partition("Follow it")[2]
    named = msgspec.structs.replace(edition, topics={"models": "Models"})
    feeds = render_feeds([named], settings=PublishSettings())
    write_site(render_site(named, images={}, settings=PublishSettings()) | feeds, tmp_path)
    for path in ("topic/models", f"source/{page_name(source.id)}", "topic/models/2025-07"):
        page = etree.fromstring((tmp_path / f"{path}.html").read_bytes())
        addresses = page.xpath("//*[@class='aside feeds']/a/@href")
        assert addresses == page.xpath("//link[@rel='alternate']/@href")[-2:]
        assert len({(tmp_path / path).parent.joinpath(name).resolve(strict=True) for name in addresses}) == 2


def test_every_page_leads_to_archive_search_and_about(folder):
    for path in sorted(folder.rglob("*.html")):
        names = {name.rpartition("/")[2] for name in etree.fromstring(path.read_bytes()).xpath("//nav/a/@href")}
        assert {"editions.html", "browse.html", "search.html", "about.html", "corrections.html"} <= names, path


def test_a_story_of_several_editions_is_listed_once_with_the_newest(folder, edition):
    page = (folder / "topic" / "models.html").read_text()
    slug = edition.stories[0].slug
    assert page.count(f"story/{slug}.html") == 1
    assert f"../2025-07-28/story/{slug}.html" in page


def test_older_months_have_pages_of_their_own(folder):
    page = (folder / "topic" / "models.html").read_text()
    for month in ("2025-03", "2025-05", "2025-06", "2025-07"):
        assert f'href="models/{month}.html"' in page
        assert f"../../{month}-" in (folder / "topic" / "models" / f"{month}.html").read_text()


def test_a_page_lists_three_months_from_its_newest_one():
    shelf = Shelf()
    subject = Renewal(shelf, lambda _: []).subject(("topic", "models"))
    subject.months = {"2025-01": 2, "2025-10": 1, "2025-12": 5, "2026-01": 3, "2025-11": 0 + 1}
    assert newest_months(subject) == ["2026-01", "2025-12", "2025-11"]


def test_an_export_reads_only_the_lines_of_its_own_months(folder, files):
    for month in ("2025-03",):
        (folder / "data" / f"{month}.json").write_bytes(b"must not be read")
    for day in DAYS[:-1]:
        (folder / day / "edition.json").write_bytes(b"must not be read either")
    write_site(files("2025-07-29"), folder)
    assert "2025-07-29/story/" in (folder / "topic" / "models.html").read_text()


def test_the_order_of_exports_does_not_matter(folder, files, tmp_path):
    for day in reversed(DAYS):
        write_site(files(day), tmp_path / "other")
    assert on_disk(tmp_path / "other") == on_disk(folder)


def test_without_its_data_the_shelf_is_made_again_from_the_editions(folder, files):
    before = on_disk(folder)
    shutil.rmtree(folder / "data")
    for path in ("topic", "source", "search"):
        shutil.rmtree(folder / path)
    write_site(files(DAYS[-1]), folder)
    assert on_disk(folder) == before


def test_an_edition_that_was_deleted_is_no_longer_listed(folder, files):
    shutil.rmtree(folder / "2025-07-27")
    write_site(files("2025-07-29"), folder)
    assert "2025-07-27" not in (folder / "editions.html").read_text()


def test_an_edition_written_anew_replaces_its_lines(folder, files, case, frame):
    empty = render_site(
        compose({}, [], {}, frame=msgspec.structs.replace(frame, id=DAYS[-1], date=DAYS[-1])),
        images={},
        settings=PublishSettings(),
    )
    write_site(empty, folder)
    assert "2025-07-28/story" not in (folder / "topic" / "models.html").read_text()
    assert "2025-07-27/story" in (folder / "topic" / "models.html").read_text()


def test_the_search_index_is_a_call_with_data_only(edition):
    line = line_of(edition)
    body = search_index("2025-07", [line, line]).decode()
    month, rows = json.loads(f"[{body.strip().removeprefix('bylineMonth(').removesuffix(');')}]")
    assert month == "2025-07"
    assert [row[2] for row in rows] == [story.slug for story in edition.stories]


def test_corrections_name_the_outlet_and_what_was_replaced(folder, edition):
    page = (folder / "corrections.html").read_text()
    replaced = sum(bool(story.summary.checks.replaced) for story in edition.stories)
    assert page.count("replaced by the source’s own words</li>") == replaced


def test_a_line_is_read_from_the_published_edition(site, edition):
    assert read_line(site["edition.json"]) == line_of(edition)


@pytest.mark.parametrize("key", ["../x", "a/b", "", "UPPER", "名字", "x" * 200, "con.", "<b>"])
def test_no_id_leads_out_of_its_folder(key):
    assert page_name(key).startswith("x-")
    assert len(page_name(key)) < 40
