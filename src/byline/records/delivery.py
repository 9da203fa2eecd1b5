"""What was sent to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from byline.records.base import Record

Channel = Literal["mail", "webhook"]
DeliveryState = Literal["queued", "sending", "sent", "failed", "unknown"]
"""`unknown`: it was on its way when the connection or the process ended; it is not sent again by itself."""


class Delivery(Record, frozen=True, kw_only=True):
    """One edition for one address: at most one row for both."""

    edition_id: str
    channel: Channel
    address: str
    """Mail address in lower case, or the name of a webhook (never its secret)."""
    state: DeliveryState = "queued"
    attempts: int = 0
    due: datetime
    """Not before this time."""
    changed: datetime
    detail: str = ""
    """What the server answered."""


class Subscriber(Record, frozen=True, kw_only=True):
    """One reader by mail."""

    address: str
    name: str = ""
    added: datetime
