"""Errors as problem details: what happened, in one sentence; as a page where a browser asks for one.

**Source:** RFC 9457.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from byline.errors import BylineError, ConfigError, StoreError, StoreLocked
from byline.serve.errors import Refused, TooMany, Unauthorised
from byline.serve.shapes import Problem

PROBLEM = "application/problem+json"
_log = logging.getLogger(__name__)


def register(app: FastAPI) -> None:
    """Have every error of the application answered as a problem."""
    app.add_exception_handler(BylineError, _byline)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(status: int, detail: str = "", *, instance: str = "", headers: dict[str, str] | None = None) -> Response:
    """Return a problem as a response."""
    title = HTTPStatus(status).phrase
    body = Problem(title=title, status=status, detail=detail, instance=instance)
    return Response(
        body.model_dump_json(),
        status_code=status,
        media_type=PROBLEM,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def _answer(request: Request, status: int, detail: str = "", *, headers: dict[str, str] | None = None) -> Response:
    """Return a problem as the client wants it: a page for who reads, JSON for who calls the API."""
    path = request.url.path
    if path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problem(status, detail, instance=path, headers=headers)
    body = request.app.state.pages.render("live_problem.html", missing=status == HTTPStatus.NOT_FOUND, detail=detail)
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=kept)


def status_of(error: BylineError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, ConfigError):
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, StoreLocked):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.INTERNAL_SERVER_ERROR


async def _byline(request: Request, error: Exception) -> Response:
    assert isinstance(error, BylineError)  # noqa: S101 - registered for it
    status = status_of(error)
    headers: dict[str, str] = {}
    if isinstance(error, Unauthorised):
        headers["WWW-Authenticate"] = 'Bearer realm="byline"'
    if isinstance(error, TooMany) or status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "1"
    if isinstance(error, StoreError) and status == HTTPStatus.INTERNAL_SERVER_ERROR:
        # Its subject is a path of this machine: nothing for those who only read.
        _log.error("%s", error)
        return _answer(request, status, "The newsroom's database could not be read.")
    return _answer(request, status, str(error), headers=headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    words = [f"{'.'.join(str(part) for part in one['loc'][1:]) or 'body'}: {one['msg']}" for one in error.errors()]
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(words)[:500])


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    headers = dict(error.headers) if error.headers else None
    return _answer(request, error.status_code, error.detail, headers=headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here.", instance=request.url.path)
