"""How likely two articles, or an article and a story, tell the same: two small trained sums.

`scripts/train_scorer.py` makes `weights.json`; what was tried beside it stands in docs/log.md.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

from byline.cluster.features import PAIR, STORY, Matrix, Near, pair_features, story_features
from byline.cluster.window import Entry

WEIGHTS = Path(__file__).parent / "weights.json"
_DIGITS = 5


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logistic function of the figures of a pair, and one of those of a story."""

    pair: dict[str, float]
    """Column of `features.PAIR` -> weight."""
    pair_bias: float
    story: dict[str, float]
    """Column of `features.STORY` -> weight."""
    story_bias: float
    trained_on: str = ""
    """The sets and the embedder, in words."""


class Rated(msgspec.Struct, frozen=True, kw_only=True):
    """Articles and stories near a new article, with how likely each tells the same."""

    near: Near
    pairs: Matrix
    """Rows of `pair_features`."""
    logits: Matrix
    """One for each article near."""
    stories: Matrix
    """Rows of `story_features`."""
    scores: Matrix
    """One for each story, 0 to 1."""


class Scorer:
    """Rates what is near a new article."""

    def __init__(self, weights: Weights) -> None:
        """Take trained weights."""
        self.pair = np.array([weights.pair.get(name, 0.0) for name in PAIR])
        self.pair_bias = weights.pair_bias
        self.story = np.array([weights.story.get(name, 0.0) for name in STORY])
        self.story_bias = weights.story_bias

    def rate(self, entry: Entry, near: Near) -> Rated:
        """Return how likely an article tells the same as each article near it, and each of their stories.

        O(articles near).
        """
        pairs = pair_features(entry, near)
        logits = self.logits(pairs)
        stories, scores = self.rate_stories(near, logits)
        return Rated(near=near, pairs=pairs, logits=logits, stories=stories, scores=scores)

    def rate_stories(self, near: Near, logits: Matrix) -> tuple[Matrix, Matrix]:
        """Return the rows of `story_features` and the scores of the stories near one article or several."""
        stories = story_features(near, logits)
        return stories, likelihood((stories * self.story).sum(axis=1) + self.story_bias)

    def alike(self, entry: Entry, near: Near) -> Matrix:
        """Return the logit of each pair."""
        return self.logits(pair_features(entry, near))

    def logits(self, pairs: Matrix) -> Matrix:
        """Return the logit of each row of figures."""
        logits: Matrix = np.round((pairs * self.pair).sum(axis=1) + self.pair_bias, _DIGITS)
        return logits


def likelihood(logits: Matrix) -> Matrix:
    """Return logits as likelihoods, 0 to 1, rounded to five digits."""
    return np.round(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))), _DIGITS)


def one_likelihood(logit: float) -> float:
    """Return a logit as a likelihood, 0 to 1, rounded to five digits."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit)))), _DIGITS)


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Return the weights that come with the package."""
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=Weights)
