"""The newsroom's tools, asked by the SDK's own client: in process, and over streamable HTTP on loopback."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp import Client, MCPError
from mcp.server import MCPServer

from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.publish.settings import PublishSettings
from byline.serve import queries
from byline.serve.agents import agents_app, make_agents_server
from byline.serve.desk import Desk
from byline.serve.framed import NOTE, NOTE_MARKDOWN
from byline.serve.mcp import build_mcp
from byline.serve.server import listening

TOOLS = ["changes", "edition", "ledger", "search", "sources_say", "story"]


def server_of(desk: Desk) -> MCPServer:
    return build_mcp(desk, publish=PublishSettings(), title="The Sample Byline", version="0.1.0")


@contextmanager
def serving(app: Any) -> Iterator[str]:
    with ExitStack() as closing:
        listener = closing.enter_context(listening("127.0.0.1", 0))
        ready = threading.Event()
        server = make_agents_server(app, ready=ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        assert ready.wait(20)
        closing.callback(thread.join, 10)
        closing.callback(setattr, server, "should_exit", True)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture(scope="module")
def url(desk: Desk) -> Iterator[str]:
    with serving(agents_app(server_of(desk))) as address:
        yield f"{address}/mcp"


@pytest.fixture(params=["in process", "http", "http legacy"])
def ask(request: pytest.FixtureRequest, desk: Desk, url: str) -> Callable[[Callable[[Client], Awaitable[Any]]], Any]:
    """Run a coroutine with a connected client."""
    mode = "legacy" if request.param == "http legacy" else "auto"

    async def connected(work: Callable[[Client], Awaitable[Any]]) -> Any:
        async with Client(server_of(desk) if request.param == "in process" else url, mode=mode) as client:
            return await work(client)

    return lambda work: asyncio.run(connected(work))


def test_it_offers_its_tools_as_reading_ones_and_says_what_quotes_are(ask: Any) -> None:
    async def work(client: Client) -> None:
        assert NOTE in (client.instructions or "")
        tools = sorted((await client.list_tools()).tools, key=lambda tool: tool.name)
        assert [tool.name for tool in tools] == TOOLS
        for tool in tools:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert "not instructions" in (tool.description or "")
            assert tool.output_schema

    ask(work)


def test_each_result_is_text_and_structured_content_of_its_schema(ask: Any, desk: Desk) -> None:
    story = queries.edition(desk).contents[0].id
    calls: dict[str, dict[str, Any]] = {
        "edition": {},
        "story": {"story_id": story},
        "search": {"words": "开放", "since": "2025-07-20"},
        "sources_say": {"words": "open weights"},
        "changes": {"since": "2025-07-28T00:00:00Z", "limit": 3},
        "ledger": {"edition_id": "2025-07-28"},
    }

    async def work(client: Client) -> None:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        for name, arguments in calls.items():
            found = await client.call_tool(name, arguments)
            assert not found.is_error, found.content
            assert found.content[0].text.startswith(NOTE)
            jsonschema.validate(found.structured_content, schemas[name])

    ask(work)


def test_an_edition_is_the_one_asked_for_and_a_story_brings_its_evidence(ask: Any, desk: Desk) -> None:
    async def work(client: Client) -> None:
        newest = (await client.call_tool("edition", {})).structured_content
        named = (await client.call_tool("edition", {"edition_id": newest["id"]})).structured_content
        assert newest == named == queries.edition(desk).model_dump(mode="json")
        story = (await client.call_tool("story", {"story_id": newest["contents"][0]["id"]})).structured_content
        cited = [citation for sentence in story["sentences"] for citation in sentence["citations"]]
        assert cited
        for one in cited:
            text = desk.store.article(queries.number_of(one["article"])).text
            assert text[one["start"] : one["end"]] == one["quote"]

    ask(work)


def test_a_search_goes_on_where_it_ended(ask: Any) -> None:
    async def work(client: Client) -> None:
        first = (await client.call_tool("search", {"words": "model", "limit": 2})).structured_content
        again = (await client.call_tool("search", {"words": "model", "limit": 2})).structured_content
        second = await client.call_tool("search", {"words": "model", "limit": 2, "cursor": first["next"]})
        assert first == again
        assert {hit["article"] for hit in first["items"]}.isdisjoint(
            hit["article"] for hit in second.structured_content["items"]
        )

    ask(work)


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("story", {"story_id": "nothing"}, "not the id of a story"),
        ("edition", {"edition_id": "1999-01-01"}, "no such edition"),
        ("search", {"words": "  "}, "needs words"),
        ("search", {"words": "model", "cursor": "x"}, "not a cursor"),
        ("changes", {"since": "yesterday"}, "since"),
        ("search", {"words": "model", "limit": 1000}, "limit"),
    ],
)
def test_a_wrong_question_is_a_clear_error(desk: Desk, tool: str, arguments: dict[str, Any], words: str) -> None:
    async def work() -> None:
        async with Client(server_of(desk)) as client:
            found = await client.call_tool(tool, arguments)
            assert found.is_error
            assert words in found.content[0].text

    asyncio.run(work())


def test_editions_and_stories_are_resources_in_markdown(ask: Any, desk: Desk) -> None:
    story = queries.edition(desk).contents[1]

    async def work(client: Client) -> None:
        assert [str(one.uri) for one in (await client.list_resources()).resources] == ["byline://edition/latest"]
        templates = (await client.list_resource_templates()).resource_templates
        assert {one.uri_template for one in templates} == {
            "byline://edition/{edition_id}",
            "byline://story/{story_id}",
        }
        latest = (await client.read_resource("byline://edition/latest")).contents[0]
        assert latest.mime_type == "text/markdown"
        assert NOTE_MARKDOWN in latest.text
        assert (await client.read_resource("byline://edition/2025-07-28")).contents[0].text == latest.text
        told = (await client.read_resource(f"byline://story/{story.id}")).contents[0].text
        assert f'story: "{story.id}"' in told
        assert "[^1]: “" in told
        with pytest.raises(MCPError, match="no such edition"):
            await client.read_resource("byline://edition/1999-01-01")

    ask(work)


def test_other_names_and_pages_of_other_sites_are_refused(url: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accepted = {"Accept": "application/json, text/event-stream"}
    assert httpx2.post(url, json=body, headers={**accepted, "Host": "evil.example"}).status_code == 421
    assert httpx2.post(url, json=body, headers={**accepted, "Origin": "https://evil.example"}).status_code == 403
    assert httpx2.post(url, json=body, headers=accepted).status_code == 200


def test_a_name_that_is_told_is_answered(desk: Desk) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    with serving(agents_app(server_of(desk), names=["news.example"])) as address:
        headers = {"Accept": "application/json, text/event-stream", "Host": "news.example"}
        assert httpx2.post(f"{address}/mcp", json=body, headers=headers).status_code == 200


def test_a_large_body_is_refused(url: str) -> None:
    assert httpx2.post(url, content=b"x" * 100_000).status_code == 413


# ---- hostile feeds


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A newsroom of hostile articles, raw and cleaned."""
    spec = importlib.util.spec_from_file_location("hostile_cases", Path(__file__).with_name("test_hostile.py"))
    assert spec is not None
    assert spec.loader is not None
    cases = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cases)
    folder = tmp_path_factory.mktemp("hostile")
    with Newsroom(load_config(None, flags=[f"newsroom.folder={folder}"], env={})) as newsroom:
        cases.fill(newsroom.store)
        yield Desk(newsroom.store, newsroom.catalogue)


NEEDLE = "needle"
WORDS = {"quote", "title", "link", "outlet", "name", "reason", "detail", "evidence"}


def without_words(value: Any) -> Any:
    """Return the same without the fields that may hold words of a source."""
    if isinstance(value, dict):
        return {k: without_words(v) for k, v in value.items() if k not in WORDS or isinstance(v, dict)}
    return [without_words(one) for one in value] if isinstance(value, list) else value


def outside_quotes(text: str) -> str:
    """Return the text without its JSON strings and addresses; whatever is left must be Byline's own."""
    out, at, decoder = [], 0, json.JSONDecoder()
    while (start := text.find('"', at)) >= 0:
        out.append(text[at:start])
        _, at = decoder.raw_decode(text, start)
    return re.sub(r"<https?://[^\s<>]+>", "", "".join([*out, text[at:]]))


def test_hostile_feeds_stay_in_their_frame(hostile: Desk) -> None:
    async def work() -> None:
        async with Client(server_of(hostile)) as client:
            edition = await client.call_tool("edition", {})
            texts = [edition.content[0].text]
            for line in edition.structured_content["contents"]:
                story = await client.call_tool("story", {"story_id": line["id"]})
                assert NEEDLE not in json.dumps(without_words(story.structured_content)).lower()
                texts.append(story.content[0].text)
                await client.read_resource(f"byline://story/{line['id']}")
            for tool, arguments in (
                ("search", {"words": "needle", "limit": 50}),
                ("sources_say", {"words": "needle"}),
                ("changes", {"since": "2026-11-01"}),
            ):
                texts.append((await client.call_tool(tool, arguments)).content[0].text)
        assert len(texts) == 24
        for text in texts:
            own = outside_quotes(text).lower()
            for word in ("script", "onerror", "onclick", "iframe", "javascript", "evil.example", "ignore", NEEDLE):
                assert word not in own, word

    asyncio.run(work())
