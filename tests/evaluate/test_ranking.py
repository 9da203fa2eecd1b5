"""Editors' picks are found by story, day by day, and compared with simple orders."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from byline.evaluate.ranking import CUTS, Pick, make_issues, run_ranking
from byline.evaluate.ranking_pool import RawRow, coverages, make_pool
from byline.models.hashing import HashingEmbedder

DAYS = ("2026-05-06", "2026-05-07", "2026-05-08")


def row(day: str, number: int, *, via: tuple[str, ...] = ("press",), title: str = "") -> dict[str, object]:
    """One item about AI, of its own outlet."""
    return {
        "id": f"{day}-{number}",
        "url": f"https://outlet-{number}.example/{day}/{number}?utm_source=x",
        "title": title or f"AI model number {number} released on {day}",
        "source": f"Outlet {number}",
        "first_seen": day,
        "published": f"{day}T{number % 24:02}:00:00Z",
        "lang": "en",
        "summary": f"A laboratory released language model {number}.",
        "via": list(via),
    }


def pick(issue: str, url: str, *, sponsor: bool = False, ident: str = "") -> dict[str, object]:
    """One link of an issue."""
    return {
        "id": ident or f"{issue} {url}",
        "url": url,
        "title": "A pick",
        "source": "TLDR AI",
        "issue": issue,
        "sponsor": sponsor,
    }


ROWS = [
    row(day, number, via=("press", "hn", "reddit", "x") if number == 3 else ("press",))
    for day in DAYS
    for number in range(40)
]
STORIES = {str(item["id"]): n + 1 for n, item in enumerate(ROWS)}
PICKS = [
    pick(issue, f"https://www.outlet-3.example/{day}/3")
    for day, issue in zip(DAYS, ("2026-05-07", "2026-05-08", "2026-05-09"), strict=True)
] + [pick("2026-05-06", "https://elsewhere.example/")]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The stream and the editors' file."""
    raw, editors = tmp_path / "raw.jsonl", tmp_path / "editors.jsonl"
    raw.write_text("\n".join(json.dumps(item) for item in ROWS), encoding="utf-8")
    bought = pick("2026-05-08", "https://outlet-9.example/2026-05-07/9", sponsor=True, ident="bought")
    editors.write_text("\n".join(json.dumps(item) for item in [*PICKS, bought]), encoding="utf-8")
    return raw, editors


def test_a_pick_that_others_link_is_found_and_sponsors_are_left_out(files: tuple[Path, Path]) -> None:
    figures = run_ranking(*files, stories=STORIES)
    assert figures["n"] == 3
    assert figures["tldr_recall10"] == 1.0
    assert figures["tldr_recall10_routes"] == 1.0
    assert figures["tldr_recall10_recency"] == 0.0
    assert figures["tldr_lift10"] == 1.0
    assert all(figures[f"tldr_recall{cut}_low"] <= figures[f"tldr_recall{cut}"] for cut in CUTS)


def test_the_same_files_give_the_same_figures(files: tuple[Path, Path]) -> None:
    assert run_ranking(*files, stories=STORIES) == run_ranking(*files, stories=STORIES)


def test_stories_are_clustered_where_none_are_given(files: tuple[Path, Path]) -> None:
    assert run_ranking(*files, embedder=HashingEmbedder())["tldr_issues"] == 3


def test_monday_is_compared_with_friday_to_sunday() -> None:
    days = ("2026-05-07", "2026-05-08", "2026-05-09", "2026-05-10")
    rows = [RawRow(**row(day, number)) for day in days for number in range(3)]  # type: ignore[arg-type]  # keywords
    pool = make_pool(rows, embedder=HashingEmbedder(), stories={item.id: n for n, item in enumerate(rows)})
    links = [("2026-05-08", "2026-05-07", 1), ("2026-05-11", "2026-05-09", 2)]
    picks = [Pick(url=f"https://outlet-{n}.example/{day}/{n}", title="", source="", issue=i) for i, day, n in links]
    [issue] = make_issues(pool, picks)
    assert issue.day == date(2026, 5, 11)
    assert len(issue.candidates) == 9


def test_a_story_brings_its_earlier_items_along() -> None:
    rows = [RawRow(**row(day, 1)) for day in DAYS]  # type: ignore[arg-type]  # keywords
    pool = make_pool(rows, embedder=HashingEmbedder(), stories={item.id: 7 for item in rows})
    [coverage] = coverages(pool, since=date(2026, 5, 8), until=date(2026, 5, 9))
    assert len(coverage.members) == 3


def test_a_pick_that_was_screened_out_counts_as_missed(tmp_path: Path) -> None:
    rows = [*ROWS[:80], {**row("2026-05-07", 77, title="The bakery opens again"), "summary": "Rye bread."}]
    raw, editors = tmp_path / "raw.jsonl", tmp_path / "editors.jsonl"
    raw.write_text("\n".join(json.dumps(item) for item in rows), encoding="utf-8")
    links = [pick("2026-05-07", "https://a.example/"), pick("2026-05-08", "https://outlet-77.example/2026-05-07/77")]
    editors.write_text("\n".join(json.dumps(item) for item in links), encoding="utf-8")
    figures = run_ranking(raw, editors, stories=STORIES)
    assert (figures["n"], figures["tldr_recall30"]) == (1, 0.0)
