"""The trained sums."""

from __future__ import annotations

import msgspec
import numpy as np

from byline.cluster.features import PAIR, STORY, Near, pair_features, story_features
from byline.cluster.lexicon import Lexicon
from byline.cluster.names import read_words
from byline.cluster.score import Scorer, shipped
from byline.cluster.window import Entry


def _entry(number: int, story: int, *, language: str = "en", hours: float = 0.0) -> Entry:
    return Entry(
        id=number,
        story_id=story,
        origin_id=number,
        source_id="outlet",
        hours=hours,
        language=language,
        title="Heron lands",
        digest=False,
        entities=frozenset(),
        length=0.0,
    )


def _near(cosines: list[float], *, language: str = "en") -> Near:
    lexicon = Lexicon()
    for _ in cosines:
        lexicon.add(read_words("Heron lands", ""))
    entries = [_entry(number, number % 2, language=language) for number in range(len(cosines))]
    stories = np.array([entry.story_id for entry in entries])
    return Near(
        entries=entries,
        cosines=np.array(cosines),
        stories=stories,
        sizes=np.bincount(stories),
        shared=lexicon.shared(lexicon.read(read_words("Heron lands", "")), np.arange(len(cosines))),
    )


def test_the_shipped_weights_name_known_figures_only() -> None:
    weights = shipped()
    assert set(weights.pair) <= set(PAIR)
    assert set(weights.story) == set(STORY)


def test_the_nearer_of_two_articles_scores_higher() -> None:
    rated = Scorer(shipped()).rate(_entry(9, 0), _near([0.9, 0.3]))
    assert rated.logits[0] > rated.logits[1]
    assert rated.scores[0] > rated.scores[1]


def test_words_are_not_compared_across_languages() -> None:
    row = dict(zip(PAIR, pair_features(_entry(9, 0), _near([0.9], language="zh"))[0].tolist(), strict=True))
    assert (row["across"], row["words"], row["title"]) == (1.0, 0.0, 0.0)


def test_its_four_nearest_members_speak_for_a_story() -> None:
    logits = np.array([5.0 if number < 8 else -5.0 for number in range(20)])
    assert story_features(_near([0.5] * 20), logits)[:, 0].tolist() == [5.0, 5.0]


def test_members_that_are_not_near_count_against_a_story_up_to_twenty_four_of_them() -> None:
    near = msgspec.structs.replace(_near([0.5] * 12), sizes=np.array([6, 200]))
    missing = story_features(near, np.zeros(12))[:, STORY.index("missing")]
    assert missing.tolist() == [0.0, 1.0 - 6 / 24]
