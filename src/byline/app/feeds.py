"""Feeds that a person names: one address, an OPML file, a catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from byline.catalogue.load import load_catalogue
from byline.catalogue.opml import parse_opml
from byline.errors import ConfigError
from byline.records import Feed, Source, SourceKind
from byline.text.urls import absolute_url, host_of

_LANGUAGE = re.compile(r"[A-Za-z]{2}")
_COUNTRY = re.compile(r"(?:[A-Za-z]{2})?")
_USERINFO = re.compile(r"//[^/@\s]*@")


def described_feed(url: str, *, name: str, kind: str, language: str, country: str, owner: str) -> tuple[Source, Feed]:
    """Return source and feed for one address. Raises ConfigError for an address that is not http(s)."""
    address = absolute_url(url)
    if not address:
        raise ConfigError(
            "is not a usable http or https address.",
            subject=_USERINFO.sub("//***@", url),
            advice="Give it in full, without user name, password or blanks.",
        )
    parts = urlsplit(address)
    host = host_of(address)
    if kind not in list(SourceKind):
        raise ConfigError(
            "is no kind of source.", subject=f"--kind {kind}", advice=f"Kinds are: {', '.join(SourceKind)}."
        )
    if not _LANGUAGE.fullmatch(language):
        raise ConfigError(
            "is no code of a language.", subject=f"--language {language}", advice="Write it like en or zh."
        )
    if not _COUNTRY.fullmatch(country):
        raise ConfigError("is no code of a country.", subject=f"--country {country}", advice="Write it like US or CN.")
    title = name or host.removeprefix("www.")
    source = Source(
        id=re.sub(r"[^a-z0-9]+", "-", (name or host).casefold()).strip("-") or "source",
        name=title,
        site=f"{parts.scheme}://{parts.netloc}/",
        country=country.upper(),
        language=language.lower(),
        kind=SourceKind(kind),
        owner=owner,
    )
    return source, Feed(url=address, source_id=source.id)


def read_feeds(path: Path) -> tuple[list[Source], list[Feed]]:
    """Return the sources and feeds of an OPML file, a catalogue folder or a bundled catalogue's name."""
    if path.is_dir() or (not path.exists() and path.suffix == ""):
        catalogue = load_catalogue(str(path))
        return list(catalogue.sources), list(catalogue.feeds)
    try:
        return parse_opml(path.read_bytes(), file=str(path))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}.", subject=str(path)) from error
