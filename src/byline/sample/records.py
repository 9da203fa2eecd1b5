"""Records of the sample newsroom: its outlets, its articles and what is expected of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from byline.records import Feed, Record, Source, SourceKind

SAMPLE_NOW = datetime(2025, 7, 28, 20, 0, tzinfo=UTC)
"""The moment at which the sample newsroom is read; all its articles are older."""

SAMPLE_SINCE = datetime(2025, 7, 26, tzinfo=UTC)
"""No article is older than this."""

PORT = 8765
"""The port in every address of the sample, whichever port the server really listens on."""

FeedFormat = Literal["rss", "rss-content", "rss091", "rdf", "atom", "json", "malformed"]
Style = Literal[
    "wire",
    "broadsheet",
    "portal",
    "magazine",
    "blog",
    "forum",
    "institute",
    "company",
    "oldschool",
    "zh-portal",
    "zh-blog",
]
Screen = Literal["kept", "off_topic", "sponsored", "deals", "listicle", "teaser", "too_short", "job_or_event_ad"]


class Outlet(Record, frozen=True, kw_only=True):
    """An invented publisher and how it serves its feed and pages."""

    id: str
    name: str
    country: str
    language: Literal["en", "zh"]
    kind: SourceKind
    owner: str = ""
    feed: FeedFormat
    feed_path: str
    style: Style
    tagline: str
    utc_offset: str
    """"+08:00": the clock that its feed and pages tell."""
    feed_moved_from: str = ""
    """The address that the catalogue knows; it answers 301 to feed_path."""
    feed_gone: bool = False
    """The feed answers 410."""
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    disallow: tuple[str, ...] = ()
    """Path prefixes that its robots.txt forbids."""

    @property
    def host(self) -> str:
        """Return the host name, without port."""
        return f"{self.id}.localhost"

    @property
    def site(self) -> str:
        """Return the address of the home page, without the closing slash."""
        return f"http://{self.host}:{PORT}"

    @property
    def feed_url(self) -> str:
        """Return the feed's address as the catalogue knows it."""
        return self.site + (self.feed_moved_from or self.feed_path)

    @property
    def clock(self) -> timezone:
        """Return the outlet's fixed offset from UTC."""
        hours, minutes = self.utc_offset[1:].split(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if self.utc_offset.startswith("-") else offset)

    def as_source(self) -> Source:
        """Return the outlet as a catalogue's source."""
        return Source(
            id=self.id,
            name=self.name,
            site=self.site + "/",
            country=self.country,
            language=self.language,
            kind=self.kind,
            owner=self.owner,
        )

    def as_feed(self) -> Feed:
        """Return the outlet's feed as a catalogue's feed."""
        return Feed(url=self.feed_url, source_id=self.id)


class Expect(Record, frozen=True, kw_only=True):
    """What a good newsroom makes of an article."""

    story: str
    """Gold story id; "" where the article is to be dropped."""
    origin: str
    """Id of the article that it copies; its own where it copies none."""
    screen: Screen
    """"kept", or the reason for which it is dropped."""
    disputed: bool = False
    """Two readers who grouped the sample by event, each alone, both called its story disputable."""


class SampleArticle(Record, frozen=True, kw_only=True):
    """One article of an outlet, as its file tells it."""

    id: str
    outlet: str
    path: str
    title: str
    published: datetime
    author: str
    section: str
    summary: str
    """The feed's description."""
    image: str = ""
    """File name in data/images."""
    image_credit: str = ""
    feed_content: bool = False
    """The feed carries the full text too."""
    hidden: str = ""
    """Text that stands in the page where no reader sees it."""
    expect: Expect
    body: str
    """Light Markdown: paragraphs, "## " subheads, "> " quotes, "- " lists, [text](url) links."""


class Newsroom(Record, frozen=True, kw_only=True):
    """All outlets with all their articles, oldest article first."""

    outlets: tuple[Outlet, ...]
    articles: tuple[SampleArticle, ...]
    images: dict[str, bytes]

    def outlet(self, outlet_id: str) -> Outlet:
        """Return one outlet; KeyError where there is none."""
        return next(o for o in self.outlets if o.id == outlet_id)

    def of(self, outlet: Outlet) -> tuple[SampleArticle, ...]:
        """Return one outlet's articles, newest first."""
        return tuple(a for a in reversed(self.articles) if a.outlet == outlet.id)

    def url(self, article: SampleArticle) -> str:
        """Return the address at which a reader finds the article."""
        return self.outlet(article.outlet).site + article.path
