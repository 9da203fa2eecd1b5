"""Full-text search, English and Chinese, the same in every database.

Texts and queries go through `byline.text.words.tokens`: Chinese as pairs of
characters, so that words of two characters are found without a dictionary. A
run of Chinese characters in a query must stand in the text as it is; all words
of a query must occur. Nothing in a query is syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

from sqlalchemy import Connection, select

from byline.records import Article, Hit
from byline.store import dialect, reads
from byline.store.dialect import Phrase
from byline.store.tables import assignment
from byline.text.hashes import time_id
from byline.text.words import has_han, tokens

SNIPPET_CHARS = 240
MAX_PHRASES = 32
"""Words of a query beyond this are not looked at: a pasted page is not a question."""

MAX_QUERY_CHARS = 1_000

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
    if not phrases or limit < 1:
        return []
    first_id = 0 if since is None else time_id(since, "") >> 32 << 32
    found = dialect.find_words(connection, phrases, first_id=first_id, limit=limit, newest=order == "new")
    ids = [article_id for article_id, _ in found]
    articles = reads.articles(connection, ids)
    sources = reads.some_sources(connection, (found.source_id for found in articles.values()))
    stories = _stories(connection, ids)
    return [
        Hit(
            article=articles[article_id],
            source=sources[articles[article_id].source_id],
            story_id=stories.get(article_id, 0),
            snippet=snippet(articles[article_id].text, phrases),
            score=score,
        )
        for article_id, score in found
    ]


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


def snippet(text: str, phrases: Sequence[Phrase], *, width: int = SNIPPET_CHARS) -> str:
    """Return up to `width` characters of plain text around the first match, the beginning where there is none."""
    at = _first_match(text, phrases)
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


def _first_match(text: str, phrases: Sequence[Phrase]) -> int:
    """Return where the first phrase stands; 0 where none does."""
    starts = [match.start() for match in (_pattern(phrase).search(text) for phrase in phrases) if match]
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


def _stories(connection: Connection, ids: Sequence[int]) -> Mapping[int, int]:
    query = select(assignment.c.article_id, assignment.c.story_id).where(assignment.c.article_id.in_(ids))
    return {int(row[0]): int(row[1]) for row in connection.execute(query)}
