"""An address belongs to the source whose column it lies in."""

from __future__ import annotations

import pytest

from byline.catalogue.load import load_catalogue
from byline.catalogue.sites import Sites
from byline.records import Catalogue, Feed, Source, SourceKind


def source(ident: str, site: str, kind: SourceKind = SourceKind.COMPANY) -> Source:
    return Source(id=ident, name=ident, site=site, kind=kind)


SOURCES = (
    source("cloud-learning", "https://cloud.example/blogs/learning/"),
    source("lab", "https://www.lab.example/news", SourceKind.LAB),
    source("lab-studies", "https://lab.example/en-gb/studies/", SourceKind.LAB),
    source("gazette", "https://gazette.example/technology/ai", SourceKind.PRESS),
    source("board", "https://forum.example/r/learning", SourceKind.COMMUNITY),
    source("other-board", "https://forum.example/r/local", SourceKind.COMMUNITY),
    source("bureau", "https://bureau.example/en/ai/reports", SourceKind.POLICY),
)
SITES = Sites(
    Catalogue(
        name="test",
        sources=SOURCES,
        feeds=(Feed(url="https://lab.example/papers/rss.xml", source_id="lab-studies"),),
        topics=(),
        entities=(),
    )
)


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("cloud-learning", "https://cloud.example/blogs/learning/tern-2"),
        (None, "https://cloud.example/blogs/networking/faster-routes"),
        (None, "https://cloud.example/blogs/"),
        ("lab", "https://lab.example/index/tern-2"),
        ("lab", "https://lab.example/news/tern-2"),
        ("lab-studies", "https://lab.example/studies/tern-2"),
        ("lab-studies", "https://lab.example/papers/tern-2"),
        ("gazette", "https://gazette.example/technology/2026/05/20/tern"),
        ("gazette", "https://www.gazette.example/world/tern"),
        ("board", "https://forum.example/r/Learning/comments/1"),
        ("other-board", "https://forum.example/r/local/comments/1"),
        (None, "https://forum.example/r/gardens/comments/1"),
        ("bureau", "https://bureau.example/fr/ai/reports/2026"),
        (None, "https://elsewhere.example/blogs/learning/a"),
        (None, "no address"),
    ],
)
def test_a_page_belongs_to_the_column_it_lies_in(expected: str | None, url: str) -> None:
    found = SITES.source_of(url)
    assert (found.id if found else None) == expected


def test_every_shipped_source_publishes_at_its_own_site() -> None:
    catalogue = load_catalogue("ai")
    sites, owners = Sites(catalogue), {s.site: s.id for s in reversed(catalogue.sources)}
    found = {site: sites.source_of(site) for site in owners}
    assert {site: s.id if s else None for site, s in found.items()} == owners
