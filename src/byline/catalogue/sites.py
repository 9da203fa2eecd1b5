"""Which source of a catalogue publishes at an address.

A host may carry many columns: a firm's blog on one field beside those on its networks
and its databases, a forum's board beside all others. A source whose site is one of
them ("/blogs/machine-learning/") does not publish what lies beside it
("/blogs/networking/a"). Elsewhere on its host a source keeps what it publishes: posts
rarely stand under the page that lists them ("/category/ai/", "/2026/05/20/a"). The
press and newsletters publish on the whole of their host.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from byline.records import Catalogue, Source, SourceKind
from byline.text.urls import host_of

_Path = tuple[str, ...]
_LANGUAGE = re.compile(r"(?:en|zh|fr|de|es|it|pt|ja|ko)(?:-[a-z]{2,4})?")
"""A first segment that names the language of a page and not its column."""
_WHOLE_HOST = frozenset({SourceKind.PRESS, SourceKind.NEWSLETTER})


class Sites:
    """The sources of a catalogue by the addresses of their sites and feeds."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take a catalogue; of sources with the same site the first one counts."""
        hosts = {source.id: _host(source.site) for source in catalogue.sources}
        columns: dict[str, set[_Path]] = {source.id: {_segments(source.site)} for source in catalogue.sources}
        for feed in catalogue.feeds:
            if _host(feed.url) == hosts[feed.source_id]:
                columns[feed.source_id].add(_segments(feed.url)[:-1])
        self._columns = columns
        self._at: dict[str, list[Source]] = {}
        for source in catalogue.sources:
            self._at.setdefault(hosts[source.id], []).append(source)

    def source_of(self, url: str) -> Source | None:
        """Return the source that publishes at an address, the one with the longest path; None where none does."""
        path = _segments(url)
        found = [source for source in self._at.get(_host(url), ()) if not _is_beside(path, source)]
        return max(found, key=lambda source: self._shared(path, source), default=None)

    def _shared(self, path: _Path, source: Source) -> int:
        return max((len(column) for column in self._columns[source.id] if path[: len(column)] == column), default=0)


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _segments(url: str) -> _Path:
    """Return the segments of an address's path, without a leading language."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ()
    segments = tuple(segment for segment in path.lower().split("/") if segment)
    return segments[1:] if segments and _LANGUAGE.fullmatch(segments[0]) else segments


def _is_beside(path: _Path, source: Source) -> bool:
    """Tell whether a page lies in another column of the same shelf: "/blogs/b/a" beside "/blogs/a"."""
    column = _segments(source.site)
    if source.kind in _WHOLE_HOST or len(column) < 2:
        return False
    shelf = len(column) - 1
    return path[:shelf] == column[:shelf] and path[: len(column)] != column
