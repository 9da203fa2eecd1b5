"""Every record that passes between the parts of Byline, in the order of an article's path.

Records are frozen and keyword-only. They are validated once, where they enter
(config, feed, database, file), and trusted inside. Datetimes are aware and in
UTC; offsets count Unicode code points and are half-open; ids of articles and
stories are 63-bit integers that grow with time (`byline.text.hashes.time_id`).
"""

from byline.records.base import Language, Record
from byline.records.catalogue import Catalogue, Entity, Feed, Source, SourceKind, Topic
from byline.records.editions import Edition, EditionStory, Hit, ImageFile, Ledger
from byline.records.intake import (
    Article,
    Dropped,
    Entry,
    Extracted,
    Failed,
    FeedState,
    Fetched,
    FetchLog,
    FetchOutcome,
    FetchRequest,
    Kept,
    NotModified,
    ParsedFeed,
    Screened,
)
from byline.records.results import Clustered, Polled, Vector
from byline.records.stories import Appearance, Assignment, Coverage, Member, Origin, Part, Score, Story, WindowItem
from byline.records.summaries import (
    CheckCount,
    Citation,
    Claim,
    Disagreement,
    Passage,
    Section,
    Sentence,
    Summary,
    Tier,
    Value,
    Verdict,
)

__all__ = [
    "Appearance",
    "Article",
    "Assignment",
    "Catalogue",
    "CheckCount",
    "Citation",
    "Claim",
    "Clustered",
    "Coverage",
    "Disagreement",
    "Dropped",
    "Edition",
    "EditionStory",
    "Entity",
    "Entry",
    "Extracted",
    "Failed",
    "Feed",
    "FeedState",
    "FetchLog",
    "FetchOutcome",
    "FetchRequest",
    "Fetched",
    "Hit",
    "ImageFile",
    "Kept",
    "Language",
    "Ledger",
    "Member",
    "NotModified",
    "Origin",
    "ParsedFeed",
    "Part",
    "Passage",
    "Polled",
    "Record",
    "Score",
    "Screened",
    "Section",
    "Sentence",
    "Source",
    "SourceKind",
    "Story",
    "Summary",
    "Tier",
    "Topic",
    "Value",
    "Vector",
    "Verdict",
    "WindowItem",
]
