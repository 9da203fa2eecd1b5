"""Speed of claims and summaries: a story of 20 sources and 600 sentences, made from the sample newsroom.

Run: python bench/summary.py [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from datetime import UTC, datetime, timedelta

from byline.evaluate.verifier import sample_sentences
from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.summary.claims import find_claims
from byline.summary.extractive import ExtractiveWriter
from byline.summary.settings import SummarySettings
from byline.summary.summarise import summarise
from byline.text.hashes import sha256_hex

START = datetime(2025, 7, 28, tzinfo=UTC)
SOURCES, EACH = 20, 30


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
    """Print seconds for claims and for whole summaries, each on texts not seen before."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    settings = SummarySettings()
    find_claims(story(0), settings=settings)
    profile = cProfile.Profile() if arguments.profile else None
    for shift in (100, 200, 300):
        coverage = story(shift)
        started = time.process_time()
        if profile:
            profile.enable()
        claims = find_claims(coverage, settings=settings)
        if profile:
            profile.disable()
        middle = time.process_time()
        summarise(coverage, writer=ExtractiveWriter(), language="en", inputs_hash="", settings=settings)
        ended = time.process_time()
        print(f"claims {middle - started:.3f} s ({len(claims.claims)}), summary {ended - middle:.3f} s")
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
