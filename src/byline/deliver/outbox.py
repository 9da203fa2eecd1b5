"""Sending what the outbox holds: each address at most once for an edition, whatever happens.

A row is claimed on disk before the first byte leaves, and settled after the answer. A
process that dies in between leaves "sending" behind, which the next one marks as unknown
and reports: sending it again is a person's decision.
"""

from __future__ import annotations

import heapq
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from byline.deliver.interface import Attempt, Deferred, Outbox, Refused, Sent, Transport, Unknown
from byline.errors import BylineError
from byline.records.delivery import Channel, Delivery, DeliveryState

_log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often, and how fast."""

    attempts: int
    retry_s: float
    """Before the second attempt; doubled for each further one."""
    apart_s: float = 0.0
    """Between two deliveries of one group (a mail domain)."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Time, given from outside so that tests need not wait."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


@dataclass(kw_only=True)
class Sending:
    """What one call did and what it found."""

    queued: int = 0
    """New rows."""
    interrupted: int = 0
    """Rows that a killed process had left."""
    done: Counter[str] = field(default_factory=Counter)
    """State -> deliveries settled by this call."""


def send_all(
    outbox: Outbox,
    transport: Transport,
    wanted: tuple[str, Channel, Sequence[str]],
    *,
    pace: Pace,
    clock: Clock,
    group: Callable[[str], str],
) -> Sending:
    """Send an edition (id, channel, addresses) to all who did not get it, and return what was done.

    The caller holds a lock: no other process sends. Waits between the attempts of one
    delivery and between two deliveries of one `group`; others go on meanwhile.
    """
    edition_id, channel, addresses = wanted
    sending = Sending(interrupted=outbox.interrupted(now=clock.now()))
    sending.queued = outbox.queue(edition_id, addresses, channel=channel, now=clock.now())
    asked = set(addresses)
    waiting = [
        (delivery.due, delivery.address, delivery)
        for delivery in outbox.deliveries(edition_id, channel=channel)
        if delivery.state == "queued" and delivery.address in asked
    ]
    heapq.heapify(waiting)
    free_at: dict[str, datetime] = {}
    while waiting:
        due, address, delivery = heapq.heappop(waiting)
        moment = max(due, free_at.get(group(address), due))
        if moment > due:
            heapq.heappush(waiting, (moment, address, delivery))
            continue
        pause_s = (due - clock.now()).total_seconds()
        if pause_s > 0:
            clock.sleep(min(pause_s, LONGEST_PAUSE_S))
        free_at[group(address)] = clock.now() + timedelta(seconds=pace.apart_s)
        again = _once(outbox, transport, delivery, pace=pace, clock=clock, done=sending.done)
        if again is not None:
            heapq.heappush(waiting, (again.due, address, again))
    return sending


def _once(
    outbox: Outbox, transport: Transport, delivery: Delivery, *, pace: Pace, clock: Clock, done: Counter[str]
) -> Delivery | None:
    """Try one delivery once; return it as it is queued again, None where it is settled."""
    if not outbox.claim(delivery, now=clock.now()):
        return None
    try:
        attempt = transport.send(delivery.address)
    except BylineError as error:
        # Raised before anything left: a setting is wrong, and nobody is to blame for it but the operator.
        outbox.settle(delivery, "queued", detail=error.message, now=clock.now())
        raise
    number = delivery.attempts + 1
    state = _state(attempt, last=number >= pace.attempts)
    now = clock.now()
    due = now + timedelta(seconds=min(pace.retry_s * 2 ** (number - 1), LONGEST_PAUSE_S))
    outbox.settle(delivery, state, detail=attempt.detail, now=now, due=due if state == "queued" else None)
    if state == "queued":
        _log.warning("%s: %s; again in %.0f s", delivery.address, attempt.detail, (due - now).total_seconds())
        return Delivery(
            edition_id=delivery.edition_id,
            channel=delivery.channel,
            address=delivery.address,
            attempts=number,
            due=due,
            changed=now,
        )
    done[state] += 1
    return None


def _state(attempt: Attempt, *, last: bool) -> DeliveryState:
    match attempt:
        case Sent():
            return "sent"
        case Refused():
            return "failed"
        case Unknown():
            return "unknown"
        case Deferred():
            return "failed" if last else "queued"
