"""One writer for one newsroom: a lock that the system takes back whenever its holder dies.

There is no process id to go stale. A killed holder frees the lock at once;
a child made by fork would keep it, so workers are spawned.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from byline.errors import StoreError, StoreFull, StoreLocked

NAME = "lock"


@contextmanager
def exclusive(folder: Path, name: str = NAME) -> Iterator[Path]:
    """Hold the file `name` of `folder` for the length of the block; yields the file.

    Errors: StoreLocked at once where another process (or another block of this
    one) holds it, StoreError where the folder is missing, StoreFull where it
    cannot be written.
    """
    path = folder / name
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreLocked(
                "another Byline is at work in this folder.",
                subject=str(path),
                advice="Wait until it has finished, or stop it; the lock frees itself, so do not delete the file.",
            ) from error
        yield path
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(
            "the data folder does not exist.",
            subject=str(path.parent),
            advice="Create it, or name another one in the configuration.",
        ) from error
    except OSError as error:
        raise StoreFull(
            f"the lock file cannot be written ({error.strerror}).",
            subject=str(path),
            advice="Give this user the right to write there, or make room.",
        ) from error
