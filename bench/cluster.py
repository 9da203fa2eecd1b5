"""Speed and memory of copies and stories on one core: `python bench/cluster.py [--json FILE] [--windows N,N]`.

Real titles are used where ../shared/data (or BYLINE_DATA) has them, for how crowded the
window is decides the cost: each is embedded once (kept in --cache), and repeated with
some noise and its words turned round up to the window's size. Without the data, made-up
titles and vectors take their place. Vectors are given, and what is read of an
article, so that clustering alone is measured: `StoryIndex.assign` whole, over more than
one step of the window's time. Reading an article is measured apart from it: of a title
alone, as in these windows, and of whole articles.

Speeds are articles per CPU second of one thread. On a shared machine they vary by half;
read the ratios, and take the figures from an idle one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.online import StoryIndex
from byline.cluster.reading import read, read_words_only
from byline.cluster.settings import ClusterSettings
from byline.evaluate.copies import run_copies
from byline.evaluate.variants import write_variants
from byline.models.lead import lead_text
from byline.models.onnx import OnnxEmbedder
from byline.records import WindowItem
from byline.text.words import has_han

DATA = Path(os.environ.get("BYLINE_DATA", "../shared/data"))
TITLES = "ainews/raw_2026-04-25_2026-06-15.jsonl.gz"
COPIES = {"en": "clustering/wikinews_events/wikinews_big.jsonl.gz", "zh": "ainews/liandyao_zh/sample_4000.jsonl.gz"}
START = datetime(2026, 5, 1, tzinfo=UTC)
DIM = 384
WINDOW_HOURS = 96.0
NOISE = 0.35
"""Length of the noise added to a vector that is used again: reports of one event by different outlets lie so far
apart (cosine .94 of raw vectors)."""
ROUNDS = 3
BATCH = 64
READ = 1000
"""Articles read."""

Floats = NDArray[np.float32]


class Titles(NamedTuple):
    """Real or made-up titles with their vectors."""

    texts: list[str]
    vectors: Floats


def main() -> None:
    """Print a table of what was asked for, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", default="10000,30000,100000", help="articles in the window, one measurement each")
    parser.add_argument("--titles", type=int, default=12_000, help="titles embedded")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "byline-bench-titles.npz")
    parser.add_argument("--json", type=Path, help="add the figures to this file")
    parser.add_argument("--window", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    titles = _titles(options.titles, options.cache)
    if options.window:
        sys.stdout.write(json.dumps(measure_window(titles, options.window)))
        return
    figures = measure_copies() | measure_reading(titles)
    for window in options.windows.split(","):
        figures |= _in_own_process(int(window), options)
        _print({name: value for name, value in figures.items() if name.endswith(f"_{window}")})
    _print({name: value for name, value in figures.items() if name.startswith(("copies", "reading"))})
    if options.json:
        _add_to(options.json, figures)


def _in_own_process(window: int, options: argparse.Namespace) -> dict[str, float]:
    """Measure one window in a process of its own, so that its memory is its own too."""
    command = [sys.executable, __file__, "--window", str(window), "--cache", str(options.cache)]
    command += ["--titles", str(options.titles)]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return figures


def _print(figures: dict[str, float]) -> None:
    for name, value in figures.items():
        sys.stdout.write(f"{name:40} {value:12,.4g}\n" if value < 1000 else f"{name:40} {value:12,.0f}\n")


def _add_to(path: Path, figures: dict[str, float]) -> None:
    """Add figures to a JSON object in a file."""
    old = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(old | figures, indent=2) + "\n", "utf-8")


def measure_window(titles: Titles, window: int) -> dict[str, float]:
    """Return speed and memory with so many articles in the window."""
    # A third of a step more than one, so that what happens once a step is counted as often as it happens.
    measured = window // 12
    stories = StoryIndex(ClusterSettings(window_days=4))
    stories.assign(list(_items(titles, 128, window=window)))
    # The items stay alive until memory has been read, or what they free would count for the window.
    items = list(_items(titles, window, window=window))
    before = _resident_mb()
    seconds = _cpu(lambda: stories.restore(items))
    stories.assign(list(_items(titles, window + BATCH, window=window, first=window)))
    memory = _resident_mb() - before
    spent = sum(_cpu(lambda batch=batch: stories.assign(batch)) for batch in _batches(titles, window, measured))
    figures = {
        "assign_per_cpu_second": measured / spent,
        "assign_us": 1e6 * spent / measured,
        "window_mb": memory,
        "restore_cpu_s": seconds,
    }
    return {f"{name}_{window}": round(value, 2) for name, value in figures.items()}


def _batches(titles: Titles, window: int, count: int) -> Iterator[list[WindowItem]]:
    """Yield new articles in the batches in which the pipeline hands them over; the first batch is left out."""
    for first in range(window + BATCH, window + BATCH + count, BATCH):
        yield list(_items(titles, min(first + BATCH, window + BATCH + count), window=window, first=first))


def _items(titles: Titles, last: int, *, window: int, first: int = 0) -> Iterator[WindowItem]:
    """Yield articles in order of time, `window` of them in the days that the window covers."""
    order = np.random.default_rng(0).permutation(2 * window)
    for number in range(first, last):
        round_, title = divmod(int(order[number]), len(titles.texts))
        vector, text = titles.vectors[title], titles.texts[title]
        if round_:
            noise = np.random.default_rng(number).standard_normal(len(vector), dtype=np.float32)
            vector = vector + NOISE * noise / np.float32(len(vector) ** 0.5)
            text = text[::-1] if has_han(text) else " ".join(reversed(text.split()))
        yield WindowItem(
            article_id=number + 1,
            story_id=number - number % 3 + 1,
            origin_id=number + 1,
            source_id=f"source-{number % 300}",
            time=START + timedelta(hours=number * WINDOW_HOURS / window),
            language="zh" if has_han(text) else "en",
            title=text,
            text="",
            reading=read_words_only(text, ""),
            vector=(vector / np.linalg.norm(vector)).astype("<f4").tobytes(),
        )


def measure_reading(titles: Titles) -> dict[str, float]:
    """Return what it takes to read an article, in microseconds: words and names of title and lead, and the shingles."""
    texts = {"title": [(title, "") for title in titles.texts[:READ]]}
    for language, path in COPIES.items():
        if (DATA / path).exists():
            with gzip.open(DATA / path, "rt", encoding="utf-8") as lines:
                rows = [msgspec.json.decode(line) for line in islice(lines, READ)]
            texts[language] = [(row.get("title") or "", row.get("text") or "") for row in rows]
    figures = {}
    for name, articles in texts.items():
        spent = min(_cpu(lambda articles=articles: [read(*article) for article in articles]) for _ in range(ROUNDS))
        figures[f"reading_{name}_us"] = round(1e6 * spent / len(articles), 1)
    return figures


def measure_copies() -> dict[str, float]:
    """Return quality and speed of the copy finder on texts and copies made of them, and on texts alone."""
    figures: dict[str, float] = {}
    for language, path in COPIES.items():
        if not (DATA / path).exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "variants.jsonl"
            write_variants(DATA / path, file)
            rounds = [run_copies(file) for _ in range(ROUNDS)]
        figures |= {f"copies_{language}_{name}": rounds[0][name] for name in ("recall", "wrong_per_query")}
        figures[f"copies_{language}_per_cpu_second"] = max(figure["docs_per_cpu_second"] for figure in rounds)
    return figures


def _titles(count: int, cache: Path) -> Titles:
    """Return titles of the real stream in its order, embedded once; else made-up ones."""
    if not (DATA / TITLES).exists():
        return Titles([_prose(seed, 9) for seed in range(count)], _clustered(count))
    with gzip.open(DATA / TITLES, "rt", encoding="utf-8") as lines:
        rows = (msgspec.json.decode(line) for line in lines)
        texts = list(dict.fromkeys(row["title"] for row in rows if row.get("title")))[:count]
    if cache.exists():
        kept = np.load(cache)["vectors"]
        if len(kept) == len(texts):
            return Titles(texts, kept)
    vectors = OnnxEmbedder().embed([lead_text(text, "") for text in texts])
    np.savez(cache, vectors=vectors)
    return Titles(texts, vectors)


def _clustered(count: int) -> Floats:
    """Return vectors near those of one event for every three."""
    centres = np.random.default_rng(0).standard_normal((count // 3 + 1, DIM), dtype=np.float32)
    rows = centres[np.arange(count) // 3] + 0.6 * np.random.default_rng(1).standard_normal((count, DIM), np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


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


def _cpu(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _resident_mb() -> float:
    """Return the resident memory of this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
