"""What an operator can set about screening."""

from __future__ import annotations

from typing import Annotated

import msgspec


class ScreenSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits of the screening rules."""

    languages: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Languages to keep (ISO 639-1 codes); articles in others are dropped.", min_length=1),
    ] = ("en", "zh")
    max_age_days: Annotated[
        float, msgspec.Meta(description="Drop articles published longer ago than this (days).", gt=0, le=3650)
    ] = 7.0
    min_words: Annotated[
        int,
        msgspec.Meta(description="Drop texts shorter than this (words; three Chinese characters are two words).", ge=0),
    ] = 25
    teaser_words: Annotated[
        int,
        msgspec.Meta(
            description="Drop texts shorter than this (words) that end in a call to read on or subscribe.", ge=0
        ),
    ] = 60
    min_relevance: Annotated[
        float,
        msgspec.Meta(description="Drop as off topic below this score (one strong term in the title gives 3).", ge=0),
    ] = 1.5
    rules: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Rules that may drop an article; leave one out to switch it off."),
    ] = (
        "language",
        "too_old",
        "sponsored",
        "job_or_event_ad",
        "deals",
        "teaser",
        "too_short",
        "listicle",
        "off_topic",
        "market",
    )
