"""The baseline that a story finder has to beat: TF-IDF, one pass, nearest story mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from byline.text.words import content_words

THRESHOLD = 0.2
"""Cosine from which an article joins; of .15 to .35 the best for uci, wikinews_big and handpicked together."""
WINDOW_HOURS = 96.0
LEAD_CHARACTERS = 2400
_PRIOR = 1000


def tfidf_stories(
    texts: Sequence[tuple[str, str]], hours: Sequence[float], *, threshold: float = THRESHOLD
) -> list[int]:
    """Return the story number of each (title, text), in time order.

    Words are damped counts times the idf of what came before, title words twice. An
    article joins the live story whose mean it is nearest to, if the cosine reaches the
    threshold; a story lives for four days after its last article.
    """
    frequency: Counter[str] = Counter()
    sums: list[dict[str, float]] = []
    lengths: list[float] = []
    last: list[float] = []
    postings: dict[str, dict[int, None]] = {}
    found: list[int] = []
    for (title, text), at in zip(texts, hours, strict=True):
        vector = _vector(f"{title} {title} {text[:LEAD_CHARACTERS]}", frequency, len(found))
        dots: dict[int, float] = {}
        for word, weight in vector.items():
            for story in postings.get(word, ()):
                dots[story] = dots.get(story, 0.0) + weight * sums[story][word]
        live = [(dot / lengths[s], -s) for s, dot in dots.items() if at - last[s] <= WINDOW_HOURS]
        best, story = max(live, default=(0.0, 0))
        story = -story if best >= threshold else len(sums)
        if story == len(sums):
            sums.append({})
            lengths.append(0.0)
            last.append(at)
        for word, weight in vector.items():
            sums[story][word] = sums[story].get(word, 0.0) + weight
            postings.setdefault(word, {})[story] = None
        lengths[story] = math.sqrt(sum(weight * weight for weight in sums[story].values())) or 1.0
        last[story] = at
        frequency.update(vector.keys())
        found.append(story)
    return found


def _vector(text: str, frequency: Counter[str], count: int) -> dict[str, float]:
    """Return the words' weights, of unit length."""
    counts = Counter(content_words(text))
    weights = {
        word: (1.0 + math.log(number)) * math.log((count + _PRIOR) / (frequency[word] + 1.0))
        for word, number in counts.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}
