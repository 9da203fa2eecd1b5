"""Which articles copy which: wire copy, syndication, reprints, also cut or framed ones.

A copy shares at least half of the shorter text with an earlier article. Containment,
not resemblance, is what finds the copy that was cut to its first paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.credits import credited
from byline.cluster.postings import Postings
from byline.cluster.reading import chunks, exact, print_of, prints_of, read_print_only
from byline.cluster.remembered import Document, Remembered
from byline.cluster.settings import CopySettings
from byline.cluster.shingles import RATES, UNITS_IN_SHINGLE, fingerprint
from byline.records import Article, Origin, WindowItem

MIN_UNITS = 25
"""Texts of fewer words (or Chinese characters) are copies only when the whole text is the same."""
MIN_COMMON, MIN_COMMON_WIDE = 25, 50
"""Words, and Chinese characters, that two texts must have in common, unless it is nearly the whole of the shorter:
teasers of 30 words share a closing sentence and tell different news."""
_NEARLY_WHOLE = 0.8
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

_Numbers = NDArray[np.int64]


class _Shared(msgspec.Struct, frozen=True):
    """Where articles of a block share a shingle with an earlier article; sorted by article, then by the other."""

    owners: _Numbers
    """Numbers of the articles."""
    others: _Numbers
    shingles: NDArray[np.intp]
    frequent: NDArray[np.bool_]
    """The shingle is found in many articles of the window: it may be boilerplate."""


class _Match(msgspec.Struct, frozen=True):
    """An earlier article that shares more than a phrase."""

    other: int
    shared: int
    """Sampled shingles that both have."""
    own: int
    """Sampled shingles of the later text, at the coarser sampling of the two."""
    theirs: int
    common: int
    """About so many units are in both texts."""
    same_source: bool

    @property
    def share(self) -> float:
        """Return what part of the shorter text is in the other."""
        return self.shared / min(self.own, self.theirs)

    @property
    def of_copy(self) -> float:
        """Return what part of the later text is in the other."""
        return self.shared / self.own

    @property
    def of_longer(self) -> float:
        """Return what part of the longer text is in the other."""
        return self.shared / max(self.own, self.theirs)

    def fewer(self, shared: int) -> _Match:
        """Return the match with fewer shared shingles."""
        return _Match(self.other, shared, self.own, self.theirs, self.common * shared // self.shared, self.same_source)


class CopyIndex:
    """Finds the origin of each article among those of the last days."""

    def __init__(self, settings: CopySettings) -> None:
        self._settings = settings
        self._window = 86_400.0 * settings.window_days
        self.restore(())

    def __len__(self) -> int:
        """Return how many articles are remembered."""
        return len(self._articles)

    def restore(self, items: Iterable[WindowItem]) -> None:
        """Forget everything and remember these articles, in (published, id) order.

        What has been read of an article is taken from its `reading`, without one from its text.
        """
        self._postings = Postings()
        self._articles = Remembered()
        for block in chunks(items):
            prints = prints_of([item.reading or read_print_only(item.title, item.text) for item in block])
            first = len(self._articles)
            self._articles.extend(block, prints)
            self._postings.add(prints.hashes, np.repeat(np.arange(first, first + len(block)), prints.sizes))

    def find(self, articles: Sequence[Article], readings: Sequence[bytes] = ()) -> list[Origin]:
        """Return the origin of each article, in their order, and remember them.

        An article is compared with those remembered and with those before it in
        `articles`. Its origin is the first article of the chain it belongs to, never a
        copy in between; an article that arrives later but was published earlier joins
        the chain as it stands. A later revision of the same page is its own origin.
        `readings` are what `reading.read` returned of each article, where it has been read already.
        """
        found: list[Origin] = []
        for start in range(0, len(articles), _BLOCK):
            here = slice(start, start + _BLOCK)
            found += self._find_block(articles[here], readings[here])
            self._expire()
        return found

    def _find_block(self, articles: Sequence[Article], readings: Sequence[bytes]) -> list[Origin]:
        first = len(self._articles)
        known = readings or [b""] * len(articles)
        block = [_arrived(article, reading) for article, reading in zip(articles, known, strict=True)]
        shared = self._add(block)
        matches = self._matches(shared)
        bounds = np.searchsorted(shared.owners, np.arange(first, first + len(block) + 1)).tolist()
        origins = []
        for number, (article, document) in enumerate(zip(articles, block, strict=True), first):
            origin = self._same_text(article.id, number)
            if not origin and number in matches:
                begin, end = bounds[number - first : number - first + 2]
                left = self._without_boilerplate(matches[number], shared, slice(begin, end))
                origin = self._shared_text(article, number, left)
            origins.append(origin or Origin(article_id=article.id, origin_id=article.id))
            document.root = origins[-1].origin_id
            self._articles.enter(number, document)
        return origins

    def _add(self, block: Sequence[Document]) -> _Shared:
        """Remember articles and their shingles; return what they share with those before them."""
        first = len(self._articles)
        self._articles.add(block)
        sizes = [len(document.print.hashes) for document in block]
        hashes = np.concatenate([document.print.hashes for document in block])
        short = (hashes >> np.uint64(32)).astype(np.uint32)
        owners = np.repeat(np.arange(first, first + len(block)), sizes)
        self._postings.add(short, owners)
        where, others = self._postings.find(short)
        earlier = others < owners[where]
        where, others = where[earlier], others[earlier]
        order = np.argsort(owners[where] * (first + len(block)) + others, kind="stable")
        where, others = where[order], others[order]
        frequent = (np.bincount(where, minlength=1) > _MAX_CHAINS)[where]
        frequent[frequent] = self._are_recent(owners[where[frequent]], others[frequent])
        return _Shared(owners[where], others, where, frequent)

    def _matches(self, shared: _Shared) -> dict[int, list[_Match]]:
        """Return for each article the earlier ones of which it could be a copy if nothing shared were boilerplate."""
        articles, matches = self._articles, dict[int, list[_Match]]()
        news = (shared.owners[1:] != shared.owners[:-1]) | (shared.others[1:] != shared.others[:-1])
        starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(shared.owners)), np.bool_), news]))
        count = np.diff(starts, append=len(shared.owners))
        some = count >= _MIN_SHARED
        starts, count = starts[some], count[some]
        owners, others = shared.owners[starts], shared.others[starts]
        rate = np.maximum(articles.rates(owners), articles.rates(others))
        own, theirs = articles.counts(owners, rate), articles.counts(others, rate)
        fit = self._are_recent(owners, others)
        fit &= (articles.units(owners) >= MIN_UNITS) & (articles.units(others) >= MIN_UNITS)
        owners, others, count, rate = owners[fit], others[fit], count[fit], rate[fit]
        own, theirs = own[fit], theirs[fit]
        common = count * np.array(RATES)[rate] + UNITS_IN_SHINGLE - 1
        same_source = articles.sources(owners) == articles.sources(others)
        columns = (owners, others, count, own, theirs, common, same_source)
        # As in _may_be_copy, for all at once.
        share, of_longer = count / np.minimum(own, theirs), count / np.maximum(own, theirs)
        enough = common >= np.where(articles.are_wide(owners), MIN_COMMON_WIDE, MIN_COMMON)
        enough |= share >= _NEARLY_WHOLE
        enough &= share >= np.where(same_source, _MIN_SHARE_OF_OWN, self._settings.min_share_credited)
        enough &= of_longer >= _MIN_SHARE_OF_LONGER
        for owner, *values in zip(*(column[enough].tolist() for column in columns), strict=True):
            matches.setdefault(owner, []).append(_Match(*values))
        return matches

    def _may_be_copy(self, match: _Match, *, wide: bool) -> bool:
        """Tell whether two texts share enough where a credit says the rest."""
        least = _MIN_SHARE_OF_OWN if match.same_source else self._settings.min_share_credited
        enough = match.common >= (MIN_COMMON_WIDE if wide else MIN_COMMON) or match.share >= _NEARLY_WHOLE
        return enough and match.share >= least and match.of_longer >= _MIN_SHARE_OF_LONGER

    def _without_boilerplate(self, matches: list[_Match], shared: _Shared, here: slice) -> list[_Match]:
        """Leave out of an article's matches what is found in too many chains of copies."""
        frequent, shingles = shared.frequent[here], shared.shingles[here]
        if not frequent.any():
            return matches
        places = np.flatnonzero(frequent)
        chains, found = self._articles.chains(shared.others[here][places]), shingles[places]
        found -= found.min()
        many = int(chains.max()) + 1
        pairs = found * many + chains
        pairs.sort()
        news = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=news[1:])
        common = np.bincount(pairs[news] // many) > _MAX_CHAINS
        if not common.any():
            return matches
        kept = np.ones(len(frequent), np.bool_)
        kept[places] = ~common[found]
        others, wanted = shared.others[here][kept], np.array([match.other for match in matches])
        counts = np.searchsorted(others, wanted, "right") - np.searchsorted(others, wanted)
        left = [match.fewer(count) for match, count in zip(matches, counts.tolist(), strict=True)]
        wide = self._articles.is_wide(int(shared.owners[here.start]))
        return [m for m in left if m.shared >= _MIN_SHARED and self._may_be_copy(m, wide=wide)]

    def _are_recent(self, numbers: _Numbers, others: _Numbers) -> NDArray[np.bool_]:
        """Tell which pairs were published within the window."""
        apart = np.abs(self._articles.seconds(numbers) - self._articles.seconds(others))
        recent: NDArray[np.bool_] = apart <= self._window
        return recent

    def _same_text(self, article_id: int, number: int) -> Origin | None:
        """Return the first article with exactly this text, if there is one."""
        for other in self._articles.same_text(number):
            pair = np.array([number]), np.array([other])
            if self._are_recent(*pair)[0] and not self._articles.revises(number, other):
                return Origin(article_id=article_id, origin_id=self._articles.root(other), evidence="same text")
        return None

    def _shared_text(self, article: Article, number: int, matches: list[_Match]) -> Origin | None:
        """Return the origin of the article it shares most of its text with, if that is enough."""
        matches = [match for match in matches if not self._articles.revises(number, match.other)]
        if not matches:
            return None
        credit = credited(article.text)
        needed = self._settings.min_share_credited if credit else self._settings.min_share
        enough = [match for match in matches if match.same_source or match.share >= needed]
        if not enough:
            return None
        best = self._nearest(enough)
        return Origin(
            article_id=article.id,
            origin_id=self._articles.root(best.other),
            share=round(best.of_copy, 4),
            evidence=_evidence(best, credit),
        )

    def _nearest(self, matches: Sequence[_Match]) -> _Match:
        """Return the match that explains most of the copy and is explained by it; of several, the earliest."""
        explained = [round(match.of_copy + match.of_longer, 1) for match in matches]
        most = max(explained)
        best = [match for match, much in zip(matches, explained, strict=True) if much == most]
        return min(best, key=lambda match: self._articles.time_and_id(match.other)) if len(best) > 1 else best[0]

    def _expire(self) -> None:
        """Forget the oldest articles once half of those remembered can no longer be an origin."""
        dead = self._articles.older_than(self._articles.newest(_BLOCK) - self._window)
        if dead >= max(_BLOCK, len(self._articles) // 2):
            self._articles.forget(dead)
            self._postings.keep_from(dead)


def _arrived(article: Article, reading: bytes) -> Document:
    if reading:
        printed, same = print_of(reading)
    else:
        printed = fingerprint(article.text)
        same = exact(printed, article.title, article.text)
    return Document(
        id=article.id,
        root=article.id,
        seconds=article.published.timestamp(),
        source_id=article.source_id,
        url_key=article.url_key,
        print=printed,
        exact=same,
    )


def _evidence(match: _Match, credit: str) -> str:
    """Say in words what makes it a copy."""
    percent = f"{100 * match.share:.0f} %"
    shared = (
        f"{percent} of its text" if match.of_copy == match.share else f"{percent} of the other text, inside its own"
    )
    return f"credits {credit} and shares {shared}" if credit else f"shares {shared}"
