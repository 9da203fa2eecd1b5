"""The client against a server that plays each provider's quirks and faults."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import msgspec
import pytest

from byline.errors import ConfigError
from byline.writers.client import ChatClient
from byline.writers.failures import ModelFailure
from byline.writers.interface import Question
from byline.writers.llm import Reply
from byline.writers.memory import Answers, Manners

from . import fake
from .conftest import ClientMaker
from .fake import KEY, KEY_ENV, Answer, FakeServer, Request


def question(text: str = "The Orca chip has 40 billion transistors.") -> Question:
    return Question(
        task="reworded",
        instructions="Write it again.",
        data=msgspec.json.encode({"sentences": [{"id": "a-1", "text": text}]}).decode(),
        schema={"type": "object"},
        example='{"sentences":[]}',
    )


def ask(client: ChatClient, text: str = "The Orca chip has 40 billion transistors.") -> str:
    return client.ask(question(text), Reply).sentences[0].text


def failure_of(client: ChatClient) -> ModelFailure:
    with pytest.raises(ModelFailure) as caught:
        ask(client)
    return caught.value


def test_a_schema_that_is_refused_is_not_asked_for_again(
    server: FakeServer, client_of: ClientMaker, tmp_path: Path
) -> None:
    server.plays(fake.no_schema)
    file = tmp_path / "llm-servers.json"
    ask(client_of(manners=Manners(file)))
    assert server.formats() == ["json_schema", "json_object"]
    ask(client_of(manners=Manners(file)))
    assert server.formats()[2:] == ["json_object"]


def test_a_form_that_is_refused_by_an_internal_error_is_stepped_down_from_too(
    server: FakeServer, client_of: ClientMaker
) -> None:
    server.plays(fake.no_schema_by_500)
    ask(client_of(provider="llamacpp"))
    assert server.formats() == ["json_schema", "json_object"]
    assert server.requests[-1]["response_format"]["schema"] == {"type": "object"}


def test_a_server_without_any_format_is_asked_in_plain_words(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.no_format)
    client = client_of()
    assert "40" in ask(client)
    ask(client, "Another sentence of 41 words.")
    assert server.formats() == ["json_schema", "json_object", "plain", "plain"]


def test_an_extra_field_that_is_refused_costs_only_that_field(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.no_thinking_field)
    ask(client_of(provider="vllm"))
    assert server.formats() == ["json_schema", "json_schema"]
    assert "chat_template_kwargs" not in server.requests[-1]


@pytest.mark.parametrize(
    ("provider", "first", "field"),
    [
        ("openai", "json_schema", "max_completion_tokens"),
        ("deepseek", "json_object", "thinking"),
        ("moonshot", "json_object", "thinking"),
        ("qwen", "json_object", "enable_thinking"),
        ("ollama", "json_schema", "reasoning_effort"),
        ("llamacpp", "json_schema", "chat_template_kwargs"),
        ("vllm", "json_schema", "chat_template_kwargs"),
        ("other", "json_schema", "max_tokens"),
    ],
)
def test_each_provider_is_asked_in_its_own_way(
    server: FakeServer, client_of: ClientMaker, provider: str, first: str, field: str
) -> None:
    ask(client_of(provider=provider))
    assert server.formats() == [first]
    assert field in server.requests[0]
    assert "temperature" not in server.requests[0]
    assert ("max_tokens" in server.requests[0]) != (provider == "openai")


def test_qwen_is_told_json_and_not_to_think(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.wants_the_word_json)
    assert ask(client_of(provider="qwen"))


def test_a_model_with_one_temperature_is_sent_none(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.fixed_temperature)
    assert ask(client_of(provider="moonshot"))


@pytest.mark.parametrize(
    "fault", [fake.blank, fake.cut, fake.cut_without_a_word, fake.reasons_elsewhere, fake.no_schema]
)
def test_a_bad_reply_is_asked_again_and_then_works(
    server: FakeServer, client_of: ClientMaker, fault: fake.Behaviour
) -> None:
    server.plays(fault, fake.faithful)
    assert ask(client_of())
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", [fake.blank, fake.cut, fake.cut_without_a_word, fake.reasons_elsewhere])
def test_bad_replies_without_end_are_a_failure_after_few_calls(
    server: FakeServer, client_of: ClientMaker, fault: fake.Behaviour
) -> None:
    server.plays(fault)
    assert failure_of(client_of()).kind == "model_bad_reply"
    assert len(server.requests) <= 3


def test_what_is_thought_aloud_and_fenced_is_taken_off(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.thinks_aloud)
    assert ask(client_of()) == "The Orca chip has 40 billion transistors."


def test_a_server_that_asks_to_wait_is_waited_for(server: FakeServer, client_of: ClientMaker) -> None:
    def busy(_request: Request) -> Answer:
        return Answer(status=429, content="slow down", headers={"Retry-After": "1"})

    server.plays(busy, fake.faithful)
    assert ask(client_of(retries=2))
    assert server.times[1] - server.times[0] >= 1.0


def test_an_internal_error_is_tried_again_and_then_a_failure(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.fails, fake.faithful)
    assert ask(client_of(retries=1))
    server.plays(fake.fails)
    assert failure_of(client_of(retries=1)).kind == "model_unavailable"


def test_a_server_that_drips_is_left_at_the_deadline(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.drips)
    error = failure_of(client_of(timeout_s=0.5))
    assert (error.kind, "longer than 0.5 s" in str(error)) == ("model_unavailable", True)


def test_a_server_that_is_not_there_is_a_failure(client_of: ClientMaker, server: FakeServer) -> None:
    client = client_of()
    server.close()
    assert failure_of(client).kind == "model_unavailable"


def test_after_too_many_failures_no_more_is_asked(server: FakeServer, client_of: ClientMaker) -> None:
    server.plays(fake.fails)
    client = client_of(max_failures=2)
    for _ in range(5):
        failure_of(client)
    assert len(server.requests) == 2


def test_an_answer_is_asked_for_once(server: FakeServer, client_of: ClientMaker, tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    assert ask(client_of(answers=answers)) == ask(client_of(answers=answers))
    assert len(server.requests) == 1
    ask(client_of(answers=answers, model="another"))
    assert len(server.requests) == 2


def test_a_bad_reply_is_not_kept(server: FakeServer, client_of: ClientMaker, tmp_path: Path) -> None:
    server.plays(fake.blank)
    failure_of(client_of(answers=Answers(tmp_path)))
    assert not list(tmp_path.rglob("*.json"))


def test_no_call_is_made_that_could_go_beyond_the_tokens(server: FakeServer, client_of: ClientMaker) -> None:
    client = client_of(max_tokens_run=2_000, max_answer_tokens=1_000)
    kinds = []
    for number in range(30):
        try:
            ask(client, f"Sentence number {number} of the day.")
        except ModelFailure as error:
            kinds.append(error.kind)
    assert set(kinds) == {"model_budget"}
    assert client.spending.tokens <= 2_000
    assert client.spending.calls == len(server.requests) == 30 - len(kinds)


def test_no_call_is_made_that_could_go_beyond_the_money(server: FakeServer, client_of: ClientMaker) -> None:
    client = client_of(prices=(1_000.0, 2_000.0), max_cost_run=1.0, max_answer_tokens=100)
    for number in range(10):
        try:
            ask(client, f"Sentence number {number} of the day.")
        except ModelFailure as error:
            assert error.kind == "model_budget"  # noqa: PT017 (the first calls are within the budget)
    assert 0 < client.spending.cost <= 1.0


def test_a_question_that_ollama_cut_is_a_failure(server: FakeServer, client_of: ClientMaker) -> None:
    def forgetful(request: Request) -> Answer:
        answer = fake.faithful(request)
        answer.usage = (5, 5)
        return answer

    server.plays(forgetful)
    error = failure_of(client_of(provider="ollama"))
    assert "read only 5 tokens" in str(error)


def test_the_key_is_sent_and_nowhere_else_to_be_found(
    server: FakeServer,
    client_of: ClientMaker,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(
        env={KEY_ENV: KEY}, key_env=KEY_ENV, manners=Manners(tmp_path / "m.json"), answers=Answers(tmp_path / "a")
    )
    server.plays(fake.no_schema, fake.faithful, fake.knows_no_such_key)
    ask(client)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    with pytest.raises(ModelFailure) as caught:
        ask(client, "Another one.")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    told = [str(caught.value), repr(caught.value), repr(client), repr(client.endpoint), caplog.text, written.decode()]
    assert caught.value.__cause__ is None
    assert all(KEY not in words for words in told)
    assert KEY_ENV in str(caught.value)


def test_a_key_that_is_missing_is_named_by_its_variable(client_of: ClientMaker) -> None:
    with pytest.raises(ConfigError, match="NOT_SET_ANYWHERE"):
        client_of(key_env="NOT_SET_ANYWHERE")


def test_clients_of_several_threads_share_no_state(server: FakeServer, client_of: ClientMaker) -> None:
    clients = [client_of() for _ in range(4)]
    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [client.spending.calls for client in clients] == [1, 1, 1, 1]
