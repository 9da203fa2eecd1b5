"""One skill for agents of other makers: ask the newsroom what several sources say, with evidence.

A question is one message, and so is the answer: text, and the same as data. Nothing is
kept between questions, and nothing but the question's words is used.

**Source:** Agent2Agent protocol 1.0; version 0.3 is answered too.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from a2a.helpers.proto_helpers import get_message_text, new_data_part, new_message, new_text_part
from a2a.server.agent_execution import AgentExecutor, RequestContext
from a2a.server.events import EventQueue
from a2a.server.request_handlers import DefaultRequestHandler
from a2a.server.routes import create_agent_card_routes, create_jsonrpc_routes
from a2a.server.tasks import InMemoryTaskStore
from a2a.types import AgentCapabilities, AgentCard, AgentInterface, AgentSkill, Part
from starlette.routing import BaseRoute

from byline.errors import ConfigError
from byline.serve import framed, queries_about
from byline.serve.desk import Desk
from byline.serve.errors import Refused

PATH = "/a2a"
"""Where questions are sent; the card stands at /.well-known/agent-card.json."""
SKILL = "ask-the-edition"
LONGEST_QUESTION = 400
"""Characters."""
TEXT, JSON = "text/plain", "application/json"


def a2a_routes(desk: Desk, *, address: str, title: str, version: str) -> list[BaseRoute]:
    """Return the routes of the agent card and of the skill, for a Starlette or FastAPI application.

    `address` is where agents reach that application: "http://127.0.0.1:8001".
    """
    card = agent_card(address=address, title=title, version=version)
    handler = DefaultRequestHandler(agent_executor=AskTheEdition(desk), task_store=InMemoryTaskStore(), agent_card=card)
    return [*create_agent_card_routes(card), *create_jsonrpc_routes(handler, PATH, enable_v0_3_compat=True)]


def agent_card(*, address: str, title: str, version: str) -> AgentCard:
    """Return what the newsroom tells other agents about itself."""
    skill = AgentSkill(
        id=SKILL,
        name="Ask the edition",
        description=(
            "What do several sources say about something? Send its words (English or Chinese; all must occur in an "
            "article). The answer names stories, what is claimed, how many independent sources claim it, and each "
            f"passage with outlet, date and link. {framed.NOTE}"
        ),
        tags=["news", "citations", "evidence"],
        examples=["open weights", "chip export rules"],
        input_modes=[TEXT],
        output_modes=[TEXT, JSON],
    )
    return AgentCard(
        name=title,
        description="A newsroom: it reads many feeds; every sentence it publishes cites the passages it rests on.",
        version=version,
        supported_interfaces=[
            AgentInterface(url=f"{address.rstrip('/')}{PATH}", protocol_binding="JSONRPC", protocol_version=number)
            for number in ("1.0", "0.3")
        ],
        capabilities=AgentCapabilities(streaming=False, push_notifications=False),
        default_input_modes=[TEXT],
        default_output_modes=[TEXT, JSON],
        skills=[skill],
    )


def public_address(text: str) -> str:
    """Return an address for an agent card, without a slash at its end. Raises ConfigError for what is none."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
        _ = parts.port
    except ValueError:
        good = False
    if not good or parts.username is not None:
        raise ConfigError(
            "this is no address that agents could reach.",
            subject=f"--address {text[:200]}",
            advice="Name the one they use, like https://news.example.org.",
        )
    return text.rstrip("/")


class AskTheEdition(AgentExecutor):
    """Answers each message with one message."""

    def __init__(self, desk: Desk) -> None:
        """Answer from this desk."""
        self._desk = desk

    async def execute(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Answer the question that the message's text is."""
        message = context.message
        question = get_message_text(message, delimiter=" ").strip() if message is not None else ""
        parts = await asyncio.to_thread(self._answer, question)
        await event_queue.enqueue_event(new_message(parts, context_id=context.context_id))

    async def cancel(self, context: RequestContext, event_queue: EventQueue) -> None:
        """Do nothing: an answer is one message, and there is no task to cancel."""

    def _answer(self, question: str) -> list[Part]:
        if len(question) > LONGEST_QUESTION:
            return [new_text_part(f"A question has at most {LONGEST_QUESTION} characters.", media_type=TEXT)]
        try:
            found = queries_about.said(self._desk, question)
        except Refused as refused:
            return [new_text_part(str(refused), media_type=TEXT)]
        return [
            new_text_part(framed.answer_text(found), media_type=TEXT),
            new_data_part(found.model_dump(mode="json"), media_type=JSON),
        ]
