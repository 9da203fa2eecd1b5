"""Where the sentences of an article text begin and end.

sentencex finds the boundaries inside a paragraph; this module keeps them out of
headings and list items, never lets a sentence run across a blank line, and puts
back together what belongs together: a Chinese quotation and the 他说 after it, an
English quotation and its "she said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import sentencex

from byline.text.words import has_han

SpanKind = Literal["sentence", "heading", "bullet", "fragment"]


class SentenceSpan(NamedTuple):
    """A half-open span in code points, without white space at its ends."""

    start: int
    end: int
    kind: SpanKind
    """Only "sentence" can be published; the others lack an end mark or are items of a list."""
    paragraph: int
    """Number of the paragraph, from 0."""


_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0\u3000]*\n\s*")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣▪◦·–—●■]|\d{1,2}[.)、]|[(（]?[a-z\d一二三四五六七八九十]{1,2}[)）、])\s+\S")
_HASHES = re.compile(r"#{1,6}\s")
_LINE_ENDS = tuple(".!?。！？…:：;；")
_BEHIND_LINE_END = "\"'”’」』)）]"
_STOPS = tuple(".!?。！？…")
_BEHIND_STOP = "\"'”’」』》)）]"
_QUOTE_ENDS = tuple('"”」』')
_ZH_STOP = re.compile(r"[。！？]+[”」』）]*")
_CLOSING = "”」』》"
_ZH_SAYS = re.compile(
    r"^(?:[^，,。！？“”「」\s]{0,14}?(?:说道|说|问道|问|表示|指出|称|强调|补充|写道|回答|答道|喊道|道|解释)|吗|呢|吧)"
)
_CLOCK = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(r"(?:[EPCM][SD]?T|UTC|GMT|BST|CES?T|Eastern|Pacific|Central|local|Beijing|London)\b")
_EN_SAYS = re.compile(
    r"^(?:said|says|asked|added|told|wrote|replied|warned|argued|explained|noted)\b"
    r"|^(?:he|she|they|it|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}) (?:said|says|asked|added|wrote|replied|told)\b"
)


def sentence_spans(text: str, *, language: str = "en") -> list[SentenceSpan]:
    """Return the spans of a text in order; together they hold all its visible characters.

    `language` chooses the rules of sentencex; a paragraph with Han characters in it
    is read as Chinese, whatever the article says. O(n).

    **Source:** sentencex (Wikimedia), whose offsets count code points.
    """
    spans: list[SentenceSpan] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for line_start, line_end, bullet in _lines(text, start, end):
            spans.extend(_line_spans(text, line_start, end=line_end, language=language, paragraph=(number, bullet)))
    return spans


def sentences(text: str, *, language: str = "en") -> list[str]:
    """Return the texts of the spans that are sentences."""
    return [text[s.start : s.end] for s in sentence_spans(text, language=language) if s.kind == "sentence"]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for blank in _BLANK.finditer(text):
        if text[start : blank.start()].strip():
            yield start, blank.start()
        start = blank.end()
    if text[start:].strip():
        yield start, len(text)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is a list item), joining the lines of hard-wrapped text.

    A single line break ends a line for good after an end mark, and before and
    after a list item; anywhere else it is taken for wrapping.
    """
    begin = start
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        bullet = _BULLET.match(text, begin, end) is not None
        following = text[stop + 1 : end]
        if stop == end or _ends_line(text[begin:stop]) or _starts_anew(following) or _HASHES.match(text, begin):
            yield begin, stop, bullet
            begin = stop + 1
        position = stop + 1
    if begin < end:
        yield begin, end, _BULLET.match(text, begin, end) is not None


def _ends_line(line: str) -> bool:
    return line.rstrip().rstrip(_BEHIND_LINE_END).endswith(_LINE_ENDS)


def _starts_anew(following: str) -> bool:
    return _BULLET.match(following) is not None or _HASHES.match(following) is not None


def _line_spans(
    text: str, start: int, *, end: int, language: str, paragraph: tuple[int, bool]
) -> Iterator[SentenceSpan]:
    line = text[start:end]
    number, bullet = paragraph
    chinese = has_han(line)
    pieces = [
        (b["start_index"], b["end_index"])
        for b in sentencex.get_sentence_boundaries("zh" if chinese else language if language != "zh" else "en", line)
    ]
    if chinese:
        pieces = [cut for piece in pieces for cut in _chinese_cuts(line, piece)]
    for a, b in _merged(line, pieces, chinese=chinese):
        stripped = line[a:b].strip()
        if stripped:
            first = start + a + (len(line[a:b]) - len(line[a:b].lstrip()))
            yield SentenceSpan(first, first + len(stripped), _kind(stripped, line, bullet=bullet), number)


def _chinese_cuts(line: str, piece: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Cut after each full stop outside quotation marks: sentencex lets one pass where a digit or a letter follows."""
    start, end = piece
    begin = start
    for match in _ZH_STOP.finditer(line, start, end):
        inside = line[begin : match.end()]
        if match.end() < end and inside.count("“") == inside.count("”") and inside.count("「") == inside.count("」"):
            yield begin, match.end()
            begin = match.end()
    if begin < end:
        yield begin, end


def _merged(line: str, pieces: list[tuple[int, int]], *, chinese: bool) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        # "AVATR.OS 5.1" in Chinese: sentencex ends a sentence at a dot within a name or a number.
        dotted = chinese and line[max(0, start - 1) : start] == "." and line[start : start + 1].isascii()
        dotted = dotted and line[start : start + 1].isalnum()
        before = line[merged[-1][0] : merged[-1][1]].rstrip() if merged else ""
        if merged and (dotted or _belongs(before, line[start:end], chinese=chinese)):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _belongs(before: str, piece: str, *, chinese: bool) -> bool:
    """Tell whether a piece goes on with the sentence before it."""
    if not before:
        return False
    if chinese and before[-1] in _CLOSING:
        return before[-1] == "》" or _ZH_SAYS.match(piece) is not None
    if before.endswith("m.") and _CLOCK.search(before) and _ZONE.match(piece):
        return True
    if chinese or before[-1] not in "”\"'’":
        return False
    return _EN_SAYS.match(piece) is not None and (piece[0].islower() or before[-2:-1] in {",", "?", "!"})


def _kind(sentence: str, line: str, *, bullet: bool) -> SpanKind:
    if bullet:
        return "bullet"
    if _HASHES.match(line):
        return "heading"
    if sentence.endswith(_QUOTE_ENDS) or sentence.rstrip(_BEHIND_STOP).endswith(_STOPS):
        return "sentence"
    return "heading" if len(sentence) == len(line.strip()) and len(sentence) <= 120 else "fragment"
