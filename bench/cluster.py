"""Speed of models and clustering on synthetic text: `python bench/cluster.py [--window 100000]`.

Prints articles per CPU second of one thread. Figures of a shared machine are noisy: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from byline.cluster.copies import CopyIndex
from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.models.hashing import HashingEmbedder
from byline.models.lead import lead_text
from byline.models.onnx import OnnxEmbedder
from byline.records import Article, WindowItem

START = datetime(2025, 7, 1, tzinfo=UTC)
DIM = 384
MEMBERS = 3
"""Articles a story."""


def main() -> None:
    """Run all parts and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", type=int, default=100_000, help="articles remembered before measuring")
    parser.add_argument("--articles", type=int, default=1024, help="articles measured")
    options = parser.parse_args()
    leads = [lead_text(text[:60], text) for text in (_prose(seed, 100) for seed in range(64))]
    embedder = OnnxEmbedder()
    embedder.embed(leads[:1])
    _report("embed, bundled model, title + lead", len(leads), lambda: embedder.embed(leads))
    _report("embed, hashed words, title + lead", len(leads), lambda: HashingEmbedder().embed(leads))
    index = CopyIndex(CopySettings())
    originals, others, copies = (
        _articles(first, 400, seeds=seeds) for first, seeds in ((0, 0), (1000, 1000), (2000, 0))
    )
    index.find(originals)
    _report("copies, 700 words, nothing shared", 400, lambda: index.find(others))
    _report("copies, 700 words, all copied", 400, lambda: index.find(copies))
    stories = StoryIndex(ClusterSettings(window_days=30))
    items = [_item(n) for n in range(1, options.window + options.articles + 1)]
    _report(f"restore a window of {options.window}", options.window, lambda: stories.restore(items[: options.window]))
    stories.assign([_item(0)])
    _report(f"assign titles among {options.window}", options.articles, lambda: stories.assign(items[options.window :]))


def _report(name: str, count: int, run: Callable[[], object]) -> None:
    started = time.process_time()
    run()
    seconds = time.process_time() - started
    sys.stdout.write(f"{name:45} {count / seconds:10.0f} /CPU-s {1e6 * seconds / count:10.0f} us each\n")


def _prose(seed: int, words: int) -> str:
    """Return text whose words are about as frequent as those of English."""
    numbers = random.Random(seed)
    return " ".join(_word(int(50_000 ** numbers.random())) for _ in range(words))


def _word(rank: int) -> str:
    """Return a pronounceable word of its own for each rank."""
    syllables = "ba de fi go hu la me ni po ru sa te vi wo".split()
    word = ""
    while rank:
        rank, syllable = divmod(rank, len(syllables))
        word += syllables[syllable]
    return word


def _articles(first: int, count: int, *, seeds: int) -> list[Article]:
    return [_article(first + n, f"{_prose(seeds + n, 700)} {_prose(first + n, 20)}") for n in range(count)]


def _article(number: int, text: str) -> Article:
    return Article(
        id=number,
        entry_id=number,
        source_id=f"source-{number % 300}",
        url="",
        url_key=f"key-{number}",
        title=text[:60],
        text=text,
        text_hash="",
        language="en",
        published=START,
        seen_at=START,
    )


def _item(number: int) -> WindowItem:
    """Return one of the articles on story number // 3, with a vector near the story's."""
    story = number // MEMBERS
    centre = np.random.default_rng(story).standard_normal(DIM, dtype=np.float32)
    vector = centre + 0.6 * np.random.default_rng(10**7 + number).standard_normal(DIM, dtype=np.float32)
    return WindowItem(
        article_id=number + 1,
        story_id=story * MEMBERS + 1,
        origin_id=number + 1,
        source_id=f"source-{number % 300}",
        time=START + timedelta(seconds=12 * number),
        language="en",
        title=" ".join([_prose(story, 6), _prose(10**7 + number, 4)]),
        text="",
        vector=(vector / np.linalg.norm(vector)).astype("<f4").tobytes(),
    )


if __name__ == "__main__":
    main()
