"""The newsroom's own feeds: Atom and JSON Feed of the editions, of each topic and of each entity.

An entry is a story. Its id stays for good, so that a reader who saw it yesterday sees it
again only where a newer article joined it. With the site's public address every link is
absolute; without one, links are relative to the feed's own file, which Atom allows and
JSON Feed readers mostly resolve: docs/guides/feeds-out.md says what then does not work.

**Source:** RFC 4287 (Atom); "JSON Feed Version 1.1", https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import msgspec
from feedgenerator import Atom1Feed

from byline.publish.labels import words_in
from byline.publish.plain import Addresses, one_line, spoken
from byline.publish.settings import PublishSettings
from byline.publish.shapes import EditionView, StoryView
from byline.publish.site import ROOT, environment
from byline.publish.subjects import name_of, page_name, subjects_of
from byline.publish.view import view_edition
from byline.records import Edition, EditionStory, Source

EDITIONS = 7
"""Newest editions that feeds are made of: a reader who asks once a week misses nothing."""
ENTRIES = 100
"""Most entries of one feed."""
JSON_FEED = "https://jsonfeed.org/version/1.1"

_NAMESPACE = uuid.UUID("6f3c0ad2-5b0e-5d3e-9d5c-5e2f3a1f7c11")


@dataclass(frozen=True, kw_only=True)
class _Item:
    """One story of the newest edition that shows it."""

    edition: Edition
    story: EditionStory
    view: StoryView

    @property
    def published(self) -> datetime:
        return self.story.coverage.story.created

    @property
    def updated(self) -> datetime:
        return max(self.story.coverage.story.updated, self.published)

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """What it is about: "topic/models", "entity/acme"."""
        found = subjects_of(self.story.coverage)
        return (*(f"topic/{key}" for key in found.topics), *(f"entity/{key}" for key in found.entities))

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """Feeds that it belongs to: its subjects', and those of its sources, "source/ledger"."""
        sources = (f"source/{member.source.id}" for member in self.story.coverage.members)
        return (*self.subjects, *dict.fromkeys(sources))


@dataclass(frozen=True, kw_only=True)
class _Channel:
    """One feed, before it is written in either format."""

    path: str
    """Without ending, as seen from the site's root: "feed", "topic/models"."""
    title: str
    newsroom: str
    """What ids are made from: no two newsrooms may give one id to two things."""
    author: str
    site: str
    language: str
    updated: datetime
    front: str
    items: tuple[_Item, ...]

    def address(self, ending: str) -> str:
        """Return the feed's own address; "" without a public one."""
        return f"{self.site.rstrip('/')}/{self.path}.{ending}" if self.site else ""

    def link(self, item: _Item) -> str:
        """Return the address of a story's page."""
        return self.addresses(item.edition.id).story(item.view.slug)

    def addresses(self, edition_id: str) -> Addresses:
        """Return addresses as they stand in this feed."""
        return Addresses(site=self.site, edition_id=edition_id, up="../" * self.path.count("/"))

    def id(self, of: str) -> str:
        """Return the permanent id of something in this newsroom."""
        return uuid.uuid5(_NAMESPACE, f"{self.newsroom}\n{of}").urn


def render_feeds(
    editions: Sequence[Edition], *, settings: PublishSettings, view: EditionView | None = None
) -> dict[str, bytes]:
    """Return path -> bytes of all feeds, newest edition first given; no editions, no feeds.

    A view of one of the editions, made with these settings, can be handed in.
    Files: `feed.xml`, `feed.json`, `topic/<id>.xml`, `topic/<id>.json`, `entity/<id>...`,
    `source/<id>...`, each below `site.ROOT`: they belong beside the editions. Equal editions give equal bytes.
    """
    if not editions:
        return {}
    items = _items(editions, settings, view)
    channels = [_channel("feed", editions[0], items, settings=settings, name="")]
    for subject in sorted({subject for item in items for subject in item.feeds}):
        about = [item for item in items if subject in item.feeds]
        kind, _, key = subject.partition("/")
        path, name = f"{kind}/{page_name(key)}", _name(subject, editions)
        channels.append(_channel(path, editions[0], about, settings=settings, name=name))
    contents = {item.view.slug: _content(item) for item in items}
    files: dict[str, bytes] = {}
    for channel in channels:
        files[f"{ROOT}{channel.path}.xml"] = _atom(channel, contents)
        files[f"{ROOT}{channel.path}.json"] = _json_feed(channel, contents)
    return dict(sorted(files.items()))


def _name(subject: str, editions: Sequence[Edition]) -> str:
    """Return what the newest edition that knows a subject calls it."""
    kind, _, key = subject.partition("/")
    if kind == "source":
        return next(source.name for source in _sources(editions) if source.id == key)
    tables = (edition.topics if kind == "topic" else edition.entities for edition in editions)
    return name_of(key, next((names for names in tables if key in names), {}))


def _sources(editions: Sequence[Edition]) -> Iterator[Source]:
    for edition in editions:
        yield from (member.source for story in edition.stories for member in story.coverage.members)


def _items(editions: Sequence[Edition], settings: PublishSettings, view: EditionView | None) -> list[_Item]:
    """Return each story once, as the newest edition shows it, under the slug that it has now."""
    items: list[_Item] = []
    seen: set[str] = set()
    for edition in editions[:EDITIONS]:
        fresh = [story for story in edition.stories if story.slug not in seen][: ENTRIES - len(items)]
        part = msgspec.structs.replace(edition, stories=tuple(fresh))
        if view is not None and view.id == edition.id:
            shown = view
        else:
            shown = view_edition(part, images={}, min_independent=settings.min_independent)
        views = {story.slug: story for story in shown.stories}
        items += [_Item(edition=edition, story=story, view=views[story.slug]) for story in fresh]
        for story in fresh:
            seen.update((story.slug, *story.also))
    return items


def _channel(path: str, newest: Edition, items: Sequence[_Item], *, settings: PublishSettings, name: str) -> _Channel:
    title = one_line(newest.title)
    return _Channel(
        path=path,
        title=f"{title}: {one_line(name)}" if name else title,
        newsroom=settings.address or title,
        author=title,
        site=settings.address,
        language=newest.language,
        updated=newest.made_at,
        front=f"{settings.address.rstrip('/')}/" if settings.address else "../" * path.count("/") + "index.html",
        items=tuple(items),
    )


def _content(item: _Item) -> str:
    """Return the story as HTML: escaped text, links to source sentences, nothing that loads or runs."""
    template = environment().get_template("feed_story.html")
    return template.render(story=item.view, say=words_in(item.edition.language)).strip()


class _Atom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    """Atom whose time is that of the newest edition: the clock would give other bytes each time."""

    def latest_post_date(self) -> datetime:
        """Return when the newest edition was made."""
        made: datetime = self.feed["made"]
        return made


def _atom(channel: _Channel, contents: Mapping[str, str]) -> bytes:
    feed = _Atom(
        title=channel.title,
        link=channel.front,
        description=None,
        language=channel.language,
        author_name=channel.author,
        author_link=channel.front if channel.site else None,
        feed_url=channel.address("xml") or None,
        feed_guid=channel.id(channel.path),
        made=channel.updated,
    )
    for item in channel.items:
        feed.add_item(
            title=spoken(item.view.headline),
            link=channel.link(item),
            description=None,
            unique_id=channel.id(f"story/{item.view.slug}"),
            pubdate=item.published,
            updateddate=item.updated,
            categories=_categories(item),
            content=contents[item.view.slug],
        )
    written = io.BytesIO()
    feed.write(written, "utf-8")
    return written.getvalue() + b"\n"


def _json_feed(channel: _Channel, contents: Mapping[str, str]) -> bytes:
    author = {"name": channel.author}
    about: dict[str, object] = {"version": JSON_FEED, "title": channel.title, "language": channel.language}
    if channel.site:
        author["url"] = channel.front
        about |= {"home_page_url": channel.front, "feed_url": channel.address("json")}
    about |= {"authors": [author], "items": [_json_item(channel, item, contents) for item in channel.items]}
    return msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n"


def _json_item(channel: _Channel, item: _Item, contents: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": channel.id(f"story/{item.view.slug}"),
        "url": channel.link(item),
        "title": spoken(item.view.headline),
        "content_html": contents[item.view.slug],
        "date_published": _rfc3339(item.published),
        "date_modified": _rfc3339(item.updated),
        "tags": list(_categories(item)),
        "language": item.edition.language,
    }


def _categories(item: _Item) -> Iterator[str]:
    return (subject.partition("/")[2] for subject in item.subjects)


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
