"""An edition's files on disk: whole, or not there."""

from __future__ import annotations

import msgspec
import pytest

from byline.errors import PublishError
from byline.publish.compose import compose
from byline.publish.files import write_site
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site


def render(case, frame, **changes):
    edition = compose(*case, frame=msgspec.structs.replace(frame, **changes))
    return render_site(edition, images={}, settings=PublishSettings())


def on_disk(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_all_files_are_written_below_the_editions_id(site, tmp_path):
    write_site(site, tmp_path / "site")
    written = on_disk(tmp_path / "site" / "2025-07-28")
    assert written == {path: body for path, body in site.items() if not path.startswith("root/")}


def test_the_folder_itself_shows_the_newest_edition(site, tmp_path):
    write_site(site, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == site["root/index.html"]
    assert b'href="2025-07-28/index.html"' in (tmp_path / "editions.html").read_bytes()


def test_an_older_edition_written_later_does_not_become_the_front_page(case, frame, site, tmp_path):
    write_site(site, tmp_path)
    write_site(render(case, frame, id="2025-07-27", date="2025-07-27"), tmp_path)
    assert (tmp_path / "index.html").read_bytes() == site["root/index.html"]
    listed = (tmp_path / "editions.html").read_text()
    assert listed.index("2025-07-28/index.html") < listed.index("2025-07-27/index.html")


def test_earlier_editions_stay_as_they_are(case, frame, site, tmp_path):
    write_site(site, tmp_path)
    before = on_disk(tmp_path / "2025-07-28")
    write_site(render(case, frame, id="2025-07-29", date="2025-07-29", title="New title"), tmp_path)
    assert on_disk(tmp_path / "2025-07-28") == before
    assert "New title" in (tmp_path / "index.html").read_text()


def test_writing_again_replaces_the_whole_edition(case, frame, site, tmp_path):
    write_site(site, tmp_path)
    (tmp_path / "2025-07-28" / "left-over.html").write_text("x")
    write_site(site, tmp_path)
    assert not (tmp_path / "2025-07-28" / "left-over.html").exists()
    assert not list(tmp_path.glob(".byline-*"))


def test_other_files_in_the_folder_are_left_alone(site, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "edition.json").write_text("{}")
    (tmp_path / "CNAME").write_text("news.example")
    write_site(site, tmp_path)
    assert (tmp_path / "CNAME").read_text() == "news.example"
    assert b"notes" not in (tmp_path / "editions.html").read_bytes()


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(site, tmp_path):
    (tmp_path / "site").write_text("a file, not a folder")
    with pytest.raises(PublishError) as caught:
        write_site(site, tmp_path / "site")
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "site") in str(caught.value)


def test_a_full_disk_leaves_the_edition_that_was_there(case, frame, site, tmp_path):
    write_site(site, tmp_path)
    before = on_disk(tmp_path)
    too_long = {**render(case, frame, title="Other"), f"story/{'x' * 300}.html": b"no file system takes this name"}
    with pytest.raises(PublishError, match="could not be written"):
        write_site(too_long, tmp_path)
    assert on_disk(tmp_path) == before


def test_an_exchange_that_was_killed_half_way_is_finished(case, frame, site, tmp_path):
    write_site(site, tmp_path)
    before = on_disk(tmp_path / "2025-07-28")
    (tmp_path / "2025-07-28").rename(tmp_path / ".byline-old-2025-07-28")
    (tmp_path / ".byline-new-2025-07-28").mkdir()
    write_site(render(case, frame, id="2025-07-29", date="2025-07-29"), tmp_path)
    assert on_disk(tmp_path / "2025-07-28") == before
    assert not list(tmp_path.glob(".byline-*"))


@pytest.mark.parametrize("path", ["../evil.html", "/etc/evil", "story/../../evil.html"])
def test_no_file_leaves_its_folder(site, tmp_path, path):
    with pytest.raises(PublishError):
        write_site({**site, path: b""}, tmp_path / "site")
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden", "assets"])
def test_an_id_that_is_no_folder_name_is_refused(case, frame, tmp_path, name):
    with pytest.raises(PublishError):
        write_site(render(case, frame, id=name), tmp_path)


def test_bytes_that_are_not_an_edition_are_refused(site, tmp_path):
    with pytest.raises(PublishError, match="not an edition"):
        write_site({**site, "edition.json": b"{"}, tmp_path)


def test_the_same_site_gives_the_same_folder(site, tmp_path):
    write_site(site, tmp_path / "a")
    write_site(site, tmp_path / "b")
    write_site(site, tmp_path / "b")
    assert on_disk(tmp_path / "a") == on_disk(tmp_path / "b")
