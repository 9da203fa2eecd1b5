from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.urls import absolute_url, host_of, registrable_domain, url_key

PAGE = "https://www.example.com/news/2026/big-story"


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.com/news/2026/big-story",
        "https://example.com:443/news/2026/big-story/",
        "HTTPS://WWW.Example.COM/news/2026/big-story#comments",
        "https://m.example.com/news/2026/big-story",
        "https://amp.example.com/news/2026/big-story",
        f"{PAGE}?utm_source=x&utm_medium=y",
        f"{PAGE}?fbclid=1&gclid=2",
        f"{PAGE}?at_medium=RSS&at_campaign=KARANGA",
        f"{PAGE}?smid=tw-share&ocid=x&CMP=y&ns_mchannel=z",
        f"{PAGE}?source=rss&ref=hackernews",
        f"{PAGE}/amp",
        f"{PAGE}/amp/",
        f"{PAGE}?amp=1",
        f"{PAGE}?outputType=amp",
        f"{PAGE}/index.html",
        "https://www.example.com//news//2026/big-story",
        "https://www.example.com/news/2026/big%2Dstory",
        "https://www.google.com/amp/s/www.example.com/news/2026/big-story/",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/2026/big-story",
        "https://www.example.com/amp/news/2026/big-story",
    ],
)
def test_variants_of_one_page_have_one_key(variant):
    assert url_key(variant) == url_key(PAGE) == "example.com/news/2026/big-story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/x?source=2", "https://a.example/x"),
        ("https://a.example/x?id=7&utm_source=y", "https://a.example/x?id=8"),
        ("https://a.example/#!/one", "https://a.example/#!/two"),
        ("https://a.example/Story", "https://a.example/story"),
        ("https://a.example/amp", "https://a.example/"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://en.example.com/x", "https://de.example.com/x"),
        ("https://a.example/x?page=2", "https://a.example/x"),
        ("https://a.example/x?ref=page4", "https://a.example/x"),
    ],
)
def test_different_pages_keep_different_keys(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "/x",
        "",
        "mailto:a@b.example",
        "http://",
        "http:///x",
        "http://user:pw@a.example/",
        "http://[::1",
        "https://a.example:99999/",
        "http://a b/",
        "https://a.example/" + "x" * 5000,
    ],
)
def test_what_is_no_absolute_web_address(text):
    assert absolute_url(text) == ""
    assert url_key(text) == ""


def test_relative_addresses_are_completed():
    assert absolute_url("/x", base="https://a.example/b/") == "https://a.example/x"
    assert absolute_url("//c.example/x", base="https://a.example/") == "https://c.example/x"
    assert absolute_url(" https://a.example/a b\n", base="") == "https://a.example/a%20b"
    assert absolute_url("javascript:x", base="https://a.example/") == ""


@given(st.text(max_size=60))
def test_a_key_is_stable_under_itself(path):
    key = url_key("https://www.example.com/" + path)
    assert not key or url_key("https://" + key) == key


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("https://news.bbc.co.uk/x", "bbc.co.uk"),
        ("www.example.com", "example.com"),
        ("paper.localhost", "paper.localhost"),
        ("http://paper.localhost:8765/", "paper.localhost"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("", ""),
    ],
)
def test_the_domain_that_was_registered(name, domain):
    assert registrable_domain(name) == domain


def test_customers_of_one_hosting_service_are_one_site_or_many():
    assert registrable_domain("a.github.io") == registrable_domain("b.github.io")
    assert registrable_domain("a.github.io", private=True) != registrable_domain("b.github.io", private=True)


def test_hosts():
    assert host_of("https://A.Example.:8/x") == "a.example"
    assert host_of("nonsense") == ""
