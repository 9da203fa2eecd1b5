"""The pages of `byline serve` in a real browser: what is published, search while typing, health and progress."""

from __future__ import annotations

import threading

import pytest

from byline.app.journal import Journal
from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.evaluate.sample import sample_run
from byline.pipeline.parts import Silent
from byline.sample.newsroom import SampleNewsroom

pytest.importorskip("uvicorn", reason="the extra 'serve' is not installed.")
pytest.importorskip("httpx2", reason="the extra 'client' is not installed.")

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PATHS = ("/", "/search?q=发布", "/search?q=qqqq", "/health", "/about.html", "/editions.html", "/no-such-page")


class Running:
    """A server in a thread."""

    def __init__(self, newsroom):
        from byline.serve.app import Served, build_app
        from byline.serve.server import listening, make_server

        self._listener = listening("127.0.0.1", 0)
        self._app, self._make = build_app(newsroom, Served(rate=0.0)), make_server

    def __enter__(self):
        listener, ready = self._listener.__enter__(), threading.Event()
        self._server = self._make(self._app, ready=ready.set)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        assert ready.wait(20)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    def __exit__(self, *error):
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.__exit__(*error)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One run of the whole pipeline on the sample."""
    with (
        SampleNewsroom() as sample,
        sample_run(sample, tmp_path_factory.mktemp("live"), workers=1) as done,
    ):
        yield done


@pytest.fixture(scope="module")
def live(demo):
    """Address of the sample's newsroom, served."""
    with Running(demo.newsroom) as address:
        yield address


def test_no_page_complains_or_asks_elsewhere(reader, live):
    page = reader()
    for path in PATHS[:-1]:
        page.goto(live + path)
        assert page.problems == [], path
    assert all(url.startswith(f"{live}/") for url in page.requests)


@pytest.mark.parametrize(("scheme", "screen"), [("light", {}), ("dark", PHONE)], ids=["desktop", "phone"])
def test_no_page_breaks_a_rule_of_wcag(reader, live, scheme, screen):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = reader(color_scheme=scheme, **screen)
    rules = {"runOnly": {"type": "tag", "values": WCAG}, "preload": False}
    for path in PATHS:
        page.goto(live + path)
        broken = axe.run(page, options=rules).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken] == [], path


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_has_to_be_scrolled_sideways(reader, live, width):
    page = reader(viewport={"width": width, "height": 844})
    for path in PATHS:
        page.goto(live + path)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", ["/", "/search", "/health"])
def test_dark_is_dark(reader, live, path):
    page = reader(color_scheme="dark")
    page.goto(live + path)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")) < 60


def test_a_story_opens_from_the_front_page(reader, live):
    page = reader()
    page.goto(live)
    page.click(".lead .headline a")
    assert "/story/" in page.url
    assert page.locator("h1").count() == 1
    assert page.problems == []


@pytest.mark.parametrize("word", ["model", "发布"])
def test_search_finds_while_somebody_types(reader, live, word):
    page = reader()
    page.goto(f"{live}/search")
    assert page.locator(".hits li").count() == 0
    page.locator("#q").press_sequentially(word)
    page.wait_for_selector(".hits li")
    assert word in page.locator("#results").inner_text().lower()
    page.wait_for_url("**/search?q=*")
    page.click(".hits .day a >> nth=0")
    assert "/story/" in page.url
    assert page.problems == []


def test_search_says_so_where_nothing_is_found(reader, live):
    page = reader()
    page.goto(f"{live}/search")
    page.locator("#q").press_sequentially("qqqq")
    page.wait_for_selector("#results [role=status]")
    assert page.locator(".hits li").count() == 0


def test_search_needs_no_script(reader, live):
    page = reader(java_script_enabled=False)
    page.goto(f"{live}/search")
    page.fill("#q", "发布")
    page.press("#q", "Enter")
    assert page.locator(".hits li").count() > 0


def test_health_tells_how_feeds_and_the_run_fare(reader, live):
    page = reader()
    page.goto(f"{live}/health")
    assert page.locator("#run").inner_text() == "The last run ended well."
    assert "gone for good" in page.locator("table.feeds tr.failing >> nth=0").inner_text()
    assert page.problems == []


def test_progress_of_a_run_is_shown_as_it_happens(reader, tmp_path):
    folder, page = tmp_path / "newsroom", reader()
    with Newsroom(load_config(None, flags=[f"newsroom.folder={folder}"], env={})) as newsroom:
        newsroom.store.put_feeds([], [])
        with Running(newsroom) as live:
            page.goto(f"{live}/health")
            assert page.locator("#run").inner_text() == "No run was recorded yet."
            with Journal(folder, Silent()) as journal, journal.stage("poll", 7) as advance:
                advance(3)
                page.wait_for_selector("#run:has-text('reading feeds')")
                page.wait_for_selector("#bar:not([hidden])")
            page.wait_for_selector("#run:has-text('ended well')")
            page.close()
    assert page.problems == []
