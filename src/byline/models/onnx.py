"""The embedder that Byline ships: multilingual-e5-small cut to English and Chinese.

A model is a folder with `model.json`, which names its files and their SHA-256.

The network's vectors all lie in one narrow cone, and Chinese ones in another than
English ones. So the mean vector of each script is subtracted: of sample articles on
one event, pairs across languages rise from .85 to .91 average precision, and a single
threshold fits both languages (.60 to .76 over all pairs).
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BUNDLED = Path(__file__).parent / "data"
_ADVICE = "Install Byline again, or choose the embedder 'words', which needs no model."


_ROLES = ("network", "tokenizer", "centres")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HAN_PER_CHARACTER = 0.2
"""A text is Chinese from this share of Chinese characters on: names and figures in Latin script may be most of it."""


class ModelCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `model.json` says."""

    name: str
    files: dict[str, str]
    """Role -> file name in the folder: "network", "tokenizer", and "centres", a float32 array (2, dim): the mean vector
    of texts in Latin and other scripts, and that of Chinese ones."""
    sha256: dict[str, str]
    """File name -> hex digest."""
    dim: int
    pooling: Literal["mean"]
    """How the network's output becomes one vector."""
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
        for role in _ROLES:
            if self._card.files.get(role) not in self._card.sha256:
                message = f"it names no {role} with its SHA-256."
                raise ModelError(message, subject=str(self._folder / "model.json"), advice=_ADVICE)

    @property
    def id(self) -> str:
        """Name and 12 hex digits that change with any of the model's files."""
        digests = "".join(self._card.sha256[self._card.files[role]] for role in _ROLES)
        return f"{self._card.name}-{hashlib.sha256(digests.encode()).hexdigest()[:12]}"

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
        text = self._clean(text)
        ids = self._tokenizer.encode(self._card.prefix + text).ids
        tokens = np.array([_cut(ids, self._card.max_tokens)], np.int64)
        (hidden,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        mean: NDArray[np.float64] = hidden[0].mean(axis=0, dtype=np.float64)
        mean /= np.linalg.norm(mean)
        mean -= self._centres[int(len(_HAN.findall(text)) > _HAN_PER_CHARACTER * len(text))]
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

    @cached_property
    def _centres(self) -> NDArray[np.float32]:
        centres: NDArray[np.float32] = np.load(io.BytesIO(self._checked("centres")), allow_pickle=False)
        return centres

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
