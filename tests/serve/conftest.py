"""The sample newsroom's edition, and a desk over its store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest

from byline.app.newsroom import Newsroom
from byline.evaluate.sample import SampleRun, sample_run
from byline.sample.newsroom import SampleNewsroom
from byline.serve.app import Served, build_app
from byline.serve.desk import Desk
from byline.serve.server import listening, make_server


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    """One run of the whole pipeline on the sample."""
    folder = tmp_path_factory.mktemp("served")
    with SampleNewsroom() as sample, sample_run(sample, folder, workers=1) as done:
        yield done


@pytest.fixture(scope="session")
def desk(demo: SampleRun) -> Desk:
    """What questions are asked of."""
    return Desk(demo.newsroom.store, demo.newsroom.catalogue, summary=demo.newsroom.config.summary)


TOKEN = "a-token-of-tests-that-is-long"


class Running:
    """A server in a thread, and a client for it."""

    def __init__(self, newsroom: Newsroom, **served: object) -> None:
        self.app = build_app(newsroom, Served(**{"rate": 0.0, **served}))
        self._stack = ExitStack()

    def __enter__(self) -> Running:
        listener = self._stack.enter_context(listening("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        ready = threading.Event()
        server = make_server(self.app, ready=ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        assert ready.wait(20)
        self._stack.callback(thread.join, 10)
        self._stack.callback(setattr, server, "should_exit", True)
        self.http = self._stack.enter_context(httpx2.Client(base_url=self.url, timeout=20))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()


@pytest.fixture(scope="session")
def server(demo: SampleRun) -> Iterator[Running]:
    """The sample's newsroom, served for reading and writing."""
    with Running(demo.newsroom, token=TOKEN, origins=("https://reader.example",)) as running:
        yield running


@pytest.fixture(scope="session")
def http(server: Running) -> httpx2.Client:
    """A client of the server."""
    return server.http


@pytest.fixture(scope="session")
def running_type() -> type[Running]:
    """What serves a newsroom, for tests that need a server of their own."""
    return Running


@pytest.fixture(scope="session")
def token() -> dict[str, str]:
    """The header that writing needs."""
    return {"Authorization": f"Bearer {TOKEN}"}
