"""Mail addresses: read, checked and brought into one form, so that one reader is one row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import NamedTuple

from byline.errors import ConfigError

_LONGEST = 254
"""**Source:** RFC 5321, 4.5.3.1.3, less the angle brackets."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class Reader(NamedTuple):
    """Who gets a mail."""

    address: str
    """In lower case, the domain in its ASCII form."""
    name: str = ""


def read_address(text: str) -> Reader:
    """Return the reader of "ada@reader.example" or "Ada <ada@reader.example>". Raises ConfigError for anything else."""
    plain = text.strip()
    name, address = parseaddr(plain) if "<" in plain else ("", plain)
    local, at, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        ascii_domain = ""
    known = bool(at) and all(_LABEL.fullmatch(label) for label in ascii_domain.split("."))
    found = f"{local}@{ascii_domain}".lower()
    printable = plain.isprintable() and name.isprintable()
    if not known or not printable or not _LOCAL.fullmatch(local) or len(found) > _LONGEST:
        raise ConfigError("is not a mail address.", subject=repr(plain[:80]), advice="Write it like ada@reader.example")
    return Reader(found, " ".join(name.split()))


def header_address(reader: Reader) -> Address:
    """Return the address as mail headers need it."""
    try:
        return Address(display_name=reader.name, addr_spec=reader.address)
    except (MessageError, ValueError, IndexError) as error:
        raise ConfigError("cannot stand in a mail header.", subject=repr(reader.address)) from error


def read_subscribers(file: Path) -> Iterator[Reader]:
    """Yield the readers of a file: one a line; what follows "#" is a remark. Raises ConfigError, naming the line."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error}).", subject=str(file)) from error
    for number, line in enumerate(text.splitlines(), 1):
        entry = re.sub(r"(^|\s)#.*", "", line).strip()
        if not entry:
            continue
        try:
            yield read_address(entry)
        except ConfigError as error:
            raise ConfigError("is not a mail address.", subject=f"{file}, line {number}", advice=error.advice) from None


def domain_of(address: str) -> str:
    """Return what stands behind the at sign."""
    return address.rpartition("@")[2]
