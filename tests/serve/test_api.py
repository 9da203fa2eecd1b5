"""The API, asked over a real socket."""

from __future__ import annotations

import httpx2
import pytest

from byline.evaluate.sample import SampleRun

API = "/api/v1"
READING = (
    "/editions",
    "/editions/latest",
    "/editions/latest/ledger",
    "/stories",
    "/changes?since=2025-07-28T00:00:00Z",
    "/search?q=GLM",
    "/said?q=GLM",
    "/topics",
    "/topics/models",
    "/entities",
    "/sources",
    "/feeds",
)


@pytest.mark.parametrize("path", READING)
def test_every_question_is_answered_and_not_sent_twice(http: httpx2.Client, path: str) -> None:
    first = http.get(f"{API}{path}")
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/json"
    again = http.get(f"{API}{path}", headers={"If-None-Match": f'W/"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_story_by_its_id_and_as_its_edition_showed_it(http: httpx2.Client, demo: SampleRun) -> None:
    slug = demo.edition.stories[0].slug
    story = http.get(f"{API}/stories/{slug}").json()
    assert (story["id"], story["position"], story["edition"]) == (slug, 1, demo.edition.id)
    assert http.get(f"{API}/stories/{slug}?edition={demo.edition.id}").json()["sentences"] == story["sentences"]
    claims = http.get(f"{API}/stories/{slug}/claims").json()
    assert {claim["story"] for claim in claims} == {slug}
    article = http.get(f"{API}/articles/{story['coverage'][0]['id']}").json()
    assert article["story"] == slug
    assert "text" not in article


def test_a_commit_changes_the_answer_and_its_etag(http: httpx2.Client, demo: SampleRun) -> None:
    before = http.get(f"{API}/feeds")
    sources, states = demo.newsroom.store.sources(), demo.newsroom.store.feed_states()
    demo.newsroom.store.remove_feed(states[-1].feed.url)
    after = http.get(f"{API}/feeds", headers={"If-None-Match": before.headers["etag"]})
    demo.newsroom.add_feeds([sources[states[-1].feed.source_id]], [states[-1].feed])
    assert after.status_code == 200
    assert len(after.json()) == len(before.json()) - 1


def test_head_is_get_without_the_body(http: httpx2.Client) -> None:
    answer = http.head(f"{API}/editions")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == http.get(f"{API}/editions").headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/editions/1999-01-01", 404),
        ("/stories/0000000000000", 404),
        ("/stories/%22%3E%3Cscript%3E", 404),
        ("/stories?limit=0", 422),
        ("/stories?limit=101", 422),
        ("/stories?cursor=bm90aGluZw", 400),
        ("/stories?since=yesterday", 422),
        ("/changes", 422),
        ("/search?q=", 422),
        ("/search?q=%20", 400),
        (f"/search?q={'x' * 401}", 422),
        ("/nothing", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_one_sentence(http: httpx2.Client, path: str, status: int) -> None:
    answer = http.get(f"{API}{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert "Traceback" not in answer.text


def test_only_sites_that_were_named_may_read_and_none_may_write(http: httpx2.Client) -> None:
    named = http.get(f"{API}/editions", headers={"Origin": "https://reader.example"})
    other = http.get(f"{API}/editions", headers={"Origin": "https://evil.example"})
    asked = {"Origin": "https://reader.example", "Access-Control-Request-Method": "POST"}
    assert named.headers["access-control-allow-origin"] == "https://reader.example"
    assert "access-control-allow-origin" not in other.headers
    assert "POST" not in http.options(f"{API}/run", headers=asked).headers["access-control-allow-methods"]


def test_hits_of_a_hostile_question_are_data(http: httpx2.Client) -> None:
    for question in ('" OR 1=1 --', "NEAR(", "title:*", "'; DROP TABLE article; --", "\u202e\u0000x"):
        answer = http.get(f"{API}/search", params={"q": question})
        assert answer.status_code == 200
    assert http.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/stories", "/changes"])
def test_a_time_without_a_zone_is_one_in_utc(http: httpx2.Client, path: str) -> None:
    answers = [
        http.get(f"/api/v1{path}", params={"since": f"2025-07-28T00:00:00{zone}"}).json()["items"] for zone in ("", "Z")
    ]
    assert answers[0] == answers[1]
