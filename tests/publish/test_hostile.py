"""Feeds that want to change the page: published through the site they are text, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from byline.ingest.parse import parse_feed
from byline.publish.compose import compose
from byline.publish.files import write_site
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site
from byline.records import Citation, Passage, Section, Sentence, Source, Tier

FOLDER = Path(__file__).parents[1] / "ingest" / "hostile"
CASES = [c for c in json.loads((FOLDER / "cases.json").read_text(encoding="utf-8")) if c["id"].startswith("x")]
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></head><body onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--><svg/onload=alert(1)>-->",
    "]]><b>&lt;b&gt;",
    "javascript:alert(1)",
    "</script><script>bylineMonth('2025-07', [])</script>",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    'http://a.example/"onclick=alert(1)',
    "mailto:x@y.example",
]


def told(case, frame, *, text, title, url="https://outlet.example/1", everywhere=""):
    """Return an edition of one story, all of it in the words of one hostile article."""
    coverages, scores, _ = case
    score = scores[0]
    coverage = coverages[score.story_id]
    member = coverage.members[0]
    article = msgspec.structs.replace(
        member.article, title=title, text=text, url=url, image_credit=everywhere or title, section=everywhere
    )
    source = msgspec.structs.replace(
        member.source, name=everywhere or title, country=everywhere[:8], id=title[:50] or "x"
    )
    kept = msgspec.structs.replace(member.kept, topics=(title,), entities=(title,))
    first = msgspec.structs.replace(member, article=article, source=source, kept=kept)
    others = [msgspec.structs.replace(m, kept=kept) for m in coverage.members[1:]]
    coverage = msgspec.structs.replace(coverage, members=(first, *others))
    passage = Passage(article_id=article.id, start=0, end=len(text), quote=text)
    cited = (Citation(number=1, passage=passage),)
    said = Sentence(text=text, citations=cited, tier=Tier.VERBATIM, language="en", speaker=title)
    headline = Sentence(text=title or "x", citations=cited, tier=Tier.TITLE, language="en")
    summary = msgspec.structs.replace(
        case[2][score.story_id],
        headline=headline,
        deck=said,
        sections=(Section(kind="happened", sentences=(said,)), Section(kind="opinion", sentences=(said,))),
        disagreements=(),
    )
    named = msgspec.structs.replace(frame, topics={title: title}, entities={title: title}, notice=everywhere)
    return compose({score.story_id: coverage}, [score], {score.story_id: summary}, frame=named)


def trees(edition, folder):
    write_site(render_site(edition, images={}, settings=PublishSettings()), folder)
    return {path.relative_to(folder): etree.fromstring(path.read_bytes()) for path in sorted(folder.rglob("*.html"))}


def shape(page):
    """Return every element with the names of its attributes; languages may differ."""
    return {(e.tag, *sorted(set(e.keys()) - {"lang", "dir"})) for e in page.iter() if isinstance(e.tag, str)}


@pytest.fixture(scope="module")
def plain(case, frame, tmp_path_factory):
    edition = told(case, frame, text="A plain sentence of the news.", title="GLM-4 plain", everywhere="plain")
    shapes = [shape(page) for page in trees(edition, tmp_path_factory.mktemp("plain")).values()]
    return set().union(*shapes)


def unchanged(edition, folder, plain):
    for path, page in trees(edition, folder).items():
        assert shape(page) <= plain, path
        for address in page.xpath("//@href | //@src"):
            assert re.match(
                r"https?://[^\s\"'<>]+$|mailto:\?subject=[^\s\"'<>&]*&body=[^\s\"'<>&]*$|[\w./-]*(#\w+)?$", address
            )
        for policy in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"):
            assert "unsafe" not in policy


@pytest.mark.parametrize("name", [case["id"] for case in CASES])
def test_a_hostile_feed_changes_nothing_on_the_site(case, frame, tmp_path, plain, name):
    body = (FOLDER / "bodies" / f"{name}.bin").read_bytes()
    source = Source(id="s", name="S", site="https://feed.example/")
    now = datetime(2026, 11, 3, tzinfo=UTC)
    entries = parse_feed(body, url="https://feed.example/feed", source=source, seen_at=now).entries
    assert entries
    for at, entry in enumerate(entries):
        # The cleaned markup, printed as if it were text, is worse than anything that the extraction lets through.
        for text in (entry.content_html or entry.summary, entry.summary, body.decode(errors="replace")[:4000]):
            edition = told(case, frame, text=text or "x", title=entry.title, url=entry.url)
            unchanged(edition, tmp_path / f"{at}-{len(text)}", plain)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_any_field_stays_text(case, frame, tmp_path, plain, payload):
    edition = told(case, frame, text=payload, title=payload, everywhere=payload)
    unchanged(edition, tmp_path, plain)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_of_the_web_becomes_no_link(case, frame, tmp_path, plain, address):
    edition = told(case, frame, text="A plain sentence.", title="Plain", url=address)
    unchanged(edition, tmp_path, plain | {("p", "class")})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_search_index_is_data_whatever_it_holds(case, frame, tmp_path, payload):
    write_site(
        render_site(told(case, frame, text=payload, title=payload), images={}, settings=PublishSettings()), tmp_path
    )
    (script,) = (tmp_path / "search").glob("*.js")
    month, rows = json.loads(f"[{script.read_text().strip().removeprefix('bylineMonth(').removesuffix(');')}]")
    assert (month, rows[0][3]) == ("2025-07", payload)
