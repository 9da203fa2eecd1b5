"""Editors' round-ups, one event told by up to three outlets, as rows with gold stories."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec

from byline.evaluate.clusters import ClusterRow


class _News(msgspec.Struct, rename="camel"):
    news_title: str | None = None
    new_body: list[str] | None = None


class _Roundup(msgspec.Struct):
    id: str | int
    date: str
    news: dict[str, _News | None]


def read_roundups(path: Path) -> list[ClusterRow]:
    """Return the articles of all round-ups, by time. OSError or msgspec.MsgspecError where they cannot be read."""
    rows: list[ClusterRow] = []
    with gzip.open(path, "rb") as lines:
        for line in lines:
            roundup = msgspec.json.decode(line, type=_Roundup)
            for side in ("left", "center", "right"):
                news = roundup.news.get(side)
                if news is not None:
                    text = "\n\n".join(news.new_body or [])
                    rows.append(_row(roundup, side, title=news.news_title or "", text=text))
    return sorted(rows, key=lambda row: row.at)


def _row(roundup: _Roundup, side: str, *, title: str, text: str) -> ClusterRow:
    return ClusterRow(
        id=f"{roundup.id}-{side}", title=title, text=text, story=str(roundup.id), time=roundup.date, lang="en"
    )
