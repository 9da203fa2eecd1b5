"""Ctrl-C stops a run even where the exception was swallowed."""

from __future__ import annotations

import signal

import pytest

from byline.app.interrupt import Stoppable
from byline.pipeline.parts import Silent


def press_and_swallow() -> None:
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        return
    pytest.fail("Ctrl-C raised nothing")


def run_three_steps(steps: list[int]) -> None:
    with Stoppable(Silent()) as progress, progress.stage("screen", 3) as advance:
        for number in range(3):
            if number == 1:
                press_and_swallow()
            steps.append(number)
            advance(1)


def test_a_swallowed_ctrl_c_stops_at_the_next_step() -> None:
    steps: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        run_three_steps(steps)
    assert steps == [0, 1]


def test_a_swallowed_ctrl_c_keeps_the_next_stage_from_starting() -> None:
    with Stoppable(Silent()) as progress:
        press_and_swallow()
        with pytest.raises(KeyboardInterrupt), progress.stage("embed", None):
            pytest.fail("the stage began")


def test_the_handler_of_before_is_back_afterwards() -> None:
    with Stoppable(Silent()):
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_the_caller_is_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Stoppable(Silent()):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
