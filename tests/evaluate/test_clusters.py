"""Story clustering measured on a file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.evaluate.clusters import run_clusters
from byline.models.hashing import HashingEmbedder

ROWS = [
    {
        "id": "a",
        "time": "2025-07-14T08:00:00Z",
        "title": "Lakeside Labs opens its Heron model",
        "story": "s",
        "lang": "en",
    },
    {
        "id": "b",
        "time": "2025-07-14T10:00:00+02:00",
        "title": "Comet passes the sun tonight",
        "story": "t",
        "lang": "en",
    },
    {"id": "c", "time": "2025-07-14T09:00", "title": "Heron model opened by Lakeside Labs", "story": "s", "lang": "en"},
    {"id": "d", "time": None, "title": "芯片出口新规公布", "story": "u", "lang": "zh"},
]


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_figures_over_all_and_by_language(tmp_path: Path) -> None:
    figures = run_clusters(_write(tmp_path / "rows.jsonl", ROWS), embedder=HashingEmbedder())
    assert figures["bcubed_f1"] == figures["pair_f1"] == figures["ari"] == 1.0
    assert figures["n"] == 4
    assert figures["en.n"] == 3
    assert figures["zh.bcubed_p"] == 1.0


def test_assignments_are_written_in_stream_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_clusters(_write(tmp_path / "rows.jsonl", ROWS), embedder=HashingEmbedder(), write_assignments=out)
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in written] == ["d", "a", "b", "c"]
    assert written[1]["story"] == written[3]["story"] != written[2]["story"]


def test_limit_words_zero_reads_titles_alone(tmp_path: Path) -> None:
    rows = [{**row, "text": f"{row['title']} and the very same words again and again"} for row in ROWS]
    plain = run_clusters(_write(tmp_path / "plain.jsonl", ROWS), embedder=HashingEmbedder())
    limited = run_clusters(_write(tmp_path / "long.jsonl", rows), embedder=HashingEmbedder(), limit_words=0)
    assert {k: v for k, v in plain.items() if k != "articles_per_second"} == {
        k: v for k, v in limited.items() if k != "articles_per_second"
    }


def test_gzip_is_read_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n\n".join(json.dumps(row).encode() for row in ROWS)))
    assert run_clusters(path, embedder=HashingEmbedder())["n"] == 4


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "x"}', r"line 2: not a valid row.*title"),
        ('{"id": "x", "title": "t", "story": null}', r"line 2: not a valid row.*story"),
        ('{"id": "x", "title": "t", "story": "s", "time": "yesterday"}', r"line 2: not a valid row.*yesterday"),
        ('{"id": "a", "title": "t", "story": "s"}', r"line 2: the id 'a' comes twice"),
        ("not json", r"line 2: not a valid row"),
    ],
)
def test_a_malformed_row_is_named_by_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"id": "a", "title": "t", "story": "s"}}\n{line}\n')
    with pytest.raises(ConfigError, match=rf"rows\.jsonl, {message}"):
        run_clusters(path, embedder=HashingEmbedder())


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(ConfigError, match=r"empty\.jsonl: the file has no rows"):
        run_clusters(tmp_path / "empty.jsonl")
    with pytest.raises(ConfigError, match=r"none\.jsonl: cannot be read"):
        run_clusters(tmp_path / "none.jsonl")


def test_a_topic_is_taken_where_there_is_no_story(tmp_path: Path) -> None:
    rows = [{**{k: v for k, v in row.items() if k != "story"}, "topic": row["story"]} for row in ROWS]
    assert run_clusters(_write(tmp_path / "rows.jsonl", rows), embedder=HashingEmbedder())["bcubed_f1"] == 1.0


def test_the_baseline_stands_beside_it(tmp_path: Path) -> None:
    figures = run_clusters(_write(tmp_path / "rows.jsonl", ROWS), embedder=HashingEmbedder())
    assert figures["tfidf.bcubed_f1"] == figures["online.bcubed_f1"] == 1.0


def test_stories_in_two_languages_are_measured_on_their_own(tmp_path: Path) -> None:
    german = {"id": "e", "time": "2025-07-14T09:30:00Z", "title": "Brot ist teuer", "story": "s", "lang": "de"}
    figures = run_clusters(_write(tmp_path / "rows.jsonl", [*ROWS, german]), embedder=HashingEmbedder())
    assert figures["de+en.n"] == 3.0
    assert figures["de+en.bcubed_f1"] < 1.0
    assert "en+zh.n" not in figures


def test_a_row_without_story_and_topic_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "rows.jsonl", [{"id": "a", "title": "t"}])
    with pytest.raises(ConfigError, match="neither story nor topic"):
        run_clusters(path, embedder=HashingEmbedder())
