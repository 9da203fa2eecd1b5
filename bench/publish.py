"""Seconds to publish one edition of 1,000 stories: `python bench/publish.py [--stories N] [--rounds N] [--json FILE]`.

The edition is made up from a fixed seed, with sizes as real editions have them: 1 to 14
articles a story, 3 to 12 sentences, 1 to 5 citations each, a fifth of it Chinese. Everything
that `byline export` makes is made and written to a folder, each kind of output timed by
itself. The printed hash is of all bytes: a faster way must not change it.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import json
import pstats
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from byline.publish.compose import EditionFrame, compose
from byline.publish.feeds import render_feeds
from byline.publish.files import write_site
from byline.publish.lines import line_of
from byline.publish.llms import render_llms
from byline.publish.markdown import render_markdown
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site
from byline.publish.view import view_edition
from byline.records import (
    Article,
    Assignment,
    CheckCount,
    Citation,
    Coverage,
    Edition,
    Kept,
    Ledger,
    Member,
    Origin,
    Part,
    Passage,
    Score,
    Section,
    Sentence,
    Source,
    SourceKind,
    Story,
    Summary,
    Tier,
)
from byline.text.hashes import sha256_hex

Made = TypeVar("Made")
NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)
SETTINGS = PublishSettings(images="off")
SYLLABLES = "ba cor den el fir gan hol in jo kel lum mar nor os pra quin ras sel tor un ver wil yar zen".split()
HAN = "山水云林江河海石风火木金星月东南西北春秋大小新旧开放模型研究发布公司数据计算芯片"
COUNTRIES = ("US", "GB", "DE", "IN", "SG", "CN")


def main() -> None:
    """Print, for the best of the rounds, seconds and bytes of each kind of output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="print what takes longest")
    parser.add_argument("--json", type=Path, help="add the figures to this file")
    options = parser.parse_args()
    edition = invented_edition(options.stories)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(publish, edition)
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return
    figures = min((publish(edition) for _ in range(options.rounds)), key=lambda found: found["publish_1000_wall_s"])
    for name, value in figures.items():
        print(f"{name:32} {value}")
    if options.json:
        old = json.loads(options.json.read_text("utf-8")) if options.json.exists() else {}
        numbers = {name: value for name, value in figures.items() if not isinstance(value, str)}
        options.json.write_text(json.dumps(old | numbers, indent=2) + "\n", "utf-8")


def publish(edition: Edition) -> dict[str, float | str]:
    """Make and write everything an export makes; return wall and CPU seconds of each kind, and the bytes' hash."""
    clock = _Clock()
    view = clock.time("view", lambda: view_edition(edition, images={}, min_independent=2))
    files = clock.time("pages", lambda: render_site(edition, images={}, settings=SETTINGS, view=view))
    files |= clock.time("markdown", lambda: render_markdown(edition, settings=SETTINGS, view=view))
    files |= clock.time("feeds", lambda: render_feeds([edition], settings=SETTINGS, view=view))
    files |= clock.time("llms", lambda: render_llms([edition], settings=SETTINGS))
    with tempfile.TemporaryDirectory() as folder:
        clock.time("written", lambda: write_site(files, Path(folder), line=line_of(edition)))
        digest, count, size = _digest(Path(folder))
    return {**clock.figures(), "publish_1000_files": count, "publish_1000_mb": round(size / 1e6, 1), "sha256": digest}


class _Clock:
    """Wall and CPU seconds by name."""

    def __init__(self) -> None:
        self._spent: dict[str, tuple[float, float]] = {}

    def time(self, name: str, run: Callable[[], Made]) -> Made:
        wall, cpu = time.perf_counter(), time.process_time()
        made = run()
        self._spent[name] = (time.perf_counter() - wall, time.process_time() - cpu)
        return made

    def figures(self) -> dict[str, float]:
        each = {
            f"publish_1000_{name}_{kind}_s": round(spent[at], 2)
            for name, spent in self._spent.items()
            for at, kind in enumerate(("wall", "cpu"))
        }
        wall, cpu = (round(sum(spent[at] for spent in self._spent.values()), 2) for at in (0, 1))
        return {"publish_1000_wall_s": wall, "publish_1000_cpu_s": cpu, **each}


def _digest(folder: Path) -> tuple[str, int, int]:
    found = hashlib.sha256()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    size = 0
    for path in paths:
        body = path.read_bytes()
        size += len(body)
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + body)
    return found.hexdigest()[:16], len(paths), size


# ---- an edition that nobody wrote


def invented_edition(count: int) -> Edition:
    """Return an edition of so many stories; the same number gives the same edition."""
    sources = [_source(number) for number in range(60)]
    made = [_story(number, sources) for number in range(1, count + 1)]
    frame = EditionFrame(
        id="2025-07-28",
        title="The Invented Byline",
        date="2025-07-28",
        language="en",
        made_at=NOON,
        window_start=NOON - timedelta(days=1),
        window_end=NOON,
        ledger=Ledger(feeds=300, read=count * 9, kept=count * 5, dropped={"off_topic": count * 4}, stories=count * 2),
        settings={"rank": {"half_life_hours": 18.0}},
        inputs_hash="0" * 64,
        version="0",
        topics={f"topic{n}": f"Topic {n}" for n in range(12)},
        entities={f"name{n}": f"Name {n}" for n in range(80)},
    )
    coverages = {coverage.story.id: coverage for coverage, _ in made}
    summaries = {summary.story_id: summary for _, summary in made}
    scores = [_score(number, count) for number in coverages]
    return compose(coverages, scores, summaries, frame=frame, settings=msgspec.structs.replace(SETTINGS, stories=count))


def _source(number: int) -> Source:
    chinese = number % 5 == 4
    return Source(
        id=f"outlet{number}",
        name=_han(random.Random(number), 5) if chinese else _title(random.Random(number), 2),
        site=f"https://outlet{number}.example/",
        country="CN" if chinese else COUNTRIES[number % len(COUNTRIES)],
        language="zh" if chinese else "en",
        kind=SourceKind.PRESS,
        owner=f"owner{number}",
    )


def _story(number: int, sources: Sequence[Source]) -> tuple[Coverage, Summary]:
    rng = random.Random(number)
    # A third of the stories have one article; few have many.
    size = 1 if number % 3 == 0 else min(14, 1 + int(rng.paretovariate(1.1)))
    chosen = rng.sample(list(sources), size)
    members = tuple(_member(number * 100 + at, source, story=number, rng=rng) for at, source in enumerate(chosen))
    newest = max(member.article.published for member in members)
    story = Story(id=number, created=members[0].article.published, updated=newest)
    coverage = Coverage(story=story, members=members)
    return coverage, _summary(number, members, rng)


def _member(number: int, source: Source, *, story: int, rng: random.Random) -> Member:
    lines = [_prose(rng, source.language) for _ in range(24)]
    title, text = _head(rng, source.language), "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, 24, 3))
    published = NOON - timedelta(minutes=rng.randrange(1200))
    article = Article(
        id=number,
        entry_id=number,
        source_id=source.id,
        url=f"{source.site}2025/07/28/{sha256_hex(title)[:24]}",
        url_key=f"{number}",
        title=title,
        text=text,
        text_hash=sha256_hex(text),
        language=source.language,
        published=published,
        seen_at=published,
    )
    return Member(
        article=article,
        source=source,
        kept=Kept(topics=(f"topic{story % 12}",), entities=(f"name{story % 80}",), form="report"),
        origin=Origin(article_id=number, origin_id=number),
        assignment=Assignment(article_id=number, story_id=story),
    )


def _summary(number: int, members: Sequence[Member], rng: random.Random) -> Summary:
    numbers: dict[tuple[int, int], int] = {}

    def sentence(most: int = 5) -> Sentence:
        cited = [_passage(member.article, rng) for member in members[: 1 + rng.randrange(min(most, len(members)))]]
        told = [
            Citation(number=numbers.setdefault((passage.article_id, passage.start), len(numbers) + 1), passage=passage)
            for passage in dict.fromkeys(cited)
        ]
        return Sentence(
            text=cited[0].quote, citations=tuple(told), tier=Tier.VERBATIM, language=members[0].article.language
        )

    happened = Section(kind="happened", sentences=tuple(sentence() for _ in range(2 + rng.randrange(6))))
    voices = Section(kind="voices", sentences=tuple(sentence() for _ in range(1 + rng.randrange(4))))
    return Summary(
        story_id=number,
        inputs_hash="0" * 64,
        language="en",
        headline=sentence(most=1),
        deck=sentence(most=3),
        sections=(happened, voices),
        checks=CheckCount(checked=12, replaced=0, dropped=0, reasons={}),
    )


def _passage(article: Article, rng: random.Random) -> Passage:
    lines = [line for paragraph in article.text.split("\n\n") for line in _lines(paragraph, article.language)]
    quote = rng.choice(lines[:12])
    start = article.text.index(quote)
    return Passage(article_id=article.id, start=start, end=start + len(quote), quote=quote)


def _lines(paragraph: str, language: str) -> list[str]:
    end = "。" if language == "zh" else ". "
    return [part.strip().removesuffix(end.strip()) + end.strip() for part in paragraph.split(end) if part.strip()]


def _score(number: int, count: int) -> Score:
    parts = (
        Part(name="sources", value=2.5 * (1 - number / count), detail="independent"),
        Part(name="age", value=0.5, detail="3 hours"),
    )
    return Score(story_id=number, total=sum(part.value for part in parts), parts=parts)


def _prose(rng: random.Random, language: str) -> str:
    if language == "zh":
        return f"{_han(rng, rng.randrange(12, 24))}，{_han(rng, rng.randrange(10, 26))}。"
    words = [_word(rng) for _ in range(rng.randrange(12, 26))]
    return " ".join([words[0].capitalize(), *words[1:]]) + f" {rng.randrange(2, 900)} {_word(rng)}."


def _head(rng: random.Random, language: str) -> str:
    return _han(rng, 22) if language == "zh" else _title(rng, rng.randrange(7, 12))


def _title(rng: random.Random, words: int) -> str:
    return " ".join(_word(rng) for _ in range(words)).capitalize()


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randrange(1, 4)))


def _han(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(HAN) for _ in range(length))


if __name__ == "__main__":
    main()
