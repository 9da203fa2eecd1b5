"""Sending from the outbox: at most once, in time, and through every kind of trouble."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from byline.deliver.addresses import domain_of
from byline.deliver.interface import Deferred, Refused, Sent, Unknown
from byline.deliver.outbox import Clock, Pace, send_all
from byline.deliver.smtp import SmtpTransport
from byline.errors import ConfigError
from byline.store.outbox import open_outbox

DAY = "2025-07-28"
START = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)
SCRIPT = Path(__file__).with_name("mailer_to_kill.py")
READERS, KILLS = 400, 20
WAIT_S = (0.03, 0.15)
"""Seconds that a process has before it is killed."""


class Time:
    """A clock that sleeping moves on."""

    def __init__(self):
        self.at = START

    def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)

    @property
    def clock(self):
        return Clock(now=lambda: self.at, sleep=self.sleep)


class Scripted:
    """Answers from a list for each address, and notes when it was asked."""

    def __init__(self, time, **answers):
        self.time, self.asked = time, []
        self.answers = {f"{name}@reader.example": list(given) for name, given in answers.items()}

    def send(self, address):
        self.asked.append((address, (self.time.at - START).total_seconds()))
        left = self.answers.get(address)
        answer = left.pop(0) if left else Sent()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _send(outbox, transport, time, *addresses, pace=None):
    pace = pace or Pace(attempts=3, retry_s=10)
    return send_all(outbox, transport, (DAY, "mail", addresses), pace=pace, clock=time.clock, group=domain_of)


@pytest.fixture
def moving():
    return Time()


ADA, BO, CY = "ada@reader.example", "bo@reader.example", "cy@other.example"


def test_everybody_gets_it_once_however_often_it_is_sent(outbox, moving, states):
    transport = Scripted(moving)
    assert _send(outbox, transport, moving, ADA, BO).done == {"sent": 2}
    assert _send(outbox, transport, moving, ADA, BO, CY).done == {"sent": 1}
    assert [address for address, _ in transport.asked] == [ADA, BO, CY]
    assert set(states(outbox).values()) == {"sent"}


def test_a_refusal_for_now_is_tried_again_with_growing_pauses_while_others_go_on(outbox, moving, states):
    transport = Scripted(moving, ada=[Deferred(detail="451"), Deferred(detail="451")])
    _send(outbox, transport, moving, ADA, BO)
    assert transport.asked == [(ADA, 0), (BO, 0), (ADA, 10), (ADA, 30)]
    assert states(outbox) == {ADA: "sent", BO: "sent"}


def test_after_the_last_attempt_it_has_failed(outbox, moving, states):
    transport = Scripted(moving, ada=[Deferred(detail=f"45{n}") for n in range(5)])
    assert _send(outbox, transport, moving, ADA).done == {"failed": 1}
    assert len(transport.asked) == 3
    assert outbox.deliveries(DAY, channel="mail")[0].detail == "452"
    _send(outbox, transport, moving, ADA)
    assert len(transport.asked) == 3


@pytest.mark.parametrize(
    ("answer", "state"), [(Refused(detail="550 no"), "failed"), (Unknown(detail="cut"), "unknown")]
)
def test_a_final_refusal_and_an_unknown_end_are_not_tried_again(outbox, moving, states, answer, state):
    transport = Scripted(moving, ada=[answer])
    _send(outbox, transport, moving, ADA)
    _send(outbox, transport, moving, ADA)
    assert (states(outbox), len(transport.asked)) == ({ADA: state}, 1)


def test_one_domain_is_written_to_at_its_pace_and_others_do_not_wait(outbox, moving):
    transport = Scripted(moving)
    _send(outbox, transport, moving, ADA, BO, CY, pace=Pace(attempts=1, retry_s=1, apart_s=30))
    assert transport.asked == [(ADA, 0), (CY, 0), (BO, 30)]


def test_a_wrong_setting_stops_all_and_leaves_everybody_queued(outbox, moving, states):
    with pytest.raises(ConfigError):
        _send(outbox, Scripted(moving, ada=[ConfigError("login refused")]), moving, ADA, BO)
    assert states(outbox) == {ADA: "queued", BO: "queued"}
    assert _send(outbox, Scripted(moving), moving, ADA, BO).done == {"sent": 2}


def test_only_those_asked_for_are_written_to(outbox, moving, states):
    outbox.queue(DAY, [ADA, BO], channel="mail", now=START)
    _send(outbox, Scripted(moving), moving, BO)
    assert states(outbox) == {ADA: "queued", BO: "sent"}


def test_with_a_real_server_all_troubles_end_in_the_right_state(outbox, states, postbox, plain_port, settings, build):
    postbox.at_rcpt["gone@reader.example"] = ["550 no such user"]
    postbox.at_rcpt["busy@reader.example"] = ["450 busy", "421 closing"]
    postbox.answers["cut@reader.example"] = ["keep and hang up"]
    postbox.answers["down@reader.example"] = ["451 later"] * 9
    everybody = ["ada@reader.example", *(f"{name}@reader.example" for name in ("busy", "cut", "down", "gone"))]
    transport = SmtpTransport(settings(plain_port), password="", build=build)
    clock = Clock(now=lambda: datetime.now(UTC), sleep=time.sleep)
    pace = Pace(attempts=3, retry_s=0.02)
    send_all(outbox, transport, (DAY, "mail", everybody), pace=pace, clock=clock, group=domain_of)
    transport.close()
    assert list(states(outbox).values()) == ["sent", "sent", "unknown", "failed", "failed"]
    assert sorted(postbox.addresses()) == ["ada@reader.example", "busy@reader.example", "cut@reader.example"]


def test_a_mailer_killed_at_any_moment_writes_to_nobody_twice(tmp_path, postbox, plain_port, states):
    chance = random.Random(20250728)
    waits = [f"{chance.uniform(*WAIT_S):.4f}" for _ in range(KILLS)]
    command = [sys.executable, SCRIPT, tmp_path / "newsroom.db", str(plain_port), str(READERS), *waits]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kills = int(done.stdout)
    assert kills >= 10, f"only {kills} were still working when they were killed: give them more to do"
    outbox = open_outbox(tmp_path / "newsroom.db")
    arrived = Counter(postbox.addresses())
    found = states(outbox)
    outbox.close()
    assert max(arrived.values()) == 1
    assert len(found) == READERS
    assert set(found.values()) <= {"sent", "unknown"}
    assert Counter(found.values())["unknown"] <= kills
    assert all(arrived[address] == 1 for address, state in found.items() if state == "sent")
