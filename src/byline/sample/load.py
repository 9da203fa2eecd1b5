"""Reads and checks the sample newsroom's data files."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from byline.errors import ConfigError
from byline.sample.records import SAMPLE_NOW, SAMPLE_SINCE, Newsroom, Outlet, SampleArticle

DATA = Path(__file__).parent / "data"
_FRONT = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_PATH = re.compile(r"/[A-Za-z0-9._/-]+\Z")


def load_newsroom(folder: Path = DATA) -> Newsroom:
    """Return all outlets and articles below a folder, checked.

    Raises ConfigError for the first thing that is wrong; it names the file.
    """
    outlets = load_outlets(folder / "outlets.toml")
    images = {path.name: path.read_bytes() for path in sorted((folder / "images").glob("*.png"))}
    files = {path: load_article(path) for path in sorted((folder / "articles").rglob("*.md"))}
    _check_unique(files)
    by_id = {article.id: article for article in files.values()}
    for path, article in files.items():
        for complaint in _complaints(article, by_id=by_id, outlets=outlets, images=images):
            raise ConfigError(complaint, subject=str(path))
    articles = sorted(files.values(), key=lambda article: (article.published, article.id))
    return Newsroom(outlets=tuple(outlets.values()), articles=tuple(articles), images=images)


def load_outlets(path: Path) -> dict[str, Outlet]:
    """Return the outlets of a file by id, in its order. Raises ConfigError."""
    tables = _toml(path.read_text(encoding="utf-8"), path=path).get("outlet")
    if not isinstance(tables, list) or not tables:
        raise ConfigError("has no [[outlet]] table.", subject=str(path))
    outlets = [_convert(table, Outlet, path=path) for table in tables]
    doubles = [name for name, count in Counter(outlet.id for outlet in outlets).items() if count > 1]
    if doubles:
        raise ConfigError(f"names the outlet {doubles[0]!r} twice.", subject=str(path))
    return {outlet.id: outlet for outlet in outlets}


def load_article(path: Path) -> SampleArticle:
    """Return the article of one file. Raises ConfigError where its form is wrong."""
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    if not match:
        raise ConfigError("must start with a +++ line, TOML and another +++ line.", subject=str(path))
    table = _toml(match[1], path=path)
    return _convert({**table, "body": match[2].strip()}, SampleArticle, path=path)


def _toml(text: str, *, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}.", subject=str(path)) from error


def _convert(table: object, into: type[_Struct], *, path: Path) -> _Struct:
    try:
        return msgspec.convert(table, into)
    except msgspec.ValidationError as error:
        unknown = re.search(r"unknown field `(\w+)`", str(error))
        near = difflib.get_close_matches(unknown[1], into.__struct_fields__, n=1) if unknown else []
        raise ConfigError(f"{error}.", subject=str(path), advice=f"Did you mean {near[0]}?" if near else "") from error


def _check_unique(files: Mapping[Path, SampleArticle]) -> None:
    seen: dict[str, Path] = {}
    for path, article in files.items():
        for key in (f"id {article.id}", f"address {article.outlet}{article.path}"):
            if key in seen:
                raise ConfigError(f"has the {key}, and so has {seen[key].name}.", subject=str(path))
            seen[key] = path


def _complaints(
    article: SampleArticle,
    *,
    by_id: Mapping[str, SampleArticle],
    outlets: Mapping[str, Outlet],
    images: Mapping[str, bytes],
) -> Iterable[str]:
    """Yield what is wrong with one article, in words."""
    outlet = outlets.get(article.outlet)
    if outlet is None:
        near = difflib.get_close_matches(article.outlet, outlets, n=1)
        yield f"outlet {article.outlet!r} is not in outlets.toml." + (f" Did you mean {near[0]}?" if near else "")
    elif outlet.feed_gone:
        yield f"outlet {article.outlet!r} has no feed any more, so it has no articles."
    if not _PATH.match(article.path):
        yield f"path {article.path!r} must start with / and hold letters, digits, and . _ - / only."
    if not (article.title and article.summary and article.author and article.body):
        yield "title, summary, author and text must not be empty."
    if article.published.tzinfo is None or not SAMPLE_SINCE <= article.published < SAMPLE_NOW:
        yield f"published must be from {SAMPLE_SINCE:%Y-%m-%dT%H:%MZ} to before {SAMPLE_NOW:%Y-%m-%dT%H:%MZ}."
    if article.image and article.image not in images:
        yield f"image {article.image!r} is not in data/images."
    yield from _expect_complaints(article, by_id=by_id)


def _expect_complaints(article: SampleArticle, *, by_id: Mapping[str, SampleArticle]) -> Iterable[str]:
    expect = article.expect
    if (expect.screen == "kept") != bool(expect.story):
        yield 'a kept article names a story; a dropped one has story = "".'
    origin = by_id.get(expect.origin)
    if origin is None:
        yield f"origin {expect.origin!r} is no article's id."
    elif origin.expect.origin != origin.id:
        yield f"origin {origin.id!r} is a copy itself: name {origin.expect.origin!r}."
    elif origin.expect.story != expect.story:
        yield f"origin {origin.id!r} belongs to another story ({origin.expect.story!r})."
    elif origin.published > article.published:
        yield f"origin {origin.id!r} was published after its copy."
