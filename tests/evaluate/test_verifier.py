import gzip
import json
from pathlib import Path

import pytest

from byline.errors import ConfigError
from byline.evaluate.corruptions import edits
from byline.evaluate.verifier import run_corruptions, run_verifier, sample_sentences

SENTENCE = "Acme, which is based in Porto, said on Monday that about 40 workers may not return to Lisbon."


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(r) for r in rows).encode()))
    return path


def test_a_file_is_scored_by_label_and_tier(tmp_path: Path) -> None:
    short = "Acme said on Monday that about 40 workers may not return to Lisbon."
    rows = [
        {"id": 1, "source": SENTENCE, "claim": SENTENCE, "label": 1},
        {"id": 2, "source": SENTENCE, "claim": short, "label": 1},
        {"id": 3, "source": SENTENCE, "claim": "Acme said 40 workers may return.", "label": 0, "set": "own"},
        {"id": 4, "source": SENTENCE, "claim": "Forty people stay away from Lisbon.", "label": 1},
    ]
    figures = run_verifier(write(tmp_path / "rows.jsonl.gz", *rows))
    assert figures["precision"] == figures["trimmed_precision"] == 1.0
    assert figures["verbatim_yield"] == figures["trimmed_yield"] == pytest.approx(1 / 3)
    assert figures["accepted_wrong"] == 0.0


def test_a_row_without_a_label_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        run_verifier(write(tmp_path / "rows.jsonl.gz", {"id": 1, "source": "A.", "claim": "A."}))


def test_the_same_seed_gives_the_same_edits() -> None:
    assert list(edits([SENTENCE], seed=3)) == list(edits([SENTENCE], seed=3))


def test_the_rules_pass_light_edits_and_refuse_corrupted_ones() -> None:
    figures = run_corruptions(sample_sentences()[:300])
    assert figures["faithful_accepted"] >= 0.93
    assert figures["corrupted_accepted"] <= 0.01
    assert figures["held_out_corrupted_accepted"] <= 0.02


@pytest.mark.parametrize(("name", "floor"), [("rank19", 0.88), ("qags_cnndm", 0.97)])
def test_what_is_accepted_of_judged_pairs_is_right(shared_data: Path, name: str, floor: float) -> None:
    figures = run_verifier(shared_data / "verifier" / "pairs" / f"{name}.jsonl.gz")
    assert figures["trimmed_precision"] >= floor
    assert figures["precision"] >= floor
