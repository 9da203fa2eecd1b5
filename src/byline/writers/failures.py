"""Why a model gave no answer that can be used."""

from __future__ import annotations

from typing import Literal

from byline.errors import ModelError

FailureKind = Literal["model_unavailable", "model_refused", "model_bad_reply", "model_budget"]
"""Unavailable: no answer. Refused: the server will not take the question. Bad reply: blank, cut or no JSON.
Budget: the run's tokens or money are spent."""


class ModelFailure(ModelError):
    """A question without an answer; the story is told without the model."""

    def __init__(self, message: str, *, kind: FailureKind, subject: str = "", advice: str = "") -> None:
        """`kind` is the name under which the edition counts it."""
        super().__init__(message, subject=subject, advice=advice)
        self.kind = kind
