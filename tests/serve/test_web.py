"""The pages of the server, fetched over a real socket."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml import html

from byline.app.journal import Journal
from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.evaluate.sample import SampleRun
from byline.pipeline.parts import Silent
from byline.serve.web import dated

HITS = "//ol[contains(@class, 'hits')]/li"


def test_the_pages_are_those_that_were_published(http: httpx2.Client, demo: SampleRun) -> None:
    site, edition = demo.newsroom.site, demo.edition
    for path in ("", f"{edition.id}/", f"{edition.id}/story/{edition.stories[0].slug}.html", "editions.html"):
        file = site / (path + "index.html" if path in ("", f"{edition.id}/") else path)
        answer = http.get(f"/{path}")
        assert answer.content == file.read_bytes()
        assert answer.headers["content-type"].startswith("text/html")
        assert http.get(f"/{path}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_an_edition_that_the_folder_lacks_is_written_before_it_is_asked_for(
    demo: SampleRun, running_type: Any, tmp_path: Path
) -> None:
    elsewhere = load_config(
        None, flags=[f"newsroom.folder={demo.newsroom.folder}", f"publish.folder={tmp_path / 'site'}"], env={}
    )
    with Newsroom(elsewhere) as newsroom, running_type(newsroom) as running:
        assert running.http.get(f"/{demo.edition.id}/").status_code == 200
        assert running.http.get("/").status_code == 200


@pytest.mark.parametrize(
    "path",
    "../newsroom/newsroom.db ..%2fnewsroom%2fnewsroom.db %2e%2e/newsroom/run.json .hidden.html a//b.html /etc/passwd "
    "assets/../../newsroom/lock live/../queries.py live/live.py 2025-07-29 x%00.html".split(),
)
def test_nothing_but_published_files_is_served(http: httpx2.Client, path: str) -> None:
    assert http.get(f"/{path}").status_code == 404


def test_who_reads_gets_a_page_where_there_is_none_and_who_calls_the_api_gets_json(http: httpx2.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = http.get("/nope<b>", headers=browser)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is no such page" in page.text
    assert "<b>" not in page.text
    assert http.get("/search?order=odd", headers=browser).text.count("<h1>") == 1
    assert http.get("/api/v1/stories/nope", headers=browser).headers["content-type"] == "application/problem+json"


def test_an_edition_without_its_slash_leads_to_it(http: httpx2.Client, demo: SampleRun) -> None:
    answer = http.get(f"/{demo.edition.id}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, f"/{demo.edition.id}/")


def test_a_link_does_not_lead_out_of_the_folder(http: httpx2.Client, demo: SampleRun, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    link = demo.newsroom.site / "link.txt"
    link.symlink_to(secret)
    try:
        assert http.get("/link.txt").status_code == 404
    finally:
        link.unlink()


def test_search_works_without_scripts_and_sends_only_results_to_the_script(http: httpx2.Client) -> None:
    page = html.fromstring(http.get("/search", params={"q": "发布"}).content)
    part = http.get("/search", params={"q": "发布"}, headers={"HX-Request": "true"})
    assert len(page.xpath(HITS)) == 12
    assert page.get_element_by_id("q").value == "发布"
    assert "<html" not in part.text
    assert part.text.count("<li>") == 12
    assert "HX-Request" in part.headers["vary"]


def test_a_hit_leads_to_its_story_and_more_results_go_on(http: httpx2.Client) -> None:
    page = html.fromstring(http.get("/search", params={"q": "AI", "order": "new"}).content)
    story = page.xpath(f"{HITS}/p[@class='day']/a/@href")[0]
    more = page.xpath("//p[@class='more']/a/@href")[0]
    assert http.get(story).status_code == 200
    following = html.fromstring(http.get(more).content)
    titles = [one.xpath(f"{HITS}/p[@class='what']/a/text()") for one in (page, following)]
    assert titles[1]
    assert titles[0] != titles[1]


def test_what_was_typed_is_only_text(http: httpx2.Client) -> None:
    for typed in ('"><script>alert(1)</script>', "' onfocus=alert(1) x='", "</title><svg onload=alert(1)>"):
        page = html.fromstring(http.get("/search", params={"q": typed}).content)
        assert page.get_element_by_id("q").value == typed
        assert all(script.get("src", "").startswith("/") for script in page.iter("script"))
        assert not [a for node in page.iter() if isinstance(node.tag, str) for a in node.attrib if a.startswith("on")]


@pytest.mark.parametrize("path", ["/search", "/health"])
def test_the_servers_own_pages_and_the_published_ones_lead_to_each_other(http: httpx2.Client, path: str) -> None:
    leads = set(html.fromstring(http.get(path).content).xpath("//a/@href"))
    assert {"/index.html", "/editions.html", "/about.html", "/search.html", "/health"} <= leads
    assert all(http.get(to).status_code == 200 for to in ("/index.html", "/editions.html", "/about.html", "/health"))
    front = html.fromstring(http.get("/").content).xpath("//footer//a/@href")
    assert http.get(f"/{next(to for to in front if to.endswith('search.html'))}").content == http.get("/search").content


def test_health_tells_in_plain_words_what_is_wrong(http: httpx2.Client) -> None:
    page = html.fromstring(http.get("/health").content)
    rows = page.xpath("//table[@class='feeds']/tbody/tr")
    assert rows[0].get("class") == "failing"
    assert "gone for good" in rows[0].text_content()
    assert page.get_element_by_id("run").text == "The last run ended well."


def test_progress_of_a_run_elsewhere_arrives_by_server_sent_events(
    demo: SampleRun, running_type: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "newsroom"
    with Newsroom(load_config(None, flags=[f"newsroom.folder={folder}"], env={})) as newsroom:
        newsroom.store.put_feeds([], [])
        with running_type(newsroom) as running, running.http.stream("GET", "/events") as stream:
            lines = stream.iter_lines()
            assert "No run was recorded yet." in next(line for line in lines if line.startswith("data:"))
            go = threading.Event()
            run = threading.Thread(target=_run, args=(folder, go))
            run.start()
            said = next(line for line in lines if "reading feeds 3 / 7" in line)
            go.set()
            run.join()
            assert '"total":7' in said
            assert "ended well" in next(
                line for line in lines if '"done"' in line and "state" in line and "ended" in line
            )


def _run(folder: Path, go: threading.Event) -> None:
    with Journal(folder, Silent()) as journal, journal.stage("poll", 7) as advance:
        advance(1)
        threading.Event().wait(0.3)
        advance(2)
        go.wait(10)


def test_a_newsroom_without_an_edition_says_what_to_type(running_type: Any, tmp_path: Path) -> None:
    with Newsroom(load_config(None, flags=[f"newsroom.folder={tmp_path / 'empty'}"], env={})) as newsroom:
        newsroom.store.put_feeds([], [])
        with running_type(newsroom) as running:
            assert "byline run" in running.http.get("/").text
            assert running.http.get("/search?q=x").status_code == 200
            assert running.http.get("/health").status_code == 200
            assert running.http.get("/api/v1/editions").json() == {"items": [], "next": ""}
            assert running.http.get("/api/v1/editions/latest").status_code == 404


def test_metrics_count_requests_by_route_and_never_by_address(http: httpx2.Client) -> None:
    http.get("/api/v1/stories/0000000000000")
    http.get("/some-random-address")
    text = http.get("/metrics").text
    assert 'byline_requests_total{method="GET",route="/api/v1/stories/{story_id}",status="404"}' in text
    assert 'byline_stored{what="articles"}' in text
    assert 'byline_feeds{state="failing"} 1.0' in text
    assert "some-random-address" not in text


def test_the_health_page_names_the_year_of_an_old_date() -> None:
    at = datetime(2024, 7, 28, 9, 14, tzinfo=UTC)
    years = [dated(language, at, now=at.replace(year=year)) for language in ("en", "zh") for year in (2024, 2026)]
    assert years == ["28 Jul, 09:14", "28 Jul 2024, 09:14", "7月28日 09:14", "2024年7月28日 09:14"]
