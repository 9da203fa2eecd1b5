"""Name resolution with the operator's own host table in front of DNS."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver

from byline.errors import ConfigError
from byline.ingest.addresses import read_target

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult


class HostTable(AbstractResolver):
    """Resolves names from a table first: "name[:port]" or "*.suffix[:port]" -> "address:port"."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """Read the table; raises ConfigError for a target that is no address."""
        self._table = {name.lower(): _parsed(name, target) for name, target in table.items()}
        self._dns = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; OSError where there is none."""
        target = self._lookup(host.lower().rstrip("."), port)
        if target is None:
            return await self._dns.resolve(host, port, family)
        address, other_port = target
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        found: ResolveResult = {
            "hostname": host,
            "host": address,
            "port": other_port or port,
            "family": kind,
            "proto": 0,
            "flags": socket.AI_NUMERICHOST,
        }
        return [found]

    async def close(self) -> None:
        """Release the DNS resolver."""
        await self._dns.close()

    def _lookup(self, host: str, port: int) -> tuple[str, int] | None:
        # Longest suffix first: "a.b.c", "*.b.c", "*.c"; with the port before without.
        labels = host.split(".")
        names = [host] + ["*." + ".".join(labels[i:]) for i in range(1, len(labels))]
        for name in names:
            for key in (f"{name}:{port}", name):
                if key in self._table:
                    return self._table[key]
        return None


def _parsed(name: str, target: str) -> tuple[str, int]:
    found = read_target(target)
    if found is None:
        raise ConfigError(f'"{name}" leads to "{target}", which is no IP address.', subject="[fetch] hosts")
    return found
