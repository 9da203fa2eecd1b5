"""What an operator may change about copies and stories."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class CopySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an article counts as a copy of an earlier one.

    `min_share` was swept from .3 to .5 on variants of 552 English and 2,843 Chinese
    articles (cut, framed, edited, paragraphs taken out and put in): at .5, 8 % of the
    Chinese texts with every tenth character edited are missed, at .4 0.6 %, and two
    articles of one outlet that repeat their background start to look alike.
    """

    window_days: Annotated[
        int, Meta(description="How long an article is remembered as a possible origin, in days.", ge=1, le=60)
    ] = 7
    min_share: Annotated[
        float,
        Meta(
            description="Share of the shorter text that must be found in the other to call it a copy.", ge=0.2, le=1.0
        ),
    ] = 0.4
    min_share_credited: Annotated[
        float,
        Meta(
            description="The same share where the text credits an agency or another outlet as its author.",
            ge=0.1,
            le=1.0,
        ),
    ] = 0.3


class ClusterSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When two articles tell one story."""

    window_days: Annotated[
        int,
        Meta(description="How long after its last article a story can still take a new one, in days.", ge=1, le=30),
    ] = 4
    min_score: Annotated[
        float,
        Meta(
            description="Combined score (0 to 1) from which an article joins a story; lower merges more.",
            ge=0.0,
            le=1.0,
        ),
    ] = 0.5
    min_merge: Annotated[
        float,
        Meta(description="Likeness (0 to 1) from which two stories become one afterwards.", ge=0.0, le=1.0),
    ] = 0.5
    max_split: Annotated[
        float,
        Meta(
            description="Likeness (0 to 1) of two parts of a story up to which it is split; 0: never.", ge=0.0, le=1.0
        ),
    ] = 0.15
