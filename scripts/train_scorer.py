"""Train the story finder's weights on the tuning sets and write src/byline/cluster/weights.json.

    pip install cma==4.5.0 numba==0.68.1
    python scripts/train_scorer.py [--data FOLDER] [--cache FOLDER] [--hold-out FAMILY] [--rounds 80] [--dry-run]

What counts is the stories that come out at the end, not the pairs on the way: a pair told
wrongly at the edge of a large story costs far more than one between two single articles. So
every set goes through the story finder as a stream, and the weights are searched for that
give the best stories (mean of BCubed and pair F1 over families of sets). The search starts
at weights set by hand and is held to them. A stream is run thousands of times, so what each
article is compared with is noted once, and only the decisions are run again, as machine
code.

Most counts what readers found in whole days of the field's own stream (eval/stories): it
alone has all that a newsroom meets, real times, two languages, the catalogue's entities,
sources that come again, and dozens of strangers near every article. The days kept for test
are printed, never searched on. Two months of the same field, without labels, are laid over
each other in four parts: what joins articles of two parts is wrong. The sets of other fields
keep the weights general; those whose times give the answer away, or that last a few hours, get
drawn times (Wikinews gets none, as where it is measured), and two streams last six weeks,
because what goes wrong only there (one story that swallows all it touches) must cost
something. `--hold-out` leaves a family out of the search and prints what comes out for it.

**Source:** covariance matrix adaptation (Hansen, "The CMA evolution strategy: a tutorial",
arXiv:1604.00772); BCubed: Amigó et al., 2009.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

import cma
import msgspec
import numba
import numpy as np
from numpy.typing import NDArray

from byline.app.plugins import EMBEDDERS, load_plugin
from byline.cluster.features import PAIR
from byline.cluster.online import StoryIndex
from byline.cluster.score import WEIGHTS, Rated, Weights, shipped
from byline.cluster.settings import ClusterSettings
from byline.cluster.window import Entry
from byline.evaluate.benches import STREAM
from byline.evaluate.clusters import ClusterRow, window_items
from byline.evaluate.metrics import bcubed, pair_scores
from byline.evaluate.roundups import read_roundups
from byline.evaluate.stream import labelled_items, read_labels
from byline.models.interface import Embedder
from byline.records import Assignment, WindowItem

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Labelled = list[tuple[WindowItem, str]]

FOLDED_COUNTS, READ_COUNTS = 1.0, 4.0
WIKINEWS = ("wikinews_big", "handpicked", "wikinews_medium")
STORIES = Path("eval/stories")
READ = tuple(f"read.{path.stem}" for path in sorted(STORIES.glob("*.json")) if path != Path(STREAM))
TEST = f"read.{Path(STREAM).stem}"
FAMILIES = {
    "wikinews": (2.5, tuple(f"{name}.{part}" for name in WIKINEWS for part in "lt")),
    "roundups": (1.0, ("roundups.t", "roundups.l")),
    "dtels": (2.0, ("dtels.t", "dtels.l")),
    "uci": (1.0, ("uci.t", "uci_weeks.t")),
    "mixed": (0.5, ("mixed.t",)),
    "sample": (3.0, ("sample.l",)),
    "folded": (FOLDED_COUNTS, ("folded.t",)),
    "read": (READ_COUNTS, READ),
}  # fmt: skip
"""Family -> what it counts, and its sets: titles alone (t), or titles with leads (l). DTELS counts most: events within
one topic are what a newsroom for one field has to tell apart. The mixed stream is of many fields, and easy; it counts
half."""
PARTS, PART, FOLDED_EVERY = 4, timedelta(days=15), 2
FOLDED_FROM = datetime(2025, 6, 15, tzinfo=UTC)
MIXED = ("roundups.t", "wikinews_big.t", "handpicked.t", "wikinews_medium.t", "dtels.t", "uci.t")
"""What is mixed into one stream of six weeks."""
DTELS_ROWS = 2_500
SEARCHED = {
    "vectors": (10.0, 3.0), "words": (10.0, 3.0), "title": (0.0, 1.5), "contained": (0.0, 1.5), "rarest": (0.0, 1.5),
    "names": (0.0, 0.8), "named": (0.0, 0.8), "numbers": (0.0, 0.6), "differ": (0.0, 0.6), "short": (0.0, 1.0),
    "long": (0.0, 1.0), "vectors_words": (0.0, 4.0), "words_short": (0.0, 2.0), "contained_short": (0.0, 1.5),
    "rarest_vectors": (0.0, 2.0), "days": (-0.4, 0.3), "strangers": (-1.0, 1.0), "entities": (0.6, 0.6),
    "across": (0.0, 1.0), "across_vectors": (9.2, 3.0), "across_contained": (0.0, 1.5), "across_rarest": (0.0, 1.5),
    "across_amounts": (2.0, 1.0),
    "same_source": (-0.5, 0.7), "pair bias": (-5.6, 1.0),
    "nearest": (1.0, 0.25), "size": (0.0, 0.15), "missing": (0.0, 0.5), "story bias": (-1.0, 0.5),
}  # fmt: skip
"""Weight -> where the search starts, and how far it may easily go."""
HELD = 0.006
"""What the mean square of all steps away from the start costs."""
FIRST_STEP, CANDIDATES, SEED = 0.35, 14, 1
_MANY = 24
_SPEAKERS = 4


class Stream(NamedTuple):
    """A set as the story finder meets it: for each article those it is compared with, their figures, its story."""

    starts: Whole
    others: Whole
    figures: NDArray[np.float32]
    gold: list[int]


def main() -> None:
    """Read, search, compare, write."""
    arguments = _arguments()
    embedder = cast("Embedder", load_plugin(EMBEDDERS, arguments.embedder))
    sets = _Sets(embedder, arguments.data, arguments.cache)
    held = {arguments.hold_out} if arguments.hold_out else set()
    families = {name: family for name, family in FAMILIES.items() if name not in held}
    streams = {name: _stream(sets.get(name)) for _, names in FAMILIES.values() for name in names}
    test = {TEST: _stream(sets.get(TEST))}
    by_hand, found = _values(np.zeros(len(SEARCHED))), _search(streams, families, rounds=arguments.rounds)
    print("| set | weights set by hand: BCubed F1 / pair F1 | found |\n|---|---|---|")
    for name, stream in (streams | test).items():
        if name == "folded.t":
            print(f"| {name}, precision | {_value(name, stream, by_hand):.3f} | {_value(name, stream, found):.3f} |")
            continue
        before, after = _scores(stream, by_hand), _scores(stream, found)
        print(f"| {name} | {before[0]:.3f} / {before[1]:.3f} | {after[0]:.3f} / {after[1]:.3f} |")
    if not arguments.dry_run and not held:
        weights = _weights(found, f"{', '.join(streams)}; vectors of {embedder.id}")
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--embedder", default="e5-enzh")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BYLINE_DATA", "../shared/data")))
    parser.add_argument("--cache", type=Path, help="folder for embedded sets")
    parser.add_argument("--hold-out", choices=FAMILIES, help="leave out this family; nothing is written")
    parser.add_argument("--rounds", type=int, default=120, help="of the search")
    parser.add_argument("--dry-run", action="store_true", help="write no weights")
    return parser.parse_args()


# ---- the search


def _search(streams: dict[str, Stream], families: dict[str, tuple[float, tuple[str, ...]]], *, rounds: int) -> Floats:
    """Return the weights, in the order of `SEARCHED`, that give the best stories."""

    def cost(steps: Floats) -> float:
        values, total = _values(steps), 0.0
        for share, names in families.values():
            total += share * float(np.mean([_value(name, streams[name], values) for name in names]))
        return HELD * float(np.mean(np.square(steps))) - total / sum(share for share, _ in families.values())

    options = {"popsize": CANDIDATES, "seed": SEED, "maxiter": rounds, "verbose": -9}
    search = cma.CMAEvolutionStrategy(np.zeros(len(SEARCHED)), FIRST_STEP, options)
    while not search.stop():
        tried = search.ask()
        search.tell(tried, [cost(np.array(steps)) for steps in tried])
        if search.countiter % 20 == 0:
            print(f"round {search.countiter}: {-cost(search.result.xfavorite):.4f}", file=sys.stderr, flush=True)
    return _values(search.result.xfavorite)


def _value(name: str, stream: Stream, values: Floats) -> float:
    """Return how good the stories are, 0 to 1."""
    if name != "folded.t":
        return float(np.mean(_scores(stream, values)))
    # A wrong join falls within one part as often as chance has it.
    return 1.0 - (1.0 - bcubed(stream.gold, _found(stream, values)).precision) * PARTS / (PARTS - 1)


def _values(steps: Floats) -> Floats:
    starts, sizes = np.array(list(SEARCHED.values())).T
    values: Floats = starts + sizes * steps
    return values


def _scores(stream: Stream, values: Floats) -> tuple[float, float]:
    """Return BCubed and pair F1 of the stories that these weights give."""
    found = _found(stream, values)
    return bcubed(stream.gold, found).f1, pair_scores(stream.gold, found).f1


def _found(stream: Stream, values: Floats) -> list[int]:
    given = dict(zip(SEARCHED, values.tolist(), strict=True))
    pair = np.array([given.get(name, 0.0) for name in PAIR], np.float32)
    logits = (stream.figures @ pair + np.float32(given["pair bias"])).astype(np.float64)
    story = np.array([given[name] for name in ("nearest", "size", "missing", "story bias")])
    found: list[int] = _decide(stream.starts, stream.others, logits, story=story).tolist()
    return found


@numba.njit(cache=True)
def _decide(starts: Whole, others: Whole, logits: Floats, *, story: Floats) -> Whole:
    """Return the story of each article: what `StoryIndex` does, given the logits of all pairs."""
    count = len(starts) - 1
    stories, sizes = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    for article in range(count):
        first, last = starts[article], starts[article + 1]
        near = last - first
        ids, known = np.empty(near, np.int64), 0
        sums, spoke, members = np.zeros(near), np.zeros(near), np.zeros(near)
        for place in np.argsort(-logits[first:last]):
            at = 0
            while at < known and ids[at] != stories[others[first + place]]:
                at += 1
            if at == known:
                ids[at] = stories[others[first + place]]
                known += 1
            members[at] += 1
            if spoke[at] < _SPEAKERS:
                sums[at] += logits[first + place]
                spoke[at] += 1
        best, joined = 0.0, -1
        for at in range(known):
            size = sizes[ids[at]]
            score = story[0] * sums[at] / spoke[at] + story[1] * np.log(size) + story[3]
            score += story[2] * (1.0 - members[at] / min(size, _MANY))
            if score >= best:
                best, joined = score, ids[at]
        stories[article] = joined if joined >= 0 else article
        sizes[stories[article]] += 1
    return stories


def _weights(values: Floats, trained_on: str) -> Weights:
    given = {name: round(value, 4) for name, value in zip(SEARCHED, values.tolist(), strict=True)}
    return Weights(
        pair={name: given.get(name, 0.0) for name in PAIR},
        pair_bias=given["pair bias"],
        story={name: given[name] for name in ("nearest", "size", "missing")},
        story_bias=given["story bias"],
        trained_on=trained_on,
    )


# ---- what articles are compared with


class _Notes(StoryIndex):
    """Notes what every article is compared with."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[list[int], NDArray[np.float32]]] = {}
        super().__init__(ClusterSettings(), shipped())

    def _decide(self, entry: Entry, rated: Rated | None) -> Assignment:
        if rated is not None:
            self.rows[entry.id] = [other.id for other in rated.near.entries], rated.pairs.astype(np.float32)
        return Assignment(article_id=entry.id, story_id=entry.id)


def _stream(labelled: Labelled) -> Stream:
    """Return a set as the story finder meets it. Copies are left in: they are told apart before any figure."""
    notes = _Notes()
    notes.assign(
        [msgspec.structs.replace(item, article_id=n, origin_id=n) for n, (item, _) in enumerate(labelled)]
    )  # fmt: skip
    rows = [notes.rows.get(n, ([], np.zeros((0, len(PAIR)), np.float32))) for n in range(len(labelled))]
    numbers: dict[str, int] = {}
    return Stream(
        starts=np.cumsum([0, *(len(others) for others, _ in rows)]),
        others=np.array([other for others, _ in rows for other in others], np.int64),
        figures=np.concatenate([figures for _, figures in rows]),
        gold=[numbers.setdefault(story, len(numbers)) for _, story in labelled],
    )


# ---- the sets


class _Sets:
    """Reads, embeds and keeps the sets."""

    def __init__(self, embedder: Embedder, data: Path, cache: Path | None) -> None:
        self._embedder, self._data, self._cache = embedder, data, cache

    def get(self, name: str) -> Labelled:
        """Return the articles of a set in the order of their times, with their stories."""
        place = self._cache / f"{name}.{self._embedder.id}.pkl" if self._cache else None
        if place and place.exists():
            return cast("Labelled", pickle.loads(place.read_bytes()))
        found = self._read(name)
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(pickle.dumps(found))
        return found

    def _read(self, name: str) -> Labelled:
        if name == "sample.l":
            return _sample(self._embedder)
        if name == "folded.t":
            return _folded(self._embedder, self._data)
        if name == "uci_weeks.t":
            return _over_weeks(self.get("uci.t"))
        if name == "mixed.t":
            return _over_weeks([(item, f"{part} {story}") for part in MIXED for item, story in self.get(part)])
        kind, part = name.split(".")
        if kind == "read":
            labels = STORIES / f"{part}.json"
            return labelled_items(labels, self._data / "ainews" / read_labels(labels).raw)
        rows = _rows(kind, self._data)
        items = window_items(rows, 0 if part == "t" else None, self._embedder)
        return [(item, str(row.gold)) for item, row in zip(items, rows, strict=True)]


def _rows(kind: str, data: Path) -> list[ClusterRow]:
    if kind == "roundups":
        return _with_drawn_delays(read_roundups(data / "summaries/neus/allsides_headline_roundups_506.jsonl.gz"))
    if kind == "uci":
        rows = [
            ClusterRow(id=r["id"], title=r["title"], time=r["time"], story=r["story"], lang="en")
            for r in _lines(data / "clustering/uci_news_aggregator/uci_sample_6366.jsonl.gz")
        ]
    elif kind == "dtels":
        rows = [
            ClusterRow(id=r["id"], title=r["title"], text=r["text"], time=r["time"], story=r["node"], lang="zh")
            for r in _lines(data / "clustering/dtels_zh/dev_150_topics.jsonl.gz")
            if r["node"] and r["time"] >= "2015"
        ]
        return sorted(rows, key=lambda row: row.at)[:DTELS_ROWS]
    else:
        rows = [
            ClusterRow(
                id=r["id"], title=r["title"], text=r["text"], story=r["story"],
                time=None, lang="en",
            )
            for r in _lines(data / f"clustering/wikinews_events/{kind}.jsonl.gz")
        ]  # fmt: skip
    return sorted(rows, key=lambda row: row.at)


def _lines(path: Path) -> Iterator[dict[str, Any]]:  # Any: JSON of other people's making
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _folded(embedder: Embedder, data: Path) -> Labelled:
    """Return two months of one field's titles, laid over each other in four parts, each labelled with its part.

    What joins articles of two parts is wrong: they are two weeks and more apart.
    """
    lines = _lines(data / "ainews/raw_2025-06-15_2025-08-15.jsonl.gz")
    rows = [
        ClusterRow(id=r["id"], title=r["title"], time=r["published"], lang=r["lang"], story=0)
        for number, r in enumerate(lines)
        if number % FOLDED_EVERY == 0 and r["title"] and r["published"] and r["lang"] in ("en", "zh")
    ]
    rows = sorted((row for row in rows if FOLDED_FROM <= row.at < FOLDED_FROM + PARTS * PART), key=lambda row: row.at)
    items = window_items(rows, 0, embedder)
    laid = []
    for item in items:
        part, passed = divmod(item.time - FOLDED_FROM, PART)
        laid.append((FOLDED_FROM + passed, item, f"part {part}"))
    laid.sort(key=lambda row: (row[0], row[1].article_id))
    return [
        (msgspec.structs.replace(item, article_id=n, origin_id=n, time=at), part)
        for n, (at, item, part) in enumerate(laid, start=1)
    ]


def _over_weeks(labelled: Labelled) -> Labelled:
    """Let stories start anywhere in six weeks, and articles follow 18 hours later on average, 72 at most."""
    numbers, start = np.random.default_rng(9), datetime(2021, 1, 1, tzinfo=UTC)
    begins: dict[str, float] = {}
    timed: list[tuple[datetime, WindowItem, str]] = []
    for item, story in labelled:
        if story not in begins:
            begins[story] = float(numbers.uniform(0, 42 * 24))
        hours = begins[story] + min(72.0, float(numbers.exponential(18.0)))
        timed.append((start + timedelta(hours=hours), item, story))
    timed.sort(key=lambda row: (row[0], row[2]))
    return [
        (msgspec.structs.replace(item, article_id=n, origin_id=n, source_id=f"row-{n}", time=at), story)
        for n, (at, item, story) in enumerate(timed, start=1)
    ]


def _with_drawn_delays(rows: Sequence[ClusterRow]) -> list[ClusterRow]:
    """Let the outlets of one event follow each other, nine hours later on average."""
    numbers = np.random.default_rng(5)
    delays = np.minimum(60.0, numbers.exponential(9.0, size=len(rows))).tolist()
    timed = [
        msgspec.structs.replace(row, time=(row.at + timedelta(hours=delay)).isoformat())
        for row, delay in zip(rows, delays, strict=True)
    ]
    return sorted(timed, key=lambda row: row.at)


def _sample(embedder: Embedder) -> Labelled:
    """Return what the whole pipeline keeps of the sample newsroom."""
    import tempfile

    from byline.evaluate.sample import EVER, sample_run
    from byline.models.lead import lead_text
    from byline.sample.newsroom import SampleNewsroom

    with (
        tempfile.TemporaryDirectory() as folder,
        SampleNewsroom() as sample,
        sample_run(sample, Path(folder)) as done,
    ):
        members = [member for coverage in done.newsroom.store.coverage(*EVER) for member in coverage.members]
        gold = {m.article.id: sample.expectations[m.article.url].story or m.article.url for m in members}
    members.sort(key=lambda m: (m.article.published, m.article.id))
    vectors = embedder.embed([lead_text(m.article.title, m.article.text) for m in members])
    items = [
        WindowItem(
            article_id=m.article.id, story_id=0, origin_id=m.origin.origin_id, source_id=m.source.id,
            time=m.article.published, language=m.article.language, title=m.article.title, text=m.article.text,
            entities=m.kept.entities, vector=vector.astype("<f4").tobytes(),
        )
        for m, vector in zip(members, vectors, strict=True)
    ]  # fmt: skip
    return [(item, gold[item.article_id]) for item in items]


if __name__ == "__main__":
    main()
