"""Reads the entries of `fetch.allow` and `fetch.hosts`, and says the nearest valid form of a wrong one.

Light on purpose: the settings are checked with it as soon as they are read, before
anything that fetches is imported.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import NamedTuple

from byline.ingest.settings import FetchSettings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)*{_LABEL}\.?", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NUMERIC = re.compile(r"[0-9.*/x]+")
_LAST_PORT = 65_535


class Wrong(NamedTuple):
    """An entry that cannot be used."""

    key: str
    """Name of the setting."""
    words: str
    """What is wrong, naming the entry."""
    nearest: str
    """The nearest valid form, as a sentence."""


def wrong_entries(settings: FetchSettings) -> Iterator[Wrong]:
    """Yield what cannot be used of `allow` and `hosts`, in their order."""
    for item in settings.allow:
        if read_allowed(item) is None:
            yield Wrong("allow", f'"{item}" is neither a network nor a host name', f"Write {_nearest_allowed(item)}.")
    for name, target in settings.hosts.items():
        if read_name(name) is None:
            yield Wrong("hosts", f'"{name}" is no host name', f"Write {_nearest_name(name)}.")
        elif read_target(target) is None:
            yield Wrong("hosts", f'"{name}" leads to "{target}", which is no IP address', _target_advice(target))


def read_allowed(item: str) -> Network | str | None:
    """Return the network (CIDR or one address) or the lower-case host name, "*.suffix" too; None for neither."""
    try:
        return ipaddress.ip_network(item, strict=False)
    except ValueError:
        pass
    if _NUMERIC.fullmatch(item) or not _NAME.fullmatch(item):
        return None
    return item.lower().rstrip(".")


def read_name(name: str) -> str | None:
    """Return "name[:port]" or "*.suffix[:port]" in lower case, None where it is neither."""
    host, colon, port = name.partition(":")
    if not _NAME.fullmatch(host) or (colon and not _port(port)):
        return None
    return f"{host.rstrip('.')}{colon}{port}".lower()


def read_target(target: str) -> tuple[str, int] | None:
    """Return address and port (0: that of the URL) of "address[:port]", None where it is no IP address."""
    bracketed = re.fullmatch(r"\[([^\]]+)\](?::([0-9]+))?", target)
    if bracketed:
        address, port = bracketed[1], bracketed[2]
    elif target.count(":") == 1:
        address, _, port = target.partition(":")
    else:
        address, port = target, None
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return None
    if port is None:
        return address, 0
    return (address, int(port)) if _port(port) else None


def _port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _LAST_PORT


def _nearest_allowed(item: str) -> str:
    host = _bare(item)
    for form in (host, host.partition(":")[0], _network_of(host)):
        if form and read_allowed(form) is not None:
            return f'"{form}"'
    return 'a network like "10.0.0.0/8", an address like "192.168.1.5" or a name like "*.intranet.example"'


def _network_of(text: str) -> str:
    """Return the network that somebody means by "10.0.*", "10.0.0.0/33" or "10.1"; "" where it is not clear."""
    numbers = re.match(r"\d{1,3}(?:\.\d{1,3}){0,3}", text)
    if numbers is None or any(int(part) > 255 for part in numbers[0].split(".")):
        return ""
    parts = numbers[0].split(".")
    return ".".join(parts + ["0"] * (4 - len(parts))) + f"/{8 * len(parts)}"


def _nearest_name(name: str) -> str:
    host, _, port = _bare(name).partition(":")
    host = re.sub(r"^\*(?=[^.])", "*.", host)
    for form in (f"{host}:{port}" if port else host, host):
        if read_name(form) is not None:
            return f'"{form}"'
    return 'it like "name", "name:8080" or "*.suffix"'


def _target_advice(target: str) -> str:
    host = _bare(target)
    for form in (host, host.partition(":")[0], f"[{host.rpartition(':')[0]}]:{host.rpartition(':')[2]}"):
        if read_target(form) is not None:
            return f'Write "{form}".'
    return 'Write an address like "192.168.1.5", "192.168.1.5:8080" or "[fd00::5]:8080".'


def _bare(text: str) -> str:
    """Return host and port of what may be a whole URL."""
    return _SCHEME.sub("", text.strip()).partition("/")[0] if _SCHEME.match(text.strip()) else text.strip()
