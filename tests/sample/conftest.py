from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator

import pytest

from byline.sample.load import load_newsroom
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import PORT, Newsroom, Outlet

Get = Callable[..., tuple[http.client.HTTPResponse, bytes]]


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return load_newsroom()


@pytest.fixture(scope="session")
def server(newsroom: Newsroom) -> Iterator[SampleNewsroom]:
    with SampleNewsroom(newsroom, port=18_765, ports_tried=200) as running:
        yield running


@pytest.fixture(scope="session")
def get(server: SampleNewsroom) -> Get:
    """One GET without following redirects: get(outlet or host name, path, header=value...)."""

    def ask(outlet: Outlet | str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        host = outlet if isinstance(outlet, str) else outlet.host
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": f"{host}:{PORT}", **sent})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    return ask
