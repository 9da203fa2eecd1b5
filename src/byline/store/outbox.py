"""The outbox: who got which edition, and who subscribes.

Its connection writes to the disk before it goes on (synchronous=FULL): a row that says
"sending" must be there before the first byte leaves, even if the power goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, select, update

from byline.records.delivery import Channel, Delivery, DeliveryState, Subscriber
from byline.store.dialect import insert
from byline.store.engine import Database
from byline.store.migrations import migrate
from byline.store.rows import chunks
from byline.store.tables import outbox, subscriber


def open_outbox(path: Path) -> SqlOutbox:
    """Return the outbox in the newsroom's database file, brought up to date where needed. Errors: StoreError."""
    database = Database(path, durable=True)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return SqlOutbox(database)


class SqlOutbox:
    """An `Outbox` (see `byline.deliver.interface`) and the list of subscribers."""

    def __init__(self, database: Database) -> None:
        """Use `open_outbox`."""
        self._database = database

    def queue(self, edition_id: str, addresses: Sequence[str], *, channel: Channel, now: datetime) -> int:
        """Queue an edition for those who have no row for it yet; return how many they are."""
        fixed = {"edition_id": edition_id, "channel": channel, "state": "queued", "attempts": 0, "detail": ""}
        added = 0
        with self._database.writing() as connection:
            for chunk in chunks(list(dict.fromkeys(addresses))):
                rows = [fixed | {"address": address, "due": now, "changed": now} for address in chunk]
                here = and_(_of(edition_id, channel), outbox.c.address.in_(chunk))
                added += len(chunk) - len(connection.execute(select(outbox.c.address).where(here)).all())
                connection.execute(insert(outbox).on_conflict_do_nothing(), rows)
        return added

    def claim(self, delivery: Delivery, *, now: datetime) -> bool:
        """Mark a queued delivery as being sent; False where it is not queued any more."""
        values = {"state": "sending", "changed": now, "attempts": delivery.attempts + 1}
        with self._database.writing() as connection:
            query = update(outbox).where(_is(delivery), outbox.c.state == "queued").values(**values)
            return connection.execute(query).rowcount == 1

    def settle(
        self, delivery: Delivery, state: DeliveryState, *, detail: str, now: datetime, due: datetime | None = None
    ) -> None:
        """Store what became of a delivery that was claimed; `due` for one that is queued again."""
        values = {"state": state, "detail": detail, "changed": now, "due": due or now}
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(_is(delivery)).values(**values))

    def interrupted(self, *, now: datetime) -> int:
        """Mark what a killed process was sending as unknown; return how many they are. Nobody else may be sending."""
        detail = "The process ended while this was being sent."
        with self._database.writing() as connection:
            query = update(outbox).where(outbox.c.state == "sending")
            return connection.execute(query.values(state="unknown", detail=detail, changed=now)).rowcount

    def again(self, edition_id: str, addresses: Sequence[str], *, channel: Channel, now: datetime) -> int:
        """Queue deliveries once more, whatever became of them; a person asks for it. Return how many they are."""
        values = {"state": "queued", "attempts": 0, "due": now, "changed": now, "detail": ""}
        found = 0
        with self._database.writing() as connection:
            for chunk in chunks(addresses):
                here = and_(_of(edition_id, channel), outbox.c.address.in_(chunk))
                found += connection.execute(update(outbox).where(here).values(**values)).rowcount
        return found

    def deliveries(self, edition_id: str, *, channel: Channel) -> list[Delivery]:
        """Return all deliveries of an edition, by address."""
        query = select(outbox).where(_of(edition_id, channel)).order_by(outbox.c.address)
        with self._database.reading() as connection:
            return [Delivery(**row) for row in connection.execute(query).mappings()]

    def subscribers(self) -> list[Subscriber]:
        """Return all subscribers, by address."""
        with self._database.reading() as connection:
            rows = connection.execute(select(subscriber).order_by(subscriber.c.address)).mappings()
            return [Subscriber(**row) for row in rows]

    def subscribe(self, record: Subscriber) -> bool:
        """Add a subscriber; False where the address is there already."""
        values = {name: getattr(record, name) for name in record.__struct_fields__}
        with self._database.writing() as connection:
            return connection.execute(insert(subscriber).values(**values).on_conflict_do_nothing()).rowcount == 1

    def unsubscribe(self, address: str) -> bool:
        """Remove a subscriber; False where there is no such address."""
        with self._database.writing() as connection:
            return connection.execute(delete(subscriber).where(subscriber.c.address == address)).rowcount == 1

    def close(self) -> None:
        """Release the database."""
        self._database.close()


def _of(edition_id: str, channel: Channel) -> ColumnElement[bool]:
    return and_(outbox.c.edition_id == edition_id, outbox.c.channel == channel)


def _is(delivery: Delivery) -> ColumnElement[bool]:
    return and_(_of(delivery.edition_id, delivery.channel), outbox.c.address == delivery.address)
