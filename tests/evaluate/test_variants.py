"""Copies made on purpose."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from byline.evaluate.variants import VARIANTS, run_variants


def write(folder: Path, texts: list[str]) -> Path:
    path = folder / "texts.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "id": n}) for n, text in enumerate(texts)), "utf-8")
    return path


@pytest.mark.parametrize(("letters", "joiner"), [("abcdefghij", " "), ("天地玄黄宇宙洪荒日月盈昃辰宿列张", "")])
def test_each_original_gets_every_kind_of_copy_and_most_are_found(tmp_path: Path, letters: str, joiner: str) -> None:
    draw = random.Random(1)
    words = ["".join(draw.choices(letters, k=5 if joiner else 1)) for _ in range(4000)]
    texts = [joiner.join(words[start : start + 400]) for start in range(0, 4000, 400)]
    figures = run_variants(write(tmp_path, texts))
    assert figures["n"] == 10 * (1 + len(VARIANTS))
    assert figures["recall"] > 0.9
    assert figures["wrong_per_query"] < 0.1


def test_originals_that_are_copies_themselves_are_left_out(tmp_path: Path) -> None:
    draw = random.Random(2)
    text = " ".join("".join(draw.choices("abcdefghij", k=5)) for _ in range(400))
    assert run_variants(write(tmp_path, [text, text]))["n"] == 1 + len(VARIANTS)
