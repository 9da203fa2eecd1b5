"""The outbox: one row for an edition and an address, and only one who may send it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from byline.records.delivery import Subscriber
from byline.store.outbox import open_outbox

NOW = datetime(2025, 7, 28, 6, 0, tzinfo=UTC)
DAY, PEOPLE = "2025-07-28", ["ada@reader.example", "bo@reader.example"]


@pytest.fixture
def outbox(tmp_path):
    """An empty outbox."""
    opened = open_outbox(tmp_path / "newsroom.db")
    yield opened
    opened.close()


def _states(outbox):
    return {d.address: d.state for d in outbox.deliveries(DAY, channel="mail")}


def test_an_address_is_queued_once_for_an_edition(outbox):
    assert outbox.queue(DAY, [*PEOPLE, PEOPLE[0]], channel="mail", now=NOW) == 2
    assert outbox.queue(DAY, [*PEOPLE, "cy@reader.example"], channel="mail", now=NOW) == 1
    assert outbox.queue("2025-07-29", PEOPLE, channel="mail", now=NOW) == 2
    assert list(_states(outbox).values()) == ["queued"] * 3


def test_only_one_can_claim_a_delivery(outbox, tmp_path):
    outbox.queue(DAY, PEOPLE, channel="mail", now=NOW)
    first = outbox.deliveries(DAY, channel="mail")[0]
    other = open_outbox(tmp_path / "newsroom.db")
    assert [outbox.claim(first, now=NOW), other.claim(first, now=NOW)] == [True, False]
    other.close()
    assert _states(outbox) == {PEOPLE[0]: "sending", PEOPLE[1]: "queued"}


def test_what_was_being_sent_when_a_process_ended_is_unknown_and_stays_so(outbox):
    outbox.queue(DAY, PEOPLE, channel="mail", now=NOW)
    outbox.claim(outbox.deliveries(DAY, channel="mail")[0], now=NOW)
    assert outbox.interrupted(now=NOW) == 1
    outbox.queue(DAY, PEOPLE, channel="mail", now=NOW)
    assert _states(outbox) == {PEOPLE[0]: "unknown", PEOPLE[1]: "queued"}


def test_a_person_can_have_a_delivery_sent_again(outbox):
    outbox.queue(DAY, PEOPLE, channel="mail", now=NOW)
    first = outbox.deliveries(DAY, channel="mail")[0]
    outbox.claim(first, now=NOW)
    outbox.settle(first, "failed", detail="550 no such user", now=NOW)
    assert outbox.again(DAY, [first.address], channel="mail", now=NOW) == 1
    assert outbox.deliveries(DAY, channel="mail")[0].attempts == 0
    assert outbox.again(DAY, ["nobody@reader.example"], channel="mail", now=NOW) == 0


def test_a_delivery_that_failed_for_now_is_due_later(outbox):
    outbox.queue(DAY, PEOPLE, channel="mail", now=NOW)
    first = outbox.deliveries(DAY, channel="mail")[0]
    outbox.claim(first, now=NOW)
    outbox.settle(first, "queued", detail="451 later", now=NOW, due=NOW + timedelta(minutes=1))
    again = outbox.deliveries(DAY, channel="mail")[0]
    assert (again.state, again.attempts, again.due - NOW) == ("queued", 1, timedelta(minutes=1))


def test_subscribers_come_and_go(outbox):
    ada = Subscriber(address=PEOPLE[0], name="Ada 王", added=NOW)
    assert [outbox.subscribe(ada), outbox.subscribe(ada)] == [True, False]
    assert outbox.subscribers() == [ada]
    assert [outbox.unsubscribe(PEOPLE[0]), outbox.unsubscribe(PEOPLE[0])] == [True, False]


def test_the_outbox_waits_for_the_disk(outbox):
    with outbox._database.reading() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
