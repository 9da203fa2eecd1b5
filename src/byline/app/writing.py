"""The writer and the judge of the settings, built."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, cast

from byline.app.plugins import WRITERS, load_plugin
from byline.config.tree import Config
from byline.errors import ConfigError
from byline.records import ModelUse
from byline.summary.interface import Judge, Writer
from byline.writers.settings import LlmSettings

_log = logging.getLogger(__name__)
LLM = "llm"
"""Name of the writer that asks a language model; it needs more than an entry point is given."""


class Writing(NamedTuple):
    """Who writes and who checks what is in other words."""

    writer: Writer
    judge: Judge | None = None
    model_use: Callable[[], ModelUse] = ModelUse
    """Says what models were asked so far; all 0 for a writer that asks none."""


def open_writing(config: Config, *, folder: Path, closing: ExitStack, env: Mapping[str, str] | None = None) -> Writing:
    """Return the writer that the settings name, with its judge.

    A language model's clients are closed by `closing`; answers, and how to ask each server,
    are kept in `folder`. No server is asked. Raises ConfigError for settings that cannot
    work, PluginError for a writer that is not installed.
    """
    if config.newsroom.writer != LLM:
        # Entry points are typed by their group's Protocol only; what they load is checked when it is called.
        return Writing(cast("Writer", load_plugin(WRITERS, config.newsroom.writer, config.summary)))
    return _with_model(config, folder=folder, closing=closing, env=env)


def open_judge(config: Config, *, closing: ExitStack, env: Mapping[str, str] | None = None) -> Judge | None:
    """Return the judge of the settings with a budget of its own, None where they name none; answers are not kept."""
    if not config.llm.judge_provider:
        return None
    from byline.writers.client import ChatClient
    from byline.writers.judge import LlmJudge
    from byline.writers.providers import endpoint_of
    from byline.writers.spending import Spending

    settings = config.llm
    spending = Spending(max_tokens=settings.max_tokens_run, max_cost=settings.max_cost_run)
    client = ChatClient(endpoint_of(settings, judge=True), settings, spending=spending, env=env)
    closing.callback(client.close)
    return LlmJudge(client)


def llm_decides(settings: LlmSettings) -> dict[str, object]:
    """Return the settings of a language model that change what an edition says; no address and no key's name."""
    names = ("provider", "model", "judge_provider", "judge_model", "temperature", "max_answer_tokens")
    return {name: getattr(settings, name) for name in (*names, "sentences_together")}


def _with_model(config: Config, *, folder: Path, closing: ExitStack, env: Mapping[str, str] | None) -> Writing:
    from byline.summary.extractive import ExtractiveWriter
    from byline.writers.client import ChatClient
    from byline.writers.judge import LlmJudge
    from byline.writers.llm import LlmWriter
    from byline.writers.memory import ANSWERS, MANNERS, Answers, Manners
    from byline.writers.providers import Endpoint, endpoint_of
    from byline.writers.spending import Spending

    settings = config.llm
    spending = Spending(max_tokens=settings.max_tokens_run, max_cost=settings.max_cost_run)
    manners = Manners(folder / MANNERS)
    answers = Answers(folder / ANSWERS if settings.cache else None)

    def client(endpoint: Endpoint) -> ChatClient:
        opened = ChatClient(endpoint, settings, spending=spending, manners=manners, answers=answers, env=env)
        closing.callback(opened.close)
        return opened

    mine = endpoint_of(settings)
    writer = LlmWriter(client(mine), base=ExtractiveWriter(config.summary), together=settings.sentences_together)
    closing.callback(_tell, spending)
    if not settings.judge_provider:
        return Writing(writer, model_use=spending.use)
    other = endpoint_of(settings, judge=True)
    if (other.base_url, other.model) == (mine.base_url, mine.model):
        raise ConfigError(
            "is the writer's own model, which would share its mistakes.",
            subject="[llm] judge_model",
            advice="Name another one, or leave judge_provider empty.",
        )
    return Writing(writer, LlmJudge(client(other)), model_use=spending.use)


def _tell(spending: object) -> None:
    _log.info("language models: %s", spending)
