"""Running benches and comparing with floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.evaluate.suite import Bench, Result, below_floors, read_floors, run_all, write_results


def figure(value: float) -> Result:
    return Result(value=value, n=10, seconds=1.0)


def test_benches_whose_data_is_absent_are_named_and_skipped(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("5", "utf-8")
    benches = [
        Bench(name="a", needs="there", run=lambda path: {"a.share": 0.5, "n": float(path.read_text())}),
        Bench(name="b", needs="not-there", run=lambda path: {"b.share": 1.0}),
    ]
    done: list[str] = []
    results, absent = run_all(benches, data=tmp_path, done=lambda name, seconds: done.append(name))
    assert {name: (result.value, result.n) for name, result in results.items()} == {"a.share": (0.5, 5)}
    assert (absent, done) == (["b"], ["a"])


def test_results_are_written_with_the_commit(tmp_path: Path) -> None:
    write_results({"b": figure(0.2), "a": figure(0.1)}, tmp_path / "new" / "results.json")
    written = json.loads((tmp_path / "new" / "results.json").read_text("utf-8"))
    assert list(written["results"]) == ["a", "b"]
    assert written["results"]["a"] == {"value": 0.1, "n": 10, "seconds": 1.0}
    assert "commit" in written


def test_a_figure_beyond_its_floor_or_ceiling_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"f1": {"min": 0.8}, "wrong": {"max": 0.01}, "unmeasured": {"min": 1}}', "utf-8")
    floors = read_floors(path)
    assert below_floors({"f1": figure(0.8), "wrong": figure(0.01)}, floors) == []
    lines = below_floors({"f1": figure(0.79), "wrong": figure(0.02)}, floors)
    assert lines == ["f1 is 0.79, below its floor 0.8", "wrong is 0.02, above its ceiling 0.01"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"f1": 0.8}', '{"f1": {"minimum": 0.8}}', '{"f1": {"min": "much"}}'])
def test_floors_that_cannot_be_read_are_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="holds no floors"):
        read_floors(path)
