"""What an operator can set about sending. Secrets come from the environment only, never from here."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class MailSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How editions are sent by mail; the password is read from BYLINE_SMTP_PASSWORD."""

    host: Annotated[str, Meta(description="Name of the SMTP server; empty: no mail is sent.")] = ""
    port: Annotated[
        int, Meta(description="Its port; 0: 587 for starttls, 465 for tls, 25 for none.", ge=0, le=65535)
    ] = 0
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description='"starttls", "tls" from the first byte, or "none", for a server on this machine only.'),
    ] = "starttls"
    ca_file: Annotated[
        str, Meta(description="PEM file of the authority of its certificate, if that is not a public one.")
    ] = ""
    user: Annotated[
        str, Meta(description="User name there; the password comes from BYLINE_SMTP_PASSWORD. Empty: no login.")
    ] = ""
    sender: Annotated[str, Meta(description='Address that mails come from, like "news@news.example".')] = ""
    subscribers: Annotated[
        str, Meta(description="File of subscribers, one address a line, besides those of `byline subscribers`.")
    ] = ""
    unsubscribe: Annotated[
        str,
        Meta(
            description="Where a reader unsubscribes: an https address that takes one-click POST (RFC 8058). "
            '"{address}" stands for the reader.',
            pattern=r"^(https://[!#-;=?-~]+)?$",
        ),
    ] = ""
    unsubscribe_mail: Annotated[
        str, Meta(description="Mail address that takes requests to unsubscribe, instead of that or besides it.")
    ] = ""
    stories: Annotated[int, Meta(description="Stories told with their source sentences.", ge=1, le=20)] = 5
    attempts: Annotated[int, Meta(description="Times a mail is tried before it counts as failed.", ge=1, le=10)] = 4
    retry_s: Annotated[
        float, Meta(description="Seconds before the second try; doubled for each further one.", gt=0, le=3600)
    ] = 30.0
    per_minute: Annotated[float, Meta(description="Most mails a minute to one domain.", gt=0, le=60_000)] = 120.0
    timeout_s: Annotated[float, Meta(description="Seconds to wait for each reply.", gt=0, le=600)] = 60.0


class WebhookSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where editions are announced; Slack and Discord addresses come from the environment."""

    urls: Annotated[
        tuple[str, ...],
        Meta(description="Addresses that get each edition as JSON, signed with BYLINE_WEBHOOK_SECRET."),
    ] = ()
    allow: Annotated[
        tuple[str, ...], Meta(description="Networks (CIDR) and hosts that may be private addresses; default: none.")
    ] = ()
    stories: Annotated[int, Meta(description="Most stories in a Slack or Discord message.", ge=1, le=20)] = 8
    attempts: Annotated[int, Meta(description="Times a message is tried before it counts as failed.", ge=1, le=10)] = 4
    retry_s: Annotated[
        float, Meta(description="Seconds before the second try; doubled for each further one.", gt=0, le=3600)
    ] = 5.0
    timeout_s: Annotated[float, Meta(description="Seconds for one whole request.", gt=0, le=120)] = 20.0
