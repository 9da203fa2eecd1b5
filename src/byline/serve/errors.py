"""What can be wrong with a question; each knows its HTTP status."""

from __future__ import annotations

from byline.errors import BylineError


class Refused(BylineError):
    """The question cannot be answered."""

    status = 400


class BadRequest(Refused):
    """The question is not well put."""


class NotFound(Refused):
    """There is no such thing."""

    status = 404


class Unauthorised(Refused):
    """The token is missing or wrong."""

    status = 401


class TooMany(Refused):
    """Too many requests in a short time."""

    status = 429


class Busy(Refused):
    """Something of the same kind is going on."""

    status = 409


class Forbidden(Refused):
    """Nobody may do this here."""

    status = 403


class RunRefused(Refused):
    """A run could not even begin."""

    status = 500
