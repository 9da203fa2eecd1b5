"""Speed of claims and summaries: a story of 20 sources and 600 sentences, made from the sample newsroom.

Run: python bench/summary.py [--profile] [--json FILE]. Each story is told, claims and summary, by a process of its own:
one that has met its sentences before keeps them taken apart, and needs half as long.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import msgspec

from byline.evaluate.verifier import sample_sentences
from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.text.hashes import sha256_hex

START = datetime(2025, 7, 28, tzinfo=UTC)
SOURCES, EACH = 20, 30
SHIFTS = (100, 200, 300, 100, 200, 300, 100, 200, 300)


def story(shift: int) -> Coverage:
    """Return 20 articles of 30 sentences, with a fifth of the sentences shared by several."""
    pool = [s.replace("\n", " ") for s in sample_sentences()]
    common = pool[shift : shift + 40]
    rest = [s for s in pool if s not in common]
    members = []
    for number in range(1, SOURCES + 1):
        first = (number * 37 + shift) % (len(rest) - EACH)
        told = [*common[number % 30 : number % 30 + 6], *rest[first : first + EACH - 6]]
        members.append(_member(number, "\n\n".join(told)))
    return Coverage(story=Story(id=1, created=START, updated=START), members=tuple(members))


def _member(number: int, text: str) -> Member:
    at = START + timedelta(hours=number)
    article = Article(
        id=number, entry_id=0, source_id=f"s{number}", url="", url_key="", title=text[:60], text=text,
        text_hash=sha256_hex(text), language="en", published=at, seen_at=at,
    )  # fmt: skip
    return Member(
        article=article,
        source=Source(id=f"s{number}", name=f"Source {number}", site=""),
        kept=Kept(topics=()),
        origin=Origin(article_id=number, origin_id=number),
        assignment=Assignment(article_id=number, story_id=1),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", type=int, help="the sentence that the story's sentences are taken from on")
    parser.add_argument("--json", type=Path, help="add the figures to this file")
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(_one(arguments.one, profile=arguments.profile))
        return
    options = ["--profile"] if arguments.profile else []
    each = []
    for shift in SHIFTS:
        command = [sys.executable, __file__, "--one", str(shift), *options]
        *profile, seconds = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        print(*profile, sep="\n", end="\n" if profile else "")
        print(f"story of {SOURCES} sources, {SOURCES * EACH} sentences: {float(seconds):.3f} CPU-s", flush=True)
        each.append(float(seconds))
    figures = {"story_cpu_s": round(median(each), 3), "story_least_cpu_s": round(min(each), 3)}
    print(figures)
    if arguments.json:
        old = json.loads(arguments.json.read_text("utf-8")) if arguments.json.exists() else {}
        arguments.json.write_text(json.dumps(old | figures, indent=2) + "\n", "utf-8")


def _one(shift: int, *, profile: bool) -> float:
    """Return the processor seconds of a story whose sentences this process has not met; another comes first."""
    settings = SummarySettings()
    other = story(0)
    _tell(msgspec.structs.replace(other, members=other.members[:1]), settings)
    told = story(shift)
    watched = cProfile.Profile() if profile else None
    started = time.process_time()
    if watched:
        watched.enable()
    _tell(told, settings)
    if watched:
        watched.disable()
        pstats.Stats(watched).sort_stats("tottime").print_stats(25)
    return time.process_time() - started


def _tell(coverage: Coverage, settings: SummarySettings) -> None:
    summarise(coverage, writer=ExtractiveWriter(), language="en", inputs_hash="", settings=settings)


if __name__ == "__main__":
    main()
