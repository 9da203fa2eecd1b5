"""Shortening a sentence at clause ends, and recognising such a shortening.

A trim leaves out whole stretches between punctuation marks, in order, and adds
nothing. That alone is not enough (a left-out clause may hold the condition, the
attribution or the "but"), so every stretch must be of a kind that can go.

**Source:** the ordered-subsequence rule was measured on the natural errors of
sentence compression (docs/log.md); free deletion keeps 50 % of the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from byline.summary.lexicon import (
    ATTRIBUTION_EN,
    ATTRIBUTION_ZH,
    CONDITION_EN,
    CONTRAST_EN,
    CONTRAST_ZH,
    HEDGES_EN,
    HEDGES_ZH,
    NEGATION_EN,
    NEGATION_ZH,
)
from byline.text.words import has_han

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*%?|[^\W\d_\u3400-\u9fff]+(?:[.'’&/-][^\W_\u3400-\u9fff]+)*\d*|[A-Za-z]*\d[\w.-]*"
    r"|[\u3400-\u9fff]|\[|\]|[^\w\s]"
)
_BREAKS = frozenset(',;:-—–()[]，；：、（）。."“”「」')
_QUOTES = frozenset("\"“”「」『』'‘’")
_MAX_SOLUTIONS = 12
_MIN_KEPT = 4
"""Words that the clause in front of a dropped end must have: a subject alone is no sentence."""

_SO_OR_YET = r"so(?! (?:far|many|much|called)\b)|yet(?! (?:another|to)\b)"
""" "So far", "yet another": no connectives."""
CONNECTIVES_EN = (
    f"however|meanwhile|but|and|also|still|{_SO_OR_YET}|moreover|furthermore|in addition|additionally|besides"
    f"|indeed|instead"
    "|nevertheless|nonetheless|then|thus|therefore|hence|in fact|of course|for example|for instance|in other words"
    "|as a result|on the other hand|at the same time|separately|elsewhere|similarly|likewise|in turn|to be sure"
    "|for starters|just for a start|for a start|more recently|to begin with|conversely|in contrast|by contrast"
    "|by comparison|overall|ultimately|consequently"
    "|accordingly|in the meantime|after all|at the end of the day|beyond that|more broadly|in response|in short"
    "|notably|importantly|specifically|concurrently|interestingly|unfortunately|fortunately|crucially"
)
CONNECTIVES_ZH = (
    "但是|但|不过|然而|此外|另外|同时|与此同时|而且|并且|因此|所以|于是|其中|事实上|实际上|值得一提的是|值得注意的是"
    "|此前|随后|对此|据悉|据了解|据介绍|总的来说|总之|例如|比如"
)
_OPENER = re.compile(rf"^(?:{CONNECTIVES_EN})$", re.IGNORECASE)
_OPENER_ZH = re.compile(rf"^(?:{CONNECTIVES_ZH})$")
_ALSO = re.compile(
    r"^(?P<subject>(?:(?!\b(?:and|but|that|which|who|not|only|if|when|while|as"
    r"|so)\b)[^,;:—–“\"]){2,70}?) also (?=[a-z])"
    r"|, too(?=[.,])"
)
"""An "also" between a subject and its verb, and a "too" at the end: they join a sentence to the one before it."""
_STILL_OPENS = re.compile(r"\W*(?:but|yet|nor)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"(?:while|although|though|whereas|because|since|unless|once|if|when|despite|of all|unlike|given) [^,;—–]*$",
    re.IGNORECASE,
)
"""A sentence without a comma that opens like a clause: what it leads up to may have been left out."""
_TAIL = re.compile(
    r"(?:which|who|whose|where|while|after|as|with|amid|because|including|\w+ing|according|adding"
    r"|in (?:an?|its|what|which))\b"
)
_LEADS = re.compile(rf"^(?:(?:{CONNECTIVES_EN}),|(?:but|and|{_SO_OR_YET})\b)\s+", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:but|and|{_SO_OR_YET}|但) ")
_LEADS_ZH = re.compile(rf"^(?!其中|对此)(?:{CONNECTIVES_ZH})[，,]\s*")
"""Not 其中 ("among them") and 对此 ("to this"): what is left would still be part of, or answer, what is not said."""
_DATELINE = re.compile(
    r"^(?P<line>[A-Z][A-Z.'’/-]{2,20}(?: [A-Z.'’/-]{2,20}){0,3}(?:,\s*[\w .]{2,30})?"
    r"(?:,\s*(?:[A-Z][a-z]{2,8}\.? \d{1,2}"
    r"|\d{1,2} [A-Z][a-z]{2,8}))?(?:,? \d{4})?\s*(?:\([^)]{2,40}\))?(?:\s*[—–-]+\s+|—))(?=\S)"
    r"|^(?P<credit>\((?:[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,3})\)\s+)(?=[A-Z\"“])"
    r"|^(?P<paren>(?:[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,3})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?\s*"
    r"\((?:[A-Z][\w.&'’-]+(?: [A-Z][\w.&'’-]+){0,3})\)\s*[—–-]+\s+)"
)
_DATELINE_ZH = re.compile(
    r"^(?:【[^】]{2,20}】|[\u4e00-\u9fffA-Za-z\d]{2,10}获悉[，,]"
    r"|[\u4e00-\u9fffA-Za-z]{2,10}\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?[｜|]\s?"
    r"|[\u4e00-\u9fffA-Za-z]{2,14}?\s?(?:\d{1,2}\s?月\s?\d{1,2}\s?日)?\s?"
    r"(?:(?:讯|电|消息|报道)(?:（[^）]{2,24}）|\([^)]{2,24}\))[，,：:\s—]*|(?:讯|电|消息|报道)[，,：:\s—]+))"
)
_RELATIVE = frozenset("which who whose whom where".split())
_APPOSITIVE = frozenset("a an the its his her their one including such like".split())
_LEADING = frozenset("in at on during with as speaking after before since under by for from according".split())
_FINITE = frozenset("is are was were be been has have had does do did will would can could may might must".split())
_SAID = frozenset({("said",), ("says",), ("wrote",), ("writes",)})
"""A speaker behind a quotation is whole: "said Jane Roe", without "who led the study"."""
_COORDINATE = frozenset("and or nor plus".split())


class Stretch(NamedTuple):
    """A run of left-out pieces."""

    words: tuple[str, ...]
    """Lower case, without punctuation."""
    opens: bool
    """It stands at the start of the sentence."""
    closes: bool
    """It stands at the end."""
    before: str
    """The mark in front of it, "" at the start."""
    after: str
    """The mark behind it, "" at the end."""
    next_word: str
    pieces: int
    """How many pieces it is made of."""
    led_by: tuple[str, ...]
    """The words of the piece in front of it."""


class Piece(NamedTuple):
    """What stands between two marks."""

    words: tuple[str, ...]
    mark: str
    """The mark behind it, "" at the end."""


def dateline_end(sentence: str) -> int:
    """Return where the sentence proper begins: after "SHANGHAI, July 26 (Lakeside Wire) —", else 0."""
    match = (_DATELINE_ZH if has_han(sentence) else _DATELINE).match(sentence)
    return match.end() if match and match.end() < len(sentence) else 0


def trim_vetoes(text: str, passage: str, *, language: str) -> tuple[str, ...] | None:
    """Return why a shortening may not stand, () where it may, None where it is no clause-bounded shortening.

    Where the same text can be cut in several ways, one good way is enough.
    """
    body = passage[dateline_end(passage) :]
    wanted = tuple(w.casefold() for w in _words(text))
    best: tuple[str, ...] | None = None
    ends: tuple[str, ...] = () if _whole(text) else ("quote_open",)
    if _STILL_OPENS.match(text):
        ends = (*ends, "contrast")
    if _SUBORDINATE.match(text) and not _SUBORDINATE.match(body):
        ends = (*ends, "clause")
    for source in dict.fromkeys((body, passage, without_also(body))):
        for stretches in _cuts(source, wanted):
            vetoes = tuple(sorted({*ends, *(v for s in stretches for v in _vetoes(s, language=language))}))
            if not vetoes:
                return ()
            best = vetoes if best is None or len(vetoes) < len(best) else best
    return best


def propose_trim(sentence: str, *, language: str) -> str:
    """Return the sentence without dateline, opening connective and "also"; unchanged where it has none."""
    body = sentence[dateline_end(sentence) :]
    opener = (_LEADS_ZH if language == "zh" else _LEADS).match(body)
    if opener and len(body) - opener.end() > 10:
        body = body[opener.end() :]
        body = body[0].upper() + body[1:]
    return body if language == "zh" else without_also(body)


def without_also(sentence: str) -> str:
    """Return the sentence without the "also" or "too" that joins it to the one before it."""
    found = _ALSO.search(sentence) if " also " in sentence or ", too" in sentence else None
    if found is None:
        return sentence
    if found["subject"] is None:
        return sentence[: found.start()] + sentence[found.end() :]
    return f"{found['subject']} {sentence[found.end() :]}"


def may_end_before(tail: str) -> bool:
    """Tell whether a sentence may end where this begins: an aside goes, an item of a list stays with the list."""
    return _TAIL.match(tail) is not None and re.search(r", (?:and|or) ", tail) is None


def _words(text: str) -> list[str]:
    return [t for t in _TOKEN.findall(text) if t[0].isalnum()]


def _whole(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0 and text.count("「") == text.count("」")


@lru_cache(maxsize=4096)
def _pieces(passage: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    words: list[str] = []
    for token in _TOKEN.findall(passage):
        if token[0].isalnum():
            words.append(token.casefold())
        elif token in _BREAKS:
            if words or not pieces:
                pieces.append(Piece(tuple(words), token))
                words = []
            elif token not in _QUOTES:
                pieces[-1] = Piece(pieces[-1].words, token)
    return (*pieces, Piece(tuple(words), "")) if words else tuple(pieces)


def _cuts(passage: str, wanted: tuple[str, ...]) -> Iterator[list[Stretch]]:
    """Yield ways to get the wanted words by leaving whole pieces out."""
    pieces = _with_opener(_pieces(passage))
    kept_sets: list[tuple[int, ...]] = []
    _choose(pieces, wanted, place=(0, 0), kept=(), found=kept_sets)
    for kept in kept_sets:
        yield _stretches(pieces, kept)


def _with_opener(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Split "But the company said" after its first word: it may go without a comma."""
    first = pieces[0] if pieces else None
    if first and len(first.words) > 1 and _BEGINS.match(" ".join(first.words)):
        return (Piece(first.words[:1], ","), Piece(first.words[1:], first.mark), *pieces[1:])
    return pieces


def _choose(
    pieces: tuple[Piece, ...],
    wanted: tuple[str, ...],
    *,
    place: tuple[int, int],
    kept: tuple[int, ...],
    found: list[tuple[int, ...]],
) -> None:
    index, done = place
    if len(found) >= _MAX_SOLUTIONS:
        return
    if done == len(wanted):
        found.append(kept)
        return
    left = sum(len(p.words) for p in pieces[index:])
    if left < len(wanted) - done:
        return
    words = pieces[index].words
    if words and wanted[done : done + len(words)] == words:
        _choose(pieces, wanted, place=(index + 1, done + len(words)), kept=(*kept, index), found=found)
    _choose(pieces, wanted, place=(index + 1, done), kept=kept, found=found)


def _stretches(pieces: tuple[Piece, ...], kept: tuple[int, ...]) -> list[Stretch]:
    out: list[Stretch] = []
    run: list[int] = []
    for index in [*range(len(pieces)), len(pieces)]:
        if index < len(pieces) and index not in kept:
            run.append(index)
        elif run:
            out.append(_stretch(pieces, run, index))
            run = []
    return [s for s in out if s.words]


def _stretch(pieces: tuple[Piece, ...], run: list[int], following: int) -> Stretch:
    return Stretch(
        words=tuple(w for i in run for w in pieces[i].words),
        opens=run[0] == 0,
        closes=following == len(pieces),
        before=pieces[run[0] - 1].mark if run[0] else "",
        after=pieces[run[-1]].mark,
        next_word=pieces[following].words[0] if following < len(pieces) and pieces[following].words else "",
        pieces=len(run),
        led_by=pieces[run[0] - 1].words if run[0] else (),
    )


def _vetoes(stretch: Stretch, *, language: str) -> Iterator[str]:
    if language == "zh" or any(has_han(w) for w in stretch.words):
        yield from _vetoes_zh(stretch)
        return
    text = " ".join(stretch.words)
    if stretch.opens and _OPENER.match(text):
        return
    bracketed = stretch.before in "([" and stretch.before != ""
    if CONDITION_EN.match(text) or (stretch.opens and CONDITION_EN.search(text)):
        yield "condition"
    if CONTRAST_EN.match(text):
        yield "contrast"
    yield from _word_vetoes(stretch, bracketed=bracketed)
    if not bracketed and not _may_go(stretch):
        yield "clause"


def _word_vetoes(stretch: Stretch, *, bracketed: bool) -> Iterator[str]:
    words = set(stretch.words)
    relative = stretch.words[0] in _RELATIVE
    if words & ATTRIBUTION_EN and not relative:
        yield "attribution"
    if not (bracketed or relative):
        if words & NEGATION_EN:
            yield "negation"
        if words & HEDGES_EN:
            yield "hedge"
    if stretch.opens and any(w[0].isdigit() for w in words):
        yield "number_dropped"
    if len(stretch.words) <= 4 and stretch.next_word in _COORDINATE:
        yield "list"
    if stretch.before in _QUOTES or stretch.after in _QUOTES:
        yield "quote_cut"


def _may_go(stretch: Stretch) -> bool:
    """Tell whether a stretch is an adverbial at the start, an aside between two commas, or an end behind a clause."""
    first = stretch.words[0]
    if stretch.opens:
        return len(stretch.words) <= 12 and (first in _LEADING or first.endswith("ly"))
    if stretch.before not in {",", "—", "–", "-", ";"}:
        return False
    if stretch.led_by and stretch.led_by[0] in _RELATIVE | _APPOSITIVE and len(stretch.led_by) < 8:
        return False
    if stretch.closes or stretch.after in {".", ""}:
        spoken = first in _RELATIVE and stretch.led_by[:1] in _SAID
        return len(stretch.led_by) >= _MIN_KEPT or spoken
    return stretch.pieces == 1 and stretch.before == stretch.after and _is_aside(stretch.words)


def _is_aside(words: tuple[str, ...]) -> bool:
    """Tell whether what stands between two commas says something about the word before: it has no verb of its own."""
    if words[0] in _RELATIVE | _APPOSITIVE or words[0].endswith("ing"):
        return True
    verbs = any(w in _FINITE or w.endswith("ed") for w in words)
    return words[0] not in _COORDINATE and not verbs and len(words) <= 10


def _vetoes_zh(stretch: Stretch) -> Iterator[str]:
    text = "".join(stretch.words)
    if stretch.opens and _OPENER_ZH.match(text):
        return
    if stretch.before not in {"（", "("}:
        yield "clause"
    if CONTRAST_ZH.match(text):
        yield "contrast"
    for name, words in (("negation", NEGATION_ZH), ("hedge", HEDGES_ZH), ("attribution", ATTRIBUTION_ZH)):
        if any(w in text for w in words):
            yield name
