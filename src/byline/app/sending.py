"""Sending an edition: mail to subscribers, announcements to webhooks, through the outbox."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from byline.app.newsroom import Newsroom
from byline.deliver.addresses import Reader, domain_of, read_address, read_subscribers
from byline.errors import ConfigError
from byline.records import Edition
from byline.records.delivery import Channel, Delivery, Subscriber

if TYPE_CHECKING:
    from byline.deliver.message import Letter
    from byline.deliver.outbox import Sending
    from byline.publish.mail import MailBody
    from byline.store.outbox import SqlOutbox

PASSWORD = "BYLINE_SMTP_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds
LOCK = "sending.lock"
"""Held while anything is sent. Not the run's lock: an edition goes out while the next one is made."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a call of `byline send` did, and how the edition stands now."""

    edition: str
    channel: Channel
    dry_run: bool = False
    subject: str = ""
    size_bytes: int = 0
    """Of the HTML part."""
    addresses: tuple[str, ...] = ()
    """Who is to get it and has not, before this call."""
    interrupted: int = 0
    """Deliveries that a killed process left unknown."""
    now_sent: int = 0
    """By this call."""
    states: dict[str, int] = {}
    """State -> deliveries of this edition, all calls together."""
    troubles: tuple[Delivery, ...] = ()
    """Those failed or unknown, of the readers that this call was about."""


def open_outbox_of(newsroom: Newsroom) -> SqlOutbox:
    """Return the outbox of a newsroom that exists; the caller closes it."""
    from byline.store.outbox import open_outbox

    newsroom.must_exist()
    return open_outbox(newsroom.database)


def find_edition(newsroom: Newsroom, edition_id: str) -> Edition:
    """Return a stored edition to send, the newest for "". Raises ConfigError where there is none, or no story in it."""
    newsroom.must_exist()
    edition = newsroom.store.edition(edition_id)
    if edition is None:
        known = ", ".join(newsroom.store.editions()[:5]) or "none yet"
        raise ConfigError("there is no such edition.", subject=edition_id or "newest", advice=f"Stored are: {known}.")
    if not edition.stories:
        raise ConfigError("has no story, so it is not sent.", subject=edition.id, advice="Name another edition.")
    return edition


def readers(newsroom: Newsroom, outbox: SqlOutbox) -> dict[str, Reader]:
    """Return all subscribers, those of the file first, each address once."""
    file = newsroom.config.mail.subscribers
    found = list(read_subscribers(newsroom.base / file)) if file else []
    found += [Reader(one.address, one.name) for one in outbox.subscribers()]
    return {one.address: one for one in reversed(found)}


def send_mail(
    newsroom: Newsroom,
    edition_id: str = "",
    *,
    only: str = "",
    again: bool = False,
    dry_run: bool = False,
    env: Mapping[str, str] | None = None,
) -> Sent:
    """Send an edition to all subscribers who did not get it, or to the address `only`.

    `again` sends to it whatever became of an earlier attempt. A dry run changes nothing and
    connects to nothing. Raises ConfigError for settings that cannot be used, StoreLocked
    where another process is sending.
    """
    from byline.store.lock import exclusive

    if again and not only:
        raise ConfigError("sends one mail again, not all.", subject="--again", advice="Name the reader: --to ADDRESS")
    edition = find_edition(newsroom, edition_id)
    with closing(open_outbox_of(newsroom)) as outbox:
        found = {(one := read_address(only)).address: one} if only else readers(newsroom, outbox)
        body, letter = _letter(newsroom, edition)
        before = _sent_to(outbox, edition.id, again=again)
        open_to = tuple(sorted(address for address in found if address not in before))
        planned = Sent(
            edition=edition.id,
            channel="mail",
            dry_run=dry_run,
            subject=body.subject,
            size_bytes=len(body.html.encode()),
            addresses=open_to,
        )
        if dry_run:
            return planned
        with exclusive(newsroom.folder, LOCK):
            if again:
                outbox.again(edition.id, list(found), channel="mail", now=datetime.now(UTC))
            done = _deliver(newsroom, outbox, (edition.id, found), body=(body, letter), env=env)
        return report(outbox, planned, done, asked=found)


def report(outbox: SqlOutbox, planned: Sent, done: Sending, *, asked: Collection[str]) -> Sent:
    """Return what was planned with what came of it; troubles only of those that were asked for now."""
    rows = outbox.deliveries(planned.edition, channel=planned.channel)
    return msgspec.structs.replace(
        planned,
        interrupted=done.interrupted,
        now_sent=done.done["sent"],
        states=dict(sorted(Counter(row.state for row in rows).items())),
        troubles=tuple(row for row in rows if row.state in ("failed", "unknown") and row.address in asked),
    )


def add_subscriber(newsroom: Newsroom, text: str) -> tuple[Reader, bool]:
    """Add a reader; False where the address was there already. Raises ConfigError for what is no address."""
    reader = read_address(text)
    record = Subscriber(address=reader.address, name=reader.name, added=datetime.now(UTC))
    with closing(open_outbox_of(newsroom)) as outbox:
        return reader, outbox.subscribe(record)


def _letter(newsroom: Newsroom, edition: Edition) -> tuple[MailBody, Letter]:
    from byline.deliver.message import Letter
    from byline.publish.mail import render_mail
    from byline.publish.plain import one_line

    settings = newsroom.config.mail
    body = render_mail(
        edition,
        settings=newsroom.config.publish,
        told=settings.stories,
        unsubscribe=bool(settings.unsubscribe or settings.unsubscribe_mail),
    )
    sender = read_address(settings.sender).address if settings.sender else ""
    letter = Letter(
        edition_id=edition.id,
        newsroom=one_line(edition.title),
        sender=sender,
        subject=body.subject,
        unsubscribe=settings.unsubscribe,
        unsubscribe_mail=read_address(settings.unsubscribe_mail).address if settings.unsubscribe_mail else "",
    )
    return body, letter


def _sent_to(outbox: SqlOutbox, edition_id: str, *, again: bool) -> set[str]:
    rows = [] if again else outbox.deliveries(edition_id, channel="mail")
    return {row.address for row in rows if row.state != "queued"}


def _deliver(
    newsroom: Newsroom,
    outbox: SqlOutbox,
    to: tuple[str, Mapping[str, Reader]],
    *,
    body: tuple[MailBody, Letter],
    env: Mapping[str, str] | None,
) -> Sending:
    from email.message import EmailMessage

    from byline.deliver.message import build_message, unsubscribe_addresses
    from byline.deliver.outbox import Clock, Pace, send_all
    from byline.deliver.smtp import SmtpTransport

    settings, (edition_id, found), (content, letter) = newsroom.config.mail, to, body
    for key in ("host", "sender"):
        if not getattr(settings, key):
            raise ConfigError("is not set.", subject=f"[mail] {key}", advice="See docs/guides/newsletter.md.")
    if settings.ca_file:
        settings = msgspec.structs.replace(settings, ca_file=str(newsroom.base / settings.ca_file))

    def build(address: str) -> EmailMessage:
        leave = unsubscribe_addresses(letter, address)
        parts = content.personal(address=address, unsubscribe=leave[0] if leave else "")
        return build_message(letter, found[address], parts=parts, now=datetime.now(UTC))

    password = (os.environ if env is None else env).get(PASSWORD, "")
    transport = SmtpTransport(settings, password=password, build=build)
    with closing(transport):
        return send_all(
            outbox,
            transport,
            (edition_id, "mail", _in_order(found)),
            pace=Pace(attempts=settings.attempts, retry_s=settings.retry_s, apart_s=60.0 / settings.per_minute),
            clock=Clock(now=lambda: datetime.now(UTC), sleep=time.sleep),
            group=domain_of,
        )


def _in_order(found: Mapping[str, Reader]) -> Sequence[str]:
    return sorted(found)
