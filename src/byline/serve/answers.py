"""Answers as bytes: encoded once until the newsroom changes, and not sent again to who has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel, TypeAdapter

from byline.serve.desk import Desk
from byline.serve.kept import Kept
from byline.text.hashes import sha256_hex

KEPT_ANSWERS = 512
"""Encoded answers kept: 20 kB each."""
FRESH = {"Cache-Control": "no-cache"}
"""A client may keep an answer, and asks with its ETag whether it still holds."""
JSON = "application/json"


class Answers:
    """Turns resources into responses with an ETag. Safe to use from several threads."""

    def __init__(self, desk: Desk) -> None:
        """Answer from this desk."""
        self.desk = desk
        self._kept: Kept[tuple[bytes, str]] = Kept(KEPT_ANSWERS)

    def give(self, request: Request, make: Callable[[], object], *, lasting: bool = True) -> Response:
        """Return the answer of `make` as JSON, or 304 where the client has it.

        `lasting`: it depends on the address and the store only, not on the time.
        """
        if lasting:
            key = (request.url.path, request.url.query, self.desk.store.version())
            body, tag = self._kept.get(key, lambda: self._made(make))
        else:
            body, tag = self._made(make)
        return tagged(request, body, tag, media_type=JSON)

    def _made(self, make: Callable[[], object]) -> tuple[bytes, str]:
        with self.desk.store.moment():
            return _encoded(make())


def tagged(request: Request, body: bytes, tag: str, *, media_type: str) -> Response:
    """Return a body with its ETag, or 304. **Source:** RFC 9110, section 13.1.2."""
    headers = {**FRESH, "ETag": tag}
    asked = request.headers.get("if-none-match", "")
    if asked and tag in (one.strip().removeprefix("W/") for one in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def etag(body: bytes) -> str:
    """Return the strong ETag of a body."""
    return f'"{sha256_hex(body)[:24]}"'


class Ask:
    """One question: the desk that it is asked at, and the way to answer it."""

    def __init__(self, request: Request) -> None:
        """Take the question; the answers are those of its application."""
        found = request.app.state.answers
        assert isinstance(found, Answers)  # noqa: S101 - `build_app` puts it there
        self.desk = found.desk
        self._answers = found
        self._request = request

    def give(self, make: Callable[[], object], *, lasting: bool = True) -> Response:
        """Return the answer of `make` as JSON, or 304 where the client has it."""
        return self._answers.give(self._request, make, lasting=lasting)


async def ask(request: Request) -> Ask:
    """Return the question that a request is."""
    return Ask(request)


Asked = Annotated[Ask, Depends(ask)]


def _encoded(value: object) -> tuple[bytes, str]:
    body = value.model_dump_json().encode() if isinstance(value, BaseModel) else _ANYTHING.dump_json(value)
    return body, etag(body)


_ANYTHING: TypeAdapter[object] = TypeAdapter(object)
