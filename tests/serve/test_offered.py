"""What `byline serve` offers agents beside its pages: tools (MCP) and a card with a skill (A2A)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from mcp import Client

from byline.errors import ConfigError
from byline.evaluate.sample import SampleRun
from byline.serve.a2a import public_address

PUBLIC = "https://news.example.org"


@pytest.fixture(scope="module")
def offered(demo: SampleRun, running_type: Any) -> Iterator[Any]:
    with running_type(demo.newsroom, tools=True, card=PUBLIC) as running:
        yield running


def test_the_tools_answer_over_streamable_http_beside_the_pages(offered: Any) -> None:
    async def work() -> None:
        for mode in ("auto", "legacy"):
            async with Client(f"{offered.url}/mcp", mode=mode) as client:
                edition = await client.call_tool("edition", {})
                assert edition.structured_content == offered.http.get("/api/v1/editions/latest").json()

    asyncio.run(work())
    assert offered.http.get("/healthz").status_code == 200


def test_the_card_names_the_public_address_and_the_skill_answers(offered: Any) -> None:
    card = offered.http.get("/.well-known/agent-card.json").json()
    assert {one["url"] for one in card["supportedInterfaces"]} == {f"{PUBLIC}/a2a"}
    question = {"jsonrpc": "2.0", "id": 1, "method": "message/send", "params": {"message": _message("open weights")}}
    answer = offered.http.post("/a2a", json=question).json()
    assert "Found with all words" in str(answer["result"])


def _message(words: str) -> dict[str, object]:
    return {"role": "user", "messageId": "1", "kind": "message", "parts": [{"kind": "text", "text": words}]}


def test_one_can_be_offered_without_the_other(demo: SampleRun, running_type: Any) -> None:
    with running_type(demo.newsroom, card=PUBLIC) as running:
        assert running.http.get("/.well-known/agent-card.json").status_code == httpx2.codes.OK
        assert running.http.get("/mcp").status_code == httpx2.codes.NOT_FOUND


def test_names_that_are_not_the_servers_and_too_many_questions_are_refused(demo: SampleRun, running_type: Any) -> None:
    with running_type(demo.newsroom, tools=True, card=PUBLIC, rate=1.0) as running:
        for path in ("/mcp", "/a2a", "/.well-known/agent-card.json"):
            foreign = running.http.post(path, headers={"Host": "evil.example"}, json={})
            assert foreign.status_code == httpx2.codes.MISDIRECTED_REQUEST
        found = {running.http.post("/mcp", json={}).status_code for _ in range(8)}
        assert httpx2.codes.TOO_MANY_REQUESTS in found


def test_a_page_of_another_site_cannot_ask_the_tools(offered: Any) -> None:
    answer = offered.http.post("/mcp", headers={"Origin": "https://evil.example"}, json={})
    assert answer.status_code == httpx2.codes.FORBIDDEN


def test_no_stream_is_opened_on_which_nothing_would_come(offered: Any) -> None:
    assert offered.http.get("/mcp", headers={"Accept": "text/event-stream"}).status_code == httpx2.codes.NOT_FOUND


def test_without_them_there_is_nothing_at_their_addresses(http: httpx2.Client) -> None:
    assert http.get("/.well-known/agent-card.json").status_code == httpx2.codes.NOT_FOUND
    assert http.post("/mcp", json={}).status_code in (httpx2.codes.NOT_FOUND, httpx2.codes.METHOD_NOT_ALLOWED)


@pytest.mark.parametrize(
    "text", ["news.example.org", "ftp://x.example", "https://", "https://a:b@x", "http://x:y", "http://x/?q"]
)
def test_what_agents_cannot_reach_is_no_public_address(text: str) -> None:
    with pytest.raises(ConfigError, match="no address that agents could reach"):
        public_address(text)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {}, "words is missing; it takes a text of 1 to 400 characters."),
        ("search", {"words": ""}, 'words was ""; it takes a text of 1 to 400 characters.'),
        ("search", {"words": "a", "limit": 99}, "limit was 99; it takes a whole number from 1 to 50."),
        ("search", {"words": "a", "limit": "x"}, 'limit was "x"; it takes a whole number from 1 to 50.'),
        ("search", {"words": "a", "order": "old"}, 'order was "old"; it takes "best" or "new".'),
        ("changes", {"since": "soon"}, 'since was "soon"; it takes a time like 2025-07-28T06:00:00Z.'),
        ("search", {"words": "a", "since": "x"}, 'since was "x"; it takes a time like 2025-07-28T06:00:00Z.'),
        ("ledger", {"edition_id": 5}, "edition_id was 5; it takes a text of at most 100 characters."),
        ("ledger", {"edition": "latest"}, 'ledger takes no argument "edition"; its arguments are: edition_id.'),
    ],
)
def test_what_was_wrong_with_an_argument_is_said_plainly(
    offered: Any, tool: str, arguments: dict[str, object], said: str
) -> None:
    async def work() -> str:
        async with Client(f"{offered.url}/mcp") as client:
            answer = await client.call_tool(tool, arguments)
            assert answer.is_error
            return answer.content[0].text

    assert asyncio.run(work()) == said


def test_every_wrong_argument_is_named(offered: Any) -> None:
    async def work() -> str:
        async with Client(f"{offered.url}/mcp") as client:
            return (await client.call_tool("search", {"limit": 0, "order": ["x" * 500]})).content[0].text

    text = asyncio.run(work())
    assert [one.split()[0] for one in text.split(". ")] == ["words", "order", "limit"]
    assert len(text) < 400
