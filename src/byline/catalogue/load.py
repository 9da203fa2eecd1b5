"""Reads a catalogue: a folder with sources.toml, topics.toml and entities.toml.

A catalogue is all that Byline knows about a field. The folder of the shipped
one lies beside this module (`data/ai`); an operator's own is named by its path.
Every mistake is a ConfigError that names the file, the entry and what to write
instead, so that a catalogue can be written without reading code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import msgspec

from byline.errors import ConfigError
from byline.records import Catalogue, Entity, Feed, Record, Source, SourceKind, Topic

Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Terms = dict[Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")], tuple[Name, ...]]


class SourceEntry(Record, frozen=True, kw_only=True):
    """One [[source]] table."""

    id: Slug
    name: Name
    site: str
    feeds: tuple[str, ...]
    country: Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{2})?$")] = ""
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")] = "en"
    kind: SourceKind = SourceKind.PRESS
    owner: Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")] = ""


class TopicEntry(Record, frozen=True, kw_only=True):
    """One [[topic]] table."""

    id: Slug
    name: Name
    terms: Terms
    weight: Annotated[float, msgspec.Meta(ge=0, le=3)] = 1.0
    weak: Terms = msgspec.field(default_factory=dict)


class EntityEntry(Record, frozen=True, kw_only=True):
    """One [[entity]] table."""

    id: Slug
    name: Name
    kind: str
    aliases: Terms
    maker: str = ""
    weight: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0


T = TypeVar("T", SourceEntry, TopicEntry, EntityEntry)
R = TypeVar("R", bound=Record)


def load_catalogue(name_or_path: str = "ai") -> Catalogue:
    """Return the shipped catalogue of that name, or the one in that folder.

    Raises ConfigError naming file, entry and nearest valid key. Order in the
    record is the order in the files.
    """
    folder, name = _folder(name_or_path)
    sources = _read(folder, "sources.toml", SourceEntry)
    topics = _read(folder, "topics.toml", TopicEntry)
    entities = _read(folder, "entities.toml", EntityEntry)
    _check_sources(sources)
    _check_terms("topics.toml", ((t.id, _all_terms(t)) for t in topics))
    _check_terms("entities.toml", ((e.id, e.aliases) for e in entities))
    _check_makers(entities)
    return Catalogue(
        name=name,
        sources=tuple(_source(entry) for entry in sources),
        feeds=tuple(Feed(url=url, source_id=entry.id) for entry in sources for url in entry.feeds),
        topics=tuple(_convert(entry, Topic, "topics.toml") for entry in topics),
        entities=tuple(_convert(entry, Entity, "entities.toml") for entry in entities),
    )


def shipped() -> list[str]:
    """Return the names of the catalogues that come with Byline, sorted."""
    data = resources.files("byline.catalogue") / "data"
    return sorted(folder.name for folder in data.iterdir() if folder.is_dir() and not folder.name.startswith("_"))


def _folder(name_or_path: str) -> tuple[Traversable, str]:
    names = shipped()
    if name_or_path in names:
        return resources.files("byline.catalogue") / "data" / name_or_path, name_or_path
    path = Path(name_or_path).expanduser()
    if path.is_dir():
        return path, path.resolve().name
    near = get_close_matches(name_or_path, names, n=1, cutoff=0.0)
    raise ConfigError(
        "there is no catalogue of this name and no such folder.",
        subject=f"catalogue {name_or_path!r}",
        advice=f"Use {near[0]!r} or the path of a folder with sources.toml, topics.toml and entities.toml.",
    )


def _read(folder: Traversable, file: str, kind: type[T]) -> list[T]:
    try:
        table = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError("the file is missing.", subject=file, advice=f"Add it to {folder}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"this is not valid TOML: {error}.", subject=file) from error
    key = kind.__name__.removesuffix("Entry").lower()
    for other in table:
        if other != key:
            raise ConfigError(f"unknown table {other!r}.", subject=file, advice=f"Did you mean [[{key}]]?")
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{key!r} is not a list of tables.", subject=file, advice=f"Write [[{key}]].")
    entries = [
        _entry(row, kind, subject=f"{file}, {key} {row.get('id') or number!r}")
        for number, row in enumerate(rows, start=1)
    ]
    _refuse_twice((entry.id for entry in entries), f"{file}, {key}", "id")
    return entries


def _entry(row: dict[str, object], kind: type[T], *, subject: str) -> T:
    known = [field.name for field in msgspec.structs.fields(kind)]
    for key in row:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise ConfigError(f"unknown key {key!r}.", subject=subject, advice=f"Did you mean {near!r}?")
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{error}.", subject=subject, advice=_kinds(error)) from error


def _kinds(error: msgspec.ValidationError) -> str:
    return "Kinds are: " + ", ".join(SourceKind) + "." if "$.kind" in str(error) else ""


def _source(entry: SourceEntry) -> Source:
    fields = {field.name: getattr(entry, field.name) for field in msgspec.structs.fields(Source)}
    return Source(**fields)


def _convert(entry: Record, record: type[R], file: str) -> R:
    try:
        return msgspec.convert(msgspec.to_builtins(entry), record)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{error}.", subject=f"{file}, {getattr(entry, 'id', '?')}") from error


def _check_sources(entries: Sequence[SourceEntry]) -> None:
    for entry in entries:
        subject = f"sources.toml, source {entry.id!r}"
        if not entry.feeds:
            raise ConfigError("it has no feeds.", subject=subject, advice="Add at least one address.")
        for url in (entry.site, *entry.feeds):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ConfigError(f"{url!r} is not an http(s) address.", subject=subject)
    _refuse_twice((url for entry in entries for url in entry.feeds), "sources.toml", "feed")
    _refuse_twice((entry.name.casefold() for entry in entries), "sources.toml", "name")


def _all_terms(topic: TopicEntry) -> Terms:
    languages = [*topic.terms, *(language for language in topic.weak if language not in topic.terms)]
    return {language: (*topic.terms.get(language, ()), *topic.weak.get(language, ())) for language in languages}


def _check_terms(file: str, entries: Iterable[tuple[str, Terms]]) -> None:
    owner: dict[str, str] = {}
    for ident, terms in entries:
        words = {term for language in terms.values() for term in language}
        if not words:
            raise ConfigError("it has no terms.", subject=f"{file}, {ident!r}")
        for word in sorted(words):
            first = owner.setdefault(re.sub(r"[\s-]+", " ", word), ident)
            if first != ident:
                raise ConfigError(f"{word!r} already belongs to {first!r}.", subject=f"{file}, {ident!r}")


def _check_makers(entries: Sequence[EntityEntry]) -> None:
    known = [entry.id for entry in entries]
    for entry in entries:
        if entry.maker and entry.maker not in known:
            near = get_close_matches(entry.maker, known, n=1, cutoff=0.0)[0]
            raise ConfigError(
                f"unknown maker {entry.maker!r}.",
                subject=f"entities.toml, entity {entry.id!r}",
                advice=f"Did you mean {near!r}?",
            )


def _refuse_twice(values: Iterable[str], subject: str, what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ConfigError(f"{what} {value!r} is there twice.", subject=subject, advice="Remove one.")
        seen.add(value)
