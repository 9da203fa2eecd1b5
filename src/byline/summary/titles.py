"""Chooses a headline among the sources' own titles.

A title is never written, and never published on trust: it stands over passages in
which all its numbers, dates and names are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from byline.records import Claim, Coverage, Language, Member, Passage, SourceKind
from byline.summary.alike import dice
from byline.summary.interface import Claims
from byline.summary.lengths import count_words
from byline.summary.lexicon import CONDITION_EN, CONTRAST_EN
from byline.summary.rules import bag, title_held
from byline.summary.speech import quoted, speaker
from byline.summary.trims import dateline_end, trim_vetoes
from byline.text.numbers import Quantity, find_quantities, states
from byline.text.sentences import sentence_spans
from byline.text.words import content_words, has_han

_RECENCY = 0.2
"""What being the newest adds to a title's score when a story runs over days: the news is its last turn."""
_NOBODY = 0.2
"""What a title loses that does not say who: "An AI won gold"."""
_SOME_ONE = re.compile(
    r"(?:An?|One|Some|Two|Three|Several) (?:[a-z-]+ ){0,2}(?:AI|A\.I\.|model|robot|company|firm|start-?up|lab|team"
    r"|group|app|chatbot|agent|study|paper|researchers?)s?"
    r" (?![a-z]*ed by\b|by\b|from\b|of\b|at\b|called\b|named\b)[a-z]"
)
_DAY_S = 18 * 3600
_MAX_PASSAGES = 3
_LEAD_SENTENCES = 6
_MIN_HELD = 0.5
"""Share of the title's content stems that its passages must have."""
MAX_WORDS = 20
"""Longest title that is a headline."""
_MIN_CUT_WORDS = 5
_MAX_OUTLET_WORDS = 5
_QUESTION = re.compile(r"[?？]")
_CLICKBAIT = re.compile(
    r"(?:^|: )(?:how|why|what|this is|these|meet|watch|inside|we|i|my|our)\b"
    r"|\bhere['’]s\b|\b(?:you|your|everything|things to know|explained|won'?t believe|shocking|stunning|insane"
    r"|secret|amazing"
    r"|game[- ]changer|mind-?blowing|live updates?|opinion|analysis|review|hands-on|podcast|newsletter|roundup|briefing"
    r"|\bi\b|i'm|i've|\bmy\b|^greetings|launch(?:es|ing) in \d+|^(?:excited|thrilled|happy|proud) to"
    r"|^live now|^here comes?"
    r"|^there should|\b(?:we|our)\b|behold|daybreak|squawk|rocket report|overtime|episode \d"
    r"|recap|weekly|(?:the|this) week in"
    r"|the download: |show: |daily: |deals? of|hands on|gallery|what it means|should know"
    r"|discussion|thread|megathread|q&a|faq|top \d+|\d+ (?:things|ways|reasons))\b|[!…]|\.\.\."
    r"|^我|我用|震惊|重磅|刚刚|炸裂|揭秘|竟然|必看|一文|盘点|【",
    re.IGNORECASE,
)
_ABLE = re.compile(r"You can (?:now|no longer|finally|soon)\b", re.IGNORECASE)
_YOU = re.compile(r"\byour?\b", re.IGNORECASE)
_TO_YOU = 0.1
"""What a title loses that speaks to its reader."""
_PRESENTED = re.compile(r"(?:Introducing|Announcing|Presenting|Welcome)\b ?")
_LABEL = 0.4
"""What a title loses that is a product's name and no more."""
_LABEL_WORDS = 9
_AMOUNT = 0.2
"""What a title gains that says how much, where another source says so too."""
_LARGE = 1000.0
_OPENING = 1500
"""Characters of an article that tell its news."""
_ASIDE_KINDS = frozenset({SourceKind.COMMUNITY, SourceKind.COMPANY, SourceKind.NEWSLETTER})
_PREFIX = re.compile(
    r"^(?:(?:exclusive|breaking(?: news)?|updated?|just in|scoop|show hn|独家|快讯|突发"
    r"|[\u4e00-\u9fff\w]{2,6}独家)\s*[:：|｜丨]\s*"
    r"|【[^】]{1,12}】\s*|\[[^\]]{1,12}\]\s+|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]+\s*)+",
    re.IGNORECASE,
)
"""Rubrics in front of a title: "Exclusive:", 【快讯】, a pictogram."""
_MARKS = (" | ", " - ", " – ", " — ", "｜", "丨", " ｜ ", "_")
_OUTLET = re.compile(r"(?:[A-Z][\w.&'’]*|of|the)(?: (?:[A-Z][\w.&'’]*|of|the)){0,3}$")
_CUT = re.compile(r"(?:,|;| [—–-]|[.](?= [A-Z\d“‘])) ")
_RUBRIC = re.compile(
    r"^[\w&’' -]{0,16}\b(?:hands-on|ears-on|review|preview|first look|research note|interview|explainer)\b"
    r"[\w&’' -]{0,12}: +",
    re.IGNORECASE,
)
_HEADLINE_TAIL = re.compile(
    r"(?:which|while|after|as|amid|with|including|\w+ing|will|says?|plans|aims|sends|marks|joins|adds|cuts|names"
    r"|gets|takes|makes|gives|raises|launches|reports|offers|brings|drops|delays|beats|hits|seeks|unveils)\b",
    re.IGNORECASE,
)
"""What may follow the comma at which a title is cut: not the next item of a list."""
MIN_WORDS = 3
_SHOUTED = 0.7
"""Share of a title's letters in capitals from which its words are written as its article writes them."""


class Title(NamedTuple):
    """A title that may be the headline."""

    text: str
    passages: tuple[Passage, ...]
    language: Language
    member: Member


def choose_title(
    coverage: Coverage, claims: Claims, *, language: str, affordable: Callable[[Sequence[Passage]], bool] = bool
) -> Title | None:
    """Return the best title that its passages hold, or None where there is none.

    The best one is most like the story's claims; questions and bait lose, and a
    title in the edition's language goes first. `affordable` tells whether passages may still be quoted.
    """
    members = [m for m in coverage.members if m.kept.form not in ("opinion", "analysis")] or list(coverage.members)
    scored = sorted(
        ((_score(m, coverage, claims, language=language), -m.article.id, m) for m in members),
        key=lambda item: item[:2],
        reverse=True,
    )
    for _score_value, _id, member in scored:
        for text in forms(member):
            if not MIN_WORDS <= count_words(text) <= MAX_WORDS or is_bait(text) or _is_half(text, member):
                continue
            passages = _backing(text, member, claims, affordable=affordable)
            if passages:
                return Title(text, passages, "zh" if has_han(text) else "en", member)
    return None


def clean_title(member: Member) -> str:
    """Return an article's title without rubrics, its outlet's name at the end, and shouting."""
    text = _RUBRIC.sub("", _PREFIX.sub("", member.article.title.strip()))
    text = text[dateline_end(text) :] if has_han(text) else text
    text = text[:1].upper() + text[1:]
    for mark in _MARKS:
        head, found, tail = text.rpartition(mark)
        if found and _names_outlet(tail.strip(), head, member):
            text = head
    return _spoken(text.strip(), member.article.text)


def forms(member: Member) -> tuple[str, ...]:
    """Return the ways in which an article's title may be printed: whole, then cut at a clause end, longest first.

    A cut leaves out what a sentence may lose at its end: no condition, contrast, negation or attribution.
    """
    whole = clean_title(member)
    language = "zh" if has_han(whole) else "en"
    cuts = [m for m in _CUT.finditer(whole) if m[0] != ", " or _HEADLINE_TAIL.match(whole, m.end())]
    heads = [whole[: m.start()].rstrip() for m in cuts]
    longest = [h for h in reversed(heads) if count_words(h) >= _MIN_CUT_WORDS]
    return (whole, *(h for h in longest if _ends_well(h, whole, language=language)))


def _ends_well(head: str, whole: str, *, language: str) -> bool:
    """Tell whether a title may end here: its first sentence, unless a "but" follows, or what a sentence may lose."""
    rest = whole[len(head) :]
    if rest.startswith(". "):
        return not CONTRAST_EN.match(rest[2:]) and not CONDITION_EN.match(rest[2:])
    return trim_vetoes(head, whole, language=language) == ()


def is_title(text: str, coverage: Coverage) -> bool:
    """Tell whether the text is a title of one of the articles, as it stands or in one of its forms."""
    return any(text == m.article.title.strip() or text in forms(m) for m in coverage.members)


def _names_outlet(tail: str, head: str, member: Member) -> bool:
    """Tell whether what stands behind a mark is an outlet: the article's own, or short and all capitals in a row."""
    if tail.casefold() == member.source.name.casefold():
        return True
    if has_han(head):
        return count_words(tail) <= _MAX_OUTLET_WORDS and count_words(head) > 2 * _MAX_OUTLET_WORDS
    return _OUTLET.match(tail) is not None and len(head.split()) > _MIN_CUT_WORDS


def _spoken(title: str, text: str) -> str:
    """Return a shouted title with its words as the article writes them; a quiet one as it is."""
    letters = [c for c in title if c.isalpha() and c.isascii()]
    if len(letters) < 3 * _MIN_CUT_WORDS or sum(c.isupper() for c in letters) < _SHOUTED * len(letters):
        return title
    written = {w.casefold(): w for w in reversed(re.findall(r"[A-Za-z][\w’'-]*", text)) if not w.isupper()}
    quiet = re.sub(r"[A-Za-z][\w’'-]*", lambda m: written.get(m[0].casefold(), m[0]), title)
    return quiet[:1].upper() + quiet[1:]


def _is_half(text: str, member: Member) -> bool:
    """Tell whether a title was cut down to somebody unnamed: "An AI won gold in maths"."""
    return _SOME_ONE.match(text) is not None and text != clean_title(member)


def is_bait(text: str) -> bool:
    """Tell whether a title asks, lures, or quotes somebody it does not name.

    "You can now ..." tells what a product does: its "you" and "your" lure nobody.
    """
    if _ABLE.match(text):
        text = _YOU.sub("", text)
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
        - (_NOBODY if _SOME_ONE.match(text) else 0.0)
        - (_TO_YOU if _ABLE.match(text) else 0.0)
        - (_LABEL if _is_label(text, member) else 0.0)
        + (_AMOUNT if _is_confirmed(text, member, coverage) else 0.0)
        + 0.3 * shared
        + _RECENCY * _recency(member, coverage)
        - 0.4 * alone
        - aside
        + (2.0 if spoken == language else 0.0)
    )


def _is_label(text: str, member: Member) -> bool:
    """Tell whether an English title names a thing and says nothing of it: its article has all its words in capitals."""
    words = [w for w in _PRESENTED.sub("", text).split() if w not in ("and", "&")]
    if has_han(text) or len(words) > _LABEL_WORDS or not all(w[0].isupper() or w[0].isdigit() for w in words):
        return False
    said = (w.lower() for w in words if w[0].isalpha())
    return not any(re.search(rf"\b{re.escape(word)}\b", member.article.text) for word in said)


def _is_confirmed(text: str, member: Member, coverage: Coverage) -> bool:
    """Tell whether a title has money or a large number that an article of another source has."""
    language = "zh" if has_han(text) else "en"
    amounts = [q for q in bag(text, language).amounts if q.kind == "money" or q.value >= _LARGE]
    witness = coverage.witness(member)
    others = [m.article for m in coverage.members if amounts and coverage.witness(m) != witness]
    return any(states(amount, _amounts_of(a.text[:_OPENING], a.language)) for a in others for amount in amounts)


@lru_cache(maxsize=256)
def _amounts_of(text: str, language: Language) -> list[Quantity]:
    return find_quantities(text, language=language)


def _recency(member: Member, coverage: Coverage) -> float:
    """Return 1 for the newest article and 0 for the oldest; 0 for all of a story of less than a day."""
    span = (coverage.story.updated - coverage.story.created).total_seconds()
    age = (coverage.story.updated - member.article.published).total_seconds()
    return 1 - min(1.0, max(0.0, age / span)) if span > _DAY_S else 0.0


def _backing(
    text: str, member: Member, claims: Claims, *, affordable: Callable[[Sequence[Passage]], bool]
) -> tuple[Passage, ...]:
    """Return up to three passages that hold the title's facts, the one most like it first; () where they do not."""
    spoken = "zh" if has_han(text) else "en"
    stems = frozenset(content_words(text))
    pool = [*_lead(member), *_told(claims.claims, member, language=spoken)]
    chosen: list[Passage] = []
    held: frozenset[str] = frozenset()
    while pool and len(chosen) < _MAX_PASSAGES:
        best = max(pool, key=lambda p: (len((stems - held) & _stems(p)), dice(stems, _stems(p)), -p.start))
        pool.remove(best)
        if not affordable([*chosen, best]):
            continue
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
