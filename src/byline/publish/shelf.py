"""What editions share: which there are, and in which months each topic, entity and source occurs.

An export must not get slower with every edition before it. So the lines of the editions are
kept month by month (`data/2025-07.json`), the pages of a topic, entity or source are made
anew only where the edition names it, and a page lists the newest stories of at most three
months; each month has a page of its own. `data/site.json` knows all editions and in which months what
occurs. Whatever was written is made from the editions' own files: without `data/` all of it
comes back with the next export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from byline.errors import PublishError
from byline.publish.lines import KINDS, EditionLine, StoryLine

FORMAT = 1
"""Of `data/`; another one is made anew."""
DATA = "data/"
MONTHS = 3
"""Most months, from the newest one with a story, on the page of a topic, entity or source."""

MOST = 100
"""Most stories on that page: a list of more is read by nobody, and the months have pages."""

Key = tuple[str, str]
"""Kind and id: ("topic", "models")."""


class Head(msgspec.Struct, frozen=True):
    """What the list of editions shows of one."""

    id: str
    title: str
    date: str
    language: str
    notice: str
    version: str
    stories: int
    headline: str
    headline_language: str

    @property
    def order(self) -> tuple[str, bool, str]:
        """Later days sort last; on one day the edition that bears the day's name does."""
        return self.date, self.id == self.date, self.id


class Subject(msgspec.Struct):
    """A topic, entity or source, and how many stories each month has of it."""

    name: str
    months: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def stories(self) -> int:
        """Stories in all months; one that goes on in the next month counts in both."""
        return sum(self.months.values())


class Shelf(msgspec.Struct):
    """All editions of a folder."""

    format: int = FORMAT
    editions: dict[str, Head] = msgspec.field(default_factory=dict)
    unreadable: list[str] = msgspec.field(default_factory=list)
    """Folders whose edition.json is not one."""
    subjects: dict[str, dict[str, Subject]] = msgspec.field(default_factory=lambda: {kind: {} for kind in KINDS})

    @property
    def newest(self) -> Head:
        """The newest edition."""
        return max(self.editions.values(), key=lambda head: head.order)

    @property
    def months(self) -> list[str]:
        """All months with an edition, newest first."""
        return sorted({head.date[:7] for head in self.editions.values()}, reverse=True)


class Shown(NamedTuple):
    """A story and the newest edition that shows it."""

    edition: EditionLine
    story: StoryLine


class Renewal:
    """Puts editions on the shelf, and knows which pages that changes."""

    def __init__(self, shelf: Shelf, read_month: Callable[[str], Sequence[EditionLine]]) -> None:
        """`read_month` returns the lines kept of a month, in any order."""
        self.shelf = shelf
        self.touched: set[Key] = set()
        self.months: set[str] = set()
        self._read_month = read_month
        self._lines: dict[str, dict[str, EditionLine]] = {}
        self._found: dict[str, dict[Key, list[Shown]]] = {}

    def put(self, changed: Iterable[EditionLine]) -> None:
        """Add these editions, or put them in the place of those with their ids."""
        for line in changed:
            self._remove(line.id)
            self.lines(line.month)[line.id] = line
            self.shelf.editions[line.id] = _head(line)
            self._touch(line)
        self._found.clear()
        for key in sorted(self.touched):
            self._count(key)

    def lines(self, month: str) -> dict[str, EditionLine]:
        """Return the editions of a month by id."""
        if month not in self._lines:
            self._lines[month] = {line.id: line for line in self._read_month(month)}
        return self._lines[month]

    def ordered(self, month: str) -> list[EditionLine]:
        """Return the editions of a month, newest first."""
        return sorted(self.lines(month).values(), key=lambda line: line.order, reverse=True)

    def found(self, month: str, key: Key) -> list[Shown]:
        """Return the stories of a month that belong to a topic, entity or source: each once, newest first."""
        if month not in self._found:
            self._found[month] = _by_key(self.ordered(month))
        return self._found[month].get(key, [])

    def newest(self, key: Key) -> list[Shown]:
        """Return the newest stories of a topic, entity or source, each once, newest first."""
        stories: dict[str, Shown] = {}
        for month in newest_months(self.subject(key)):
            for shown in self.found(month, key):
                stories.setdefault(shown.story.slug, shown)
            if len(stories) >= MOST:
                break
        return list(stories.values())[:MOST]

    def subject(self, key: Key) -> Subject:
        """Return what is known of a topic, entity or source."""
        return self.shelf.subjects[key[0]].setdefault(key[1], Subject(name=key[1]))

    def _remove(self, edition_id: str) -> None:
        head = self.shelf.editions.pop(edition_id, None)
        line = self.lines(head.date[:7]).pop(edition_id, None) if head is not None else None
        if line is not None:
            self._touch(line)

    def _touch(self, line: EditionLine) -> None:
        self.months.add(line.month)
        for kind in KINDS:
            for key, name in line.names.get(kind, {}).items():
                self.touched.add((kind, key))
                self.subject((kind, key)).name = name

    def _count(self, key: Key) -> None:
        subject = self.subject(key)
        for month in sorted(self.months):
            subject.months[month] = len(self.found(month, key))
        subject.months = {month: n for month, n in sorted(subject.months.items(), reverse=True) if n}


def newest_months(subject: Subject) -> list[str]:
    """Return the newest month of a subject and those of the two months before it that have a story."""
    if not subject.months:
        return []
    first = _number(max(subject.months))
    return [month for month in sorted(subject.months, reverse=True) if first - _number(month) < MONTHS]


def read_shelf(body: bytes) -> Shelf | None:
    """Return what `data/site.json` says; None where it is not of this format."""
    try:
        shelf = msgspec.json.decode(body, type=Shelf)
    except (msgspec.DecodeError, ValueError):
        return None
    return shelf if shelf.format == FORMAT else None


def read_lines(body: bytes) -> list[EditionLine]:
    """Return the lines of a month. Raises PublishError where the file is damaged."""
    try:
        return msgspec.json.decode(body, type=list[EditionLine])
    except (msgspec.DecodeError, ValueError) as error:
        raise PublishError(f"a file below {DATA} is damaged: {error}.", advice=f"Delete {DATA} and export.") from error


def shelf_data(renewal: Renewal) -> dict[str, bytes]:
    """Return path -> bytes of the files to go on from; `data/site.json` comes last, when all else is written."""
    months = {f"{DATA}{month}.json": _json(renewal.ordered(month)) for month in sorted(renewal.months)}
    return months | {f"{DATA}site.json": _json(renewal.shelf)}


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted") + b"\n"


def _number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def _head(line: EditionLine) -> Head:
    top = line.stories[0] if line.stories else None
    return Head(
        id=line.id,
        title=line.title,
        date=line.date,
        language=line.language,
        notice=line.notice,
        version=line.version,
        stories=len(line.stories),
        headline=top.headline if top else "",
        headline_language=top.language if top else "",
    )


def _by_key(lines: Sequence[EditionLine]) -> dict[Key, list[Shown]]:
    found: dict[Key, list[Shown]] = {}
    seen: set[str] = set()
    for line in lines:
        for story in line.stories:
            if story.slug in seen:
                continue
            seen.add(story.slug)
            for kind in KINDS:
                for key in story.keys(kind):
                    found.setdefault((kind, key), []).append(Shown(line, story))
    return found
