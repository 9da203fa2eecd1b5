"""The quotation limit: how much of one source's article a story may quote."""

from __future__ import annotations

import re

import msgspec

from byline.records import Citation, Section, Sentence, Summary

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:['\u2019.,-][^\W{_CJK}]+)*")
_HAN = re.compile(rf"[{_CJK}]")

PassageKey = tuple[int, int, int]


def within_quotation_limit(summary: Summary, *, max_words: int) -> Summary:
    """Return the summary without the sentences that would quote more than `max_words` of one article.

    Sentences are taken in reading order; headline and deck always stay. A passage that
    several sentences cite counts once. Left-out sentences are counted as dropped, for the
    reason "quotation_limit", and citations are numbered anew so that no number is missing.
    Where nothing exceeds the limit the summary comes back unchanged.
    """
    quota = _Quota()
    quota.take(summary.headline)
    if summary.deck is not None:
        quota.take(summary.deck)
    sections: list[Section] = []
    left_out = 0
    for section in summary.sections:
        kept = tuple(sentence for sentence in section.sentences if quota.admit(sentence, max_words=max_words))
        left_out += len(section.sentences) - len(kept)
        if kept:
            sections.append(msgspec.structs.replace(section, sentences=kept))
    return renumbered(_without(summary, tuple(sections), left_out)) if left_out else summary


def count_words(text: str) -> int:
    """Return the number of words, two Chinese characters counting as one (a Chinese word has 1.5 to 2)."""
    found = _WORD.findall(text)
    han = sum(1 for word in found if _HAN.match(word))
    return len(found) - han + (han + 1) // 2


class _Quota:
    """Words quoted so far, by article."""

    def __init__(self) -> None:
        self._used: dict[int, int] = {}
        self._seen: set[PassageKey] = set()

    def take(self, sentence: Sentence) -> None:
        for key, words in self._new(sentence).items():
            self._used[key[0]] = self._used.get(key[0], 0) + words
            self._seen.add(key)

    def admit(self, sentence: Sentence, *, max_words: int) -> bool:
        totals = dict(self._used)
        for key, words in self._new(sentence).items():
            totals[key[0]] = totals.get(key[0], 0) + words
            if totals[key[0]] > max_words:
                return False
        self.take(sentence)
        return True

    def _new(self, sentence: Sentence) -> dict[PassageKey, int]:
        words = {passage_key(citation): count_words(citation.passage.quote) for citation in sentence.citations}
        return {key: count for key, count in words.items() if key not in self._seen}


def passage_key(citation: Citation) -> PassageKey:
    """Return what tells two passages apart: article, start, end."""
    return citation.passage.article_id, citation.passage.start, citation.passage.end


def _without(summary: Summary, sections: tuple[Section, ...], left_out: int) -> Summary:
    reasons = dict(summary.checks.reasons)
    reasons["quotation_limit"] = reasons.get("quotation_limit", 0) + left_out
    checks = msgspec.structs.replace(
        summary.checks, dropped=summary.checks.dropped + left_out, reasons=dict(sorted(reasons.items()))
    )
    return msgspec.structs.replace(summary, sections=sections, checks=checks)


def renumbered(summary: Summary) -> Summary:
    """Return the summary with its passages numbered from 1 in the order in which they are first cited."""
    numbers: dict[PassageKey, int] = {}

    def again(sentence: Sentence) -> Sentence:
        citations = tuple(
            msgspec.structs.replace(citation, number=numbers.setdefault(passage_key(citation), len(numbers) + 1))
            for citation in sentence.citations
        )
        return msgspec.structs.replace(sentence, citations=citations)

    headline = again(summary.headline)
    deck = again(summary.deck) if summary.deck is not None else None
    sections = tuple(
        msgspec.structs.replace(section, sentences=tuple(again(sentence) for sentence in section.sentences))
        for section in summary.sections
    )
    return msgspec.structs.replace(summary, headline=headline, deck=deck, sections=sections)
