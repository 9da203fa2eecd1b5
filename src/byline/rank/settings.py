"""What an operator can set about ranking: how much each part of the score counts.

The defaults were chosen on seven weeks of a crawl against the picks of two
newsletters' editors (`byline eval ranking`, spring 2026): first a conditional
logit to see which parts say anything, then one value at a time. Recall is flat
around them. Left to itself the fit would give corroboration nothing, since the
maker's own post tells editors the same; it keeps its weight because a story
told by many is what a reader can trust.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

_WANTED = (
    "anthropic",
    "chatgpt",
    "claude",
    "claude-code",
    "codex",
    "dario-amodei",
    "deepseek",
    "demis-hassabis",
    "gemini",
    "gemma",
    "google-deepmind",
    "google-io",
    "grok",
    "kimi",
    "mistral-ai",
    "moonshot-ai",
    "openai",
    "openai-gpt",
    "qwen",
    "sam-altman",
    "ssi",
    "thinking-machines",
    "waic",
    "xai",
    "zhipu",
)
"""Laboratories and their models, whose news is the field's."""
_GENERAL = ("amd", "baidu", "intel", "meituan", "micron", "samsung", "tesla", "tsmc", "xiaomi")
"""Firms of many trades: a story that names only them is rarely about the field."""
_TOPICS = {"ai": -1.0, "open-source": 0.5, "methods": 0.5}
"""A story whose strongest words are only the general ones ("AI") is rarely about anything in particular."""


class RankSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of the parts of a story's score."""

    independent: Annotated[
        float, Meta(description="Points for each doubling of the number of independent sources.", ge=0, le=20)
    ] = 1.0
    source_half_life_hours: Annotated[
        float, Meta(description="Hours after which a source that has fallen silent counts half.", gt=0, le=720)
    ] = 12.0
    pickups: Annotated[
        float,
        Meta(description="Points for each doubling of the outlets that only copy the story.", ge=0, le=20),
    ] = 0.3
    announcement: Annotated[
        float,
        Meta(description="Points where the maker (laboratory, company, authority) tells news of its own.", ge=0, le=20),
    ] = 3.0
    own_post: Annotated[
        float, Meta(description="Points for another post of a company or authority, guides left out.", ge=0, le=20)
    ] = 2.25
    confirmed: Annotated[
        float, Meta(description="Points on top where the press reports what the maker says.", ge=0, le=20)
    ] = 0.5
    entities: Annotated[
        float,
        Meta(description="Points for the best-known organisation, person or model named, times its weight.", ge=0),
    ] = 0.7
    entity_weights: Annotated[
        dict[str, float], Meta(description="Entity id -> how much readers want it (-2 to 2); others count 0.")
    ] = msgspec.field(default_factory=lambda: {**dict.fromkeys(_WANTED, 1.0), **dict.fromkeys(_GENERAL, -1.0)})
    topics: Annotated[float, Meta(description="Points for a story's main topic, times its weight.", ge=0, le=20)] = 0.5
    topic_weights: Annotated[
        dict[str, float], Meta(description="Topic id -> how much readers want it (-2 to 2); others count 0.")
    ] = msgspec.field(default_factory=lambda: dict(_TOPICS))
    languages: Annotated[float, Meta(description="Points where a story is told in two languages.", ge=0, le=20)] = 0.7
    freshness: Annotated[float, Meta(description="Points of a story published this moment.", ge=0, le=20)] = 1.0
    half_life_hours: Annotated[
        float, Meta(description="Hours after which the points for freshness have halved.", gt=0, le=720)
    ] = 24.0
    growth: Annotated[
        float, Meta(description="Points for each doubling of the sources that joined lately.", ge=0, le=20)
    ] = 0.25
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
    ] = 1.2
    flagged: Annotated[
        float, Meta(description="Points taken off where every article carries instructions for models.", ge=0, le=50)
    ] = 4.0
