"""Checks one sentence against the passages it cites.

Three ways to be supported, in this order: the sentence *is* a passage
(verbatim); it is a passage shortened at clause ends (trimmed); or it is in other
words, which no rule can vouch for: that takes a judge, and without one the answer
is no.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from byline.records import Passage, Tier, Verdict
from byline.summary.interface import Judge
from byline.summary.naming import name_held, strip_name
from byline.summary.rules import rule_gate, title_held
from byline.summary.translation import is_translation, translation_vetoes
from byline.summary.trims import trim_vetoes
from byline.text.timewords import holds_insertion, strip_insertions

_THE = "The "
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "「": '"', "」": '"'})


def check(
    text: str,
    passages: Sequence[Passage],
    *,
    language: str,
    days: Mapping[int, date] | None = None,
    judge: Judge | None = None,
) -> Verdict:
    """Return whether the passages support the sentence, how it was checked, and what vetoed it.

    `days` gives the local day of publication by article id; without it no bracketed
    date can be verified; a bracketed name needs a passage that introduces it. Without a
    judge, a sentence in other words comes back unsupported
    with the reason "needs_judge" (behind the vetoes of the rules, where any fired); with
    one, it is asked only when no rule vetoed.
    """
    if not any(character.isalnum() for character in text) or not passages:
        return Verdict(supported=False, reasons=("empty" if passages else "no_passage",))
    plain, inserted = strip_insertions(text)
    if inserted and not all(_dated(plain, at, day=day, passages=passages, days=days or {}) for at, day in inserted):
        return Verdict(supported=False, reasons=("date_insertion",))
    bare = strip_name(plain)
    if bare != plain and not any(plain[len(_THE) : plain.find("]") + 1] in p.quote for p in passages):
        if not name_held(plain, passages):
            return Verdict(supported=False, reasons=("name_insertion",))
        plain = bare
    return _checked(plain, passages, language=language, judge=judge)


def check_title(text: str, passages: Sequence[Passage], *, language: str) -> Verdict:
    """Return whether a source's own headline may stand over these passages.

    Its numbers, dates and names must all be found in them; its wording is the source's.
    """
    reasons = title_held(text, " ".join(p.quote for p in passages), language=language)
    return Verdict(supported=bool(passages) and not reasons, tier=Tier.TITLE, reasons=reasons)


def _checked(plain: str, passages: Sequence[Passage], *, language: str, judge: Judge | None) -> Verdict:
    """Return the verdict on a sentence without what was put in brackets."""
    if any(normalise(plain) == normalise(p.quote) for p in passages):
        return Verdict(supported=True, tier=Tier.VERBATIM)
    trims = [v for p in passages if (v := trim_vetoes(plain, p.quote, language=language)) is not None]
    if any(not vetoes for vetoes in trims):
        return Verdict(supported=True, tier=Tier.TRIMMED)
    if is_translation(plain, passages):
        tier, reasons = Tier.TRANSLATED, translation_vetoes(plain, passages)
    else:
        tier, reasons = Tier.REWRITTEN, min(trims, key=len) if trims else rule_gate(plain, passages, language)
    if not reasons and judge is not None:
        agreed = judge.entails(plain, passages, language=language)
        return Verdict(supported=agreed, tier=tier, reasons=() if agreed else ("judge",))
    return Verdict(supported=False, tier=tier, reasons=(*reasons, "needs_judge"))


def normalise(text: str) -> str:
    """Return the text with one kind of quotation mark and of white space, for comparing."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text.translate(_QUOTES))).strip()


def _dated(plain: str, at: int, *, day: str, passages: Sequence[Passage], days: Mapping[int, date]) -> bool:
    """Tell whether a bracketed date stands right behind a time word and is what that means, here and in a passage."""
    return any(
        holds_insertion(plain, at, told=day, source=p.quote, on=days[p.article_id])
        for p in passages
        if p.article_id in days
    )
