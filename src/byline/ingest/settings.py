"""What an operator can set about reading feeds and pages."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How feeds, pages and images are fetched."""

    contact: Annotated[
        str, Meta(description="Address or URL named in the User-Agent, so that publishers can write.")
    ] = ""
    connections: Annotated[int, Meta(description="Requests in flight at once, over all sites.", ge=1, le=512)] = 64
    connections_per_domain: Annotated[int, Meta(description="Requests in flight at once for one site.", ge=1, le=8)] = 2
    delay_s: Annotated[
        float, Meta(description="Seconds between two requests to one site; robots.txt may ask for more.", ge=0, le=60)
    ] = 1.0
    connect_timeout_s: Annotated[float, Meta(description="Seconds to wait for a connection.", gt=0, le=60)] = 10.0
    timeout_s: Annotated[float, Meta(description="Seconds for one whole answer, per redirect.", gt=0, le=300)] = 30.0
    max_body_mb: Annotated[float, Meta(description="Largest body read, in MB, decompressed.", gt=0, le=200)] = 10.0
    min_poll_minutes: Annotated[
        int, Meta(description="Shortest time between two polls of a feed, in minutes.", ge=1, le=1440)
    ] = 15
    max_poll_hours: Annotated[
        int, Meta(description="Longest time between two polls of a feed, in hours.", ge=1, le=168)
    ] = 24
    hosts: Annotated[
        dict[str, str],
        Meta(description='Own host table: "name[:port]" or "*.suffix[:port]" = "address:port"; URLs stay.'),
    ] = {}
    allow: Annotated[
        tuple[str, ...],
        Meta(description="Private networks (CIDR) and host names that may be fetched from; others are refused."),
    ] = ()


class ExtractSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an article's text is taken from its page."""

    min_characters: Annotated[
        int, Meta(description="Shorter results send the page to the second extractor, in characters.", ge=0, le=2000)
    ] = 200
    max_characters: Annotated[
        int, Meta(description="Longest article text kept, in characters.", ge=1000, le=1_000_000)
    ] = 100_000
    max_page_mb: Annotated[float, Meta(description="Largest page parsed, in MB.", gt=0, le=50)] = 5.0
