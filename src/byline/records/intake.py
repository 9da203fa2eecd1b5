"""What comes in: fetches, entries, articles, and what screening makes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from byline.records.base import Language, Record
from byline.records.catalogue import Feed


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
    """Machine name: "off_topic", "market", "sponsored", "deals", "listicle", "teaser", "too_short", "language",
    "too_old", "job_or_event_ad", ..."""
    detail: str
    """What gave it away, in words."""


class Screened(Record, frozen=True, kw_only=True):
    """Result of screening one article."""

    article_id: int
    outcome: Kept | Dropped
