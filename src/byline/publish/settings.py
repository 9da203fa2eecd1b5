"""Settings of the edition and its files."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class PublishSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many stories an edition shows, and how its files are written."""

    folder: Annotated[str, Meta(description="Folder of the published pages, relative to this file.", min_length=1)] = (
        "site"
    )
    stories: Annotated[int, Meta(description="Most stories that one edition shows.", ge=1, le=200)] = 20
    min_independent: Annotated[
        int, Meta(description="Independent sources that a story needs to stand in the main part.", ge=1, le=20)
    ] = 2
    below: Annotated[
        Literal["after", "mixed", "off"],
        Meta(description='Stories with fewer sources: "after" the others, "mixed" with them by score, or "off".'),
    ] = "after"
    address: Annotated[
        str,
        Meta(
            description='Public address of the published pages, like "https://news.example"; '
            "feeds, mails and messages link there. Empty: links stay relative.",
            pattern=r"^(https?://[^\s<>\"'\\]+)?$",
            max_length=300,
        ),
    ] = ""
    images: Annotated[
        Literal["copy", "off"],
        Meta(description='Pictures: "copy" them beside the pages with their credit, or "off".'),
    ] = "copy"
    full_texts: Annotated[
        bool,
        Meta(description="Put the articles' full texts into edition.json; only for folders that nobody else can read."),
    ] = False
    notice: Annotated[str, Meta(description="Note shown at the top of every page; empty: none.", max_length=500)] = ""
