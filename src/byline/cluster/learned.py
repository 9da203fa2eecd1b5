"""What a person's decisions teach: weights a little off the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from byline.cluster.features import PAIR, Matrix, pair_features
from byline.cluster.memory import Memory
from byline.cluster.score import Scorer, Weights

RIDGE = 20.0
"""How strongly weights are held to the shipped ones: one decision moves its own pair by less than .1."""
_STEPS = 20
_DIGITS = 6


def learned(
    weights: Weights,
    memory: Memory,
    *,
    together: Iterable[tuple[int, int]],
    apart: Iterable[tuple[int, int]],
) -> Weights:
    """Return the weights after what a person decided about pairs of articles in memory.

    A logistic fit of the decided pairs, pulled towards the shipped weights: without
    decisions nothing changes, and the same decisions always give the same weights.
    """
    scorer = Scorer(weights)
    decided = [(pair, 1.0) for pair in together] + [(pair, 0.0) for pair in apart]
    rows: list[Matrix] = []
    labels: list[float] = []
    for (left, right), label in sorted(decided):
        if left in memory.numbers and right in memory.numbers:
            rows.append(_figures(memory, (left, right)))
            labels.append(label)
    if not rows:
        return weights
    pair, bias = _fit(np.stack(rows), np.array(labels), scorer)
    return msgspec.structs.replace(
        weights, pair=dict(zip(PAIR, pair.round(_DIGITS).tolist(), strict=True)), pair_bias=round(bias, _DIGITS)
    )


def _figures(memory: Memory, pair: tuple[int, int]) -> Matrix:
    number, other = (memory.numbers[key] for key in pair)
    entry = memory.window.entries[number]
    direction = memory.direction(memory.window.vector(number), entry.language)
    near = memory.near(memory.lexicon.stored(number), direction, np.array([other], np.intp))
    figures: Matrix = pair_features(entry, near)[0]
    return figures


def _fit(rows: Matrix, labels: Matrix, scorer: Scorer) -> tuple[Matrix, float]:
    """Return pair weights and bias by Newton's method; convex, so it ends at one place."""
    figures = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
    start = np.append(scorer.pair, scorer.pair_bias)
    solution = start.copy()
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(figures @ solution, -30.0, 30.0)))
        gradient = figures.T @ (likely - labels) + RIDGE * (solution - start)
        curvature = (figures * (likely * (1.0 - likely))[:, None]).T @ figures + RIDGE * np.eye(len(start))
        solution -= np.linalg.solve(curvature, gradient)
    return solution[:-1], float(solution[-1])
