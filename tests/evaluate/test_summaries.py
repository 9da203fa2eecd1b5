import json
from pathlib import Path

import pytest

from byline.evaluate.summaries import run_summaries

DOCS = [
    {"title": "Orca chip out", "text": "Acme released the Orca chip in Lisbon on Monday. It was raining. Porto waits."},
    {
        "title": "Acme ships Orca",
        "text": "Acme released its Orca chip in Lisbon on Monday. Bolt Systems will buy 40 of them.",
    },
]


def test_figures_and_summaries_come_from_the_rows(tmp_path: Path) -> None:
    row = {"story": "a", "docs": DOCS, "summary": {"text": "Acme released the Orca chip in Lisbon on Monday."}}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    figures = run_summaries(tmp_path / "rows.jsonl", max_words=12, write=tmp_path / "out.jsonl")
    assert figures["rouge1"] > 90
    assert figures["citation_recall"] == figures["citation_precision"] == 1.0
    (written,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    (sentence,) = json.loads(written)["sentences"]
    assert len(sentence["passages"]) == 2


def test_a_story_with_nothing_to_quote_counts_as_empty(tmp_path: Path) -> None:
    row = {"story": 1, "docs": [{"text": "Read more."}], "summary": {"text": "Acme won."}}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert run_summaries(tmp_path / "rows.jsonl")["rouge1"] == 0.0


def test_short_summaries_beat_the_most_central_article(shared_data: Path) -> None:
    figures = run_summaries(shared_data / "summaries" / "neus" / "neus_val.jsonl.gz", max_words=70)
    assert figures["words"] <= 70
    assert figures["rouge1"] >= 39.5
    assert figures["rouge2"] >= 17.5
    assert figures["rougel"] >= 27.2
    assert figures["citation_recall"] == pytest.approx(1.0)
    assert figures["citation_precision"] >= 0.98
