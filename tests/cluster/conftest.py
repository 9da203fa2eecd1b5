"""Articles with just what clustering looks at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from byline.records import Article
from byline.text.hashes import sha256_hex

START = datetime(2025, 7, 14, 8, tzinfo=UTC)

MakeArticle = Callable[..., Article]


@pytest.fixture
def article() -> MakeArticle:
    """Make articles numbered 1, 2, 3 ... and an hour apart."""
    count = 0

    def make(
        text: str, *, title: str = "A title", source: str = "", key: str = "", hours: float | None = None
    ) -> Article:
        nonlocal count
        count += 1
        at = START + timedelta(hours=count if hours is None else hours)
        return Article(
            id=count,
            entry_id=count,
            source_id=source or f"outlet-{count}",
            url="",
            url_key=key or f"page-{count}",
            title=title,
            text=text,
            text_hash=sha256_hex(text),
            language="en",
            published=at,
            seen_at=at,
        )

    return make
