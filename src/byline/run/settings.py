"""What an operator can set about workers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class RunSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How work is spread over processes."""

    workers: Annotated[
        int, Meta(description="Worker processes for extraction; 0 means one per core, 1 means none.", ge=0, le=256)
    ] = 0
    timeout_s: Annotated[
        float, Meta(description="Seconds after which the work on one page is given up.", gt=0, le=600)
    ] = 20.0
