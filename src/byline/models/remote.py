"""The embedder "openai": a model behind any OpenAI-compatible /embeddings address."""

from __future__ import annotations

import http.client
import logging
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NoReturn
from urllib.parse import urlsplit

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.errors import ConfigError, ModelError
from byline.models.rows import model_id, unit_rows
from byline.models.settings import EmbedSettings

_log = logging.getLogger(__name__)
_MAX_WORDS = 200
"""Characters of a server's words that are repeated."""
_BYTES_PER_TEXT = 400_000
"""8,192 numbers of 25 characters, twice: no honest answer is longer."""
_CHUNK = 65_536
_MAX_WAIT_S = 60.0
_TOO_MANY, _SERVER_ERROR = 429, 500
_NO_SUCH_KEY = (401, 403)


class _Row(msgspec.Struct):
    index: int
    embedding: list[float]


class _Reply(msgspec.Struct):
    data: list[_Row]


class RemoteEmbedder:
    """Asks a server for vectors, in batches."""

    def __init__(self, settings: EmbedSettings, *, env: Mapping[str, str] | None = None) -> None:
        """Take the key from the environment, `os.environ` where none is given. No server is asked.

        Raises ConfigError where model or address cannot work, or where the key's variable is not set.
        """
        if not settings.model:
            raise ConfigError("names no model.", subject="[embed] model", advice="Name it as the server calls it.")
        parts = urlsplit(settings.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            # The address is not repeated: what stands before the @ may be a password.
            advice = "Write http://HOST:PORT/v1; a key belongs in the environment."
            raise ConfigError("is no address of a server.", subject="[embed] base_url", advice=advice)
        self._settings = settings
        self._key = _key(settings.key_env, os.environ if env is None else env)
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __repr__(self) -> str:
        """Say which model it is; never the key."""
        return f"RemoteEmbedder({self._settings.model})"

    @property
    def id(self) -> str:
        """Name and a hash of address, model, length and prefix; a model that changes under its name is not noticed."""
        settings = self._settings
        return model_id("openai", settings.base_url.rstrip("/"), settings.model, settings.dim, settings.prefix)

    @cached_property
    def dim(self) -> int:
        """Length of a vector; asks the server once where the settings do not say it."""
        return self._settings.dim or self._batch(("dimension",), dim=0).shape[1]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, float32 (n, dim), in the order of the texts.

        Raises ModelError where the server cannot be reached, refuses, or sends something else.
        """
        size = self._settings.batch
        rows = [self._batch(texts[at : at + size], dim=self.dim) for at in range(0, len(texts), size)]
        return np.concatenate(rows) if rows else np.empty((0, self.dim), np.float32)

    def _batch(self, texts: Sequence[str], *, dim: int) -> NDArray[np.float32]:
        prefixed = [self._settings.prefix + text or " " for text in texts]
        # A server that counts characters refuses an empty text, and with it the whole batch.
        request: dict[str, object] = {"model": self._settings.model, "input": prefixed, "encoding_format": "float"}
        if self._settings.dim:
            request["dimensions"] = self._settings.dim
        body = self._ask(msgspec.json.encode(request), limit=_BYTES_PER_TEXT * (len(texts) + 1))
        try:
            reply = msgspec.json.decode(body, type=_Reply)
        except msgspec.MsgspecError as error:
            raise ModelError(f"sent no vectors: {error}", subject=self._subject) from error
        rows = sorted(reply.data, key=lambda row: row.index)
        if [row.index for row in rows] != list(range(len(texts))):
            raise ModelError(f"sent {len(rows)} vectors for {len(texts)} texts.", subject=self._subject)
        return unit_rows([row.embedding for row in rows], count=len(texts), dim=dim, subject=self._subject)

    def _ask(self, body: bytes, *, limit: int) -> bytes:
        """Return the server's answer, asked again after failures that may pass."""
        settings, wait_s = self._settings, self._settings.wait_s
        for left in range(settings.retries, -1, -1):
            try:
                return self._once(body, limit=limit)
            except _Passing as failure:
                if not left:
                    raise self._failure(str(failure)) from None
                pause = min(max(failure.wait_s, wait_s), _MAX_WAIT_S)
                _log.warning("%s: %s; asked again in %.1f s", self._subject, failure, pause)
                time.sleep(pause)
                wait_s *= 2
        raise AssertionError("the last round returns or raises")

    def _once(self, body: bytes, *, limit: int) -> bytes:
        """Ask once, under one deadline: a server that drips cannot hold a run up."""
        deadline = time.monotonic() + self._settings.timeout_s
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        address = f"{self._settings.base_url.rstrip('/')}/embeddings"
        request = urllib.request.Request(address, body, headers)  # noqa: S310  # the scheme was checked
        try:
            with self._opener.open(request, timeout=self._settings.timeout_s) as response:
                return self._read(response, deadline=deadline, limit=limit)
        except urllib.error.HTTPError as error:
            with error:
                self._refuse(error)
        except (OSError, http.client.HTTPException) as error:
            # From None: an address in a library's words may be one that the operator would not see printed.
            raise _Passing(f"could not be reached ({type(error).__name__})") from None

    def _read(self, response: http.client.HTTPResponse, *, deadline: float, limit: int) -> bytes:
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > limit:
                raise ModelError("answered without end.", subject=self._subject)
            if time.monotonic() > deadline:
                raise _Passing(f"took longer than {self._settings.timeout_s:g} s to answer")
        return bytes(body)

    def _refuse(self, error: urllib.error.HTTPError) -> NoReturn:
        status, words = error.code, self._words(error)
        if status in _NO_SUCH_KEY:
            advice = (
                f"Check the environment variable {self._settings.key_env}." if self._key else "Set [embed] key_env."
            )
            raise ModelError(f"does not accept the key ({status}).", subject=self._subject, advice=advice) from None
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            asked = error.headers.get("Retry-After", "")
            raise _Passing(f"answered {status}: {words}", wait_s=float(asked) if asked.isdigit() else 0.0) from None
        raise ModelError(f"answered {status}: {words}", subject=self._subject) from None

    def _words(self, error: urllib.error.HTTPError) -> str:
        """Return the beginning of what the server says, without the key."""
        try:
            said = error.read(_CHUNK).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return ""
        masked = said.replace(self._key, "***") if self._key else said
        return re.sub(r"\s+", " ", masked)[:_MAX_WORDS]

    def _failure(self, message: str) -> ModelError:
        failure = ModelError(f"{message}.", subject=self._subject, advice="Is the server running?")
        failure.retryable = True
        return failure

    @property
    def _subject(self) -> str:
        return f"embedding model {self._settings.model}"


class _Passing(Exception):
    """A failure that may pass."""

    def __init__(self, words: str, *, wait_s: float = 0.0) -> None:
        super().__init__(words)
        self.wait_s = wait_s


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: the key would be sent along."""

    def redirect_request(self, *_: object) -> None:
        return None


def _key(name: str, env: Mapping[str, str]) -> str:
    if not name:
        return ""
    key = env.get(name, "").strip()
    if not key:
        raise ConfigError(
            "is not set, and [embed] key_env names it.",
            subject=f"environment variable {name}",
            advice="Set it in the environment; a key in byline.toml is never read.",
        )
    return key
