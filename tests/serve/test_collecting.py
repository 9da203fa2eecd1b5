"""The garbage collector while the server runs."""

from __future__ import annotations

import gc
import os
import signal
from types import SimpleNamespace

from fastapi import FastAPI

from byline.serve.server import SELDOM, listening, serve


def test_the_collector_looks_seldom_while_serving_and_as_before_afterwards() -> None:
    before, seen = gc.get_threshold(), []
    app = FastAPI()
    app.state.pages = SimpleNamespace(events=SimpleNamespace(closing=False))

    def ready() -> None:
        seen.append((gc.get_threshold(), gc.get_freeze_count() > 0))
        os.kill(os.getpid(), signal.SIGINT)

    with listening("127.0.0.1", 0) as listener:
        serve(app, listener, ready=ready)
    assert seen == [(SELDOM, True)]
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
