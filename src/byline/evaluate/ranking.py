"""How much of what human editors picked stands high in an edition made the same day.

An issue of the morning of day D is compared with the stories first seen since
the issue before it (Monday's with Friday to Sunday's). A pick counts where its
address is in the stream, and it is found where its story stands among the first
k. Baselines order the same stories by newest item, number of routes, points and
number of items; two human editors agree on 6 to 17 % of links, so the ratio to
the baselines says more than the recall itself.

Intervals: 95 %, bootstrap over issues (2,000 draws, fixed seed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from byline.errors import ConfigError
from byline.evaluate.ranking_pool import Pool, RawRow, coverages, make_pool
from byline.evaluate.rows import read_rows
from byline.models.interface import Embedder
from byline.rank.score import rank
from byline.rank.settings import RankSettings
from byline.records import Appearance, Coverage
from byline.text.urls import url_key

CUTS = (10, 20, 30)
EDITORS = {"tldr": "TLDR AI", "juya": "橘鸦Juya AI早报"}
"""Name in the figures -> source in the editors' file."""
BASELINES: dict[str, Callable[[Coverage, list[RawRow]], float]] = {
    "recency": lambda coverage, rows: coverage.story.updated.timestamp(),
    "routes": lambda coverage, rows: float(max(len(row.via) for row in rows)),
    "points": lambda coverage, rows: float(max(row.score or 0 for row in rows)),
    "size": lambda coverage, rows: float(len(rows)),
}
MAX_GAP_DAYS = 4
PICK_AGE_DAYS = 4
"""A pick may have been seen this many days before its issue."""
DRAWS = 2_000


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """One link of an issue; other fields are ignored."""

    url: str
    title: str
    source: str
    issue: str
    sponsor: bool = False


class Issue(NamedTuple):
    """One issue with the stories it could choose from."""

    day: date
    candidates: list[Coverage]
    gold: frozenset[int]
    """Stories of its picks among the candidates."""


Ranking = Sequence[int]


def run_ranking(
    raw: Path,
    editors: Path,
    *,
    stories: Mapping[str, int] | None = None,
    embedder: Embedder | None = None,
    settings: RankSettings | None = None,
) -> dict[str, float]:
    """Return recall@10/20/30 by story for each group of editors, with baselines, lifts and intervals.

    `stories` (row id -> story) replaces the clusterer. Names: "tldr_recall20",
    "tldr_recall20_low", "tldr_recall20_high", "tldr_recall20_routes", "tldr_lift20" (over the
    best baseline), "tldr_lift20_recency", ... "n" counts the picks that were in the pool.
    """
    rows = read_rows(raw, RawRow)
    pool = make_pool(rows, embedder=embedder or _embedder(), stories=stories)
    picks = read_picks(editors)
    figures: dict[str, float] = {"kept_share": len(pool.items) / len(rows)}
    total = 0
    for name, source in EDITORS.items():
        issues = make_issues(pool, [pick for pick in picks if pick.source == source])
        if issues:
            figures.update({f"{name}_{key}": value for key, value in measure(issues, pool, settings=settings).items()})
            total += sum(len(issue.gold) for issue in issues)
    return {**figures, "n": total}


def read_picks(editors: Path) -> list[Pick]:
    """Return the picks that nobody paid for."""
    return [pick for pick in read_rows(editors, Pick) if not pick.sponsor]


def make_issues(pool: Pool, picks: Sequence[Pick]) -> list[Issue]:
    """Return the issues that have a pick in the pool, by day, each with its candidates.

    Also picks whose row was screened out count: their story is -1 - n, which no ranking holds.
    """
    first, last = min(pool.days.values()), max(pool.days.values())
    days = sorted({date.fromisoformat(pick.issue[:10]) for pick in picks})
    issues = []
    for before, day in pairwise(days):
        since = max(before, day - timedelta(days=MAX_GAP_DAYS))
        if since < first or day > last + timedelta(days=1):
            continue
        candidates = coverages(pool, since=since, until=day)
        chosen = [pick for pick in picks if pick.issue[:10] == day.isoformat()]
        gold = _gold(pool, chosen, day=day, present={c.story.id for c in candidates})
        if gold:
            issues.append(Issue(day, candidates, frozenset(gold)))
    return issues


def _gold(pool: Pool, picks: Sequence[Pick], *, day: date, present: set[int]) -> set[int]:
    gold: set[int] = set()
    for number, pick in enumerate(picks):
        rows = [
            row
            for row in pool.rows_of.get(url_key(pick.url), ())
            if timedelta(0) < day - pool.days[row] <= timedelta(days=PICK_AGE_DAYS)
        ]
        if not rows:
            continue
        kept = {pool.story_of[row] for row in rows if row in pool.story_of} & present
        gold |= kept or {-1 - number}
    return gold


def measure(issues: Sequence[Issue], pool: Pool, *, settings: RankSettings | None = None) -> dict[str, float]:
    """Return the figures of one group of editors, without the group's name."""
    orders: dict[str, list[Ranking]] = {"": ranked(issues, settings=settings or RankSettings())}
    for name in BASELINES:
        key = _baseline(name, pool)
        orders[name] = [[c.story.id for c in sorted(i.candidates, key=key)] for i in issues]
    figures = {"issues": float(len(issues)), "picks": float(sum(len(issue.gold) for issue in issues))}
    figures["candidates"] = sum(len(issue.candidates) for issue in issues) / len(issues)
    for cut in CUTS:
        hits = {name: _hits(issues, order, cut) for name, order in orders.items()}
        figures.update(_figures(hits, cut))
    return figures


def ranked(issues: Sequence[Issue], *, settings: RankSettings) -> list[Ranking]:
    """Return the order of each issue's stories, every edition remembering the ones before."""
    history: list[Appearance] = []
    orders: list[Ranking] = []
    for issue in issues:
        now = datetime.combine(issue.day, time(), UTC)
        scores = rank(issue.candidates, now=now, history=history, settings=settings)
        orders.append([score.story_id for score in scores])
        sizes = {c.story.id: len(c.members) for c in issue.candidates}
        history += [
            Appearance(
                story_id=score.story_id,
                edition_id=issue.day.isoformat(),
                date=issue.day.isoformat(),
                position=position,
                articles=sizes[score.story_id],
            )
            for position, score in enumerate(scores[: CUTS[1]], start=1)
        ]
    return orders


def _baseline(name: str, pool: Pool) -> Callable[[Coverage], tuple[float, int]]:
    rows = {item.article.id: item.row for item in pool.items}

    def best(coverage: Coverage) -> tuple[float, int]:
        own = [rows[m.article.id] for m in coverage.members if m.article.id in rows]
        return -BASELINES[name](coverage, own), coverage.story.id

    return best


def _hits(issues: Sequence[Issue], orders: Sequence[Ranking], cut: int) -> NDArray[np.float64]:
    """Return (issues, 2): picks found among the first `cut`, and picks in all."""
    found = [len(issue.gold & set(order[:cut])) for issue, order in zip(issues, orders, strict=True)]
    return np.array([found, [len(issue.gold) for issue in issues]], np.float64).T


def _figures(hits: Mapping[str, NDArray[np.float64]], cut: int) -> dict[str, float]:
    recall = {name: float(table[:, 0].sum() / table[:, 1].sum()) for name, table in hits.items()}
    low, high = _interval(hits[""])
    best = max(recall[name] for name in BASELINES)
    figures = {f"recall{cut}": recall[""], f"recall{cut}_low": low, f"recall{cut}_high": high}
    figures[f"lift{cut}"] = recall[""] / best if best else 0.0
    for name in BASELINES:
        figures[f"recall{cut}_{name}"] = recall[name]
    return figures


def _interval(table: NDArray[np.float64]) -> tuple[float, float]:
    random = np.random.default_rng(7)
    drawn = table[random.integers(0, len(table), (DRAWS, len(table)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return float(low), float(high)


def _embedder() -> Embedder:
    from byline.errors import ModelError
    from byline.models.onnx import OnnxEmbedder

    try:
        return OnnxEmbedder()
    except ModelError as error:
        raise ConfigError("the bundled embedder is missing.", subject="eval ranking", advice=error.advice) from error
