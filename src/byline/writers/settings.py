"""What an operator can set about language models."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

PROVIDER_NAMES = ("openai", "deepseek", "moonshot", "qwen", "ollama", "llamacpp", "vllm", "other")
_PROVIDER = f"^({'|'.join(PROVIDER_NAMES)})$"
_VARIABLE = "^([A-Z_][A-Z0-9_]{0,47})?$"
"""Capitals only: a key that was put here by mistake is refused before any message could repeat it."""
_NO_JUDGE = f"^({'|'.join(PROVIDER_NAMES)}|)$"


class LlmSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The model that rewords claims and the one that judges; used only with `writer = "llm"`."""

    provider: Annotated[
        str, Meta(description=f"Server of the writer's model: {', '.join(PROVIDER_NAMES)}.", pattern=_PROVIDER)
    ] = "ollama"
    base_url: Annotated[str, Meta(description="Address of the server's API; \"\": the provider's own.")] = ""
    model: Annotated[str, Meta(description="Name of the writer's model, as the server calls it.")] = ""
    key_env: Annotated[
        str,
        Meta(
            description='Environment variable that holds the key; "": the provider\'s usual one. Never the key itself.',
            pattern=_VARIABLE,
        ),
    ] = ""
    price_in: Annotated[
        float, Meta(description="What a million tokens of questions cost, in your currency.", ge=0.0, le=10_000.0)
    ] = 0.0
    price_out: Annotated[
        float, Meta(description="What a million tokens of answers cost, in your currency.", ge=0.0, le=10_000.0)
    ] = 0.0
    judge_provider: Annotated[
        str,
        Meta(
            description='Server of the judge\'s model; "": no judge, and no sentence in other words is published.',
            pattern=_NO_JUDGE,
        ),
    ] = ""
    judge_base_url: Annotated[str, Meta(description="Address of the judge's API.")] = ""
    judge_model: Annotated[str, Meta(description="Name of the judge's model: another one than the writer's.")] = ""
    judge_key_env: Annotated[
        str, Meta(description="Environment variable that holds the judge's key.", pattern=_VARIABLE)
    ] = ""
    judge_price_in: Annotated[
        float, Meta(description="What a million tokens of the judge's questions cost.", ge=0.0, le=10_000.0)
    ] = 0.0
    judge_price_out: Annotated[
        float, Meta(description="What a million tokens of the judge's answers cost.", ge=0.0, le=10_000.0)
    ] = 0.0
    max_tokens_run: Annotated[
        int,
        Meta(description="Tokens that one run may use, writer and judge together; then it goes on without.", ge=1_000),
    ] = 400_000
    max_cost_run: Annotated[
        float,
        Meta(description="Money that one run may cost, in the currency of the prices; 0: no limit.", ge=0.0, le=1e6),
    ] = 0.0
    max_answer_tokens: Annotated[
        int, Meta(description="Tokens of one answer, at most; a longer one is cut and counts as failed.", ge=64)
    ] = 2_000
    sentences_together: Annotated[
        int,
        Meta(description="Sentences in one question, at most; small models mix up more than one.", ge=1, le=24),
    ] = 24
    temperature: Annotated[
        float,
        Meta(description="Temperature; below 0: not sent, as some models refuse any but their own.", ge=-1.0, le=2.0),
    ] = -1.0
    timeout_s: Annotated[
        float, Meta(description="Seconds for one answer, all of it; slow local models need more.", gt=0.0, le=3_600.0)
    ] = 120.0
    retries: Annotated[
        int,
        Meta(description="Tries after a failure that may pass (429, 5xx, no connection), with growing waits.", ge=0),
    ] = 3
    max_failures: Annotated[
        int, Meta(description="Failures one after the other, after which a run asks no more.", ge=1, le=100)
    ] = 3
    cache: Annotated[bool, Meta(description="Keep good answers on disk, so that the same question costs once.")] = True
