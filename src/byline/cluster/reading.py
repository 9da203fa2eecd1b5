"""What clustering reads in an article's text, packed: a restart need not read the text again.

A packed article is a header, the upper halves of its sampled shingle hashes, how often
each of its words stands there, their flags, and the words. Many are unpacked at once:
columns of a whole batch, without any work for the single article.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from byline.cluster import digests, names, shingles
from byline.cluster.names import Words, read_words
from byline.cluster.shingles import Fingerprint, fingerprint
from byline.records import WindowItem
from byline.text import headlines, numbers
from byline.text import words as text_words

MIN_UNITS_ALONE = 8
"""Below this ("Comments", "Read more") equal texts mean nothing unless the titles are the same too."""
_CHUNK = 2048
"""Articles unpacked at once."""
_HEADER = np.dtype(
    [
        ("hashes", "<u4"),
        ("units", "<i4"),
        ("counts", "<i4", (len(shingles.RATES),)),
        ("rate", "i1"),
        ("wide", "u1"),
        ("digest", "u1"),
        ("unused", "u1"),
        ("words", "<u4"),
        ("exact", "<i8"),
        ("length", "<f8"),
    ]
)
_SIZE = _HEADER.itemsize
_BETWEEN = "\n"
"""Stands between words; no word contains it."""
_NO_WORDS = Words(words=(), counts=(), flags=(), length=0.0)
_NO_EXACT = -1
_PROBE = (
    "Heron-7 model’s LAUNCH: 人工智能 ﬁrst 12.5",
    "Tern Labs shipped “Heron” models on Monday, 2 days early. 实验室 says so.",
)


class Prints(NamedTuple):
    """Fingerprints of several articles, a row each, and all their hashes one article after the other."""

    hashes: NDArray[np.uint32]
    """Upper halves of the sampled shingle hashes."""
    sizes: NDArray[np.int64]
    """How many of them each article has."""
    units: NDArray[np.int32]
    counts: NDArray[np.int32]
    rates: NDArray[np.int8]
    wide: NDArray[np.bool_]
    exact: NDArray[np.int64]
    """Equal for equal texts; -1 where the text is too short to mean anything."""


class WordLists(NamedTuple):
    """The words of several articles, one article after the other, and what else is known of each."""

    words: list[str]
    counts: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    sizes: NDArray[np.int64]
    """How many words each article has."""
    lengths: list[float]
    digests: list[bool]

    def part(self, first: int, last: int) -> WordLists:
        """Return the words of the articles from the first to before the last."""
        begin, end = int(self.sizes[:first].sum()), int(self.sizes[:last].sum())
        here, words = slice(first, last), slice(begin, end)
        return WordLists(
            words=self.words[words],
            counts=self.counts[words],
            flags=self.flags[words],
            sizes=self.sizes[here],
            lengths=self.lengths[here],
            digests=self.digests[here],
        )


@cache
def version() -> str:
    """Return a short id of the format and of all code that decides what is read: what has another one is read again."""
    state = hashlib.sha256(unicodedata.unidata_version.encode())
    for module in (digests, headlines, names, numbers, shingles, text_words):
        state.update(_source(module.__file__))
    state.update(_source(__file__))
    # Where there is no source, and for the stemmer's rules, what is read of a probe tells.
    state.update(read(*_PROBE))
    return state.hexdigest()[:12]


def _source(file: str | None) -> bytes:
    path = Path(file or "")
    return path.read_bytes() if path.is_file() else b""


def read(title: str, text: str) -> bytes:
    """Return all that is read of an article, packed; about 8 bytes a word and 4 a shingle."""
    return _packed(title, text, words=read_words(title, text), printed=fingerprint(text))


def read_words_only(title: str, text: str) -> bytes:
    """Return what stories need, packed; the fingerprint is that of no text."""
    return _packed(title, text, words=read_words(title, text), printed=fingerprint(""))


def read_print_only(title: str, text: str) -> bytes:
    """Return what copies need, packed; there are no words."""
    return _packed(title, text, words=_NO_WORDS, printed=fingerprint(text))


def exact(printed: Fingerprint, title: str, text: str) -> int:
    """Return a number that is equal for equal texts; -1 where there is too little text to mean anything."""
    if printed.units < MIN_UNITS_ALONE:
        printed = fingerprint(f"{title}\n{text}")
    return printed.exact % (1 << 63) if printed.units >= MIN_UNITS_ALONE else _NO_EXACT


def _packed(title: str, text: str, *, words: Words, printed: Fingerprint) -> bytes:
    header = np.zeros((), _HEADER)
    header["hashes"], header["units"], header["counts"] = len(printed.hashes), printed.units, printed.counts
    header["rate"], header["wide"], header["digest"] = printed.rate, printed.wide, digests.is_digest(title)
    header["words"], header["exact"], header["length"] = len(words.words), exact(printed, title, text), words.length
    upper = (printed.hashes >> np.uint64(32)).astype("<u4").tobytes()
    spelt = _BETWEEN.join(words.words).encode("utf-8", "surrogatepass")
    return b"".join([header.tobytes(), upper, bytes(words.counts), bytes(words.flags), spelt])


def words_of(body: bytes) -> Words:
    """Return the words of one packed article."""
    header = np.frombuffer(body, _HEADER, count=1)[0]
    begin, count = _SIZE + 4 * int(header["hashes"]), int(header["words"])
    counts, flags = body[begin : begin + count], body[begin + count : begin + 2 * count]
    words = body[begin + 2 * count :].decode("utf-8", "surrogatepass").split(_BETWEEN) if count else ()
    return Words(words=tuple(words), counts=tuple(counts), flags=tuple(flags), length=float(header["length"]))


def print_of(body: bytes) -> tuple[Fingerprint, int]:
    """Return the fingerprint of one packed article, and what is equal for equal texts.

    Of its hashes the lower halves are 0: nobody looks at them once they have been counted.
    """
    header = np.frombuffer(body, _HEADER, count=1)[0]
    upper = np.frombuffer(body, "<u4", count=int(header["hashes"]), offset=_SIZE)
    one, two, four, eight = header["counts"].tolist()
    printed = Fingerprint(
        hashes=upper.astype(np.uint64) << np.uint64(32),
        counts=(one, two, four, eight),
        rate=int(header["rate"]),
        units=int(header["units"]),
        wide=bool(header["wide"]),
        exact=int(header["exact"]),
    )
    return printed, printed.exact


def prints_of(bodies: Sequence[bytes]) -> Prints:
    """Return the fingerprints of packed articles."""
    headers = _headers(bodies)
    sizes = headers["hashes"].astype(np.int64)
    ends = (_SIZE + 4 * sizes).tolist()
    joined = b"".join([body[_SIZE:end] for body, end in zip(bodies, ends, strict=True)])
    return Prints(
        hashes=np.frombuffer(joined, "<u4").astype(np.uint32),
        sizes=sizes,
        units=headers["units"],
        counts=headers["counts"],
        rates=headers["rate"],
        wide=headers["wide"].astype(np.bool_),
        exact=headers["exact"],
    )


def word_lists_of(bodies: Sequence[bytes]) -> WordLists:
    """Return the words of packed articles."""
    headers = _headers(bodies)
    sizes = headers["words"].astype(np.int64)
    begins = _SIZE + 4 * headers["hashes"].astype(np.int64)
    places = list(zip(bodies, begins.tolist(), (begins + sizes).tolist(), (begins + 2 * sizes).tolist(), strict=True))
    spelt = [body[end:] for body, _, _, end in places if end < len(body)]
    return WordLists(
        words=_BETWEEN.encode().join(spelt).decode("utf-8", "surrogatepass").split(_BETWEEN) if spelt else [],
        counts=np.frombuffer(b"".join([body[begin:middle] for body, begin, middle, _ in places]), np.uint8),
        flags=np.frombuffer(b"".join([body[middle:end] for body, _, middle, end in places]), np.uint8),
        sizes=sizes,
        lengths=headers["length"].tolist(),
        digests=(headers["digest"] > 0).tolist(),
    )


def chunks(items: Iterable[WindowItem]) -> Iterator[list[WindowItem]]:
    """Yield the items in order, as many at a time as are well unpacked together."""
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _headers(bodies: Sequence[bytes]) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    return np.frombuffer(b"".join([body[:_SIZE] for body in bodies]), _HEADER)
