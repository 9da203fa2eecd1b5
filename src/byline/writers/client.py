"""Asks a model of any OpenAI-compatible server, and never waits, pays or trusts without a limit."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from byline.errors import ConfigError, PluginError, install
from byline.writers.failures import ModelFailure
from byline.writers.interface import Question
from byline.writers.memory import Answers, Manner, Manners, question_key
from byline.writers.providers import PROVIDERS, Endpoint
from byline.writers.replies import Completion, Usage, read_answer, read_completion
from byline.writers.settings import LlmSettings
from byline.writers.spending import Spending, fewest_tokens, most_tokens

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")
_log = logging.getLogger(__name__)
_NO_KEY = "not-needed"
"""The SDK wants a key even for servers that look at none."""
_MAX_BODY = 4_000_000
_MAX_WORDS = 200
_ASKS_AGAIN = 2
"""Bad replies on one rung before the next one is tried."""
_REFUSED, _NO_SUCH_KEY = (400, 422), (401, 403)
_NAMES_FORM = re.compile("response_format|json_schema|json_object|grammar")
"""llama-cpp-python answers a form that it does not know with 500."""


class ChatClient:
    """One model; steps down the ladder json_schema, json_object, plain as far as its server needs."""

    def __init__(
        self,
        endpoint: Endpoint,
        settings: LlmSettings,
        *,
        spending: Spending,
        manners: Manners | None = None,
        answers: Answers | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Take the key from the environment, `os.environ` where none is given.

        Raises ConfigError where the key is missing, PluginError without the SDK.
        """
        self.endpoint = endpoint
        self.spending = spending
        self._settings = settings
        self._provider = PROVIDERS[endpoint.provider]
        self._manners = manners or Manners(None)
        self._answers = answers or Answers(None)
        self._failures = 0
        self._key = _key(endpoint, os.environ if env is None else env)
        self._client = _sdk(endpoint, settings, key=self._key)

    def __repr__(self) -> str:
        """Say which model it is; never the key."""
        return f"ChatClient({self.endpoint.provider}, {self.endpoint.model})"

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def ask(self, question: Question, shape: type[T]) -> T:
        """Return the answer in its shape, from disk where the same question was answered before.

        Raises ModelFailure where there is none to be had, where the run's budget is spent,
        and at once after too many failures in a row.
        """
        kept = self._answers.get(self._question_key(question))
        if kept:
            self.spending.cached += 1
            return msgspec.json.decode(kept, type=shape)
        if self._failures >= self._settings.max_failures:
            raise self._failure("asked no more after too many failures.", kind="model_unavailable")
        try:
            answer, text = self._climb_down(question, shape)
        except ModelFailure as error:
            self._failures += error.kind != "model_budget"
            raise
        self._failures = 0
        self._answers.put(self._question_key(question), text)
        return answer

    def _question_key(self, question: Question) -> str:
        settings = self._settings
        return question_key(self.endpoint[:3], msgspec.to_builtins(question), settings.temperature)

    def _climb_down(self, question: Question, shape: type[T]) -> tuple[T, str]:
        """Ask until an answer can be read: at most three bad replies, once for each refusal.

        Only what was learned from refusals is remembered: a bad reply may be the question's fault.
        """
        endpoint = self.endpoint
        manner = self._manners.of(endpoint.base_url, endpoint.model, first=self._provider.first)
        learned, tries = manner, 0
        while True:
            try:
                answer, text = self._once(question, shape, manner=manner)
            except _Refusal as refusal:
                lower = manner.after_refusal(refusal.words, extras=self._provider.extras)
                if lower is None:
                    raise self._failure(f"refused: {refusal.words}", kind="model_refused") from None
                manner = learned = lower
            except ModelFailure as error:
                tries += 1
                below = manner.lower()
                if error.kind != "model_bad_reply" or (tries >= _ASKS_AGAIN and below is None) or tries > _ASKS_AGAIN:
                    raise
                manner = below if tries >= _ASKS_AGAIN and below is not None else manner
            else:
                self._manners.remember(endpoint.base_url, endpoint.model, learned)
                return answer, text

    def _once(self, question: Question, shape: type[T], *, manner: Manner) -> tuple[T, str]:
        """Ask once; what was answered is paid for, whatever it is worth."""
        messages = _messages(question)
        asked = "".join(message["content"] for message in messages)
        most = self._settings.max_answer_tokens
        prices = self.endpoint.prices
        self.spending.reserve(most_tokens(asked), most, prices=prices)
        started = time.monotonic()
        try:
            body = self._send(self._request(question, messages, manner=manner))
        finally:
            self.spending.waited(time.monotonic() - started)
        completion = read_completion(body, subject=self.endpoint.model)
        self.spending.add(_usage(completion, asked), prices=prices)
        self._refuse_cut_question(completion, asked)
        return read_answer(completion, shape, subject=self.endpoint.model)

    def _request(self, question: Question, messages: list[dict[str, str]], *, manner: Manner) -> dict[str, object]:
        settings = self._settings
        request: dict[str, object] = {"model": self.endpoint.model, "messages": messages}
        request[self._provider.max_tokens_field] = settings.max_answer_tokens
        if settings.temperature >= 0:
            request["temperature"] = settings.temperature
        if manner.format == "json_schema":
            schema = {"name": question.task, "schema": question.schema, "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif manner.format == "json_object":
            schema = {"schema": question.schema} if self._provider.schema_in_object else {}
            request["response_format"] = {"type": "json_object", **schema}
        if manner.extras and self._provider.extras:
            request["extra_body"] = self._provider.extras
        return request

    def _send(self, request: dict[str, Any]) -> bytes:  # Any: the SDK's overloads cannot follow a dict
        """Return the body of the answer, read under one deadline: a server that drips cannot hold a run up."""
        import httpx2
        import openai

        deadline = time.monotonic() + self._settings.timeout_s
        try:
            with self._client.chat.completions.with_streaming_response.create(**request) as response:
                return self._read(response.iter_bytes(), deadline=deadline)
        except openai.APIStatusError as error:
            # From None: the server's words may repeat the key, and a traceback would print them unmasked.
            raise self._from_status(error.status_code, str(error)) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            name = type(error).__name__
            raise self._failure(f"could not be reached ({name}).", kind="model_unavailable") from None
        except openai.OpenAIError as error:
            raise self._failure(self._clean(str(error)), kind="model_unavailable") from None

    def _read(self, chunks: Iterable[bytes], *, deadline: float) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if time.monotonic() > deadline:
                seconds = f"{self._settings.timeout_s:g}"
                raise self._failure(f"took longer than {seconds} s to answer.", kind="model_unavailable")
            if len(body) > _MAX_BODY:
                raise self._failure("answered without end.", kind="model_bad_reply")
        return bytes(body)

    def _from_status(self, status: int, words: str) -> Exception:
        cleaned = self._clean(words)
        if status in _REFUSED or (status >= 500 and _NAMES_FORM.search(words)):
            return _Refusal(cleaned)
        if status in _NO_SUCH_KEY:
            self._failures = self._settings.max_failures
            advice = f"Check the environment variable {self.endpoint.key_env}." if self.endpoint.key_env else ""
            return self._failure(f"does not accept the key ({status}).", kind="model_refused", advice=advice)
        return self._failure(f"answered {status}: {cleaned}", kind="model_unavailable")

    def _refuse_cut_question(self, completion: Completion, asked: str) -> None:
        """Ollama cuts what does not fit its context and says nothing; its count of tokens tells."""
        counted = completion.usage.prompt_tokens if completion.usage else 0
        if self.endpoint.provider == "ollama" and 0 < counted < fewest_tokens(asked):
            raise self._failure(
                f"read only {counted} tokens of the question.",
                kind="model_refused",
                advice="Raise the context length of the model (OLLAMA_CONTEXT_LENGTH).",
            )

    def _clean(self, words: str) -> str:
        masked = words.replace(self._key, "***") if self._key else words
        return re.sub(r"\s+", " ", masked)[:_MAX_WORDS]

    def _failure(self, message: str, *, kind: Any, advice: str = "") -> ModelFailure:  # Any: FailureKind, by keyword
        return ModelFailure(message, kind=kind, subject=f"model {self.endpoint.model}", advice=advice)


class _Refusal(Exception):
    """The server refused the form of the request."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _key(endpoint: Endpoint, env: Mapping[str, str]) -> str:
    if not endpoint.key_env:
        return ""
    key = env.get(endpoint.key_env, "").strip()
    if not key:
        raise ConfigError(
            "is not set, and the server needs a key.",
            subject=f"environment variable {endpoint.key_env}",
            advice="Set it in the environment; a key in byline.toml is never read.",
        )
    return key


def _sdk(endpoint: Endpoint, settings: LlmSettings, *, key: str) -> OpenAI:
    try:
        from openai import Omit, OpenAI
    except ImportError as error:
        raise PluginError("the openai client is not installed.", subject="writer llm", advice=install("llm")) from error
    # The two ids are for one provider only; the SDK would send them to any, out of its own environment variables.
    unsent = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
    return OpenAI(
        api_key=key or _NO_KEY,
        base_url=endpoint.base_url,
        timeout=settings.timeout_s,
        max_retries=settings.retries,
        default_headers=unsent,  # type: ignore[arg-type]  # Omit is how the SDK takes a header away; its type lacks it
    )


def _messages(question: Question) -> list[dict[str, str]]:
    """Return instructions and data as two messages. "JSON", schema and example stand in the text, for every rung.

    Some servers refuse JSON mode unless the prompt has the word; most models follow an example best.
    """
    schema = msgspec.json.encode(question.schema).decode()
    form = f"Answer with one JSON object and nothing else. Its JSON schema: {schema}\nExample: {question.example}"
    return [
        {"role": "system", "content": f"{question.instructions}\n\n{form}"},
        {"role": "user", "content": question.data},
    ]


def _usage(completion: Completion, asked: str) -> Usage:
    """Return the server's count, or one on the high side where it sends none."""
    if completion.usage is not None and completion.usage.prompt_tokens:
        return completion.usage
    said = "".join(choice.message.content or "" for choice in completion.choices)
    return Usage(prompt_tokens=most_tokens(asked), completion_tokens=most_tokens(said))
