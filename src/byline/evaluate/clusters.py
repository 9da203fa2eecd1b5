"""How well articles are grouped into stories, measured on a file with gold stories."""

from __future__ import annotations

import re
import time as clock
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import msgspec

from byline.cluster.copies import CopyIndex
from byline.cluster.online import StoryIndex
from byline.cluster.settings import ClusterSettings, CopySettings
from byline.evaluate.baseline import tfidf_stories
from byline.evaluate.metrics import ari, bcubed, pair_scores
from byline.evaluate.rows import read_rows
from byline.models.interface import Embedder
from byline.models.lead import lead_text
from byline.records import Article, WindowItem
from byline.text.hashes import sha256_hex
from byline.text.words import has_han

BATCH = 64
REPAIR_EVERY = timedelta(hours=24)
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Rows without a time count as published together, in the file's order."""
_UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


class ClusterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One article; unknown fields are ignored."""

    id: str | int
    title: str
    story: str | int = ""
    topic: str | int = ""
    """Taken where there is no story."""
    time: str | None = None
    """ISO 8601; without an offset it is UTC."""
    text: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        """Refuse a time that is none and a row without a story, while the line is known."""
        self.at  # noqa: B018 - evaluated for its ValueError
        if self.gold == "":
            raise ValueError("it has neither story nor topic")

    @property
    def gold(self) -> str | int:
        """Return the label that the row is to be found under."""
        return self.topic if self.story == "" else self.story

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
    """Return the figures of `cluster_figures` for a file; `write_assignments` gets one line a row: id, story.

    Rows are sorted by time (stable: rows without one come first, in the file's order).
    `limit_words` cuts the text (0: titles alone). Raises ConfigError on a malformed row,
    naming file and line.
    """
    rows = sorted(read_rows(path, ClusterRow), key=lambda row: row.at)
    return cluster_figures(
        rows, limit_words=limit_words, write_assignments=write_assignments, embedder=embedder, settings=settings
    )


def cluster_figures(
    rows: Sequence[ClusterRow],
    *,
    limit_words: int | None = None,
    write_assignments: Path | None = None,
    embedder: Embedder | None = None,
    settings: ClusterSettings | None = None,
) -> dict[str, float]:
    """Return bcubed_p/r/f1, pair_p/r/f1 and ari over all rows, by language and by pair of languages.

    Rows in time order go through copy finder and story finder in one pass; stories are
    repaired after every day of the stream and at its end, as a newsroom that runs once a day
    would. By language ("en.bcubed_f1"): only that language's rows are
    compared, as they were clustered among all. By pair of languages ("de+en.bcubed_f1"):
    the rows of both in stories that hold both. The same names behind "tfidf." are those
    of the baseline; "online." those before any repair. `articles_per_second` counts
    clustering alone, without embedding.
    """
    items = window_items(rows, limit_words, embedder or _bundled())
    started = clock.perf_counter()
    online, found = _assigned(items, settings or ClusterSettings())
    seconds = clock.perf_counter() - started
    if write_assignments:
        lines = (msgspec.json.encode({"id": r.id, "story": str(p)}) for r, p in zip(rows, found, strict=True))
        write_assignments.write_bytes(b"".join(line + b"\n" for line in lines))
    gold = [row.gold for row in rows]
    hours = [item.time.timestamp() / 3600.0 for item in items]
    baseline = tfidf_stories([(item.title, item.text) for item in items], hours)
    figures = _figures(gold, found) | _by_language(rows, found)
    figures |= {f"online.{name}": value for name, value in _figures(gold, online).items()}
    plain = _figures(gold, baseline) | _by_language(rows, baseline)
    figures |= {f"tfidf.{name}": value for name, value in plain.items()}
    return figures | {"n": float(len(rows)), "articles_per_second": len(rows) / seconds}


def _assigned(items: Sequence[WindowItem], settings: ClusterSettings) -> tuple[list[int], list[int]]:
    """Return the story of each article when it came, and when all is repaired."""
    index = StoryIndex(settings)
    online: dict[int, int] = {}
    found: dict[int, int] = {}
    fresh: list[int] = []
    due = items[0].time + REPAIR_EVERY
    start = 0
    for end in [*range(BATCH, len(items), BATCH), len(items)]:
        for assignment in index.assign(items[start:end]):
            online[assignment.article_id] = found[assignment.article_id] = assignment.story_id
        fresh += [item.article_id for item in items[start:end]]
        start = end
        if end == len(items) or items[end].time >= due:
            due = items[min(end, len(items) - 1)].time + REPAIR_EVERY
            for change in index.repair(fresh):
                story = change.story_id if change.kind == "merge" else change.other_id
                found |= dict.fromkeys(change.article_ids, story)
            fresh = []
    return [online[item.article_id] for item in items], [found[item.article_id] for item in items]


def _bundled() -> Embedder:
    from byline.models.onnx import OnnxEmbedder

    return OnnxEmbedder()


def window_items(rows: Sequence[ClusterRow], limit_words: int | None, embedder: Embedder) -> list[WindowItem]:
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
        part = _figures([rows[n].gold for n in chosen], [found[n] for n in chosen])
        figures |= {f"{language}.{name}": value for name, value in part.items()}
        figures[f"{language}.n"] = float(len(chosen))
    for pair in combinations(languages, 2):
        figures |= _by_pair(rows, found, pair)
    return figures


def _by_pair(rows: Sequence[ClusterRow], found: Sequence[int], pair: tuple[str, str]) -> dict[str, float]:
    """Return BCubed F1 over the rows of two languages in stories that hold both; nothing where none does."""
    languages: dict[Hashable, set[str]] = {}
    for row in rows:
        languages.setdefault(row.gold, set()).add(row.lang)
    chosen = [n for n, row in enumerate(rows) if row.lang in pair and languages[row.gold] >= set(pair)]
    if not chosen:
        return {}
    name = "+".join(pair)
    f1 = bcubed([rows[n].gold for n in chosen], [found[n] for n in chosen]).f1
    return {f"{name}.bcubed_f1": f1, f"{name}.n": float(len(chosen))}
