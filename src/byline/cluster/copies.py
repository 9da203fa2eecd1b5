"""Which articles copy which: wire copy, syndication, reprints, also cut or framed ones.

A copy shares at least half of the shorter text with an earlier article. Containment,
not resemblance, is what finds the copy that was cut to its first paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.credits import credited
from byline.cluster.postings import Postings
from byline.cluster.settings import CopySettings
from byline.cluster.shingles import Fingerprint, fingerprint
from byline.records import Article, Origin, WindowItem

MIN_UNITS = 25
"""Texts of fewer words (or Chinese characters) are copies only when the whole text is the same."""
_MIN_UNITS_ALONE = 8
"""Below this ("Comments", "Read more") the titles must be the same too."""
_MIN_SHARED = 3
"""Sampled shingles two texts must share: two can be one quotation."""
_MIN_SHARE_OF_LONGER = 0.12
"""A round-up that contains a short item whole is not a copy of the item; a copy cut to a quarter still is one."""
_MIN_SHARE_OF_OWN = 0.8
"""Of a text from the same source: outlets repeat their own background and templates (stock exchange notices of
different companies share 70 %), which is no copying."""
_MAX_CHAINS = 8
"""A shingle found in more chains of copies than this is boilerplate and says nothing."""
_BLOCK = 256
"""Articles looked up at once."""


_Shared = tuple[NDArray[np.intp], NDArray[np.int32]]
"""Pairs (index of a shingle, number of an earlier article that has it too)."""


class _Document(msgspec.Struct):
    """What is remembered of one article."""

    id: int
    root: int
    time: datetime
    source_id: str
    url_key: str
    print: Fingerprint
    exact: int | None
    """Equal for equal texts; None where the text is too short to mean anything."""


class _Match(msgspec.Struct, frozen=True):
    """One earlier article that shares text."""

    document: _Document
    share: float
    """Of the shorter text."""
    of_longer: float
    of_copy: float
    """Of the later text."""
    same_source: bool


class CopyIndex:
    """Finds the origin of each article among those of the last days."""

    def __init__(self, settings: CopySettings) -> None:
        self._settings = settings
        self._window = timedelta(days=settings.window_days)
        self.restore(())

    def __len__(self) -> int:
        """Return how many articles are remembered."""
        return len(self._documents)

    def restore(self, items: Sequence[WindowItem]) -> None:
        """Forget everything and remember these articles, in (published, id) order."""
        self._postings = Postings()
        self._documents: list[_Document] = []
        self._by_id: dict[int, _Document] = {}
        self._by_exact: dict[int, list[_Document]] = {}
        for start in range(0, len(items), _BLOCK):
            block = [_remembered(item) for item in items[start : start + _BLOCK]]
            self._add_shingles(block)
            for document in block:
                self._remember(document)

    def find(self, articles: Sequence[Article]) -> list[Origin]:
        """Return the origin of each article, in their order, and remember them.

        An article is compared with those remembered and with those before it in
        `articles`. Its origin is the first article of the chain it belongs to, never a
        copy in between; an article that arrives later but was published earlier joins
        the chain as it stands. A later revision of the same page is its own origin.
        """
        found: list[Origin] = []
        for start in range(0, len(articles), _BLOCK):
            found += self._find_block(articles[start : start + _BLOCK])
            self._expire()
        return found

    def _find_block(self, articles: Sequence[Article]) -> list[Origin]:
        first = len(self._documents)
        block = [_arrived(article) for article in articles]
        self._add_shingles(block)
        origins = []
        for article, document, shared in zip(articles, block, self._shared(block, first), strict=True):
            origin = self._same_text(document)
            if not origin and document.print.units >= MIN_UNITS:
                origin = self._shared_text(document, article.text, shared)
            origins.append(origin or Origin(article_id=document.id, origin_id=document.id))
            document.root = origins[-1].origin_id
            self._remember(document)
        return origins

    def _add_shingles(self, block: Sequence[_Document]) -> None:
        """Enter the shingles of articles that are about to be remembered, numbered in that order."""
        hashes = [document.print.hashes for document in block]
        numbers = np.arange(len(self._documents), len(self._documents) + len(block), dtype=np.int32)
        self._postings.add(np.concatenate(hashes), np.repeat(numbers, [len(h) for h in hashes]))

    def _remember(self, document: _Document) -> None:
        self._documents.append(document)
        self._by_id[document.id] = document
        if document.exact is not None:
            self._by_exact.setdefault(document.exact, []).append(document)

    def _shared(self, block: Sequence[_Document], first: int) -> Iterator[_Shared]:
        """Yield for each article of the block where it shares a shingle with an earlier article."""
        sizes = [len(document.print.hashes) for document in block]
        where, numbers = self._postings.find(np.concatenate([document.print.hashes for document in block]))
        ends = np.cumsum(sizes)
        owner = np.searchsorted(ends, where, "right")
        earlier = numbers < first + owner
        where, numbers, owner = where[earlier], numbers[earlier], owner[earlier]
        order = np.argsort(owner, kind="stable")
        borders = np.searchsorted(owner[order], np.arange(len(block) + 1))
        for begin, end in pairwise(borders.tolist()):
            yield where[order[begin:end]], numbers[order[begin:end]]

    def _same_text(self, document: _Document) -> Origin | None:
        """Return the first article with exactly this text, if there is one."""
        if document.exact is None:
            return None
        for other in self._by_exact.get(document.exact, ()):
            if self._is_recent(other, document) and not self._revises(document, other):
                return Origin(article_id=document.id, origin_id=other.root, evidence="same text")
        return None

    def _is_recent(self, other: _Document, document: _Document) -> bool:
        return abs(document.time - other.time) <= self._window

    def _revises(self, document: _Document, other: _Document) -> bool:
        """Tell whether an article is a revision of another one's page, or of the page that one copies."""
        return _same_page(document, other) or _same_page(document, self._by_id.get(other.root, other))

    def _shared_text(self, document: _Document, text: str, shared: _Shared) -> Origin | None:
        """Return the origin of the article it shares most of its text with, if that is enough."""
        shingles, numbers = shared
        if len(numbers) < _MIN_SHARED:
            return None
        matches = [match for match in self._matches(document, shingles, numbers) if self._may_be_copy(match)]
        if not matches:
            return None
        credit = credited(text)
        needed = self._settings.min_share_credited if credit else self._settings.min_share
        enough = [match for match in matches if match.share >= (_MIN_SHARE_OF_OWN if match.same_source else needed)]
        if not enough:
            return None
        best = max(enough, key=_closeness)
        return Origin(
            article_id=document.id,
            origin_id=best.document.root,
            share=round(best.of_copy, 4),
            evidence=_evidence(best, credit),
        )

    def _may_be_copy(self, match: _Match) -> bool:
        return match.share >= self._settings.min_share_credited and match.of_longer >= _MIN_SHARE_OF_LONGER

    def _matches(self, document: _Document, shingles: NDArray[np.intp], numbers: NDArray[np.int32]) -> Iterator[_Match]:
        """Yield the earlier articles that share more than a phrase or boilerplate."""
        unique, inverse = np.unique(numbers, return_inverse=True)
        others = [self._documents[number] for number in unique.tolist()]
        if np.bincount(shingles - shingles.min()).max() > _MAX_CHAINS:
            recent = np.array([self._is_recent(other, document) for other in others])[inverse]
            inverse = inverse[recent]
            inverse = inverse[~_boilerplate(shingles[recent], inverse, [other.root for other in others])]
        for other, count in zip(others, np.bincount(inverse, minlength=len(others)).tolist(), strict=True):
            if (
                count >= _MIN_SHARED
                and other.print.units >= MIN_UNITS
                and self._is_recent(other, document)
                and not self._revises(document, other)
            ):
                yield _compare(document, other, count)

    def _expire(self) -> None:
        """Forget the oldest articles once half of those remembered can no longer be an origin."""
        horizon = max(document.time for document in self._documents[-_BLOCK:]) - self._window
        dead = next((n for n, document in enumerate(self._documents) if document.time >= horizon), 0)
        if dead < max(_BLOCK, len(self._documents) // 2):
            return
        gone, self._documents = self._documents[:dead], self._documents[dead:]
        self._postings.keep_from(dead)
        for document in gone:
            self._by_id.pop(document.id, None)
            if document.exact is not None:
                self._by_exact[document.exact].remove(document)
                if not self._by_exact[document.exact]:
                    del self._by_exact[document.exact]


def _arrived(article: Article) -> _Document:
    printed = fingerprint(article.text)
    return _Document(
        id=article.id,
        root=article.id,
        time=article.published,
        source_id=article.source_id,
        url_key=article.url_key,
        print=printed,
        exact=_exact(printed, article.title, article.text),
    )


def _remembered(item: WindowItem) -> _Document:
    printed = fingerprint(item.text)
    return _Document(
        id=item.article_id,
        root=item.origin_id or item.article_id,
        time=item.time,
        source_id=item.source_id,
        url_key=item.url_key,
        print=printed,
        exact=_exact(printed, item.title, item.text),
    )


def _exact(printed: Fingerprint, title: str, text: str) -> int | None:
    if printed.units >= _MIN_UNITS_ALONE:
        return printed.exact
    both = fingerprint(f"{title}\n{text}")
    return both.exact if both.units >= _MIN_UNITS_ALONE else None


def _same_page(document: _Document, other: _Document) -> bool:
    """Tell whether both are revisions of one page."""
    return bool(document.url_key) and document.url_key == other.url_key and document.source_id == other.source_id


def _boilerplate(shingles: NDArray[np.intp], others: NDArray[np.intp], roots: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which entries belong to a shingle that is found in too many chains of copies."""
    chains = np.unique(np.array(roots, np.int64), return_inverse=True)[1][others]
    pairs = np.unique(shingles.astype(np.int64) * len(roots) + chains) // len(roots)
    common = np.flatnonzero(np.bincount(pairs) > _MAX_CHAINS)
    return np.isin(shingles, common)


def _compare(document: _Document, other: _Document, shared: int) -> _Match:
    """Put the number of shared shingles in relation to both texts, at the coarser sampling of the two."""
    rate = max(document.print.rate, other.print.rate)
    own, others = document.print.counts[rate], other.print.counts[rate]
    return _Match(
        document=other,
        share=shared / min(own, others),
        of_longer=shared / max(own, others),
        of_copy=shared / own,
        same_source=document.source_id == other.source_id,
    )


def _closeness(match: _Match) -> tuple[float, float, int]:
    """Rank matches: what explains most of the copy and is itself explained by it; of about equal ones the earliest."""
    return round(match.of_copy + match.of_longer, 1), -match.document.time.timestamp(), -match.document.id


def _evidence(match: _Match, credit: str) -> str:
    """Say in words what makes it a copy."""
    percent = f"{100 * match.share:.0f} %"
    shared = (
        f"{percent} of its text" if match.of_copy == match.share else f"{percent} of the other text, inside its own"
    )
    return f"credits {credit} and shares {shared}" if credit else f"shares {shared}"
