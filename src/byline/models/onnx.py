"""The embedder that Byline ships: multilingual-e5-small cut to English and Chinese.

A model is a folder with `model.json`, which names its files and their SHA-256.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BUNDLED = Path(__file__).parent / "data"
_ADVICE = "Install Byline again, or choose the embedder 'words', which needs no model."


class ModelCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `model.json` says."""

    name: str
    files: dict[str, str]
    """Role ("network", "tokenizer") -> file name in the folder."""
    sha256: dict[str, str]
    """File name -> hex digest."""
    dim: int
    prefix: str
    """Put before every text, as the network was trained."""
    max_tokens: int
    max_characters: int
    """Longer texts are cut before they reach the tokenizer."""
    licence: str
    source: str


class OnnxEmbedder:
    """Turns texts into vectors with a sentence encoder on onnxruntime, one thread."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the model's card; the network itself is loaded by the first `embed`.

        Without a folder, the bundled model. Raises ModelError where the card cannot be read.
        """
        self._folder = folder or BUNDLED
        try:
            self._card = msgspec.json.decode((self._folder / "model.json").read_bytes(), type=ModelCard)
        except (OSError, msgspec.MsgspecError) as error:
            message = f"the embedding model cannot be read: {error}."
            raise ModelError(message, subject=str(self._folder / "model.json"), advice=_ADVICE) from error
        for role in ("network", "tokenizer"):
            if self._card.files.get(role) not in self._card.sha256:
                message = f"it names no {role} with its SHA-256."
                raise ModelError(message, subject=str(self._folder / "model.json"), advice=_ADVICE)

    @property
    def id(self) -> str:
        """Name and the first 12 hex digits of the network's hash."""
        return f"{self._card.name}-{self._card.sha256[self._card.files['network']][:12]}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._card.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, float32 (n, dim), in the order of the texts.

        Each text goes through the network alone: dynamic int8 takes its scale over the
        whole input, so in a batch a text's vector would depend on its neighbours (cosine
        down to .989); alone it is also faster on one core. About 8 to 20 ms a text.
        Raises ModelError where a file is missing or is not the one the card names.
        """
        rows = np.empty((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._one(text)
        return rows

    def _one(self, text: str) -> NDArray[np.float32]:
        ids = self._tokenizer.encode(self._card.prefix + self._clean(text)).ids
        tokens = np.array([_cut(ids, self._card.max_tokens)], np.int64)
        (hidden,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        mean: NDArray[np.float64] = hidden[0].mean(axis=0, dtype=np.float64)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _clean(self, text: str) -> str:
        """NFKC and a cap, both before and after: one Arabic ligature unfolds to 18 characters."""
        limit = self._card.max_characters
        return unicodedata.normalize("NFKC", text[:limit])[:limit]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_str(self._checked("tokenizer").decode())

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self._checked("network"), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def _checked(self, role: str) -> bytes:
        """Read a file of the model and compare its hash with the card's."""
        path = self._folder / self._card.files[role]
        try:
            data = path.read_bytes()
        except OSError as error:
            message = f"the embedding model's {role} is missing: {error.strerror}."
            raise ModelError(message, subject=str(path), advice=_ADVICE) from error
        expected, found = self._card.sha256[path.name], hashlib.sha256(data).hexdigest()
        if found != expected:
            message = f"the embedding model's {role} is damaged: SHA-256 is {found[:12]}..., not {expected[:12]}..."
            raise ModelError(message, subject=str(path), advice=_ADVICE)
        return data


def _cut(ids: list[int], limit: int) -> list[int]:
    """Keep the closing token of a text that is cut."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]
