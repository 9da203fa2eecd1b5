"""Numbers of citations."""

from __future__ import annotations

import msgspec

from byline.records import Passage, Sentence, Summary

PassageKey = tuple[int, int, int]


def passage_key(passage: Passage) -> PassageKey:
    """Return what tells two passages apart: article, start, end."""
    return passage.article_id, passage.start, passage.end


def renumbered(summary: Summary) -> Summary:
    """Return the summary with its passages numbered from 1 in the order in which they are first cited.

    Two passages never share a number then, and no number is missing, whatever wrote the summary.
    """
    numbers: dict[PassageKey, int] = {}

    def again(sentence: Sentence) -> Sentence:
        citations = tuple(
            msgspec.structs.replace(
                citation, number=numbers.setdefault(passage_key(citation.passage), len(numbers) + 1)
            )
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
