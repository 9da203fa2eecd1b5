"""What pages weigh: the bytes of everything but pictures that a browser loads, as they lie on the disk."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from lxml import etree

from byline.publish.lines import line_of
from byline.publish.settings import PublishSettings
from byline.publish.shelf_pages import search_index
from byline.publish.site import render_site

BENCH = Path(__file__).parents[2] / "bench" / "publish.py"
FIRST_LOAD, STORY = 60_000, 80_000
"""Bytes. A story's page tells each source sentence twice: beside its number, and in the list of sources."""


@pytest.fixture(scope="module")
def bench():
    """The program that measures an export, which makes up its edition."""
    spec = importlib.util.spec_from_file_location("byline_bench_publish", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def full_day(bench):
    """An edition of 40 stories, as long as real ones are."""
    return bench.invented_edition(40)


@pytest.fixture(scope="module")
def files(full_day):
    return render_site(full_day, images={}, settings=PublishSettings())


def weight(files, path, *, folder=""):
    """Return the bytes of a page and of the style sheets, scripts and icon that its head names."""
    page = etree.fromstring(files[path])
    named = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    return len(files[path]) + sum(len(files[str(Path(name).relative_to(folder))]) for name in named)


def test_the_front_page_of_a_full_day_loads_60_kilobytes_at_most(files, full_day):
    assert len(full_day.stories) == 40
    assert weight(files, "index.html") <= FIRST_LOAD
    assert weight(files, "root/index.html", folder="2025-07-28") <= FIRST_LOAD


def test_the_story_with_most_citations_loads_80_kilobytes_at_most(files):
    stories = [path for path in files if path.startswith("story/")]
    assert max(weight(files, path, folder="..") for path in stories) <= STORY


def test_the_front_page_has_slips_for_its_lead_and_bare_numbers_for_the_others(files):
    page = etree.fromstring(files["index.html"])
    for place, teaser in enumerate(page.xpath("//article")):
        cards, numbers = (len(teaser.xpath(f".//*[@class='{kind}']")) for kind in ("card", "n"))
        assert numbers
        assert cards == (numbers if place == 0 else 0)


def test_nothing_of_search_is_loaded_with_its_page_but_the_script(full_day):
    index = search_index("2025-07", [line_of(full_day)])
    assert index.startswith(b'bylineMonth("2025-07",')
    assert len(index) < 2_000 * len(full_day.stories)


def test_what_is_measured_is_the_same_each_time(bench):
    first, second = (bench.publish(bench.invented_edition(6)) for _ in range(2))
    assert first["sha256"] == second["sha256"]
    assert first["publish_1000_files"] == second["publish_1000_files"] > 30
