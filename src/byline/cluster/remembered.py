"""What the copy finder remembers of articles, in arrays: 60 bytes each beside their shingles."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.cluster.reading import Prints
from byline.cluster.shingles import RATES, Fingerprint
from byline.records import WindowItem

Numbers = NDArray[np.int64]


class Document(msgspec.Struct):
    """One article on its way into memory."""

    id: int
    root: int
    """First article of the chain of copies that it belongs to."""
    seconds: float
    """Publication time since 1970."""
    source_id: str
    url_key: str
    print: Fingerprint
    exact: int
    """Equal for equal texts; -1 where the text is too short to mean anything."""


class Remembered:
    """Articles in order of arrival, numbered from 0; the numbers move when the oldest are forgotten."""

    def __init__(self) -> None:
        self._count = 0
        self._offset = 0
        """How many have been forgotten: `_places` and `_texts` count from the first ever."""
        self._table = np.zeros(256, _ROW)
        self._sources: dict[str, int] = {}
        self._pages: dict[tuple[str, str], int] = {}
        self._places: dict[int, int] = {}
        """Article id -> place."""
        self._texts: dict[int, list[int]] = {}
        """Text -> places."""
        self._chains: dict[int, int] = {}
        """First article of a chain, by id -> a small number of the chain."""

    def __len__(self) -> int:
        """Return how many articles are remembered."""
        return self._count

    def extend(self, items: Sequence[WindowItem], prints: Prints) -> None:
        """Remember articles and enter them, as `add` and `enter` do one by one."""
        first, needed = self._count, self._count + len(items)
        self._fit(needed)
        sources, pages, chains = self._sources, self._pages, self._chains
        rows = self._table[first:needed]
        roots = [item.origin_id or item.article_id for item in items]
        rows["id"], rows["root"] = [item.article_id for item in items], roots
        rows["chain"] = [chains.setdefault(root, len(chains)) for root in roots]
        rows["seconds"] = [item.time.timestamp() for item in items]
        rows["source"] = [sources.setdefault(item.source_id, len(sources)) for item in items]
        rows["page"] = [
            pages.setdefault((item.source_id, item.url_key), len(pages) + 1) if item.url_key else 0 for item in items
        ]
        rows["units"], rows["counts"], rows["rate"] = prints.units, prints.counts, prints.rates
        rows["wide"], rows["exact"] = prints.wide, prints.exact
        for place, (item, exact) in enumerate(zip(items, prints.exact.tolist(), strict=True), first + self._offset):
            self._places[item.article_id] = place
            if exact >= 0:
                self._texts.setdefault(exact, []).append(place)
        self._count = needed

    def _fit(self, needed: int) -> None:
        if needed > len(self._table):
            longer = np.zeros(needed + needed // 2, _ROW)
            longer[: self._count] = self._table[: self._count]
            self._table = longer

    def add(self, documents: Sequence[Document]) -> None:
        """Remember articles. Their texts are found only after `enter`."""
        needed = self._count + len(documents)
        self._fit(needed)
        self._table[self._count : needed] = [self._row(document) for document in documents]
        self._count = needed

    def _row(self, document: Document) -> tuple[object, ...]:
        page = (document.source_id, document.url_key)
        printed = document.print
        return (
            document.id,
            document.root,
            0,
            document.seconds,
            self._sources.setdefault(document.source_id, len(self._sources)),
            self._pages.setdefault(page, len(self._pages) + 1) if document.url_key else 0,
            printed.units,
            printed.counts,
            printed.rate,
            printed.wide,
            document.exact,
        )

    def enter(self, number: int, document: Document) -> None:
        """Say to which chain an added article belongs, by its root, and let it be found by its text."""
        root, place = document.root, number + self._offset
        self._table["root"][number] = root
        self._table["chain"][number] = self._chains.setdefault(root, len(self._chains))
        self._places[document.id] = place
        if document.exact >= 0:
            self._texts.setdefault(document.exact, []).append(place)

    def root(self, number: int) -> int:
        """Return the id of the first article of its chain."""
        return int(self._table["root"][number])

    def chains(self, numbers: Numbers) -> Numbers:
        """Return small numbers, equal for articles of one chain."""
        return self._column("chain", numbers)

    def time_and_id(self, number: int) -> tuple[float, int]:
        """Return what orders articles."""
        return float(self._table["seconds"][number]), int(self._table["id"][number])

    def is_wide(self, number: int) -> bool:
        """Tell whether a text is mostly in a script without spaces."""
        return bool(self._table["wide"][number])

    def are_wide(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Tell which texts are mostly in a script without spaces."""
        wide: NDArray[np.bool_] = self._table["wide"][numbers]
        return wide

    def seconds(self, numbers: Numbers) -> NDArray[np.float64]:
        """Return publication times."""
        times: NDArray[np.float64] = self._table["seconds"][numbers]
        return times

    def sources(self, numbers: Numbers) -> Numbers:
        """Return numbers of sources."""
        return self._column("source", numbers)

    def units(self, numbers: Numbers) -> Numbers:
        """Return lengths of texts, in words or characters."""
        return self._column("units", numbers)

    def rates(self, numbers: Numbers) -> Numbers:
        """Return indices into RATES of the sampling used."""
        return self._column("rate", numbers)

    def counts(self, numbers: Numbers, rates: Numbers) -> Numbers:
        """Return how many shingles of each there are at a coarser sampling."""
        counts: Numbers = self._table["counts"][numbers, rates].astype(np.int64)
        return counts

    def _column(self, name: str, numbers: Numbers) -> Numbers:
        values: Numbers = self._table[name][numbers].astype(np.int64)
        return values

    def same_text(self, number: int) -> list[int]:
        """Return the articles with the text of one that is about to be entered, as they came."""
        exact = int(self._table["exact"][number])
        return [place - self._offset for place in self._texts.get(exact, ())] if exact >= 0 else []

    def revises(self, number: int, other: int) -> bool:
        """Tell whether an article is a revision of another one's page, or of the page that one copies."""
        pages = self._table["page"]
        root = self._places.get(int(self._table["root"][other]), other + self._offset) - self._offset
        return bool(pages[number] and pages[number] in (pages[other], pages[root]))

    def newest(self, last: int) -> float:
        """Return the latest publication among the last articles."""
        return float(self._table["seconds"][max(0, self._count - last) : self._count].max())

    def older_than(self, seconds: float) -> int:
        """Return how many articles at the beginning were published before."""
        recent = np.flatnonzero(self._table["seconds"][: self._count] >= seconds)
        return int(recent[0]) if len(recent) else 0

    def forget(self, count: int) -> None:
        """Forget the first articles."""
        for row in self._table[:count]:
            self._places.pop(int(row["id"]), None)
            if row["exact"] >= 0:
                places = self._texts[int(row["exact"])]
                places.pop(0)
                if not places:
                    del self._texts[int(row["exact"])]
        self._table = self._table[count : self._count].copy()
        self._count -= count
        self._offset += count
        roots, self._table["chain"] = np.unique(self._table["root"], return_inverse=True)
        self._chains = {root: chain for chain, root in enumerate(roots.tolist())}


_ROW = np.dtype(
    [
        ("id", np.int64),
        ("root", np.int64),
        ("chain", np.int64),
        ("seconds", np.float64),
        ("source", np.int32),
        ("page", np.int32),
        ("units", np.int32),
        ("counts", np.int32, (len(RATES),)),
        ("rate", np.int8),
        ("wide", np.bool_),
        ("exact", np.int64),
    ]
)
