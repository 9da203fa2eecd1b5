"""Chooses a headline among the sources' own titles.

A title is never written, and never published on trust: it stands over passages in
which all its numbers, dates and names are found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from byline.records import Claim, Coverage, Language, Member, Passage, SourceKind
from byline.summary.alike import dice
from byline.summary.interface import Claims
from byline.summary.rules import title_held
from byline.summary.speech import quoted, speaker
from byline.summary.units import count_words
from byline.text.sentences import sentence_spans
from byline.text.words import content_words, has_han

_RECENCY = 0.2
"""What being the newest adds to a title's score when a story runs over days: the news is its last turn."""
_DAY_S = 18 * 3600
_MAX_PASSAGES = 3
_LEAD_SENTENCES = 6
_MIN_HELD = 0.5
"""Share of the title's content stems that its passages must have."""
_MAX_WORDS = 20
_QUESTION = re.compile(r"[?？]")
_CLICKBAIT = re.compile(
    r"(?:^|: )(?:how|why|what|this is|these|meet|watch|inside|we|i|my|our)\b"
    r"|\bhere['’]s\b|\b(?:you|your|everything|things to know|explained|won'?t believe|shocking|stunning|insane"
    r"|secret|amazing"
    r"|game[- ]changer|mind-?blowing|live updates?|opinion|analysis|review|hands-on|podcast|newsletter|roundup|briefing"
    r"|discussion|thread|megathread|q&a|faq|top \d+|\d+ (?:things|ways|reasons))\b|[!…]|\.\.\."
    r"|震惊|重磅|刚刚|炸裂|揭秘|竟然|必看|一文|盘点|【",
    re.IGNORECASE,
)
_ASIDE_KINDS = frozenset({SourceKind.COMMUNITY, SourceKind.COMPANY, SourceKind.NEWSLETTER})
_PREFIX = re.compile(
    r"^(?:(?:exclusive|breaking|update|updated|opinion|analysis|独家|快讯|突发)\s*[:：|｜]\s*)", re.IGNORECASE
)


class Title(NamedTuple):
    """A title that may be the headline."""

    text: str
    passages: tuple[Passage, ...]
    language: Language
    member: Member


def choose_title(coverage: Coverage, claims: Claims, *, language: str) -> Title | None:
    """Return the best title that its passages hold, or None where there is none.

    The best one is most like the story's claims; questions and bait lose, and a
    title in the edition's language goes first.
    """
    members = [m for m in coverage.members if m.kept.form not in ("opinion", "analysis")] or list(coverage.members)
    scored = sorted(
        ((_score(m, coverage, claims, language=language), -m.article.id, m) for m in members),
        key=lambda item: item[:2],
        reverse=True,
    )
    for _score_value, _id, member in scored:
        text = clean_title(member)
        if count_words(text) > _MAX_WORDS or _bait(text):
            continue
        passages = _backing(text, member, claims)
        if passages:
            return Title(text, passages, "zh" if has_han(text) else "en", member)
    return None


def clean_title(member: Member) -> str:
    """Return an article's title without its source's name and labels at the ends."""
    text = _PREFIX.sub("", member.article.title.strip())
    for mark in (" | ", " - ", " – ", " — ", "｜", "_"):
        head, found, tail = text.rpartition(mark)
        if found and tail.strip().casefold() == member.source.name.casefold():
            text = head
    return text.strip()


def is_title(text: str, coverage: Coverage) -> bool:
    """Tell whether the text is a title of one of the articles, or one without its source's name."""
    return any(text in (m.article.title.strip(), clean_title(m)) for m in coverage.members)


def _bait(text: str) -> bool:
    unsaid = bool(quoted(text)) and not speaker(text)
    return _QUESTION.search(text) is not None or _CLICKBAIT.search(text) is not None or unsaid


def _score(member: Member, coverage: Coverage, claims: Claims, *, language: str) -> float:
    text = clean_title(member)
    stems = frozenset(content_words(text))
    spoken = "zh" if has_han(text) else "en"
    heavy = [c for c in claims.claims if c.language == spoken][:8]
    total = sum(c.weight for c in heavy) or 1.0
    like = sum(c.weight * dice(stems, frozenset(content_words(c.representative.quote))) for c in heavy) / total
    others = [frozenset(content_words(m.article.title)) for m in coverage.members if m is not member]
    shared = max((dice(stems, o) for o in others), default=0.0)
    known = frozenset().union(*others, *(frozenset(content_words(c.representative.quote)) for c in claims.claims[:12]))
    alone = len(stems - known) / max(1, len(stems))
    aside = (0.1 if member.kept.form != "report" else 0.0) + (0.15 if member.source.kind in _ASIDE_KINDS else 0.0)
    aside += 0.3 if member.origin.origin_id != member.article.id else 0.0
    return (
        like
        + 0.3 * shared
        + _RECENCY * _recency(member, coverage)
        - 0.4 * alone
        - aside
        + (2.0 if spoken == language else 0.0)
    )


def _recency(member: Member, coverage: Coverage) -> float:
    """Return 1 for the newest article and 0 for the oldest; 0 for all of a story of less than a day."""
    span = (coverage.story.updated - coverage.story.created).total_seconds()
    age = (coverage.story.updated - member.article.published).total_seconds()
    return 1 - min(1.0, max(0.0, age / span)) if span > _DAY_S else 0.0


def _backing(text: str, member: Member, claims: Claims) -> tuple[Passage, ...]:
    """Return up to three passages that hold the title's facts, the one most like it first; () where they do not."""
    spoken = "zh" if has_han(text) else "en"
    stems = frozenset(content_words(text))
    pool = [*_lead(member), *_told(claims.claims, member, language=spoken)]
    chosen: list[Passage] = []
    held: frozenset[str] = frozenset()
    while pool and len(chosen) < _MAX_PASSAGES:
        best = max(pool, key=lambda p: (len((stems - held) & _stems(p)), dice(stems, _stems(p)), -p.start))
        pool.remove(best)
        chosen.append(best)
        held |= stems & _stems(best)
        missing = title_held(text, " ".join(p.quote for p in chosen), language=spoken)
        if not missing and len(held) >= _MIN_HELD * len(stems):
            return tuple(chosen)
    return ()


def _stems(passage: Passage) -> frozenset[str]:
    return frozenset(content_words(passage.quote))


def _lead(member: Member) -> list[Passage]:
    """Return the first sentences of the title's own article."""
    text = member.article.text
    spans = [s for s in sentence_spans(text, language=member.article.language) if s.kind == "sentence"]
    return [
        Passage(article_id=member.article.id, start=s.start, end=s.end, quote=text[s.start : s.end])
        for s in spans[:_LEAD_SENTENCES]
    ]


def _told(claims: Sequence[Claim], member: Member, *, language: str) -> list[Passage]:
    """Return the representatives of the heaviest claims, but for the title's own article."""
    told = [c.representative for c in claims[:12] if c.language == language and c.kind != "opinion"]
    return [p for p in told if p.article_id != member.article.id]
