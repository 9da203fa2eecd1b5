"""A written site of two editions and a real browser, which is closed at the end."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from byline.publish.compose import compose
from byline.publish.files import write_site
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site

CASES = Path(__file__).parents[1] / "publish"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def load_cases():
    """Return the module that reads the hand-built edition of the other tests."""
    spec = importlib.util.spec_from_file_location("byline_publish_cases", CASES / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def cases():
    """The hand-built stories: module, coverages, scores, summaries."""
    module = load_cases()
    read = tomllib.loads((CASES / "monday.toml").read_text(encoding="utf-8"))
    stories = [module.CaseReader(story, read["outlets"]) for story in read["stories"]]
    coverages = {story.story["id"]: story.coverage() for story in stories}
    scores = [story.score() for story in stories]
    return module, coverages, scores, {s.story["id"]: s.summary() for s in stories}


@pytest.fixture(scope="session")
def monday(cases):
    """The edition of Monday."""
    module, coverages, scores, summaries = cases
    frame = module.EditionFrame(
        id="2025-07-28",
        title="The AI Byline",
        date="2025-07-28",
        language="en",
        made_at=module.DAY.replace(hour=11, minute=30),
        window_start=module.DAY,
        window_end=module.DAY.replace(hour=11),
        ledger=module.Ledger(feeds=214, feeds_failed=3, read=1204, kept=481, dropped={"off_topic": 612}, stories=173),
        settings={"rank": {"half_life_hours": 18.0}},
        inputs_hash="4f" * 32,
        version="0.1.0",
        notice="Invented sample: outlets, people and events on these pages do not exist.",
        topics={"models": "Models"},
    )
    return compose(coverages, scores, summaries, frame=frame)


@pytest.fixture(scope="session")
def folder(cases, monday, tmp_path_factory):
    """A site with Sunday's edition, in Chinese and of one story, and Monday's."""
    module = cases[0]
    folder = tmp_path_factory.mktemp("site")
    picture = module.ImageFile(
        url=module.IMAGE_URL, content_type="image/png", body=module._png(960, 540), width=960, height=540
    )
    sunday = msgspec.structs.replace(
        monday, id="2025-07-27", date="2025-07-27", language="zh", title="人工智能日报", stories=monday.stories[1:2]
    )
    for edition in (sunday, monday):
        write_site(render_site(edition, images={module.IMAGE_URL: picture}, settings=PublishSettings()), folder)
    return folder


# Of the module, not of the session: while it lives, its thread has an event loop, and other tests start their own.
@pytest.fixture(scope="module")
def chromium():
    """A browser without a screen, of the system; the tests are skipped where there is none."""
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        print("skipped: there is no chromium on this machine.")
        pytest.skip("there is no chromium on this machine.")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed.")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium):
    """Return what opens a window of its own; all it saw is in `.problems` and `.requests`."""
    opened = []

    def open_window(**options):
        options = {"viewport": {"width": 1280, "height": 900}} | options
        context = chromium.new_context(**options)
        opened.append(context)
        page = context.new_page()
        page.problems, page.requests = [], []
        page.on("console", lambda said: page.problems.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        return page

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def lead(folder, monday):
    """Address of the lead's page."""
    return (folder / "2025-07-28" / "story" / f"{monday.stories[0].slug}.html").as_uri()
