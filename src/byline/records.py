"""Every record that passes between the parts of Byline, in the order of an article's path.

Records are frozen and keyword-only. They are validated once, where they enter
(config, feed, database, file), and trusted inside. Datetimes are aware and in
UTC; offsets count Unicode code points and are half-open; ids of articles and
stories are 63-bit integers that grow with time (`byline.text.hashes.time_id`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

Language = str
"""ISO 639-1 code in lower case ("en", "zh"), or "und" where it could not be told."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records: frozen, keyword-only, unknown fields refused on decoding."""


# --------------------------------------------------------------------------- catalogue


class SourceKind(StrEnum):
    """What sort of publisher a source is."""

    PRESS = "press"
    LAB = "lab"
    RESEARCH = "research"
    NEWSLETTER = "newsletter"
    COMMUNITY = "community"
    POLICY = "policy"
    COMPANY = "company"


class Source(Record, frozen=True, kw_only=True):
    """A publisher."""

    id: str
    """Slug, unique in the catalogue: lower case letters, digits, hyphens."""
    name: str
    site: str
    """Home page address."""
    country: str = ""
    """ISO 3166-1 alpha-2 code in upper case, or "" where unknown."""
    language: Language = "en"
    kind: SourceKind = SourceKind.PRESS
    owner: str = ""
    """Slug of the owning group; sources of one owner are not independent. "" means the source owns itself."""

    @property
    def owner_id(self) -> str:
        """The owner's slug, the source's own where none is named."""
        return self.owner or self.id


class Feed(Record, frozen=True, kw_only=True):
    """An address that a source publishes entries at."""

    url: str
    source_id: str


class Topic(Record, frozen=True, kw_only=True):
    """A subject of the field, told by words in its languages."""

    id: str
    name: str
    terms: dict[str, tuple[str, ...]]
    """Language -> terms. A Latin-script term matches whole words, a Han term any substring."""
    weight: float = 1.0
    """How much one hit counts towards relevance (0 to 3)."""


class Entity(Record, frozen=True, kw_only=True):
    """An organisation, person or model of the field."""

    id: str
    name: str
    kind: Literal["organisation", "person", "model", "product", "place", "event"]
    aliases: dict[str, tuple[str, ...]]
    """Language -> other names, the usual name included."""
    maker: str = ""
    """For models and products: id of the organisation that makes it."""
    weight: float = 1.0
    """How much naming it counts towards relevance (0 to 1): firms of many trades weigh little."""


class Catalogue(Record, frozen=True, kw_only=True):
    """A field: its sources, feeds, topics and entities."""

    name: str
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]


# --------------------------------------------------------------------------- fetching


class FetchRequest(Record, frozen=True, kw_only=True):
    """One address to fetch, with what the server told us last time."""

    url: str
    kind: Literal["feed", "page", "image"]
    etag: str = ""
    last_modified: str = ""


class Fetched(Record, frozen=True, kw_only=True):
    """A complete answer with a body."""

    url: str
    final_url: str
    """After redirects."""
    status: int
    body: bytes
    """Decoded (gzip, br, zstd undone)."""
    content_type: str = ""
    """The header as sent, charset included."""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    """Set when every redirect on the way was permanent (301, 308)."""
    max_age_s: int | None = None


class NotModified(Record, frozen=True, kw_only=True):
    """The server said 304: nothing new at this address."""

    url: str


class Failed(Record, frozen=True, kw_only=True):
    """One item could not be had; the run goes on."""

    subject: str
    """Address or id of the item."""
    error: str
    """One plain sentence for the operator."""
    kind: str
    """Short machine name: "timeout", "dns", "refused", "http_404", "too_large", "blocked_address",
    "robots", "not_a_feed", "not_html", "no_text", ..."""
    retryable: bool = False
    retry_after_s: int | None = None


FetchOutcome = Fetched | NotModified | Failed


class FetchLog(Record, frozen=True, kw_only=True):
    """What is kept of one fetch: enough to say later where a text came from."""

    id: int
    """Store row id; 0 before it is stored."""
    url: str
    final_url: str
    kind: Literal["feed", "page"]
    at: datetime
    status: int
    size_bytes: int
    body_hash: str
    """SHA-256 of the decoded body, hex."""
    error: str = ""


class FeedState(Record, frozen=True, kw_only=True):
    """A feed and what the last polls left behind."""

    feed: Feed
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    next_poll: datetime | None = None
    """None: due now."""
    last_success: datetime | None = None
    failures: int = 0
    """Consecutive failures."""
    last_error: str = ""


# --------------------------------------------------------------------------- entries, articles


class Entry(Record, frozen=True, kw_only=True):
    """What a feed said about one item."""

    id: int
    """Store row id; 0 before it is stored."""
    feed_url: str
    source_id: str
    key: str
    """The feed's own id for the item (guid, atom:id), else its link, else a hash: unique in the feed."""
    url: str
    """Absolute http(s) address, or "" where the feed gave none."""
    title: str
    """Plain text."""
    summary: str = ""
    """Plain text of the feed's description."""
    content_html: str = ""
    """The feed's full content, cleaned (nh3), or ""."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """As the feed says, never later than seen_at."""
    seen_at: datetime
    language: Language = "und"
    image_url: str = ""
    fetch_id: int = 0
    """FetchLog id of the poll that brought it."""


class ParsedFeed(Record, frozen=True, kw_only=True):
    """One feed body, read."""

    title: str
    entries: tuple[Entry, ...]
    stage: Literal["fast", "repaired", "feedparser", "json"]
    """Which parser stage read it."""
    ttl_s: int | None = None
    """The feed's own wish for the time between polls."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC, 0 to 23) in which the feed does not want to be polled."""
    skip_days: tuple[int, ...] = ()
    """Days of the week (0 is Monday) on which it does not."""
    warnings: tuple[str, ...] = ()


class Article(Record, frozen=True, kw_only=True):
    """An entry with its extracted text. The text of one revision never changes."""

    id: int
    """time_id(time, url + text_hash)."""
    entry_id: int
    source_id: str
    url: str
    """Where a reader finds it (final address of the page)."""
    url_key: str
    """Canonical form of the address, for comparing."""
    title: str
    text: str
    """Visible text, NFC, paragraphs separated by a blank line, invisible characters removed."""
    text_hash: str
    """SHA-256 of the text in UTF-8, hex."""
    language: Language
    published: datetime
    """Publication time, clamped to seen_at; seen_at where nobody told."""
    seen_at: datetime
    authors: tuple[str, ...] = ()
    image_url: str = ""
    image_credit: str = ""
    section: str = ""
    """The publisher's own label where it gave one ("Opinion", "Sponsored")."""
    method: Literal["trafilatura", "resiliparse", "feed", "given"] = "given"
    """Which way the text was extracted."""
    fetch_id: int = 0
    """FetchLog id of the page; of the feed where method is "feed"."""
    corrects: bool = False
    """The text carries a correction notice."""


class Extracted(Record, frozen=True, kw_only=True):
    """Result of extraction for one entry."""

    entry_id: int
    outcome: Article | Failed
    fetch: FetchLog | None = None


# --------------------------------------------------------------------------- screening


class Kept(Record, frozen=True, kw_only=True):
    """The article belongs in the newsroom."""

    topics: tuple[str, ...]
    """Topic ids, strongest first."""
    entities: tuple[str, ...] = ()
    """Entity ids named in title or lead, in order of first appearance."""
    form: Literal["report", "opinion", "analysis", "announcement", "interview"] = "report"
    flags: tuple[str, ...] = ()
    """Remarks that do not drop it: "injection" (instructions for language models in its text), ..."""


class Dropped(Record, frozen=True, kw_only=True):
    """The article does not; the ledger shows why."""

    reason: str
    """Machine name: "off_topic", "sponsored", "deals", "listicle", "teaser", "too_short", "language",
    "too_old", "job_or_event_ad", ..."""
    detail: str
    """What gave it away, in words."""


class Screened(Record, frozen=True, kw_only=True):
    """Result of screening one article."""

    article_id: int
    outcome: Kept | Dropped


# --------------------------------------------------------------------------- stories


class Origin(Record, frozen=True, kw_only=True):
    """Which article this one copies. An article that copies nothing is its own origin."""

    article_id: int
    origin_id: int
    share: float = 1.0
    """Share of this article's sampled shingles found in the origin (0 to 1)."""
    evidence: str = ""
    """In words: "same text", "87 % of its text", "credits Lakeside Wire and shares 61 %"."""


class Assignment(Record, frozen=True, kw_only=True):
    """Which story an article tells, and why."""

    article_id: int
    story_id: int
    nearest_id: int = 0
    """The article that decided it; 0 for a story's first."""
    similarity: float = 0.0
    """The combined score that was compared with the threshold (0 to 1)."""
    parts: dict[str, float] = {}
    """Named parts of the score: "vectors", "words", "entities", "hours"."""
    reason: str = ""
    """In words."""


class Story(Record, frozen=True, kw_only=True):
    """Articles about one event, with an identity that lasts."""

    id: int
    """The id of its first article."""
    created: datetime
    updated: datetime
    """Publication time of its newest article."""


class Member(Record, frozen=True, kw_only=True):
    """An article in its story, with everything later stages need to know about it."""

    article: Article
    source: Source
    kept: Kept
    origin: Origin
    assignment: Assignment


class Coverage(Record, frozen=True, kw_only=True):
    """A story with all articles that tell it, oldest first."""

    story: Story
    members: tuple[Member, ...]

    @property
    def outlets(self) -> int:
        """Number of sources, copies included."""
        return len({m.source.id for m in self.members})

    @property
    def independent(self) -> int:
        """Number of independent sources: origins of different owners.

        Copies of one origin count once, and so do several origins of one owner.
        """
        return len({self.witness(m) for m in self.members})

    def witness(self, member: Member) -> str:
        """Return the owner whose word this article is: that of its origin's source."""
        by_id = {m.article.id: m for m in self.members}
        return by_id.get(member.origin.origin_id, member).source.owner_id


class WindowItem(Record, frozen=True, kw_only=True):
    """What clustering keeps in memory of an article already assigned."""

    article_id: int
    story_id: int
    origin_id: int
    source_id: str
    time: datetime
    language: Language
    title: str
    text: str
    entities: tuple[str, ...] = ()
    url_key: str = ""
    vector: bytes = b""
    """float32, little-endian, unit length."""


# --------------------------------------------------------------------------- ranking


class Part(Record, frozen=True, kw_only=True):
    """One named part of a score."""

    name: str
    value: float
    """What it adds to the total."""
    detail: str
    """Where it comes from, in words."""


class Score(Record, frozen=True, kw_only=True):
    """Why a story ranks where it ranks: the total is the sum of the parts."""

    story_id: int
    total: float
    parts: tuple[Part, ...]


class Appearance(Record, frozen=True, kw_only=True):
    """A story in an earlier edition."""

    story_id: int
    edition_id: str
    date: str
    position: int
    """1 is the lead."""
    articles: int
    """How many articles it had then."""


# --------------------------------------------------------------------------- summaries


class Passage(Record, frozen=True, kw_only=True):
    """A span of one article's text: `article.text[start:end] == quote`."""

    article_id: int
    start: int
    end: int
    quote: str


class Claim(Record, frozen=True, kw_only=True):
    """One statement and every passage that says it."""

    id: int
    """Number within the story, from 1."""
    representative: Passage
    """Quoted verbatim when the claim is published."""
    supports: tuple[Passage, ...]
    """All passages that say it, the representative first; at most one per article."""
    witnesses: tuple[str, ...]
    """Owners of the independent origins that say it, sorted."""
    kind: Literal["report", "quote", "opinion", "question"]
    language: Language
    weight: float = 0.0
    """How much it matters in its story."""


class Value(Record, frozen=True, kw_only=True):
    """One side of a disagreement."""

    value: str
    """As written: "1.2 trillion"."""
    passage: Passage
    witness: str


class Disagreement(Record, frozen=True, kw_only=True):
    """Independent sources give different values for one thing."""

    subject: str
    """What the values are about, in the sources' words."""
    values: tuple[Value, ...]


class Tier(StrEnum):
    """How a published sentence was checked."""

    VERBATIM = "verbatim"
    """Identical to its passage, an editor's date in brackets aside ("on Saturday [26 July 2025]")."""
    TRIMMED = "trimmed"
    """Its passage, shortened at clause ends only."""
    REWRITTEN = "rewritten"
    """In other words, passed by rules and judge."""
    TITLE = "title"
    """A source's own headline, its numbers and names found in the cited passages."""


class Verdict(Record, frozen=True, kw_only=True):
    """Result of checking one sentence against its passages."""

    supported: bool
    tier: Tier = Tier.VERBATIM
    reasons: tuple[str, ...] = ()
    """Why not, where not: names of the rules that vetoed."""


class Citation(Record, frozen=True, kw_only=True):
    """From a published sentence to the passage that supports it."""

    number: int
    """As printed: [n], numbered through the story's summary in order of first use."""
    passage: Passage


class Sentence(Record, frozen=True, kw_only=True):
    """One published sentence."""

    text: str
    citations: tuple[Citation, ...]
    tier: Tier
    language: Language
    speaker: str = ""
    """"According to ..." where only one source says it; who says it for quotes. "" for corroborated reports."""
    witnesses: int = 1
    """How many independent sources say it."""


class Section(Record, frozen=True, kw_only=True):
    """A titled group of sentences."""

    kind: Literal["happened", "numbers", "voices", "differ", "open", "background", "opinion"]
    sentences: tuple[Sentence, ...]


class CheckCount(Record, frozen=True, kw_only=True):
    """What the verifier did for a story or an edition."""

    checked: int = 0
    replaced: int = 0
    """Draft sentences exchanged for the quoted claim."""
    dropped: int = 0
    """Draft sentences not published."""
    reasons: dict[str, int] = {}
    """Veto name -> how often."""


class Summary(Record, frozen=True, kw_only=True):
    """A story told across its sources; every sentence cited and checked."""

    story_id: int
    inputs_hash: str
    """Hash of the articles, settings and code version it was made from."""
    language: Language
    headline: Sentence
    deck: Sentence | None
    sections: tuple[Section, ...]
    disagreements: tuple[Disagreement, ...] = ()
    checks: CheckCount = CheckCount()


# --------------------------------------------------------------------------- editions


class Ledger(Record, frozen=True, kw_only=True):
    """What went into an edition and what did not."""

    feeds: int = 0
    feeds_failed: int = 0
    read: int = 0
    """Entries read."""
    unread: dict[str, int] = {}
    """Entries whose text could not be had, by kind of failure."""
    kept: int = 0
    dropped: dict[str, int] = {}
    """Screening reason -> articles."""
    copies: int = 0
    """Kept articles that copy another."""
    stories: int = 0
    """Stories formed; the edition shows the first of them."""
    checks: CheckCount = CheckCount()


class EditionStory(Record, frozen=True, kw_only=True):
    """One story as an edition shows it."""

    slug: str
    """Address of its page, stable across editions."""
    coverage: Coverage
    score: Score
    summary: Summary


class Edition(Record, frozen=True, kw_only=True):
    """The ordered stories of one day for one audience."""

    id: str
    """ "2025-07-28", or with a profile "brief-2025-07-28"."""
    title: str
    date: str
    """Local date, ISO."""
    language: Language
    made_at: datetime
    window_start: datetime
    window_end: datetime
    stories: tuple[EditionStory, ...]
    ledger: Ledger
    settings: dict[str, dict[str, object]]
    """The settings it was made with, section -> key -> value (no secrets)."""
    inputs_hash: str
    """Hash over article ids and text hashes, model ids, settings and version."""
    version: str
    """Byline's version."""


# --------------------------------------------------------------------------- stage results


class Polled(Record, frozen=True, kw_only=True):
    """Result of polling one feed: everything is stored in one transaction or not at all."""

    feed_url: str
    fetch: FetchLog
    outcome: ParsedFeed | NotModified | Failed
    etag: str = ""
    last_modified: str = ""
    next_poll: datetime
    moved_to: str = ""


class Vector(Record, frozen=True, kw_only=True):
    """Result of embedding one article."""

    article_id: int
    model_id: str
    vector: bytes
    """float32, little-endian, unit length."""


class Clustered(Record, frozen=True, kw_only=True):
    """Result of clustering one micro-batch."""

    origins: tuple[Origin, ...]
    assignments: tuple[Assignment, ...]


class ImageFile(Record, frozen=True, kw_only=True):
    """A picture copied from its publisher for the edition."""

    url: str
    content_type: Literal["image/png", "image/jpeg", "image/webp", "image/gif"]
    body: bytes
    width: int
    height: int


class Hit(Record, frozen=True, kw_only=True):
    """One search result."""

    article: Article
    source: Source
    story_id: int
    """0 where the article is in no story."""
    snippet: str
    """Plain text around the first match."""
    score: float
    """Higher is better."""
