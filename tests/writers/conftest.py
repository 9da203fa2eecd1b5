"""Clients of the fake server, and a story to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.text.hashes import sha256_hex
from byline.writers.client import ChatClient
from byline.writers.memory import Answers, Manners
from byline.writers.providers import Endpoint
from byline.writers.settings import LlmSettings
from byline.writers.spending import Spending

from .fake import FakeServer

START = datetime(2025, 7, 28, 9, 0, tzinfo=UTC)
ClientMaker = Callable[..., ChatClient]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.close()


@pytest.fixture
def client_of(server: FakeServer) -> Iterator[ClientMaker]:
    """Opens clients of the fake server; given: provider, model, key_env, prices, manners, answers, and settings."""
    opened: list[ChatClient] = []

    def make(**given: Any) -> ChatClient:  # Any: settings of many types
        endpoint = Endpoint(
            given.pop("provider", "vllm"),
            server.base_url,
            given.pop("model", "fake"),
            given.pop("key_env", ""),
            given.pop("prices", (0.0, 0.0)),
        )
        manners, answers = given.pop("manners", Manners(None)), given.pop("answers", Answers(None))
        env = given.pop("env", {})
        settings = LlmSettings(**{"retries": 0, **given})
        spending = Spending(max_tokens=settings.max_tokens_run, max_cost=settings.max_cost_run)
        client = ChatClient(endpoint, settings, spending=spending, manners=manners, answers=answers, env=env)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


def member(number: int, text: str, *, title: str, language: str = "en") -> Member:
    name = f"outlet-{number}"
    at = START + timedelta(hours=number)
    return Member(
        article=Article(
            id=number,
            entry_id=number,
            source_id=name,
            url=f"http://{name}.localhost/{number}",
            url_key=f"{name}/{number}",
            title=title,
            text=text,
            text_hash=sha256_hex(text),
            language=language,
            published=at,
            seen_at=at,
        ),
        source=Source(id=name, name=f"Outlet {number}", site=f"http://{name}.localhost", language=language),
        kept=Kept(topics=()),
        origin=Origin(article_id=number, origin_id=number),
        assignment=Assignment(article_id=number, story_id=1),
    )


def story_of(*members: Member) -> Coverage:
    times = [m.article.published for m in members]
    return Coverage(story=Story(id=1, created=min(times), updated=max(times)), members=members)


@pytest.fixture
def story() -> Coverage:
    """Three independent reports of one launch."""
    return story_of(
        member(
            1,
            "Acme released the Orca chip in Lisbon on 27 July 2025. The Orca chip has 40 billion transistors. "
            "The Orca chip was built in Porto by 300 engineers of Acme. "
            "The Orca chip does not need water for cooling.",
            title="Acme releases the Orca chip in Lisbon",
        ),
        member(
            2,
            "The Orca chip of Acme has 40 billion transistors. Bolt Systems will put the Orca chip into 200 servers "
            "this year, which the company calls a large order.",
            title="Bolt to use new chip",
        ),
        member(
            3,
            "Acme released its Orca chip in Lisbon on 27 July 2025. Calder Bay expects orders of about $2 billion for "
            "the Orca chip.",
            title="Orca chip is out",
        ),
    )
