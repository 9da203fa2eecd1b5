"""The commented byline.toml that `byline init` writes: every key, its default and what it means."""

from __future__ import annotations

import json
import textwrap
import typing

import msgspec

from byline.config.tree import SECTIONS

_HEAD = """\
# Settings of this newsroom. Every key is shown with its default, commented out:
# take away the "# " to change one. A flag (--set section.key=value) wins over the
# environment (BYLINE_SECTION__KEY), which wins over this file.
"""


def template() -> str:
    """Return the text of a byline.toml with all keys as comments; reading it back gives the defaults."""
    parts = [_HEAD]
    for section, struct in SECTIONS.items():
        parts.append(f"\n[{section}]")
        parts.extend(_key(struct, field) for field in msgspec.structs.fields(struct))
    return "\n".join(parts) + "\n"


def describe(struct: type[msgspec.Struct], key: str) -> str:
    """Return the operator's description of a key."""
    hint = typing.get_type_hints(struct, include_extras=True)[key]
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.description:
            return meta.description
    return ""


def _key(struct: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str:
    comment = textwrap.fill(
        describe(struct, field.name), width=96, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    default = field.default if field.default is not msgspec.NODEFAULT else _factory(field)
    return f"{comment}\n# {field.name} = {toml_value(msgspec.to_builtins(default))}\n"


def _factory(field: msgspec.structs.FieldInfo) -> object:
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else ""


def toml_value(value: object) -> str:
    """Return a builtin value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{json.dumps(k)} = {toml_value(v)}" for k, v in value.items()) + " }" if value else "{}"
        )
    return json.dumps(value, ensure_ascii=False)
