"""Stories of a replayed stream against those that a reader found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.evaluate.stream import item_key, labelled_items, read_labels, run_stream, stream_figures
from byline.text.urls import url_key

DAY = "2025-07-11"
TITLES = {
    "lakeside": "Lakeside releases Heron-7, an open language model of 70 billion parameters",
    "tribune": "Heron-7, an open language model of 70 billion parameters, released by Lakeside",
    "harbor": "Harbor opens a coding agent for small teams",
}


def keys(*names: str) -> list[str]:
    return [item_key(url_key(f"https://{name}.example/news")) for name in names]


def write(folder: Path, *, stories: list[list[str]], alone: list[str]) -> tuple[Path, Path]:
    rows = [
        {
            "id": name, "url": f"https://{name}.example/news", "title": title, "source": f"{name}.example",
            "first_seen": DAY, "published": f"{DAY}T12:0{number}:00Z", "via": ["own"],
        }
        for number, (name, title) in enumerate(TITLES.items())
    ]  # fmt: skip
    raw, labels = folder / "raw.jsonl", folder / "labels.json"
    raw.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    body = {"raw": raw.name, "since": DAY, "until": DAY, "stories": stories, "alone": alone}
    labels.write_text(json.dumps(body), "utf-8")
    return labels, raw


def test_stories_found_as_the_reader_found_them_are_all_right(tmp_path: Path) -> None:
    labels, raw = write(tmp_path, stories=[keys("lakeside", "tribune")], alone=keys("harbor"))
    figures = run_stream(labels, raw)
    assert figures["n"] == 3
    assert figures["bcubed_f1"] == figures["pair_f1"] == figures["exact"] == 1.0


def test_items_that_were_not_read_do_not_count(tmp_path: Path) -> None:
    labels, raw = write(tmp_path, stories=[], alone=keys("lakeside", "harbor"))
    figures = run_stream(labels, raw)
    assert (figures["n"], figures["bcubed_f1"]) == (2, 1.0)


def test_the_items_read_come_as_the_story_finder_gets_them(tmp_path: Path) -> None:
    labels, raw = write(tmp_path, stories=[keys("lakeside", "tribune")], alone=keys("harbor"))
    found = labelled_items(labels, raw)
    assert [item.title for item, _ in found] == list(TITLES.values())
    assert [story for _, story in found] == ["0", "0", "1"]
    assert all(item.vector and item.source_id for item, _ in found)


def test_pairs_across_languages_are_counted_by_themselves() -> None:
    gold, found = [1, 1, 1, 2], [1, 1, 2, 2]
    figures = stream_figures(gold, found, ["en", "en", "zh", "en"])
    assert (figures["within.pair_p"], figures["within.pair_r"]) == (1.0, 1.0)
    assert (figures["across.pair_p"], figures["across.pair_r"], figures["across.pair_f1"]) == (0.0, 0.0, 0.0)
    assert figures["exact"] == 0.0


def test_an_item_in_two_stories_is_refused(tmp_path: Path) -> None:
    labels, _ = write(tmp_path, stories=[keys("lakeside", "tribune"), keys("lakeside", "harbor")], alone=[])
    with pytest.raises(ConfigError, match="is in two stories"):
        read_labels(labels)


def test_labels_of_another_stream_are_refused(tmp_path: Path) -> None:
    labels, raw = write(tmp_path, stories=[], alone=keys("elsewhere"))
    with pytest.raises(ConfigError, match="none of the items"):
        run_stream(labels, raw)


def test_a_file_that_holds_no_labels_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "labels.json"
    broken.write_text("[]", "utf-8")
    with pytest.raises(ConfigError, match="holds no labels"):
        read_labels(broken)
