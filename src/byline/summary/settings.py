"""What an operator can set about claims and summaries."""

from __future__ import annotations

from typing import Annotated

import msgspec


class SummarySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims, summaries and their limits."""

    min_similarity: Annotated[
        float,
        msgspec.Meta(
            description="How alike two sentences must be to say the same: share of common word stems (Dice, 0.5 to 1).",
            ge=0.5,
            le=1.0,
        ),
    ] = 0.7
    min_contradiction: Annotated[
        float,
        msgspec.Meta(
            description="How alike two sentences with different numbers must be to count as a disagreement (0.3 to 1).",
            ge=0.3,
            le=1.0,
        ),
    ] = 0.5
    max_sentence_words: Annotated[
        int, msgspec.Meta(description="Longest sentence that is published, in words.", ge=15, le=120)
    ] = 55
    min_sentence_words: Annotated[
        int, msgspec.Meta(description="Shortest sentence that is published, in words.", ge=3, le=20)
    ] = 5
    max_happened: Annotated[
        int, msgspec.Meta(description='Sentences in the section "What happened", at most.', ge=1, le=12)
    ] = 5
    max_section: Annotated[int, msgspec.Meta(description="Sentences in every other section, at most.", ge=0, le=12)] = 3
    max_quoted_words: Annotated[
        int,
        msgspec.Meta(
            description="Words quoted from one source in one story, at most; copies of one article count together.",
            ge=20,
            le=1000,
        ),
    ] = 150
    max_quoted_share: Annotated[
        float,
        msgspec.Meta(
            description="Share of an article's words that may be quoted in one story (0 to 1).", gt=0.0, le=1.0
        ),
    ] = 0.4
    always_quoted_words: Annotated[
        int,
        msgspec.Meta(description="Words that may be quoted of even the shortest article: one sentence.", ge=0, le=80),
    ] = 55
    max_doubt: Annotated[
        float,
        msgspec.Meta(
            description="Sentences more likely than this to need their neighbours are left out (0 to 1).",
            ge=0.0,
            le=1.0,
        ),
    ] = 0.35
    resolve_dates: Annotated[
        bool, msgspec.Meta(description='Add the day in brackets after "on Saturday" where it is sure.')
    ] = True
