"""An edition built by hand from `monday.toml`, and its pages."""

from __future__ import annotations

import struct
import tomllib
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from byline.publish.compose import EditionFrame, compose
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site
from byline.records import (
    Article,
    Assignment,
    CheckCount,
    Citation,
    Coverage,
    Disagreement,
    Edition,
    ImageFile,
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
    Value,
)
from byline.text.hashes import sha256_hex

HERE = Path(__file__).parent
DAY = datetime(2025, 7, 28, tzinfo=UTC)
IMAGE_URL = "https://pictures.harbor-ledger.example/meridian.png"
Case = tuple[dict[int, Coverage], list[Score], dict[int, Summary]]


class CaseReader:
    """Turns one story of the case file into its records."""

    def __init__(self, story: dict[str, Any], outlets: dict[str, list[str]]) -> None:
        self.story = story
        self.sources = {key: _source(key, *fields) for key, fields in outlets.items()}
        self.ids = {a["outlet"]: story["id"] * 100 + at for at, a in enumerate(story["articles"])}
        self.articles = {a["outlet"]: self._article(a) for a in story["articles"]}
        self.numbers: dict[tuple[int, int], int] = {}

    def coverage(self) -> Coverage:
        members = tuple(self._member(a) for a in self.story["articles"])
        newest = max(m.article.published for m in members)
        story = Story(id=self.story["id"], created=members[0].article.published, updated=newest)
        return Coverage(story=story, members=members)

    def score(self) -> Score:
        parts = tuple(Part(name=n, value=v, detail=d) for n, v, d in self.story["score"])
        return Score(story_id=self.story["id"], total=sum(p.value for p in parts), parts=parts)

    def summary(self) -> Summary:
        headline = self._sentence({"cite": self.story["headline"]})
        deck = self._sentence({"cite": self.story["deck"]}) if "deck" in self.story else None
        sections = tuple(
            Section(kind=s["kind"], sentences=tuple(map(self._sentence, s["lines"]))) for s in self.story["sections"]
        )
        checked, replaced, dropped = self.story["checks"]
        return Summary(
            story_id=self.story["id"],
            inputs_hash="0" * 64,
            language="en",
            headline=headline,
            deck=deck,
            sections=sections,
            disagreements=tuple(map(self._disagreement, self.story.get("differ", []))),
            checks=CheckCount(
                checked=checked, replaced=replaced, dropped=dropped, reasons=self.story.get("reasons", {})
            ),
        )

    def passage(self, cite: str) -> Passage:
        outlet, quote = cite.split(" | ", 1)
        article = self.articles[outlet]
        start = article.text.index(quote)
        return Passage(article_id=article.id, start=start, end=start + len(quote), quote=quote)

    def _sentence(self, line: dict[str, str]) -> Sentence:
        passages = [self.passage(cite) for cite in line["cite"].split(" || ")]
        citations = tuple(Citation(number=self._number(p), passage=p) for p in passages)
        return Sentence(
            text=line.get("text", passages[0].quote),
            citations=citations,
            tier=Tier(line.get("tier", "verbatim")),
            language=self.sources[line["cite"].split(" | ")[0]].language,
            speaker=line.get("speaker", ""),
        )

    def _number(self, passage: Passage) -> int:
        return self.numbers.setdefault((passage.article_id, passage.start), len(self.numbers) + 1)

    def _disagreement(self, differ: dict[str, Any]) -> Disagreement:
        values = tuple(Value(value=v, passage=self.passage(c), witness=c.split(" | ")[0]) for v, c in differ["values"])
        return Disagreement(subject=differ["subject"], values=values)

    def _article(self, case: dict[str, Any]) -> Article:
        source, text = self.sources[case["outlet"]], case["text"].strip()
        slug = f"{case['outlet']}-{self.story['id']}"
        at = DAY.replace(hour=case["hour"], minute=7)
        return Article(
            id=self.ids[case["outlet"]],
            entry_id=1,
            source_id=source.id,
            url=case.get("url", f"https://{source.id}.example/2025/{slug}?ref=feed&lang={source.language}"),
            url_key=slug,
            title=case["title"],
            text=text,
            text_hash=sha256_hex(text),
            language=source.language,
            published=at,
            seen_at=at,
            image_url=IMAGE_URL if self.story.get("image") and case["outlet"] == "ledger" else "",
            image_credit="Mira Castellan",
        )

    def _member(self, case: dict[str, Any]) -> Member:
        article = self.articles[case["outlet"]]
        origin = self.ids[case.get("copy_of", case["outlet"])] if case.get("form") != "opinion" else article.id
        return Member(
            article=article,
            source=self.sources[case["outlet"]],
            kept=Kept(topics=("models",), form=case.get("form", "report")),
            origin=Origin(article_id=article.id, origin_id=origin, share=0.9, evidence="90 % of its text"),
            assignment=Assignment(article_id=article.id, story_id=self.story["id"]),
        )


def _source(key: str, name: str, country: str, language: str, owner: str) -> Source:
    kind = SourceKind.LAB if key == "lab" else SourceKind.PRESS
    site = f"https://{key}.example/"
    return Source(id=key, name=name, site=site, country=country, language=language, kind=kind, owner=owner)


def _png(width: int, height: int) -> bytes:
    """Draw a calm picture: bars of different heights before a pale ground."""

    def pixel(x: int, y: int) -> bytes:
        bar = x * 23 // width
        top = height * (30 + (bar * 37) % 55) // 100
        inside = y > top and (x * 23 % width) < width * 0.72
        shade = 60 + bar * 5
        return bytes((shade - 20, shade + 22, shade + 48)) if inside else bytes((226, 224 - y * 18 // height, 212))

    rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def case() -> Case:
    """Coverages, scores and summaries of the case file, best first."""
    read = tomllib.loads((HERE / "monday.toml").read_text(encoding="utf-8"))
    stories = [CaseReader(story, read["outlets"]) for story in read["stories"]]
    coverages = {story.story["id"]: story.coverage() for story in stories}
    return coverages, [story.score() for story in stories], {s.story["id"]: s.summary() for s in stories}


@pytest.fixture(scope="session")
def frame() -> EditionFrame:
    """Everything but the stories."""
    dropped = {"off_topic": 612, "sponsored": 48, "listicle": 31, "too_short": 22, "language": 9, "brand_new_reason": 1}
    return EditionFrame(
        id="2025-07-28",
        title="The AI Byline",
        date="2025-07-28",
        language="en",
        made_at=DAY.replace(hour=11, minute=30),
        window_start=DAY,
        window_end=DAY.replace(hour=11),
        ledger=Ledger(
            feeds=214,
            feeds_failed=3,
            read=1204,
            unread={"http_403": 12, "timeout": 5},
            kept=481,
            dropped=dropped,
            copies=96,
            stories=173,
        ),
        settings={"rank": {"half_life_hours": 18.0, "weights": {"b": 1, "a": 2}}, "cluster": {"min_similarity": 0.5}},
        inputs_hash="4f" * 32,
        version="0.1.0",
    )


@pytest.fixture(scope="session")
def settings() -> PublishSettings:
    """The defaults with a notice."""
    return PublishSettings(notice="Invented sample: outlets, people and events on these pages do not exist.")


@pytest.fixture(scope="session")
def edition(case: Case, frame: EditionFrame, settings: PublishSettings) -> Edition:
    """The edition of the case file."""
    return compose(*case, frame=frame, settings=settings)


@pytest.fixture(scope="session")
def images() -> dict[str, ImageFile]:
    """The one picture of the edition."""
    picture = ImageFile(url=IMAGE_URL, content_type="image/png", body=_png(960, 540), width=960, height=540)
    return {IMAGE_URL: picture}


@pytest.fixture(scope="session")
def site(edition: Edition, images: dict[str, ImageFile], settings: PublishSettings) -> dict[str, bytes]:
    """All files of the edition."""
    return render_site(edition, images=images, settings=settings)


@pytest.fixture(scope="session")
def pages(site: dict[str, bytes]) -> dict[str, etree._Element]:
    """All pages, read by a parser that forgives nothing: they are well-formed XML as well as HTML."""
    strict = etree.XMLParser(recover=False, resolve_entities=False)
    return {path: etree.fromstring(body, strict) for path, body in site.items() if path.endswith(".html")}


@pytest.fixture(scope="session")
def chinese(edition: Edition) -> Edition:
    """The same edition for readers of Chinese."""
    return msgspec.structs.replace(edition, language="zh", title="人工智能日报")


@pytest.fixture
def story_page(pages: dict[str, etree._Element], edition: Edition) -> Callable[[int], etree._Element]:
    """Return the page of the story in a place (1 is the lead)."""
    return lambda place: pages[f"story/{edition.stories[place - 1].slug}.html"]
