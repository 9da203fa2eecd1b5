"""A replayed day: rows are screened as rows, and what links a row is seen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from byline.evaluate.replay import replay

DAY = "2025-07-11"


def row(ident: str, title: str, **fields: object) -> str:
    base = {"id": ident, "url": f"https://{ident}.example/news", "title": title, "source": f"{ident}.example"}
    return json.dumps({**base, "first_seen": DAY, "published": f"{DAY}T12:00:00Z", "via": ["own"], **fields})


def test_short_rows_are_kept_and_routes_count_as_links(tmp_path: Path) -> None:
    raw = tmp_path / "raw.jsonl"
    rows = [
        row("lakeside", "Lakeside releases an open language model", summary="A language model with open weights ..."),
        row("harbor", "Harbor opens a coding agent", via=["own", "forum"]),
        row("bakery", "The bakery opens again"),
    ]
    raw.write_text("\n".join(rows), "utf-8")
    ((first, second),) = replay(raw, since=date(2025, 7, 11), until=date(2025, 7, 11))
    by_title = {story.coverage.members[0].article.title: story.coverage for story in (first, second)}
    assert sorted(by_title) == ["Harbor opens a coding agent", "Lakeside releases an open language model"]
    links = by_title["Harbor opens a coding agent"]
    assert [member.source.name for member in links.members] == ["harbor.example", "forum"]
    assert links.independent == 1
