"""What an operator can set about embedders that are not bundled."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class EmbedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The model of the embedders "openai" and "sentence-transformers"; the others look at none of it."""

    model: Annotated[str, Meta(description="Name of the model as the server calls it, or a hub name or folder.")] = ""
    base_url: Annotated[
        str,
        Meta(description='Address of the API of an OpenAI-compatible server, like "http://127.0.0.1:11434/v1".'),
    ] = "https://api.openai.com/v1"
    key_env: Annotated[
        str,
        Meta(
            description='Environment variable that holds the key; "": none is sent. Never the key itself.',
            pattern="^[A-Za-z_0-9]*$",
        ),
    ] = ""
    prefix: Annotated[str, Meta(description='Put before every text, for models that want one, like "query: ".')] = ""
    dim: Annotated[
        int, Meta(description="Length of a vector; 0: as the model gives it (a server is asked once).", ge=0, le=8192)
    ] = 0
    batch: Annotated[int, Meta(description="Texts in one call.", ge=1, le=2048)] = 32
    timeout_s: Annotated[float, Meta(description="Seconds for one call, all of it.", gt=0.0, le=3_600.0)] = 60.0
    retries: Annotated[
        int,
        Meta(
            description="Tries after a failure that may pass (429, 5xx, no connection), with growing waits.",
            ge=0,
            le=10,
        ),
    ] = 3
    wait_s: Annotated[
        float,
        Meta(description="Seconds before the first new try; each later one waits twice as long.", ge=0.0, le=60.0),
    ] = 1.0
