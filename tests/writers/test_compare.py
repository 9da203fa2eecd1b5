"""The comparison of models: the figures follow from what each of them did."""

from __future__ import annotations

import msgspec
import pytest

from byline.app.compare import QUOTING, ModelRow, compare_models, named_endpoint
from byline.config.tree import Config
from byline.errors import ConfigError
from byline.records import Coverage
from byline.writers.providers import Endpoint
from byline.writers.settings import LlmSettings

from . import fake
from .fake import Answer, FakeServer, Request, faithful, swaps_numbers

CONFIG = Config(llm=LlmSettings(retries=0, max_failures=50))


def compare(story: Coverage, server: FakeServer, *models: str) -> dict[str, ModelRow]:
    endpoints = [Endpoint("vllm", server.base_url, model, "", (1.0, 2.0)) for model in models]
    return {row.model: row for row in compare_models([story], endpoints, config=CONFIG)}


def by_name(request: Request) -> Answer:
    """A good model, one that changes numbers, one that only fails."""
    played = {"good": faithful, "wrong": swaps_numbers, "mute": fake.blank}
    return played[request["model"]](request)


def test_each_model_gets_a_row_beside_quoting_alone(story: Coverage, server: FakeServer) -> None:
    rows = compare(story, server.plays(by_name), "good", "wrong", "mute")
    good, wrong, mute = (rows[f"vllm:{name}"] for name in ("good", "wrong", "mute"))
    assert list(rows) == [QUOTING, "vllm:good", "vllm:wrong", "vllm:mute"]
    assert (good.asked, good.valid, good.citation_precision, good.citation_recall) == (1, 1, 1.0, 1.0)
    assert good.replaced == 0
    assert wrong.citation_precision < 1.0
    assert wrong.replaced >= 2
    assert wrong.vetoed["numbers"] >= 2
    assert (mute.valid, mute.vetoed["model_bad_reply"]) == (0, 1)
    assert {row.words for row in rows.values()} == {rows[QUOTING].words}


def test_tokens_and_cost_are_those_of_the_server(story: Coverage, server: FakeServer) -> None:
    good = compare(story, server, "good")["vllm:good"]
    assert good.tokens == 150
    assert good.cost == pytest.approx((100 * 1.0 + 50 * 2.0) / 1e6, abs=1e-4)


@pytest.mark.parametrize(
    ("named", "provider", "model", "prices"),
    [
        ("deepseek:deepseek-chat@0.3/1.2", "deepseek", "deepseek-chat", (0.3, 1.2)),
        ("qwen3:8b", "ollama", "qwen3:8b", (0.5, 0.6)),
        ("ollama:qwen3:8b", "ollama", "qwen3:8b", (0.5, 0.6)),
        ("gpt-x", "ollama", "gpt-x", (0.5, 0.6)),
        ("vllm:org/model@0/0", "vllm", "org/model", (0.0, 0.0)),
    ],
)
def test_a_model_is_named_with_its_provider_and_prices(
    named: str, provider: str, model: str, prices: tuple[float, float]
) -> None:
    settings = LlmSettings(provider="ollama", price_in=0.5, price_out=0.6)
    endpoint = named_endpoint(named, settings)
    assert (endpoint.provider, endpoint.model, endpoint.prices) == (provider, model, prices)


def test_a_model_without_an_address_is_refused() -> None:
    with pytest.raises(ConfigError):
        named_endpoint("other:model", LlmSettings())


def test_a_row_is_plain_data(story: Coverage, server: FakeServer) -> None:
    rows = compare(story, server, "good")
    assert msgspec.json.decode(msgspec.json.encode(rows), type=dict[str, ModelRow]) == rows
