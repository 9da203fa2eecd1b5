from __future__ import annotations

import socket
from collections.abc import Callable
from http.client import HTTPResponse
from urllib.parse import urlsplit

import protego
import pytest

from byline.errors import PortError
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import Newsroom
from byline.sample.site import build_site

Get = Callable[..., tuple[HTTPResponse, bytes]]


def test_every_address_of_the_site_is_answered(newsroom: Newsroom, get: Get) -> None:
    for (host, path), reply in build_site(newsroom).items():
        if path:
            response, body = get(host, path)
            assert (response.status, body) == (reply.status, reply.body)
            assert response.headers["Content-Type"].replace(" ", "") == reply.content_type.replace(" ", "")


def test_every_expectation_is_a_page_that_is_served(server: SampleNewsroom, get: Get) -> None:
    assert len(server.expectations) == len(server.newsroom.articles)
    for url in server.expectations:
        parts = urlsplit(url)
        response, _ = get(parts.hostname or "", parts.path)
        assert response.status == 200
        assert parts.port == 8765


def test_the_etag_brings_a_304_without_body(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("harbor-ledger")
    first, _ = get(outlet, outlet.feed_path)
    again, body = get(outlet, outlet.feed_path, If_None_Match=first.headers["ETag"])
    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_date_brings_a_304_and_an_older_date_does_not(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("lakeside-wire")
    first, _ = get(outlet, outlet.feed_path)
    same, _ = get(outlet, outlet.feed_path, If_Modified_Since=first.headers["Last-Modified"])
    older, _ = get(outlet, outlet.feed_path, If_Modified_Since="Fri, 25 Jul 2025 00:00:00 GMT")
    assert (same.status, older.status) == (304, 200)


def test_a_wrong_etag_wins_over_a_right_date(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("lakeside-wire")
    first, _ = get(outlet, outlet.feed_path)
    date = first.headers["Last-Modified"]
    second, _ = get(outlet, outlet.feed_path, If_None_Match='"other"', If_Modified_Since=date)
    assert second.status == 200


def test_a_date_that_is_none_is_ignored(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("lakeside-wire")
    response, _ = get(outlet, outlet.feed_path, If_Modified_Since="yesterday")
    assert response.status == 200


def test_the_moved_feed_says_where_it_went(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("eastbank-observer")
    response, _ = get(outlet, urlsplit(outlet.feed_url).path)
    assert response.status == 301
    assert response.headers["Location"] == "http://eastbank-observer.localhost:8765/feeds/all.xml"


def test_the_dead_feed_is_gone(newsroom: Newsroom, get: Get) -> None:
    outlet = newsroom.outlet("quiet-quill")
    response, _ = get(outlet, urlsplit(outlet.feed_url).path)
    assert response.status == 410


def test_robots_rules_forbid_exactly_one_article_and_its_feed_carries_the_text(newsroom: Newsroom, get: Get) -> None:
    rules = {o.id: protego.Protego.parse(get(o, "/robots.txt")[1].decode()) for o in newsroom.outlets}
    forbidden = [a for a in newsroom.articles if not rules[a.outlet].can_fetch(newsroom.url(a), "Byline")]
    assert [article.id for article in forbidden] == ["losscurve-members"]
    assert forbidden[0].feed_content


def test_an_unknown_path_is_404_and_an_unknown_host_is_misdirected(newsroom: Newsroom, get: Get) -> None:
    assert get(newsroom.outlet("tern-labs"), "/nothing")[0].status == 404
    assert get("elsewhere.localhost", "/")[0].status == 421


def test_pictures_are_png(newsroom: Newsroom, get: Get) -> None:
    response, body = get(newsroom.outlet("circuit-review"), "/images/speech.png")
    assert response.headers["Content-Type"] == "image/png"
    assert body.startswith(b"\x89PNG")


def test_names_are_mapped_to_the_port_that_answers(server: SampleNewsroom) -> None:
    assert server.hosts == {"*.localhost:8765": f"127.0.0.1:{server.port}"}


def test_sources_and_feeds_cover_all_outlets(server: SampleNewsroom) -> None:
    ids = [outlet.id for outlet in server.newsroom.outlets]
    assert [source.id for source in server.sources] == ids
    assert [feed.source_id for feed in server.feeds] == ids


def test_the_next_port_is_taken_when_the_first_is_busy(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with SampleNewsroom(newsroom, port=port, ports_tried=50) as second:
            assert port < second.port < port + 50


def test_no_free_port_is_an_error_that_names_the_ports(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(PortError, match=f"ports {port} to {port} of 127.0.0.1 are all taken"):
            SampleNewsroom(newsroom, port=port, ports_tried=1).start()


def test_a_stopped_newsroom_frees_its_port(newsroom: Newsroom) -> None:
    running = SampleNewsroom(newsroom, port=19_765, ports_tried=200).start()
    running.stop()
    with socket.create_server(("127.0.0.1", running.port)):
        pass
