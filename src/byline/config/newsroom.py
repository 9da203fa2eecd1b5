"""Settings of the newsroom as a whole."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class NewsroomSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the newsroom is called, where it keeps its data, which parts it runs on."""

    title: Annotated[str, Meta(description="Name printed on the edition.", min_length=1, max_length=80)] = (
        "The AI Byline"
    )
    language: Annotated[str, Meta(description='Language of the edition: "en" or "zh".', pattern="^(en|zh)$")] = "en"
    timezone: Annotated[str, Meta(description='Time zone that decides the edition\'s date, like "Europe/Berlin".')] = (
        "UTC"
    )
    folder: Annotated[
        str, Meta(description="Folder of the database and the lock file, relative to this file.", min_length=1)
    ] = "newsroom"
    catalogue: Annotated[
        str, Meta(description='Field: "ai", or the path of a folder with sources.toml, topics.toml, entities.toml.')
    ] = "ai"
    window_hours: Annotated[
        int, Meta(description="An edition shows stories with an article of the last so many hours.", ge=1, le=24 * 31)
    ] = 24
    embedder: Annotated[
        str,
        Meta(
            description='Embedder plug-in: "e5-enzh" (bundled), "hashing" (words only), or "openai", '
            '"sentence-transformers" (section [embed]).'
        ),
    ] = "e5-enzh"
    writer: Annotated[
        str, Meta(description='Writer plug-in: "extractive" quotes the sources, "llm" rewords them (section [llm]).')
    ] = "extractive"
