"""Full-text search, English and Chinese, the same in every database.

Texts and queries go through `byline.text.words.tokens`: Chinese as pairs of
characters, so that words of two characters are found without a dictionary. A
run of Chinese characters in a query must stand in the text as it is; all words
of a query must occur. Nothing in a query is syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

from sqlalchemy import Connection, bindparam, select

from byline.records import Article, Hit, Source
from byline.store import dialect
from byline.store.dialect import Phrase
from byline.store.rows import ARTICLE_COLUMNS, SOURCE_COLUMNS, chunks, to_article, to_source
from byline.store.tables import article, assignment, source
from byline.text.hashes import time_id
from byline.text.words import has_han, tokens

SNIPPET_CHARS = 240
MAX_PHRASES = 32
"""Words of a query beyond this are not looked at: a pasted page is not a question."""

MAX_QUERY_CHARS = 1_000

_ARTICLE = len(ARTICLE_COLUMNS)
_SOURCE = tuple(column.name for column in SOURCE_COLUMNS)
# Put together once: that takes longer than running it.
_HITS = (
    select(*ARTICLE_COLUMNS, assignment.c.story_id)
    .add_columns(*(column.label(f"source_{column.name}") for column in SOURCE_COLUMNS))
    .join(source, source.c.id == article.c.source_id)
    .outerjoin(assignment, assignment.c.article_id == article.c.id)
    .where(article.c.id.in_(bindparam("ids", expanding=True)))
)
_TELLERS = (
    select(article.c.id, assignment.c.story_id, article.c.source_id)
    .outerjoin(assignment, assignment.c.article_id == article.c.id)
    .where(article.c.id.in_(bindparam("ids", expanding=True)))
)

_PIECE = re.compile(r"\w+(?:['\u2019.,-]\w+)*")
_MARKS = str.maketrans(dict.fromkeys("'\u2019.,-", " "))
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]+")
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_RUN_END = re.compile(rf"(?<!\S)({_HAN})({_HAN})(?!\S)(?! \2)")
_SPACE = re.compile(r"\s+")


def find(
    connection: Connection, query: str, *, limit: int, since: datetime | None, order: Literal["best", "new"]
) -> list[Hit]:
    """Return articles that contain all words of the query, best or newest first."""
    phrases = parse(query)
    found = _ranked(connection, phrases, limit=limit, since=since, newest=order == "new")
    hits = _hits(connection, [article_id for article_id, _ in found])
    patterns = [_pattern(phrase) for phrase in phrases]
    return [
        Hit(
            article=article,
            source=source,
            story_id=story_id,
            snippet=snippet(article.text, phrases, patterns=patterns),
            score=score,
        )
        for (article, source, story_id), score in ((hits[article_id], score) for article_id, score in found)
    ]


def tellers(connection: Connection, query: str, *, limit: int, since: datetime | None) -> list[tuple[int, str]]:
    """Return story (0: in none) and source id of the articles that `find` finds, best first, without reading texts."""
    ranked = _ranked(connection, parse(query), limit=limit, since=since, newest=False)
    told: dict[int, tuple[int, str]] = {}
    for chunk in chunks([article_id for article_id, _ in ranked]):
        told |= {row[0]: (row[1] or 0, row[2]) for row in connection.execute(_TELLERS, {"ids": chunk})}
    return [told[article_id] for article_id, _ in ranked]


def _ranked(
    connection: Connection, phrases: Sequence[Phrase], *, limit: int, since: datetime | None, newest: bool
) -> list[tuple[int, float]]:
    """Return ids and scores of articles with all phrases."""
    if not phrases or limit < 1:
        return []
    first_id = 0 if since is None else time_id(since, "") >> 32 << 32
    return dialect.find_words(connection, phrases, first_id=first_id, limit=limit, newest=newest)


def _hits(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Article, Source, int]]:
    """Return articles by id, each with its source and its story (0: in none)."""
    outlets: dict[str, Source] = {}
    found: dict[int, tuple[Article, Source, int]] = {}
    for chunk in chunks(ids):
        for row in connection.execute(_HITS, {"ids": chunk}):
            values = tuple(row)
            article = to_article(values[:_ARTICLE])
            if article.source_id not in outlets:
                outlets[article.source_id] = to_source(dict(zip(_SOURCE, values[_ARTICLE + 1 :], strict=True)))
            found[article.id] = (article, outlets[article.source_id], values[_ARTICLE] or 0)
    return found


def index(connection: Connection, articles: Iterable[Article]) -> None:
    """Add articles to the full-text index."""
    rows = [{"id": a.id, "title": index_text(a.title), "text": index_text(a.text)} for a in articles]
    if rows:
        dialect.index_words(connection, rows)


def index_text(text: str) -> str:
    """Return the words of a text as they are indexed, separated by spaces.

    The last character of a Chinese run stands once more alone, so that a query
    of one character finds it too (all others begin a pair).
    """
    return _RUN_END.sub(r"\1\2 \2", _plain(" ".join(tokens(text))))


def parse(query: str) -> list[Phrase]:
    """Return the phrases of a query: one for each word, one for each run of Chinese characters."""
    out: list[Phrase] = []
    for is_han, group in groupby(unicodedata.normalize("NFKC", _cut(query)), key=has_han):
        run = "".join(group)
        if is_han:
            out.append(Phrase(words=tuple(tokens(run)), prefix=len(run) == 1))
        else:
            out.extend(Phrase(words=tuple(_plain(token).split())) for token in tokens(run))
    return list(dict.fromkeys(out))[:MAX_PHRASES]


def _cut(query: str) -> str:
    """Return the beginning of a long query, without the word that the cut went through."""
    if len(query) <= MAX_QUERY_CHARS:
        return query
    whole, space, _ = query[:MAX_QUERY_CHARS].rpartition(" ")
    return whole if space else query[:MAX_QUERY_CHARS]


def snippet(
    text: str,
    phrases: Sequence[Phrase],
    *,
    width: int = SNIPPET_CHARS,
    patterns: Sequence[re.Pattern[str]] = (),
) -> str:
    """Return up to `width` characters of plain text around the first match, the beginning where there is none.

    `patterns` find the phrases, where they are at hand.
    """
    at = _first_match(text, phrases, patterns=patterns or [_pattern(phrase) for phrase in phrases])
    start = max(0, at - width // 3)
    end = min(len(text), start + width)
    if start:
        # Begin at a word where one begins soon; Chinese has no spaces to look for.
        gap = _SPACE.search(text, start, at)
        start = gap.end() if gap and gap.end() - start < width // 4 else start
    cut = _SPACE.sub(" ", text[start:end]).strip()
    if end < len(text) and " " in cut[-width // 6 :]:
        cut = cut[: cut.rindex(" ")]
    return ("…" if start else "") + cut + ("…" if end < len(text) else "")


def _plain(words: str) -> str:
    """Return words without inner marks (gpt-4 and 1.5 become two words side by side) and without Latin accents."""
    bare = words.translate(_MARKS)
    return bare if bare.isascii() else _ACCENTED.sub(_without_accents, bare)


def _without_accents(match: re.Match[str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", match.group()) if not unicodedata.combining(c))


def _first_match(text: str, phrases: Sequence[Phrase], *, patterns: Sequence[re.Pattern[str]]) -> int:
    """Return where the first phrase stands; 0 where none does."""
    starts = [match.start() for match in (pattern.search(text) for pattern in patterns) if match]
    return min(starts) if starts else _first_match_slowly(text, phrases)


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Return what finds a phrase as it is usually written."""
    first = phrase.words[0]
    if has_han(first):
        return re.compile(re.escape(first + "".join(word[-1] for word in phrase.words[1:])))
    inner = r"[\W_]*".join(re.escape(word) for word in phrase.words)
    return re.compile(rf"(?<![^\W_]){inner}(?![^\W_])", re.IGNORECASE)


def _first_match_slowly(text: str, phrases: Sequence[Phrase]) -> int:
    """Return the start of the first piece of text with a phrase, full-width and accented writing included."""
    for piece in _PIECE.finditer(text):
        words = _plain(" ".join(tokens(piece.group()))).split()
        if any(_holds(words, phrase) for phrase in phrases):
            return piece.start()
    return 0


def _holds(words: Sequence[str], phrase: Phrase) -> bool:
    size = len(phrase.words)
    if phrase.prefix:
        return any(phrase.words[0] in word for word in words)
    return any(tuple(words[i : i + size]) == phrase.words for i in range(len(words) - size + 1))
