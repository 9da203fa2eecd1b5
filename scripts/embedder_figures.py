"""Measure embedders on pairs of reports: how well one threshold on the cosine tells one event from two.

    python scripts/embedder_figures.py FOLDER [FOLDER ...] [--data FOLDER] [--json FILE]

A folder holds a model.json. Printed are, a set: average precision of same-event pairs and
the best F1 over all thresholds; for groups with an English and a Chinese title, the share
of Chinese titles whose nearest English title is that of the same event, and the average
precision; and the correlation with human similarity of article pairs in four languages.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from embedder_data import Group, read_sets, rows, sample
from numpy.typing import NDArray

from byline.models.lead import lead_text
from byline.models.onnx import BUNDLED, OnnxEmbedder

SEED = 1
PARTS = {"uci": (800, 10), "wikinews": (320, 8), "dtels": (700, 4), "neus": (600, 3)}
"""Texts of a set, and reports of one group."""
WITH_LEAD = ("wikinews", "neus")
CROSSING = 400
SEMEVAL_PAIRS = 60
"""A language."""

Vectors = NDArray[np.float32]
Figures = dict[str, float]


def main() -> None:
    """Print a table, a column for each model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, default=BUNDLED.parents[3].parent / "shared" / "data")
    parser.add_argument("--sets", nargs="*", default=[*PARTS, "ainews", "semeval"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    table = {str(folder): figures(OnnxEmbedder(folder), options.data, options.sets) for folder in options.models}
    for name in next(iter(table.values())):
        print(f"{name:28}", *(f"{column[name]:.3f}" for column in table.values()))
    if options.json:
        options.json.write_text(json.dumps(table, indent=1))


def figures(embedder: OnnxEmbedder, data: Path, wanted: list[str]) -> Figures:
    """Return name -> figure."""
    sets, found = read_sets(data), Figures()
    for name, (texts, each) in PARTS.items():
        if name in wanted:
            groups = sample(sets[name], texts=texts, each=each, seed=SEED)
            for lead in (False, True) if name in WITH_LEAD else (False,):
                found |= {
                    f"{name}{'+lead' if lead else ''} {key}": v for key, v in pairs(embedder, groups, lead=lead).items()
                }
    if "ainews" in wanted:
        found |= crossing(embedder, sets["ainews"])
    if "semeval" in wanted:
        found |= correlation(embedder, data)
    return found


def pairs(embedder: OnnxEmbedder, groups: list[Group], *, lead: bool) -> Figures:
    """Return average precision and best F1 of the same-story pairs of some groups, and those within a topic."""
    texts = [lead_text(r.title, r.text if lead else "") for g in groups for r in g.reports]
    story, topic = (np.array([getattr(g, name) for g in groups for _ in g.reports]) for name in ("story", "topic"))
    vectors = embedder.embed(texts)
    first, second = np.triu_indices(len(texts), 1)
    likeness, same = (vectors @ vectors.T)[first, second], story[first] == story[second]
    found = dict(zip(("AP", "F1"), quality(likeness, same), strict=True))
    near = topic[first] == topic[second]
    if (near & ~same).any():
        clear = same | ~near
        found["AP, topic left out"], found["F1, topic left out"] = quality(likeness[clear], same[clear])
        found["AP of topics"], found["F1 of topics"] = quality(likeness, near)
    return found


def quality(likeness: Vectors, same: NDArray[np.bool_]) -> tuple[float, float]:
    """Return average precision and the best F1."""
    hits = np.cumsum(ordered := same[np.argsort(-likeness, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / hits[-1]
    return float(precision[ordered].mean()), float((2 * precision * recall / (precision + recall).clip(1e-9)).max())


def crossing(embedder: OnnxEmbedder, groups: list[Group]) -> Figures:
    """Return how Chinese titles find the English title of the same page."""
    both = [g for g in groups if len({r.is_chinese for r in g.reports}) > 1][:CROSSING]
    chinese = embedder.embed([lead_text(next(r.title for r in g.reports if r.is_chinese), "") for g in both])
    english = embedder.embed([lead_text(next(r.title for r in g.reports if not r.is_chinese), "") for g in both])
    likeness, same = chinese @ english.T, np.eye(len(both), dtype=bool)
    precision, f1 = quality(likeness.ravel(), same.ravel())
    hit = float((likeness.argmax(1) == np.arange(len(both))).mean())
    return {"zh-en R@1": hit, "zh-en AP": precision, "zh-en F1": f1}


def correlation(embedder: OnnxEmbedder, data: Path) -> Figures:
    """Return Pearson's correlation of cosine and human similarity, by language."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)  # rows as read
    for row in rows(data / "clustering/pairs_semeval2022/pairs_with_text_real.jsonl.gz"):
        if len(pairs_of := found[row["lang1"]]) < SEMEVAL_PAIRS:
            pairs_of.append(row)
    figures = Figures()
    for language, chosen in sorted(found.items()):
        left, right = (embedder.embed([lead_text(r[f"title{n}"], r[f"text{n}"]) for r in chosen]) for n in (1, 2))
        human = [-row["overall"] for row in chosen]
        figures[f"semeval {language} r"] = float(np.corrcoef((left * right).sum(1), human)[0, 1])
    return figures


if __name__ == "__main__":
    main()
