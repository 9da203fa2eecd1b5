"""How good short extractive summaries are, measured on a file of stories with reference summaries."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec

from byline.errors import ConfigError, install
from byline.evaluate.rows import read_rows
from byline.records import Article, Assignment, Coverage, Kept, Member, Origin, Source, Story
from byline.summary.compact import compact
from byline.summary.interface import DraftSentence
from byline.summary.support import supports
from byline.summary.verify import check
from byline.text.hashes import sha256_hex
from byline.text.words import has_han

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""Time of documents whose row gives none."""
_METRICS = {"rouge1": "rouge1", "rouge2": "rouge2", "rougel": "rougeL"}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One article of a story; unknown fields are ignored."""

    title: str = ""
    text: str
    source: str = ""
    time: datetime | None = None


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What people wrote of the story."""

    title: str = ""
    text: str


class StoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One story; unknown fields are ignored."""

    story: str | int
    docs: list[Document]
    summary: Reference


def run_summaries(path: Path, max_words: int = 70, write: Path | None = None) -> dict[str, float]:
    """Return ROUGE against the reference texts, and how well the citations hold.

    `rouge1`, `rouge2`, `rougel`: mean F1 in per cent, stemmed. `words`: mean length.
    `citation_recall`: share of sentences that `check` passes on their first passage or,
    failing that, on all of them. `citation_precision`: share of citations that carry
    their sentence alone. `sentences`: mean number. A story whose articles hold no
    sentence that can stand counts with an empty summary. `write` receives one JSON line
    a story. Raises ConfigError on a malformed row.

    **Source:** ROUGE: Lin (2004), as in rouge-score; citations: Gao et al. (2023).
    """
    rows = read_rows(path, StoryRow)
    scorer = _rouge_scorer()
    summaries = [compact(coverage_of(row), max_words=max_words) for row in rows]
    texts = [" ".join(s.text for s in summary) for summary in summaries]
    scores = [scorer.score(row.summary.text, text) for row, text in zip(rows, texts, strict=True)]
    if write is not None:
        lines = (msgspec.json.encode({"story": r.story, "sentences": s}) for r, s in zip(rows, summaries, strict=True))
        write.write_bytes(b"\n".join(lines) + b"\n")
    figures = {name: 100 * fmean(s[key].fmeasure for s in scores) for name, key in _METRICS.items()}
    return {
        **figures,
        **_citations([s for summary in summaries for s in summary]),
        "words": fmean(len(t.split()) for t in texts),
        "sentences": fmean(len(s) for s in summaries),
        "n": float(len(rows)),
    }


def coverage_of(row: StoryRow) -> Coverage:
    """Return a row as a story's coverage: every document an independent source unless two name the same one."""
    members = tuple(_member(number, document) for number, document in enumerate(row.docs, start=1))
    times = [m.article.published for m in members]
    return Coverage(story=Story(id=1, created=min(times), updated=max(times)), members=members)


def _member(number: int, document: Document) -> Member:
    name = document.source or f"document-{number}"
    time = document.time or _NOON
    language = "zh" if has_han(document.text) else "en"
    article = Article(
        id=number,
        entry_id=number,
        source_id=name,
        url="",
        url_key="",
        title=document.title,
        text=document.text,
        text_hash=sha256_hex(document.text),
        language=language,
        published=time if time.tzinfo else time.replace(tzinfo=UTC),
        seen_at=time if time.tzinfo else time.replace(tzinfo=UTC),
    )
    return Member(
        article=article,
        source=Source(id=name, name=name, site="", language=language),
        kept=Kept(topics=()),
        origin=Origin(article_id=number, origin_id=number),
        assignment=Assignment(article_id=number, story_id=1),
    )


def _citations(sentences: list[DraftSentence]) -> dict[str, float]:
    held = [_held(s) for s in sentences]
    carried = [supports(s.text, p.quote) for s in sentences for p in s.passages]
    return {
        "citation_recall": fmean(held) if held else 1.0,
        "citation_precision": fmean(carried) if carried else 1.0,
    }


def _held(sentence: DraftSentence) -> bool:
    first = check(sentence.text, sentence.passages[:1], language=sentence.language)
    return first.supported or check(sentence.text, sentence.passages, language=sentence.language).supported


def _rouge_scorer() -> Any:  # rouge-score has no types
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError as error:
        raise ConfigError("needs the package rouge-score.", subject="eval summaries", advice=install("eval")) from error
    return RougeScorer(list(_METRICS.values()), use_stemmer=True)
