"""What delivery needs of others, and what an attempt can end in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from byline.records.delivery import Channel, Delivery, DeliveryState


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The other side took it."""

    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """It was surely not taken, and may be later: a 4xx reply, no connection."""

    detail: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """It was surely not taken, and never will be: a 5xx reply."""

    detail: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """It was handed over and no reply came: it may have been taken."""

    detail: str


Attempt = Sent | Deferred | Refused | Unknown


class Transport(Protocol):
    """Hands one delivery over."""

    def send(self, address: str) -> Attempt:
        """Try once and say what came of it; never raises for what the other side does."""
        ...


class Outbox(Protocol):
    """Remembers who got what; `byline.store.outbox` is one. Each call is one durable transaction."""

    def queue(self, edition_id: str, addresses: Sequence[str], *, channel: Channel, now: datetime) -> int:
        """Queue an edition for those who have no row for it yet; return how many they are."""
        ...

    def claim(self, delivery: Delivery, *, now: datetime) -> bool:
        """Mark a queued delivery as being sent; False where it is not queued any more."""
        ...

    def settle(
        self, delivery: Delivery, state: DeliveryState, *, detail: str, now: datetime, due: datetime | None = None
    ) -> None:
        """Store what became of a delivery that was claimed; `due` for one that is queued again."""
        ...

    def interrupted(self, *, now: datetime) -> int:
        """Mark what a killed process was sending as unknown; return how many they are."""
        ...

    def deliveries(self, edition_id: str, *, channel: Channel) -> list[Delivery]:
        """Return all deliveries of an edition, by address."""
        ...
