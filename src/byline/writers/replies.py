"""What servers send back, and the JSON object in it.

Read with a schema of our own and not with the SDK's models: servers add and leave
out fields, and only four of them matter. Reasoning in a field of its own is never read.
"""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from byline.writers.failures import ModelFailure

T = TypeVar("T")
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|$)", re.DOTALL | re.IGNORECASE)
_END_OF_THINKING = re.compile(r"^.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_MAX_CHARACTERS = 200_000


class Usage(msgspec.Struct, frozen=True):
    """Tokens as the server counts them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message = _Message()
    finish_reason: str | None = None


class Completion(msgspec.Struct, frozen=True):
    """The part of an answer that is read."""

    choices: tuple[_Choice, ...] = ()
    usage: Usage | None = None


def read_completion(body: bytes, *, subject: str) -> Completion:
    """Return the server's answer; raise ModelFailure for what is not one."""
    try:
        return msgspec.json.decode(body, type=Completion)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _bad("the answer is not of the protocol.", subject) from error


def read_answer(completion: Completion, shape: type[T], *, subject: str) -> tuple[T, str]:
    """Return the answer in its shape, and the JSON it was read from.

    Raises ModelFailure for an answer that is blank, cut at the token limit, refused,
    without a JSON object or of another shape. Unknown fields are ignored.
    """
    if not completion.choices:
        raise _bad("the answer is empty.", subject)
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise _bad("the answer was cut at its token limit.", subject)
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise _bad("the model would not answer.", subject)
    found = json_object(choice.message.content or "")
    if not found:
        raise _bad("the answer is blank or holds no JSON object.", subject)
    try:
        return msgspec.json.decode(found, type=shape), found
    except msgspec.DecodeError as error:
        raise _bad("the answer's JSON is not what was asked for.", subject) from error


def json_object(content: str) -> str:
    """Return the first JSON object that is complete, without what was thought aloud before it; "" where there is none.

    O(n) for what models send; at most 200,000 characters are looked at.
    """
    spoken = _END_OF_THINKING.sub("", _THINKING.sub("", content[:_MAX_CHARACTERS]))
    at = spoken.find("{")
    while at >= 0:
        end = _object_end(spoken, at)
        if end and _is_json(spoken[at:end]):
            return spoken[at:end]
        at = spoken.find("{", max(at + 1, end))
    return ""


def _object_end(text: str, start: int) -> int:
    """Return where the braces that open at `start` are closed, outside strings; 0 where they never are."""
    depth, quoted, escaped = 0, False, False
    for place in range(start, len(text)):
        character = text[place]
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "{}":
            depth += 1 if character == "{" else -1
            if depth == 0:
                return place + 1
    return 0


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _bad(message: str, subject: str) -> ModelFailure:
    return ModelFailure(message, kind="model_bad_reply", subject=subject)
