"""Copy finding measured on a file."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.evaluate.copies import run_copies


def _prose(seed: int) -> str:
    numbers = random.Random(seed)
    return " ".join(f"word{numbers.randrange(3000)}" for _ in range(200))


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_recall_and_wrong_pairs(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": str(n), "text": _prose(n), "origin": None} for n in range(10)]
    rows.append({"id": "copy", "text": _prose(3) + " and a footer", "origin": "3"})
    rows.append({"id": "missed", "text": _prose(99), "origin": "4"})
    rows.append({"id": "wrong", "text": _prose(5)})
    figures = run_copies(_write(tmp_path / "rows.jsonl", rows))
    assert (figures["copies"], figures["recall"], figures["wrong_per_query"]) == (2, 0.5, 1 / 13)
    assert figures["docs_per_second"] > 0


def test_a_copy_of_a_copy_counts_for_the_first_of_the_chain(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "text": _prose(1), "origin": "a"},
        {"id": "b", "text": _prose(1), "origin": "a"},
        {"id": "c", "text": _prose(1), "origin": "b"},
    ]
    assert run_copies(_write(tmp_path / "rows.jsonl", rows))["recall"] == 1.0


def test_an_origin_that_is_not_there_is_named(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": "a", "text": "x", "origin": "z"}]
    with pytest.raises(ConfigError, match=r"rows\.jsonl.*'a' names the origin 'z'"):
        run_copies(_write(tmp_path / "rows.jsonl", rows))


def test_a_row_without_text_is_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"rows\.jsonl, line 1: not a valid row.*text"):
        run_copies(_write(tmp_path / "rows.jsonl", [{"id": "a"}]))
