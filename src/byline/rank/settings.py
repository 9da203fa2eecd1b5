"""What an operator can set about ranking: how much each part of the score counts."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class RankSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of the parts of a story's score."""

    independent: Annotated[
        float, Meta(description="Points for each doubling of the number of independent sources.", ge=0, le=20)
    ] = 2.0
    pickups: Annotated[
        float,
        Meta(description="Points for each doubling of the outlets that only copy or link the story.", ge=0, le=20),
    ] = 1.0
    announcement: Annotated[
        float,
        Meta(description="Points where the maker itself announces it (laboratory, company, authority).", ge=0, le=20),
    ] = 1.0
    confirmed: Annotated[
        float, Meta(description="Points on top where the press reports on the maker's announcement.", ge=0, le=20)
    ] = 0.5
    entities: Annotated[
        float,
        Meta(description="Points for the best-known organisation, person or model that titles name.", ge=0, le=20),
    ] = 1.0
    entity_weights: Annotated[
        dict[str, float], Meta(description="Entity id -> how well known it is (0 to 2); others count 0.5.")
    ] = {}
    topics: Annotated[float, Meta(description="Points for a story's main topic, times its weight.", ge=0, le=20)] = 1.0
    topic_weights: Annotated[
        dict[str, float], Meta(description="Topic id -> how much readers want it (-2 to 2); others count 0.")
    ] = {}
    freshness: Annotated[float, Meta(description="Points of a story published this moment.", ge=0, le=20)] = 1.0
    half_life_hours: Annotated[
        float, Meta(description="Hours after which the points for freshness have halved.", gt=0, le=720)
    ] = 24.0
    growth: Annotated[
        float, Meta(description="Points for each doubling of the sources that joined lately.", ge=0, le=20)
    ] = 0.5
    growth_hours: Annotated[float, Meta(description="How long ago counts as lately (hours).", gt=0, le=168)] = 6.0
    seen: Annotated[
        float,
        Meta(description="Points taken off a story that led an earlier edition and has no new article.", ge=0, le=50),
    ] = 6.0
    seen_fades_days: Annotated[
        float, Meta(description="Days after which an earlier appearance no longer counts.", gt=0, le=60)
    ] = 7.0
    opinion: Annotated[float, Meta(description="Points taken off where all articles are opinion.", ge=0, le=20)] = 1.5
    discussion: Annotated[
        float, Meta(description="Points for each doubling of community sources and newsletters.", ge=0, le=20)
    ] = 0.5
    flagged: Annotated[
        float, Meta(description="Points taken off where every article carries instructions for models.", ge=0, le=50)
    ] = 4.0
