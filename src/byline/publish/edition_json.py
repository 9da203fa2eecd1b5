"""Editions as JSON that every reader reads right, and back.

Ids of articles and stories have 63 bits. A reader that keeps numbers as floating point, like
JavaScript, rounds integers above 2**53, so in JSON these ids are texts: the 13 letters and digits
that pages and the API use, "" for none. `schema` tells: 2 has ids as texts; files without it have
them as integers, and are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from byline.records import Article, Edition, Story
from byline.text.hashes import format_id, parse_id

SCHEMA = 2
"""Of the file that is written."""
_IDS = frozenset({"article_id", "story_id", "origin_id", "nearest_id", "other_id", "of_id", "left_id", "right_id"})
"""Fields that hold the id of an article or a story, in all records."""
_LISTS = frozenset({"article_ids"})
_HOLDERS = frozenset({"article", "story", "articles"})
"""Fields that hold a record whose own id is one."""

# Ids where they stand in compact JSON: a text has a backslash before each of its quotes, so only
# fields are found. The field `id` stands first in an article and in a story.
_WRITTEN = re.compile(
    rb'([{,]"(?:(?:article|story|origin|nearest|other|of|left|right)_id":|article_ids":\[|(?:article|story)":\{"id":))'
    rb"([\d,]*\d)"
)


def encode_edition(edition: Edition) -> bytes:
    """Return the edition as JSON of this schema, indented."""
    body = msgspec.json.encode(edition, order="deterministic", enc_hook=str)
    body = _WRITTEN.sub(lambda found: found[1] + _quoted(found[2]), body)
    return msgspec.json.format(b'{"schema":%d,%s' % (SCHEMA, body.removeprefix(b"{")), indent=1) + b"\n"


def decode_edition(body: bytes) -> Edition:
    """Return the edition of a file of any schema so far. Raises msgspec.DecodeError or ValueError for what is none."""
    found = msgspec.json.decode(body)
    if not isinstance(found, dict):
        raise msgspec.ValidationError(f"Expected `object`, got `{type(found).__name__}`")
    schema = found.pop("schema", 1)
    if not isinstance(schema, int) or schema > SCHEMA:
        raise msgspec.ValidationError(f"a newer Byline wrote it (schema {schema}, this one reads up to {SCHEMA})")
    _change(found, _number, own=False)
    return msgspec.convert(found, type=Edition)


@lru_cache(maxsize=4096)
def _quoted(numbers: bytes) -> bytes:
    return b",".join(b'"%s"' % _text(int(number)).encode() for number in numbers.split(b","))


# Any: builtins of whatever shape the value has.
def with_text_ids(value: object) -> Any:
    """Return records as builtins for JSON, the ids of articles and stories as texts; what is no id stays."""
    found = msgspec.to_builtins(value, builtin_types=(datetime,), order="deterministic", enc_hook=str)
    whole = isinstance(value, list | tuple) and all(isinstance(one, Article | Story) for one in value)
    _change(found, _text, own=whole or isinstance(value, Article | Story))
    return found


# Any: as above.
def _change(value: Any, change: Callable[[Any], Any], *, own: bool) -> None:
    """Exchange all ids in place; `own`: the field `id` of this very value is one, too."""
    if isinstance(value, list | tuple):
        for one in value:
            _change(one, change, own=own)
        return
    if not isinstance(value, dict):
        return
    for name, held in value.items():
        if name in _IDS or (own and name == "id"):
            value[name] = change(held)
        elif name in _LISTS:
            value[name] = [change(one) for one in held]
        elif isinstance(held, dict | list | tuple):
            _change(held, change, own=name in _HOLDERS)


# Any: what stands in a field of that name.
def _text(value: Any) -> Any:
    return (format_id(value) if value else "") if isinstance(value, int) else value


# Any: as above.
def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse_id(value) if value else 0
    except ValueError as error:
        raise msgspec.ValidationError(str(error)) from error
