"""The writing half of the API, on a copy of the sample's store."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.evaluate.sample import SampleRun
from byline.records import Feed, Source

API = "/api/v1"
TOKEN = "a-token-of-tests-that-is-long"
ORDERS = (
    ("POST", "/run", None),
    ("POST", "/feeds", {"url": "https://harbour.example/feed"}),
    ("DELETE", "/feeds?url=https://harbour.example/feed", None),
    ("POST", "/stories/merge", {"stories": ["0000000000000", "0000000000001"]}),
    ("POST", "/stories/0000000000000/split", {"articles": ["0000000000000"]}),
)


@pytest.fixture
def writable(demo: SampleRun, running_type: Any, tmp_path: Path) -> Iterator[httpx2.Client]:
    folder = tmp_path / "newsroom"
    folder.mkdir()
    for file in demo.newsroom.folder.glob("newsroom.db*"):
        shutil.copy(file, folder)
    flags = [f"newsroom.folder={folder}", f"publish.folder={demo.newsroom.site}"]
    with Newsroom(load_config(None, flags=flags, env={})) as newsroom, running_type(newsroom, token=TOKEN) as running:
        yield running.http


@pytest.mark.parametrize(("method", "path", "body"), ORDERS)
def test_no_order_is_taken_without_the_token(http: httpx2.Client, method: str, path: str, body: Any) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong-token-of-some-length"}, {"Cookie": f"token={TOKEN}"}):
        answer = http.request(method, f"{API}{path}", json=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert http.get(f"{API}/run").json()["state"] in ("done", "none")


def test_where_there_is_no_token_writing_is_off(demo: SampleRun, running_type: Any) -> None:
    with running_type(demo.newsroom) as running:
        for method, path, body in ORDERS:
            answer = running.http.request(method, f"{API}{path}", json=body, headers={"Authorization": "Bearer x"})
            assert answer.status_code == 403
            assert "BYLINE_TOKEN" in answer.json()["detail"]


def test_a_feed_is_added_and_removed(writable: httpx2.Client, token: dict[str, str]) -> None:
    url = "https://harbour.example/feed"
    order = {"url": url, "name": "Harbour News", "country": "de"}
    assert writable.post(f"{API}/feeds", json=order, headers=token).json() == {"url": url, "source": "harbour-news"}
    listed = {feed["url"]: feed["state"] for feed in writable.get(f"{API}/feeds").json()}
    assert listed[url] == "waiting"
    assert writable.delete(f"{API}/feeds", params={"url": url}, headers=token).status_code == 204
    assert writable.delete(f"{API}/feeds", params={"url": url}, headers=token).status_code == 404


@pytest.mark.parametrize(
    "order", [{"url": "javascript:alert(1)"}, {"url": "https://a.example/f", "kind": "x"}, {"url": "/etc/passwd"}]
)
def test_what_is_no_feed_is_refused(writable: httpx2.Client, token: dict[str, str], order: dict[str, str]) -> None:
    assert writable.post(f"{API}/feeds", json=order, headers=token).status_code == 400


def test_an_order_as_a_form_is_refused(writable: httpx2.Client, token: dict[str, str]) -> None:
    answer = writable.post(f"{API}/feeds", data={"url": "https://harbour.example/feed"}, headers=token)
    assert answer.status_code == 422


def test_stories_are_merged_and_split_and_old_ids_lead_on(writable: httpx2.Client, token: dict[str, str]) -> None:
    first, second = (line["id"] for line in writable.get(f"{API}/stories?limit=2").json()["items"])
    order = {"stories": [first, second]}
    writable.post(f"{API}/stories/merge", json={**order, "dry_run": True}, headers=token)
    assert writable.get(f"{API}/stories/{second}").json()["id"] == second
    kept = writable.post(f"{API}/stories/merge", json=order, headers=token).json()["story"]
    gone = second if kept == first else first
    merged = writable.get(f"{API}/stories/{gone}").json()
    assert (merged["id"], merged["moved_from"]) == (kept, gone)
    apart = {"articles": [merged["coverage"][-1]["id"]]}
    assert writable.post(f"{API}/stories/{kept}/split", json=apart, headers=token).status_code == 200
    assert len(writable.get(f"{API}/stories/{kept}").json()["coverage"]) == len(merged["coverage"]) - 1


def test_a_run_is_started_once_followed_and_ends(running_type: Any, tmp_path: Path, token: dict[str, str]) -> None:
    flags = [f"newsroom.folder={tmp_path / 'newsroom'}", f"publish.folder={tmp_path / 'site'}", "run.workers=1"]
    options = tuple(part for flag in (*flags, "newsroom.embedder=hashing") for part in ("--set", flag))
    with Newsroom(load_config(None, flags=flags, env={})) as newsroom:
        source = Source(id="nobody", name="Nobody", site="http://127.0.0.1:9/")
        newsroom.add_feeds([source], [Feed(url="http://127.0.0.1:9/feed", source_id="nobody")])
        with running_type(newsroom, token=TOKEN, options=options) as running:
            started = running.http.post(f"{API}/run", headers=token)
            again = running.http.post(f"{API}/run", headers=token)
            assert (started.status_code, started.json()["state"]) == (202, "running"), started.text
            assert again.status_code == 409
            run = _ended(running.http)
            assert run["state"] == "done"
            assert run["finished"]["poll"] == 1
            assert running.http.get(f"{API}/feeds").json()[0]["state"] == "failing"
            assert running.http.get("/").status_code == 200


def _ended(http: httpx2.Client) -> dict[str, Any]:
    for _ in range(300):
        run: dict[str, Any] = http.get(f"{API}/run").json()
        if run["state"] not in ("none", "running"):
            return run
        time.sleep(0.1)
    raise AssertionError("the run does not end")
