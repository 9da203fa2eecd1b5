"""`byline send` and `byline subscribers`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from byline.cli.common import (
    DONE,
    DONE_WITH_FAILURES,
    ConfigOption,
    JsonOption,
    SetOption,
    err,
    existing_newsroom,
    open_newsroom,
    out,
    print_json,
    print_rows,
)
from byline.errors import Interrupted

if TYPE_CHECKING:
    from byline.app.newsroom import Newsroom
    from byline.app.sending import Sent

_subscribers = typer.Typer(help="Readers by mail.", no_args_is_help=True, rich_markup_mode=None)
SHOWN = 10
"""Addresses that a dry run names."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(send)
    app.add_typer(_subscribers, name="subscribers")


def send(
    edition: Annotated[str, typer.Argument(help="Edition id, like 2025-07-28 (default: the newest).")] = "",
    to: Annotated[str, typer.Option("--to", help="Only to this address, subscribed or not.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="With --to: send even if it was sent, or may have been.")
    ] = False,
    webhooks: Annotated[bool, typer.Option("--webhooks", help="Announce it to the webhooks instead.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, to whom; send nothing.")] = False,
    config: ConfigOption = None,
    set_: SetOption = None,
    json: JsonOption = False,
) -> None:
    """Send an edition to its readers; nobody gets one twice, even if this command is killed and typed again."""
    try:
        with existing_newsroom(config, set_) as newsroom:
            sent = _send(newsroom, edition, webhooks=webhooks, only=to, again=again, dry_run=dry_run)
    except KeyboardInterrupt:
        raise Interrupted("Stopped. What was sent is stored; the next call goes on with the others.") from None
    if json:
        print_json(sent)
    else:
        _tell(sent)
    raise typer.Exit(DONE_WITH_FAILURES if sent.troubles else DONE)


def _send(newsroom: Newsroom, edition: str, *, webhooks: bool, only: str, again: bool, dry_run: bool) -> Sent:
    if webhooks:
        from byline.app.announcing import send_webhooks

        return send_webhooks(newsroom, edition, only=only, again=again, dry_run=dry_run)
    from byline.app.sending import send_mail

    return send_mail(newsroom, edition, only=only, again=again, dry_run=dry_run)


def _tell(sent: Sent) -> None:
    console = out()
    what = f"{sent.channel}, edition {sent.edition}"
    if sent.dry_run:
        console.print(f"Would send ({what}) to {len(sent.addresses)}:", markup=False, soft_wrap=True)
        if sent.subject:
            console.print(f"  {sent.subject} ({sent.size_bytes / 1000:.0f} kB)", markup=False, soft_wrap=True)
        for address in sent.addresses[:SHOWN]:
            console.print(f"  {address}", markup=False, soft_wrap=True)
        if len(sent.addresses) > SHOWN:
            console.print(f"  and {len(sent.addresses) - SHOWN} more", markup=False)
        return
    counts = ", ".join(f"{count} {state}" for state, count in sent.states.items()) or "nobody to send it to"
    console.print(f"Sent to {sent.now_sent} now ({what}). In all: {counts}.", markup=False, soft_wrap=True)
    if sent.interrupted:
        err().print(f"An earlier call was interrupted: {sent.interrupted} may have been sent or not.", markup=False)
    for trouble in sent.troubles:
        err().print(f"{trouble.state}: {trouble.address}: {trouble.detail}", markup=False, soft_wrap=True)
        flag = " --webhooks" if sent.channel == "webhook" else ""
        again = f"byline send {sent.edition}{flag} --to '{trouble.address}' --again"
        err().print(f"  To send it again: {again}", markup=False, soft_wrap=True)


@_subscribers.command("add")
def add(
    addresses: Annotated[list[str], typer.Argument(help='Mail addresses; "Ada <ada@reader.example>" has a name.')],
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Add readers."""
    from byline.app.sending import add_subscriber
    from byline.deliver.addresses import read_address

    for text in addresses:
        read_address(text)
    with open_newsroom(config, set_) as newsroom:
        # Readers may be there before the first run: opening the store makes the newsroom.
        newsroom.store.version()
        for text in addresses:
            reader, new = add_subscriber(newsroom, text)
            out().print(f"{reader.address} {'is added' if new else 'was there already'}", markup=False, soft_wrap=True)


@_subscribers.command("list")
def list_all(config: ConfigOption = None, set_: SetOption = None, json: JsonOption = False) -> None:
    """Print all readers: those added, and those of the file that the settings name."""
    from byline.app.sending import open_outbox_of, readers

    with existing_newsroom(config, set_) as newsroom, closing(open_outbox_of(newsroom)) as outbox:
        found = sorted(readers(newsroom, outbox).values())
    if json:
        print_json([{"address": reader.address, "name": reader.name} for reader in found])
    elif found:
        print_rows([(reader.address, reader.name) for reader in found])
    else:
        err().print("No reader yet: byline subscribers add ADDRESS", markup=False)


@_subscribers.command("remove")
def remove(
    addresses: Annotated[list[str], typer.Argument(help="Mail addresses.")],
    config: ConfigOption = None,
    set_: SetOption = None,
) -> None:
    """Remove readers; what they were sent stays in the outbox, so that nobody gets an old edition twice."""
    from byline.app.sending import open_outbox_of
    from byline.deliver.addresses import read_address

    missing = 0
    with existing_newsroom(config, set_) as newsroom, closing(open_outbox_of(newsroom)) as outbox:
        for text in addresses:
            address = read_address(text).address
            gone = outbox.unsubscribe(address)
            missing += not gone
            words = "is removed" if gone else "is not on the list of `byline subscribers` (see the file too)"
            out().print(f"{address} {words}", markup=False, soft_wrap=True)
    raise typer.Exit(DONE_WITH_FAILURES if missing else DONE)
