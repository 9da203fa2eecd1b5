"""Hostile feeds through the API and the pages: words stay words.

Each case goes in twice: as the parser reads it, and with the raw feed body as title and text,
as if no cleaner had stood before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml import html

from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.ingest.parse import parse_feed
from byline.publish.compose import EditionFrame, compose
from byline.records import (
    Article,
    Assignment,
    Citation,
    Clustered,
    Entry,
    Extracted,
    Feed,
    FetchLog,
    Kept,
    Origin,
    ParsedFeed,
    Part,
    Passage,
    Polled,
    Score,
    Screened,
    Section,
    Sentence,
    Source,
    Summary,
    Tier,
)
from byline.store.interface import Store
from byline.text.hashes import format_id, sha256_hex, time_id

NOW = datetime(2026, 11, 3, tzinfo=UTC)
SOURCE = Source(id="hostile", name="<b onclick=alert(1)>Hostile</b>", site="javascript:alert(1)")
FEED = Feed(url="https://feed.example/feed", source_id="hostile")
CASES = sorted((Path(__file__).parent.parent / "ingest" / "hostile" / "bodies").glob("x*"))
API = "/api/v1"


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield title, text and address of every case."""
    for file in CASES:
        body = file.read_bytes()
        entry = parse_feed(body, url=FEED.url, source=SOURCE, seen_at=NOW).entries[0]
        yield entry.title or "t", f"Needle {entry.title} {entry.summary} {entry.content_html}", entry.url
        raw = body.decode("utf-8", "replace")
        yield raw, f"Needle {raw}", "javascript:alert(1)"
        yield (
            '"><img src=https://evil.example/p.gif onerror=alert(1)>',
            f"Needle {raw}",
            'https://a.example/" onclick="x',
        )


def fill(store: Store) -> None:
    """Store an article and a story for each case, and an edition that quotes them all."""
    store.put_feeds([SOURCE], [FEED])
    scores, summaries = [], {}
    for number, (title, text, url) in enumerate(texts()):
        article = _publish(store, Entry(**_entry(number, title)), title=title, text=text, url=url)
        scores.append(Score(story_id=article.id, total=1.0, parts=(Part(name="n", value=1.0, detail=title[:200]),)))
        summaries[article.id] = _summary(article)
    coverages = {score.story_id: store.story(score.story_id) for score in scores}
    frame = EditionFrame(
        id="2026-11-03",
        title="The Byline",
        date="2026-11-03",
        language="en",
        made_at=NOW,
        window_start=NOW - timedelta(days=1),
        window_end=NOW,
        ledger=store.ledger(NOW - timedelta(days=1), NOW),
        settings={},
        inputs_hash="0" * 64,
        version="0",
    )
    store.commit([compose({k: v for k, v in coverages.items() if v}, scores, summaries, frame=frame)], now=NOW)


def _entry(number: int, title: str) -> dict[str, Any]:
    key = str(number)
    return {
        "id": 0,
        "feed_url": FEED.url,
        "source_id": "hostile",
        "key": key,
        "url": f"https://feed.example/{key}",
        "title": title,
        "published": NOW - timedelta(hours=1),
        "seen_at": NOW,
    }


def _publish(store: Store, entry: Entry, *, title: str, text: str, url: str) -> Article:
    moment = NOW + timedelta(seconds=int(entry.key))
    log = FetchLog(
        id=0, url=FEED.url, final_url=FEED.url, kind="feed", at=moment, status=200, size_bytes=1, body_hash="0" * 64
    )
    read = ParsedFeed(title="t", entries=(entry,), stage="fast")
    store.commit([Polled(feed_url=FEED.url, fetch=log, outcome=read, next_poll=NOW)], now=NOW)
    stored = next(e for e in store.pending("extract", now=NOW, limit=100) if e.key == entry.key)
    article = Article(
        id=time_id(NOW - timedelta(hours=1), entry.key),
        entry_id=stored.id,
        source_id="hostile",
        url=url,
        url_key=entry.key,
        title=title,
        text=text,
        text_hash=sha256_hex(text),
        language="en",
        published=NOW - timedelta(hours=1),
        seen_at=NOW,
        authors=(title[:50],),
    )
    store.commit([Extracted(entry_id=stored.id, outcome=article)], now=NOW)
    store.commit([Screened(article_id=article.id, outcome=Kept(topics=("models",)))], now=NOW)
    origin, assignment = (
        Origin(article_id=article.id, origin_id=article.id),
        Assignment(article_id=article.id, story_id=article.id, reason=title[:100]),
    )
    store.commit([Clustered(origins=(origin,), assignments=(assignment,))], now=NOW)
    return article


def _summary(article: Article) -> Summary:
    passage = Passage(article_id=article.id, start=0, end=len(article.text), quote=article.text)
    citation = Citation(number=1, passage=passage)
    sentence = Sentence(
        text=article.text, citations=(citation,), tier=Tier.VERBATIM, language="en", speaker=article.title[:80]
    )
    section = Section(kind="happened", sentences=(sentence,))
    return Summary(
        story_id=article.id, inputs_hash="0" * 64, language="en", headline=sentence, deck=sentence, sections=(section,)
    )


@pytest.fixture(scope="module")
def hostile(running_type: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    folder = tmp_path_factory.mktemp("hostile")
    flags = [f"newsroom.folder={folder / 'newsroom'}", f"publish.folder={folder / 'site'}"]
    with Newsroom(load_config(None, flags=flags, env={})) as newsroom:
        fill(newsroom.store)
        with running_type(newsroom) as running:
            yield running.http


def stories(http: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = http.get(f"{API}/editions/latest").json()["contents"]
    return found


def test_every_case_is_published(hostile: httpx2.Client) -> None:
    assert len(CASES) == 7
    assert len(stories(hostile)) == 20


def test_the_api_hands_the_words_on_as_quotes_and_no_address_but_http(hostile: httpx2.Client) -> None:
    wanted = {text for _, text, _ in texts()}
    for line in stories(hostile):
        answer = hostile.get(f"{API}/stories/{line['id']}")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        story = answer.json()
        assert story["headline"]["quote"] in wanted
        assert all(address.startswith(("http://", "https://")) for address in addresses(story) if address)


def addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("url", "link", "site"):
                yield one
            else:
                yield from addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one)


def test_no_page_does_anything_that_a_feed_wants(hostile: httpx2.Client) -> None:
    pages = ["/", "/health", "/search?q=needle", "/editions.html"]
    pages += [f"/2026-11-03/story/{line['id']}.html" for line in stories(hostile)]
    for path in pages:
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        check(html.fromstring(answer.content), path)
    part = hostile.get("/search?q=needle", headers={"HX-Request": "true"})
    check(html.fromstring(f"<div>{part.text}</div>"), "results")


def check(page: Any, path: str) -> None:
    for node in page.iter():
        if not isinstance(node.tag, str):
            continue
        assert node.tag not in {"iframe", "object", "embed", "base", "math", "foreignobject", "style"}, path
        assert not [name for name in node.attrib if name.startswith("on") or name in ("style", "srcdoc")], path
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            value = node.get(name, "")
            assert not value.lower().replace("\t", "").startswith(("javascript:", "data:", "vbscript:", "file:")), path
            if node.tag in ("script", "img", "link", "form"):
                assert "//" not in value, path
    assert all(script.get("src") for script in page.iter("script")), path


def test_the_search_finds_them_and_their_ids_lead_to_them(hostile: httpx2.Client) -> None:
    hits = hostile.get(f"{API}/search?q=needle&limit=100").json()["items"]
    assert len(hits) == 3 * len(CASES)
    for hit in hits:
        assert hostile.get(f"{API}/articles/{hit['article']}").json()["title"] == hit["title"]
    assert format_id(0) not in {hit["story"] for hit in hits}
