"""Ninety-nine hostile and broken inputs as data: bodies here, what needs a server in test_http.py."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from byline.errors import ParseError
from byline.ingest.decode import BodyReader, TooLargeError
from byline.ingest.parse import parse_feed
from byline.records import ParsedFeed, Source

FOLDER = Path(__file__).parent / "hostile"
CASES = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
BODIES = {case["id"]: case for case in CASES if case["kind"] == "body" and "headers" not in case}
PACKED = [case for case in CASES if "headers" in case]
URLS = [case for case in CASES if case["kind"] == "url"]
NOW = datetime(2026, 11, 3, tzinfo=UTC)
SOURCE = Source(id="s", name="S", site="https://feed.example/")
MAX_CPU_S = 10
"""Far above what any case takes (0.2 s); a quadratic parser needs longer."""


def body_of(case: dict[str, str], request: pytest.FixtureRequest) -> bytes:
    folder = request.getfixturevalue("shared_data") / "hostile_feeds" if case["large"] else FOLDER
    return Path(folder, case["file"]).read_bytes()


def parsed(name: str, request: pytest.FixtureRequest) -> ParsedFeed:
    body = body_of(BODIES[name], request)
    return parse_feed(body, url="https://feed.example/feed", source=SOURCE, seen_at=NOW)


@pytest.mark.parametrize("name", [name for name in BODIES if not name.startswith(("s08", "s09"))])
def test_entries_survive(name, request):
    case, begin = BODIES[name], time.process_time()
    feed = parsed(name, request)
    assert time.process_time() - begin < MAX_CPU_S
    assert len(feed.entries) == case.get("entries", len(feed.entries))
    assert len(feed.entries) >= case.get("entries_min", 0)
    if "title0" in case:
        assert feed.entries[0].title == case["title0"]


@pytest.mark.parametrize("name", [name for name in BODIES if name[0] in "bd"])
def test_whole_items_beside_the_damage_are_all_there(name, request):
    # d08 is twenty thousand items and nothing else; the damage of b01, b02 and b11 to b14 lies elsewhere.
    keys = [entry.key for entry in parsed(name, request).entries]
    assert name.startswith("d08") or keys[-2:] == ["g8", "g9"] or {"g8", "g9"} <= set(keys)


@pytest.mark.parametrize("name", [name for name in BODIES if name[0] == "b" and name[:3] not in {"b13", "b11"}])
def test_damage_is_named(name, request):
    assert parsed(name, request).warnings


@pytest.mark.parametrize(
    ("name", "kind"), [("s08-html-instead-of-feed", "not_a_feed"), ("s09-empty-200", "empty_body")]
)
def test_what_is_no_feed_is_named(name, kind, request):
    with pytest.raises(ParseError) as error:
        parsed(name, request)
    assert error.value.kind == kind
    assert kind != "not_a_feed" or "/feed" in error.value.advice


@pytest.mark.parametrize("name", [name for name in BODIES if name[0] == "x"])
def test_nothing_active_is_stored(name, request):
    for entry in parsed(name, request).entries:
        shown = entry.content_html.lower()
        for bad in (
            "<script",
            "javascript:",
            "onerror",
            "onload",
            "<iframe",
            "<form",
            "<base",
            "<meta",
            "<style",
            "data:",
        ):
            assert bad not in shown
        assert entry.url.startswith(("http", ""))
        assert "javascript" not in entry.url
        assert "hidden orders" not in entry.summary + entry.title


def test_a_title_with_markup_is_plain_text(request):
    assert parsed("x03-title-with-markup", request).entries[0].title == "C<T> x"


def test_no_file_content_and_no_expanded_bomb_comes_out(request):
    for name in ("d01-billion-laughs", "d02-quadratic-entity", "d03-xxe-file"):
        assert sum(len(entry.title + entry.summary) for entry in parsed(name, request).entries) < 100_000


def test_a_cap_on_items_is_reported(request):
    feed = parsed("d08-20k-items", request)
    assert len(feed.entries) == 2000
    assert any("2000" in warning for warning in feed.warnings)


def test_dates_of_the_future_are_clamped_and_impossible_ones_dropped(request):
    dates = [entry.published for entry in parsed("s04-future-and-zero-dates", request).entries]
    assert dates == [NOW, None, None, None]


def test_one_guid_with_two_addresses_is_two_entries(request):
    first, second, *_ = parsed("s02-duplicate-guid", request).entries
    assert first.key != second.key


def test_the_photo_caption_is_not_the_summary(request):
    assert parsed("s05-media-description", request).entries[0].summary == "THE SUMMARY"


def test_atom_bases_are_honoured(request):
    entry = parsed("s06-atom-xhtml-base", request).entries[0]
    assert entry.url == "https://ex.example/a/b/c"
    assert 'src="https://ex.example/a/i.png"' in entry.content_html
    assert entry.published == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_rdf_items_take_their_address_as_id(request):
    entry = parsed("s07-rdf-rss10", request).entries[0]
    assert entry.key == entry.url == "https://x.example/1"


def test_a_json_feed_with_wrong_types_keeps_its_good_items(request):
    feed = parsed("s11-json-feed-bad-types", request)
    assert [entry.key for entry in feed.entries] == ["1", "2"]
    assert len(feed.warnings) == 2


def test_items_without_any_id_keep_their_derived_one(request):
    once, again = (parsed("s01-no-guid-no-link", request).entries for _ in range(2))
    assert [entry.key for entry in once] == [entry.key for entry in again]
    assert len({entry.key for entry in once}) == 4


@pytest.mark.parametrize("case", PACKED, ids=lambda case: case["id"])
def test_a_bomb_stops_at_the_limit(case, request):
    reader = BodyReader(case["headers"]["Content-Encoding"], limit=10_000_000)
    with pytest.raises(TooLargeError):
        reader.feed(body_of(case, request))


@pytest.mark.parametrize("case", URLS, ids=lambda case: case["id"])
def test_private_addresses_are_refused_in_every_spelling(case, fetcher):
    from byline.records import Failed, FetchRequest

    chosen = fetcher(allow=(), connect_timeout_s=1.0)
    _, outcome = next(iter(chosen.fetch([FetchRequest(url=case["url"], kind="feed")])))
    assert isinstance(outcome, Failed)
    assert outcome.kind in {"blocked_address", "bad_url", "bad_scheme", "blocked_port"}
