"""Compute the mean vectors of a model folder anew, and write them into it.

    python scripts/embedder_centres.py FOLDER [--data FOLDER]

The network's vectors lie in a narrow cone, Chinese ones in another than English ones;
`byline.models.onnx` subtracts the mean of a text's script. The means are those of titles,
and of titles with leads, of the sets in `embedder_data.py` and of two streams of AI news.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy as np
from embedder_data import Report, read_sets, rows

from byline.models.lead import lead_text
from byline.models.onnx import BUNDLED, OnnxEmbedder

SEED = 3
OF_SETS, OF_STREAMS, OF_EACH_SET = 600, 300, 500
"""Reports in one script."""


def main() -> None:
    """Write centres and their hash."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=BUNDLED.parents[3].parent / "shared" / "data")
    options = parser.parse_args()
    card = json.loads((options.model / "model.json").read_text(encoding="utf-8"))
    path = options.model / card["files"]["centres"]
    write(options.model, card, np.zeros((2, card["dim"]), np.float32))
    embedder = OnnxEmbedder(options.model)
    means = [embedder.embed(texts).mean(axis=0) for texts in chosen(options.data)]
    write(options.model, card, np.array(means, np.float32))
    print(f"{path}: lengths {np.linalg.norm(means, axis=1).round(3)}")


def write(folder: Path, card: dict[str, dict[str, str]], centres: np.ndarray) -> None:
    """Write centres and card."""
    path = folder / card["files"]["centres"]
    np.save(path, centres)
    card["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def chosen(data: Path) -> list[list[str]]:
    """Return English, then Chinese texts; every other one with its lead."""
    chance = random.Random(SEED)
    sets = read_sets(data).values()
    reports = [
        chance.choice(g.reports) for groups in sets for g in chance.sample(groups, min(len(groups), OF_EACH_SET))
    ]
    streams = (("bigtechnews/items", False), ("liandyao_zh/sample_4000", True))
    texts = []
    for name, chinese in streams:
        stream = [Report(r["title"], (r["text"] or r["summary"])[:500]) for r in rows(data / f"ainews/{name}.jsonl.gz")]
        script = [report for report in reports if report.is_chinese == chinese]
        part = chance.sample(script, min(OF_SETS, len(script))) + chance.sample(stream, OF_STREAMS)
        texts.append([lead_text(r.title, r.text if n % 2 else "") for n, r in enumerate(part)])
    return texts


if __name__ == "__main__":
    main()
