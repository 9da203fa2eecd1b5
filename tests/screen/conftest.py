"""One screener with the shipped catalogue, and short ways to make articles and sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from byline.catalogue.load import load_catalogue
from byline.records import Article, Source, SourceKind
from byline.screen.rules import Screener
from byline.screen.settings import ScreenSettings

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)

NEWS = (
    "The Lakeside laboratory published a language model on Tuesday that answers questions about building law. "
    "The AI model was trained on 40,000 rulings and runs on one graphics card, the developers said. "
    "A city office in Harbor Falls has used it since March and reports fewer letters that have to be rewritten. "
    "Critics point out that nobody outside the laboratory has tested how often the model is wrong."
)
OTHER = (
    "The bakery on Mill Street will open again in June after two years of repairs to its oven and roof. "
    "Its owners kept the recipe for rye bread and will bake at night as before, they told neighbours on Friday. "
    "The town paid for part of the work because the house is listed as a monument of the nineteenth century."
)


@pytest.fixture(scope="session")
def screener() -> Screener:
    """The shipped catalogue under the default settings."""
    catalogue = load_catalogue("ai")
    return Screener(catalogue.topics, catalogue.entities, ScreenSettings())


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article; every field can be given."""

    def make(**fields: object) -> Article:
        base: dict[str, object] = {
            "id": 1,
            "entry_id": 1,
            "source_id": "lakeside-wire",
            "url": "https://lakeside.example/2026/05/20/story",
            "url_key": "lakeside.example/2026/05/20/story",
            "title": "Lakeside laboratory publishes a language model for building law",
            "text": NEWS,
            "text_hash": "",
            "language": "en",
            "published": NOW - timedelta(hours=3),
            "seen_at": NOW,
        }
        return Article(**{**base, **fields})  # type: ignore[arg-type]  # a test names its fields by keyword

    return make


@pytest.fixture
def press() -> Source:
    """An invented wire service."""
    return Source(id="lakeside-wire", name="Lakeside Wire", site="https://lakeside.example/")


@pytest.fixture
def lab() -> Source:
    """An invented laboratory."""
    return Source(id="lakeside-lab", name="Lakeside Lab", site="https://lab.example/", kind=SourceKind.LAB)
