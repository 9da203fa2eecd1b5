"""Shared fixtures, and the rule that a test talks to nobody but this machine."""

from __future__ import annotations

import ipaddress
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent


def _refuse_other_machines(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = args[1]
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return
    try:
        loopback = ipaddress.ip_address(address[0].split("%")[0]).is_loopback
    except ValueError:
        loopback = address[0] == "localhost"
    if not loopback:
        raise ConnectionRefusedError(f"tests may connect to loopback only, not to {address[0]}")


sys.addaudithook(_refuse_other_machines)


# A deadline would be an assertion on the speed of a machine that others share.
settings.register_profile("byline", deadline=None)
settings.load_profile("byline")

# A shell starts background jobs with Ctrl-C ignored, and children inherit that; tests of Ctrl-C need Python's handler.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of measuring data, which is not part of the project; tests that need it skip without it."""
    folder = Path(os.environ.get("BYLINE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no measuring data at {folder} (set BYLINE_DATA)")
    return folder
