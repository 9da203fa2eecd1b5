"""The garbage collector while the server runs."""

from __future__ import annotations

import gc

from byline.serve.server import SELDOM, collecting_seldom


def test_the_collector_looks_seldom_while_serving_and_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold() == SELDOM
        assert gc.get_freeze_count() > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
