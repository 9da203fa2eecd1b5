"""How well articles are grouped into stories, measured on a file with gold stories."""

from __future__ import annotations

import re
import time as clock
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from byline.cluster.copies import CopyIndex
from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.evaluate.metrics import ari, bcubed, pair_scores
from byline.evaluate.rows import read_rows
from byline.models.interface import Embedder
from byline.models.lead import lead_text
from byline.records import Article, WindowItem
from byline.text.hashes import sha256_hex
from byline.text.words import has_han

_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Rows without a time count as published together, in the file's order."""
_UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


class ClusterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One article; unknown fields are ignored."""

    id: str | int
    title: str
    story: str | int
    time: str | None = None
    """ISO 8601; without an offset it is UTC."""
    text: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        """Refuse a time that is none, while the line is known."""
        self.at  # noqa: B018 - evaluated for its ValueError

    @property
    def at(self) -> datetime:
        """Return the time, aware and in UTC."""
        if self.time is None:
            return _NO_TIME
        parsed = datetime.fromisoformat(self.time)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def run_clusters(
    path: Path,
    *,
    limit_words: int | None = None,
    write_assignments: Path | None = None,
    embedder: Embedder | None = None,
    settings: ClusterSettings | None = None,
) -> dict[str, float]:
    """Return bcubed_p/r/f1, pair_p/r/f1 and ari over all rows, and by language ("en.bcubed_f1").

    Rows are sorted by time (stable: rows without one come first, in the file's order) and go through copy
    finder and story finder in one pass. By language: only that language's rows are
    compared, as they were clustered among all. `limit_words` cuts the text (0: titles
    alone). `write_assignments` gets one line a row, in stream order: id, story.
    `articles_per_second` counts clustering alone, without embedding. Raises ConfigError
    on a malformed row, naming file and line.
    """
    rows = sorted(read_rows(path, ClusterRow), key=lambda row: row.at)
    items = _items(rows, limit_words, embedder or _bundled())
    started = clock.perf_counter()
    assigned = StoryIndex(settings or ClusterSettings()).assign(items)
    seconds = clock.perf_counter() - started
    found = [assignment.story_id for assignment in assigned]
    if write_assignments:
        lines = (msgspec.json.encode({"id": r.id, "story": str(p)}) for r, p in zip(rows, found, strict=True))
        write_assignments.write_bytes(b"".join(line + b"\n" for line in lines))
    figures = _figures([row.story for row in rows], found)
    figures |= {"n": float(len(rows)), "articles_per_second": len(rows) / seconds}
    return figures | _by_language(rows, found)


def _bundled() -> Embedder:
    from byline.models.onnx import OnnxEmbedder

    return OnnxEmbedder()


def _items(rows: Sequence[ClusterRow], limit_words: int | None, embedder: Embedder) -> list[WindowItem]:
    """Return what the story finder gets, with origins found and texts embedded."""
    articles = [_article(number, row, limit_words) for number, row in enumerate(rows, start=1)]
    origins = CopyIndex(CopySettings()).find(articles)
    vectors = embedder.embed([lead_text(article.title, article.text) for article in articles])
    return [
        WindowItem(
            article_id=article.id,
            story_id=0,
            origin_id=origin.origin_id,
            source_id=article.source_id,
            time=article.published,
            language=article.language,
            title=article.title,
            text=article.text,
            vector=vector.astype("<f4").tobytes(),
        )
        for article, origin, vector in zip(articles, origins, vectors, strict=True)
    ]


def _article(number: int, row: ClusterRow, limit_words: int | None) -> Article:
    """Return the row as an article; every row is a source of its own."""
    text = row.text if limit_words is None else _first_words(row.text, limit_words)
    return Article(
        id=number,
        entry_id=number,
        source_id=f"row-{number}",
        url="",
        url_key="",
        title=row.title,
        text=text,
        text_hash=sha256_hex(text),
        language=_language(row),
        published=row.at,
        seen_at=row.at,
    )


def _first_words(text: str, limit: int) -> str:
    """Cut after so many words; a Chinese character counts as half a word."""
    budget = 2 * limit
    for match in _UNIT.finditer(text):
        budget -= 1 if has_han(match[0]) else 2
        if budget < 0:
            return text[: match.start()].rstrip()
    return text


def _language(row: ClusterRow) -> str:
    """Return a two-letter code for the codes that Byline treats alike."""
    return {"eng": "en", "zho": "zh", "chi": "zh", "cmn": "zh", "": "und"}.get(row.lang.lower(), row.lang.lower())


def _figures(gold: Sequence[Hashable], found: Sequence[int]) -> dict[str, float]:
    by_article, by_pair = bcubed(gold, found), pair_scores(gold, found)
    return {
        "bcubed_p": by_article.precision,
        "bcubed_r": by_article.recall,
        "bcubed_f1": by_article.f1,
        "pair_p": by_pair.precision,
        "pair_r": by_pair.recall,
        "pair_f1": by_pair.f1,
        "ari": ari(gold, found),
    }


def _by_language(rows: Sequence[ClusterRow], found: Sequence[int]) -> dict[str, float]:
    figures: dict[str, float] = {}
    languages = sorted({row.lang for row in rows if row.lang})
    for language in languages if len(languages) > 1 else ():
        chosen = [number for number, row in enumerate(rows) if row.lang == language]
        part = _figures([rows[n].story for n in chosen], [found[n] for n in chosen])
        figures |= {f"{language}.{name}": value for name, value in part.items()}
        figures[f"{language}.n"] = float(len(chosen))
    return figures
