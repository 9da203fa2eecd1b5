"""Which addresses may be connected to: public ones on web ports, and what the operator allows.

The check sits where the socket is made, on the address really connected to, so
that neither redirects, odd spellings of an address nor a name that resolves
differently the second time get around it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextvars import ContextVar

from byline.ingest.addresses import read_allowed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressInfo = tuple[int, int, int, str, tuple[object, ...]]

# `is_global` of Python 3.11 calls these global: NAT64 and 6to4 (they wrap a private IPv4 address), Teredo,
# site-local, IETF assignments (a cloud's metadata service lives in 192.0.0.0/24), relay anycast.
_ALSO_BLOCKED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "ff00::/8",
        "168.63.129.16/32",
    )
)
_WEB_PORTS = frozenset((80, 443))
_FIRST_USER_PORT = 1024


class BlockedAddressError(OSError):
    """The guard refused to connect."""


class AddressGuard:
    """Decides on every socket before it is made."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        """`allow` names networks (CIDR) or hosts ("*.suffix" too) that may be private; anything else allows nothing."""
        read = [read_allowed(item) for item in allow]
        self._names = [item for item in read if isinstance(item, str)]
        self._networks = [item for item in read if item is not None and not isinstance(item, str)]
        self._host: ContextVar[str] = ContextVar("host", default="")

    def enter(self, host: str) -> None:
        """Note which host the current task is about to connect to, for allowed names."""
        self._host.set(host.lower())

    def make_socket(self, info: AddressInfo) -> socket.socket:
        """Return a socket for one resolved address; raises BlockedAddressError where it may not be reached."""
        family, kind, protocol, _, address = info
        host = self._host.get()
        if not self.permits(str(address[0]), host=host):
            raise BlockedAddressError(f"{address[0]} is not a public address")
        return socket.socket(family, kind, protocol)

    def permits(self, address: str, *, host: str = "") -> bool:
        """Tell whether an address may be connected to under this host name."""
        try:
            number = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        plain = getattr(number, "ipv4_mapped", None) or number
        if any(plain in network for network in self._networks if network.version == plain.version):
            return True
        return self._named(host) or is_public(plain)

    def _named(self, host: str) -> bool:
        return any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in self._names)


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet.

    **Source:** IANA special-purpose registries, as `ipaddress.is_global` plus the ranges it misses.
    """
    return address.is_global and not any(
        address in network for network in _ALSO_BLOCKED if network.version == address.version
    )


def port_allowed(port: int) -> bool:
    """Tell whether a port is a web port: 80, 443 or 1024 and above (mail and shell servers lie below)."""
    return port in _WEB_PORTS or port >= _FIRST_USER_PORT
