"""What `byline serve` offers besides its pages."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class ServeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is offered; an option of the command overrides it."""

    mcp: Annotated[bool, Meta(description="Offer tools for agents at /mcp, where the extra mcp is installed.")] = True
    a2a: Annotated[bool, Meta(description="Offer an A2A agent card, where the extra a2a is installed.")] = True
    address: Annotated[
        str,
        Meta(
            description="Public address for the agent card; empty: where the server listens.",
            max_length=300,
        ),
    ] = ""
