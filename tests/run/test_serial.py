from __future__ import annotations

import tasks

from byline.run.interface import TaskFailed
from byline.run.serial import SerialExecutor


def test_results_come_in_order_and_lazily():
    taken = []
    results = SerialExecutor().map(tasks.double, (taken.append(n) or n for n in range(10)))
    assert [next(results), next(results)] == [0, 2]
    assert taken == [0, 1]


def test_an_exception_costs_only_its_item():
    first, failed, last = SerialExecutor().map(tasks.misbehave, ["a", "raise", "b"])
    assert (first, last) == ("a", "b")
    assert failed == TaskFailed(index=1, error="ValueError: bad item", kind="error")
