"""The list of all editions of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from byline.errors import PublishError
from byline.publish.labels import day_in, words_in
from byline.publish.site import asset, environment


class _Text(msgspec.Struct, frozen=True):
    text: str
    language: str


class _Summary(msgspec.Struct, frozen=True):
    headline: _Text


class _Story(msgspec.Struct, frozen=True):
    slug: str
    summary: _Summary


class EditionLine(msgspec.Struct, frozen=True):
    """What the list shows of an edition; read from its edition.json, the rest of which is skipped."""

    id: str
    title: str
    date: str
    language: str
    stories: tuple[_Story, ...]

    @property
    def order(self) -> tuple[str, bool, str]:
        """Later days sort last; on one day the edition that bears the day's name does."""
        return self.date, self.id == self.date, self.id


def read_line(edition_json: bytes) -> EditionLine:
    """Return the line of an edition. Raises PublishError where the bytes are not an edition."""
    try:
        line = msgspec.json.decode(edition_json, type=EditionLine)
        date.fromisoformat(line.date)
    except (msgspec.DecodeError, ValueError) as error:
        raise PublishError(f"edition.json is not an edition: {error}.") from error
    return line


def render_archive(editions: Sequence[EditionLine]) -> dict[str, bytes]:
    """Return the files of the list: `editions.html` and what it needs, newest edition first.

    Title and language are those of the newest edition.
    """
    ordered = sorted(editions, key=lambda line: line.order, reverse=True)
    newest = ordered[0]
    rows = [
        {
            "line": line,
            "day": day_in(newest.language, date.fromisoformat(line.date), weekday=True),
            "lang": line.language if line.language != newest.language else "",
            "top": line.stories[0].summary.headline if line.stories else None,
        }
        for line in ordered
    ]
    page = (
        environment()
        .get_template("editions.html")
        .render(newest=newest, rows=rows, say=words_in(newest.language), notice="")
    )
    return {
        "assets/icon.svg": asset("icon.svg"),
        "assets/style.css": asset("style.css"),
        "editions.html": page.encode(),
    }
