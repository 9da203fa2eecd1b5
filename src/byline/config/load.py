"""Reading the settings: flag over environment over file over default, and where each value came from.

A key that nobody knows is an error that names the nearest known one; a value of
the wrong type or out of range names file, section and key.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from byline.config.tree import SECTIONS, Config
from byline.errors import ConfigError
from byline.ingest.addresses import wrong_entries

FILE_NAME = "byline.toml"
ENV_PREFIX = "BYLINE_"
SECRETS = frozenset({"BYLINE_SMTP_PASSWORD", "BYLINE_WEBHOOK_SECRET", "BYLINE_SLACK_WEBHOOK", "BYLINE_DISCORD_WEBHOOK"})
"""Variables that delivery reads: what they hold never stands in a file, a log or an error."""
ONE_KEY = frozenset({"flag", "environment"})
"""Origins that name each key with its section."""
_NOT_SETTINGS = frozenset({"BYLINE_DATA", "BYLINE_LOG", "BYLINE_TOKEN"}) | SECRETS
_USERINFO = re.compile(r"//[^/@\s]+@")
_QUERY = re.compile(r"(https?://[^\s?]+)\?\S+")


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """Settings with the origin of each value."""

    config: Config
    origins: dict[tuple[str, str], str]
    """(section, key) -> "flag", "environment" or the file's path; what is not in it is a default."""
    base: Path
    """Folder that relative paths in the settings refer to."""

    def rows(self) -> list[tuple[str, str, object, str]]:
        """Return (section, key, value, origin) of every setting; user names and passwords in addresses are masked."""
        out: list[tuple[str, str, object, str]] = []
        for section in SECTIONS:
            for key, value in msgspec.to_builtins(getattr(self.config, section)).items():
                out.append(
                    (
                        section,
                        key,
                        _masked(value, queries=section == "webhooks"),
                        self.origins.get((section, key), "default"),
                    )
                )
        return out


def _masked(value: object, *, queries: bool) -> object:
    """Return a value without what may be a secret in its addresses: users, passwords, and where asked for queries."""
    if isinstance(value, list | tuple):
        return [_masked(item, queries=queries) for item in value]
    if not isinstance(value, str):
        return value
    shown = _USERINFO.sub("//***@", value)
    return _QUERY.sub(r"\1?***", shown) if queries else shown


def load_config(path: Path | None = None, *, flags: Sequence[str] = (), env: Mapping[str, str] | None = None) -> Loaded:
    """Return the settings of a file, the environment and `section.key=value` flags.

    Without a path, `byline.toml` of the current folder is read if it is there.
    Raises ConfigError for an unreadable file, an unknown key, a bad value.
    """
    file = path if path is not None else Path(FILE_NAME)
    raw: dict[str, dict[str, object]] = {section: {} for section in SECTIONS}
    origins: dict[tuple[str, str], str] = {}
    if path is not None or file.exists():
        _take(_read_toml(file), str(file), into=(raw, origins))
    _take(_from_env(os.environ if env is None else env), "environment", into=(raw, origins))
    _take(_from_flags(flags), "flag", into=(raw, origins))
    sections = {name: _convert(name, raw[name], origins) for name in SECTIONS}
    config = msgspec.structs.replace(Config(), **sections)
    _check(config, origins)
    return Loaded(config=config, origins=origins, base=file.absolute().parent)


def _read_toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError("there is no such file.", subject=str(file), advice="Write one with: byline init") from None
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}.", subject=str(file)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"is not UTF-8 text (byte {error.start}).", subject=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}.", subject=str(file)) from error


def _from_env(env: Mapping[str, str]) -> dict[str, object]:
    """BYLINE_RANK__HALF_LIFE_HOURS=12 -> {"rank": {"half_life_hours": 12}}."""
    found: dict[str, dict[str, object]] = {}
    for name in sorted(env):
        if name.startswith(ENV_PREFIX) and name not in _NOT_SETTINGS:
            section, separator, key = name.removeprefix(ENV_PREFIX).lower().partition("__")
            if not separator:
                raise ConfigError("is not a setting.", subject=name, advice="Settings are named BYLINE_SECTION__KEY.")
            found.setdefault(section, {})[key] = _value(env[name])
    return dict(found)


def _from_flags(flags: Sequence[str]) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for flag in flags:
        name, equals, value = flag.partition("=")
        section, dot, key = name.strip().partition(".")
        if not equals or not dot:
            raise ConfigError("is not of the form section.key=value.", subject=f"--set {flag}")
        found.setdefault(section, {})[key] = _value(value.strip())
    return dict(found)


def _value(text: str) -> object:
    """Read a value as TOML would; a bare word is a string."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _take(
    found: Mapping[str, object],
    origin: str,
    *,
    into: tuple[dict[str, dict[str, object]], dict[tuple[str, str], str]],
) -> None:
    raw, origins = into
    for section, values in found.items():
        if section not in SECTIONS:
            raise _unknown_section(section, values, origin)
        if not isinstance(values, Mapping):
            raise ConfigError(f"{section} must be a section: [{section}].", subject=origin)
        keys = [field.name for field in msgspec.structs.fields(SECTIONS[section])]
        for key, value in values.items():
            if key not in keys:
                raise ConfigError(f"unknown key {key} in [{section}].", subject=origin, advice=_nearest(key, keys))
            raw[section][key] = value
            origins[section, key] = origin


def _unknown_section(section: str, values: object, origin: str) -> ConfigError:
    """Return the error; a flag or a variable names one key, and so does the error."""
    key = next(iter(values), "") if isinstance(values, Mapping) and origin in ONE_KEY else ""
    if not key:
        return ConfigError(f"unknown section [{section}].", subject=origin, advice=_nearest(section, SECTIONS))
    said = f"unknown key {section}.{key}: there is no section [{section}]."
    near = _nearest_key(section, key)
    advice = f"Did you mean {near}?" if near else _nearest(section, SECTIONS)
    return ConfigError(said, subject=origin, advice=advice)


def _nearest_key(section: str, key: str) -> str:
    """Return the key that is most likely meant: of the section nearest by name, else of any; "" for none."""
    near = difflib.get_close_matches(section, list(SECTIONS), n=1, cutoff=0.6)
    for name, alike in [*((name, 0.6) for name in near), *((name, 0.85) for name in SECTIONS)]:
        keys = [field.name for field in msgspec.structs.fields(SECTIONS[name])]
        close = difflib.get_close_matches(key, keys, n=1, cutoff=alike)
        if close:
            return f"{name}.{close[0]}"
    return ""


def _nearest(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(known)}."


def _convert(section: str, values: Mapping[str, object], origins: Mapping[tuple[str, str], str]) -> msgspec.Struct:
    try:
        converted: msgspec.Struct = msgspec.convert(dict(values), SECTIONS[section], strict=True)
    except msgspec.ValidationError as error:
        key = re.search(r"\$\.(\w+)", str(error))
        origin = origins.get((section, key.group(1)), "settings") if key else "settings"
        where = f"[{section}] {key.group(1)}" if key else f"[{section}]"
        what = str(error).split(" - at ", maxsplit=1)[0]
        raise ConfigError(f"{where}: {what[:1].lower()}{what[1:]}.", subject=origin) from error
    return converted


def _check(config: Config, origins: Mapping[tuple[str, str], str]) -> None:
    """Refuse what has the right type and still cannot be used, before a run meets it."""
    name = config.newsroom.timezone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = difflib.get_close_matches(name, sorted(available_timezones()), n=1)
        advice = f'Did you mean "{near[0]}"?' if near else 'Write it like "Asia/Shanghai".'
        origin = origins.get(("newsroom", "timezone"), "settings")
        raise ConfigError(
            f'[newsroom] timezone: there is no time zone "{name}".', subject=origin, advice=advice
        ) from None
    for wrong in wrong_entries(config.fetch):
        origin = origins.get(("fetch", wrong.key), "settings")
        raise ConfigError(f"[fetch] {wrong.key}: {wrong.words}.", subject=origin, advice=wrong.nearest)
