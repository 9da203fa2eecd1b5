"""Announcing an edition to webhooks: programs, Slack, Discord."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime

from byline.app.newsroom import Newsroom
from byline.app.sending import LOCK, Sent, find_edition, open_outbox_of, report
from byline.deliver.webhook import Permits, Target, webhook_name
from byline.errors import ConfigError
from byline.records import Edition

SECRET, SLACK, DISCORD = "BYLINE_WEBHOOK_SECRET", "BYLINE_SLACK_WEBHOOK", "BYLINE_DISCORD_WEBHOOK"


def send_webhooks(
    newsroom: Newsroom,
    edition_id: str = "",
    *,
    only: str = "",
    again: bool = False,
    dry_run: bool = False,
    env: Mapping[str, str] | None = None,
) -> Sent:
    """Announce an edition to every webhook that was not told of it, or to the one called `only`.

    A dry run changes nothing and connects to nothing. Raises ConfigError where there is none.
    """
    from byline.deliver.outbox import Clock, Pace, send_all
    from byline.deliver.webhook import WebhookTransport
    from byline.store.lock import exclusive

    settings = newsroom.config.webhooks
    if again and not only:
        raise ConfigError("sends one message again, not all.", subject="--again", advice="Name it: --to NAME")
    edition = find_edition(newsroom, edition_id)
    targets = _targets(newsroom, edition, only=only, env=os.environ if env is None else env)
    with closing(open_outbox_of(newsroom)) as outbox:
        rows = [] if again else outbox.deliveries(edition.id, channel="webhook")
        told = {row.address for row in rows if row.state != "queued"}
        names = tuple(sorted(name for name in targets if name not in told))
        planned = Sent(edition=edition.id, channel="webhook", dry_run=dry_run, addresses=names)
        if dry_run:
            return planned
        transport = WebhookTransport(
            targets,
            edition_id=edition.id,
            permits=_permits(settings.allow),
            timeout_s=settings.timeout_s,
            now=lambda: datetime.now(UTC),
        )
        with exclusive(newsroom.folder, LOCK):
            if again:
                outbox.again(edition.id, list(targets), channel="webhook", now=datetime.now(UTC))
            done = send_all(
                outbox,
                transport,
                (edition.id, "webhook", sorted(targets)),
                pace=Pace(attempts=settings.attempts, retry_s=settings.retry_s),
                clock=Clock(now=lambda: datetime.now(UTC), sleep=time.sleep),
                group=str,
            )
        return report(outbox, planned, done, asked=targets)


def _targets(newsroom: Newsroom, edition: Edition, *, only: str, env: Mapping[str, str]) -> dict[str, Target]:
    """Return all webhooks with their bodies, by name; of `only` where it is given."""
    from byline.publish.messages import discord_message, slack_message, webhook_message

    settings, publish = newsroom.config.webhooks, newsroom.config.publish
    found: dict[str, Target] = {}
    if settings.urls:
        body = webhook_message(edition, settings=publish)
        for url in settings.urls:
            name = webhook_name(url)
            found[name] = Target(name=name, url=url, body=body, secret=env.get(SECRET, ""))
    for name, variable, render in (("slack", SLACK, slack_message), ("discord", DISCORD, discord_message)):
        if env.get(variable):
            _check(env[variable], variable)
            body = render(edition, settings=publish, stories=settings.stories)
            found[name] = Target(name=name, url=env[variable], body=body)
    if only and only not in found:
        raise ConfigError("there is no such webhook.", subject=only, advice=f"There are: {', '.join(found) or 'none'}.")
    if not found:
        raise ConfigError(
            "there is no webhook to tell.",
            subject="[webhooks] urls",
            advice=f"Name one there, or set {SLACK} or {DISCORD} in the environment.",
        )
    return {only: found[only]} if only else found


def _check(url: str, variable: str) -> None:
    try:
        webhook_name(url)
    except ConfigError:
        # `from None`: the address is a secret.
        raise ConfigError("is not an http(s) address.", subject=f"environment variable {variable}") from None


def _permits(allow: tuple[str, ...]) -> Permits:
    from byline.ingest.guard import AddressGuard, port_allowed

    guard = AddressGuard(allow)
    return lambda address, host, port: port_allowed(port) and guard.permits(address, host=host)
