"""Entries of `fetch.allow` and `fetch.hosts`: what is understood, and what to write instead of what is not."""

from __future__ import annotations

import pytest

from byline.ingest.addresses import read_allowed, read_target, wrong_entries
from byline.ingest.settings import FetchSettings


@pytest.mark.parametrize(
    "item", ["10.0.0.0/8", "10.1.2.3/8", "127.0.0.1", "::1", "fd00::/8", "intranet", "a.example", "*.a.example"]
)
def test_networks_addresses_and_names_may_be_allowed(item: str) -> None:
    assert read_allowed(item) is not None


@pytest.mark.parametrize(
    ("item", "nearest"),
    [
        ("10.0.0.0/33", '"10.0.0.0/32"'),
        ("10.0.*", '"10.0.0.0/16"'),
        ("10.1", '"10.1.0.0/16"'),
        ("127.0.0.1:8080", '"127.0.0.1"'),
        ("http://intranet.example:8080/feed", '"intranet.example"'),
        (" intranet.example", '"intranet.example"'),
        ("300.1.1.1", "a network like"),
        ("*", "a network like"),
        ("", "a network like"),
        ("two words", "a network like"),
    ],
)
def test_a_wrong_entry_of_allow_gets_the_nearest_right_one(item: str, nearest: str) -> None:
    (wrong,) = wrong_entries(FetchSettings(allow=(item,)))
    assert wrong.key == "allow"
    assert f'"{item}"' in wrong.words
    assert nearest in wrong.nearest


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("127.0.0.1", ("127.0.0.1", 0)),
        ("[::1]:80", ("::1", 80)),
        ("::1", ("::1", 0)),
    ],
)
def test_a_target_is_an_address_with_or_without_a_port(target: str, read: tuple[str, int]) -> None:
    assert read_target(target) == read


@pytest.mark.parametrize(
    ("name", "target", "nearest"),
    [
        ("paper.example", "localhost:80", "Write an address like"),
        ("paper.example", "http://127.0.0.1:80/", '"127.0.0.1:80"'),
        ("paper.example", "127.0.0.1:99999", '"127.0.0.1"'),
        ("paper.example", "", "Write an address like"),
        ("http://paper.example/", "127.0.0.1", '"paper.example"'),
        ("*paper.example", "127.0.0.1", '"*.paper.example"'),
        ("paper.example:http", "127.0.0.1", '"paper.example"'),
    ],
)
def test_a_wrong_entry_of_hosts_gets_the_nearest_right_one(name: str, target: str, nearest: str) -> None:
    (wrong,) = wrong_entries(FetchSettings(hosts={name: target}))
    assert wrong.key == "hosts"
    assert nearest in wrong.nearest
