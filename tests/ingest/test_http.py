"""The fetcher against a server that misbehaves."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable

import brotli
import pytest

from byline.ingest.decode import _zstd_module
from byline.ingest.http import HttpFetcher
from byline.records import Failed, Fetched, FetchRequest, NotModified

Get = Callable[..., object]


def _kind(outcome: object) -> str:
    assert isinstance(outcome, Failed), outcome
    assert outcome.error.endswith(".")
    return outcome.kind


def test_an_answer_keeps_validators_and_freshness_as_sent(server, get):
    outcome = get(server.url("/ok"))
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.etag, outcome.last_modified) == (b"<rss/>", 'W/"a,b"', "yesterday-ish")
    assert (outcome.max_age_s, outcome.content_type) == (600, "text/xml; charset=utf-8")


def test_validators_are_sent_back_byte_for_byte(server, get):
    assert isinstance(get(server.url("/conditional"), etag='W/"a,b"', modified="yesterday-ish"), NotModified)
    headers = server.seen[0].headers
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"a,b"', "yesterday-ish")


def test_a_validator_with_a_line_break_is_never_sent(server, get):
    assert isinstance(get(server.url("/ok"), etag='"a"\r\nX-Evil: 1'), Fetched)
    assert "If-None-Match" not in server.seen[0].headers


@pytest.mark.parametrize(("how", "kept"), [("long", ""), ("latin", ""), ("plain", "abc")])
def test_odd_etags_are_kept_only_where_they_are_harmless(server, get, how, kept):
    outcome = get(server.url(f"/odd_etag?how={how}"))
    assert isinstance(outcome, Fetched)
    assert outcome.etag == kept


def test_we_introduce_ourselves_and_send_no_cookie_or_referer(server, get):
    get(server.url("/cookie"), contact="https://news.example/about")
    get(server.url("/cookie"), contact="https://news.example/about")
    headers = server.seen[1].headers
    assert headers["User-Agent"].startswith("Byline/")
    assert headers["User-Agent"].endswith("(+https://news.example/about)")
    assert "Cookie" not in headers
    assert "Referer" not in headers
    assert "br" in headers["Accept-Encoding"]


def test_a_304_that_nobody_asked_for_is_a_failure(server, get):
    assert _kind(get(server.url("/304"))) == "http_304"


@pytest.mark.parametrize(("code", "retryable"), [(404, False), (410, False), (403, False), (500, True), (502, True)])
def test_a_status_becomes_a_named_failure(server, get, code, retryable):
    outcome = get(server.url(f"/status?code={code}"))
    assert _kind(outcome) == f"http_{code}"
    assert outcome.retryable is retryable


def test_a_robot_check_is_named_as_such(server, get):
    assert _kind(get(server.url("/challenge"))) == "challenge"


def test_429_pauses_the_whole_host(server, get):
    first = get(server.url("/status?code=429&after=120"))
    assert (_kind(first), first.retry_after_s) == ("http_429", 120)
    second = get(server.url("/ok"))
    assert _kind(second) == "host_paused"
    assert 0 < second.retry_after_s <= 121
    assert server.paths() == ["/status"]


@pytest.mark.parametrize("after", ["garbage", "-1"])
def test_a_senseless_retry_after_counts_as_an_hour(server, get, after):
    assert get(server.url(f"/status?code=429&after={after}")).retry_after_s is None
    assert get(server.url("/ok")).retry_after_s > 3000


def test_503_with_retry_after_pauses_the_host_too(server, get):
    assert get(server.url("/status?code=503&after=60")).retry_after_s == 60
    assert _kind(get(server.url("/ok"))) == "host_paused"


def test_permanent_redirects_report_the_new_address(server, get):
    outcome = get(server.url("/redirect?code=301&to=/redirect%3Fcode=308%26to=/ok"))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == outcome.final_url == server.url("/ok")


def test_a_temporary_redirect_is_followed_but_not_adopted(server, get):
    outcome = get(server.url("/redirect?code=301&to=/redirect%3Fcode=302%26to=/ok"))
    assert isinstance(outcome, Fetched)
    assert (outcome.final_url, outcome.moved_to) == (server.url("/ok"), "")


def test_a_redirect_loop_ends(server, get):
    assert _kind(get(server.url("/loop"))) == "too_many_redirects"
    assert len(server.seen) == 6


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/", "http://127.0.0.2/", "http://[::1]:8000/"])
def test_a_redirect_to_a_private_address_is_refused(server, get, to):
    outcome = get(server.url(f"/redirect?to={to}"), allow=("127.0.0.1/32",))
    assert _kind(outcome) == "blocked_address"
    assert "allow in [fetch]" in outcome.error


@pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://127.0.0.1/"])
def test_a_redirect_to_another_scheme_is_refused(server, get, to):
    assert _kind(get(server.url(f"/redirect?to={to}"))) == "bad_scheme"


def test_a_dripping_body_ends_at_the_deadline(server, get):
    outcome = get(server.url("/drip"), timeout_s=0.3)
    assert _kind(outcome) == "timeout"
    assert outcome.retryable


def test_a_body_shorter_than_announced_is_cut_short(server, get):
    assert _kind(get(server.url("/short"))) == "cut_short"


def test_an_endless_body_ends_at_the_limit(server, get):
    assert _kind(get(server.url("/endless"), max_body_mb=0.5)) == "too_large"


def test_a_flood_of_headers_is_a_failure(server, get):
    assert isinstance(get(server.url("/headers")), Failed)


def test_a_gzip_body_without_its_end_is_cut_short(server, get):
    assert _kind(get(server.url("/gzip?how=cut"))) == "cut_short"


@pytest.mark.parametrize("how", ["ok", "twice"])
def test_gzip_is_undone_once_or_twice(server, get, how):
    assert get(server.url(f"/gzip?how={how}")).body == b"hello " * 1000


def test_a_plain_body_that_claims_to_be_gzip_is_read(server, get):
    assert get(server.url("/gzip?how=false")).body == b"plain text"


@pytest.mark.parametrize("name", ["br", "zstd", "gzip", "deflate"])
def test_all_encodings_are_undone_and_bombs_stopped(server, get, name):
    import zlib

    pack = {"br": brotli.compress, "zstd": _zstd_module().compress, "gzip": gzip.compress, "deflate": zlib.compress}[
        name
    ]
    server.bodies = {name: pack(b"hello")}
    assert get(server.url(f"/encoded?name={name}")).body == b"hello"
    server.bodies = {name: pack(bytes(30_000_000))}
    assert _kind(get(server.url(f"/encoded?name={name}"))) == "too_large"


def test_names_come_from_the_host_table_and_the_address_stays(server, get):
    hosts = {"paper.localhost:8765": f"127.0.0.1:{server.port}"}
    outcome = get("http://paper.localhost:8765/ok", hosts=hosts)
    assert isinstance(outcome, Fetched)
    assert outcome.final_url == "http://paper.localhost:8765/ok"
    assert server.seen[0].headers["Host"] == "paper.localhost:8765"


def test_the_host_table_knows_suffixes(server, get):
    hosts = {"*.localhost": f"127.0.0.1:{server.port}"}
    assert isinstance(get("http://a.b.localhost:8765/ok", hosts=hosts), Fetched)


def test_a_host_in_the_table_still_has_to_be_allowed(server, get):
    hosts = {"paper.example": f"127.0.0.1:{server.port}"}
    assert _kind(get("http://paper.example/ok", hosts=hosts, allow=())) == "blocked_address"


def test_a_host_can_be_allowed_by_name(server, get):
    hosts = {"paper.example": f"127.0.0.1:{server.port}", "other.example": f"127.0.0.1:{server.port}"}
    assert isinstance(get("http://paper.example/ok", hosts=hosts, allow=("paper.example",)), Fetched)
    assert _kind(get("http://other.example/ok", hosts=hosts, allow=("paper.example",))) == "blocked_address"


def test_a_name_that_does_not_resolve_says_so(get):
    assert _kind(get("http://nowhere.invalid/")) == "dns"


def test_a_closed_port_is_refused(get):
    assert _kind(get("http://127.0.0.1:1025/")) == "refused"


def test_pages_obey_robots_txt_and_feeds_need_not(server, get):
    server.robots_status, server.robots_body = 200, b"User-agent: *\nDisallow: /ok"
    assert _kind(get(server.url("/ok"), kind="page")) == "robots"
    assert isinstance(get(server.url("/ok"), kind="feed"), Fetched)


def test_robots_txt_is_read_once_and_missing_means_yes(server, get):
    assert isinstance(get(server.url("/ok"), kind="page"), Fetched)
    assert isinstance(get(server.url("/ok"), kind="image"), Fetched)
    assert server.paths().count("/robots.txt") == 1


def test_a_broken_robots_txt_makes_the_page_wait(server, get):
    server.robots_status = 503
    outcome = get(server.url("/ok"), kind="page")
    assert _kind(outcome) == "robots_unavailable"
    assert outcome.retryable
    assert "/ok" not in server.paths()


def test_only_the_start_of_a_huge_robots_txt_is_read(server, get):
    server.robots_status = 200
    server.robots_body = b"User-agent: *\nDisallow: /ok\n" + b"# x\n" * 3_000_000
    assert _kind(get(server.url("/ok"), kind="page")) == "robots"


def test_a_redirected_page_obeys_the_other_hosts_robots_txt(server, get):
    server.robots_status, server.robots_body = 200, b"User-agent: Byline\nDisallow: /ok"
    assert _kind(get(server.url("/redirect?to=/ok"), kind="page")) == "robots"


def test_one_site_gets_no_more_connections_than_set(server, fetcher):
    requests = [FetchRequest(url=server.url(f"/slow/{n}", host=f"h{n}.localhost"), kind="feed") for n in range(8)]
    hosts = {"*.localhost": f"127.0.0.1:{server.port}"}
    one_site = [FetchRequest(url=server.url(f"/slow/{n}"), kind="feed") for n in range(8)]
    assert len(list(fetcher(connections_per_domain=2).fetch(one_site))) == 8
    assert server.most_active <= 2
    assert len(list(fetcher(hosts=hosts).fetch(requests))) == 8
    assert server.most_active > 2


def test_closing_the_iterator_cancels_the_rest(server, fetcher):
    requests = [FetchRequest(url=server.url(f"/slow/{n}"), kind="feed") for n in range(200)]
    chosen = fetcher(connections_per_domain=1)
    results = chosen.fetch(requests)
    next(results)
    results.close()
    chosen.close()
    assert len(server.seen) < 200
    assert "byline-fetch" not in [thread.name for thread in threading.enumerate() if thread.is_alive()]


def test_every_request_is_answered_once_and_bad_ones_do_not_stop_the_others(server, fetcher):
    urls = [
        server.url("/ok"),
        "nonsense",
        "ftp://x/",
        server.url("/status?code=404"),
        "http://a:22/",
        server.url("/short"),
    ]
    found = {
        request.url: outcome for request, outcome in fetcher().fetch(FetchRequest(url=u, kind="feed") for u in urls)
    }
    kinds = [getattr(found[url], "kind", "fetched") for url in urls]
    assert kinds == ["fetched", "bad_scheme", "bad_scheme", "http_404", "blocked_port", "cut_short"]


def test_a_fetcher_can_be_closed_twice_and_unused():
    from byline.ingest.settings import FetchSettings

    fetcher = HttpFetcher(FetchSettings())
    assert list(fetcher.fetch([])) == []
    fetcher.close()
    fetcher.close()
