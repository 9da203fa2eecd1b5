"""Reading ahead: the newest edition is at hand before anybody asks for it.

An edition is decoded in 10 to 100 ms, and where no run has found them yet, the claims of a story with
many articles are found in up to 300 ms: too long for a question, short for a thread that nobody waits for.
"""

from __future__ import annotations

import logging
import threading

from byline.errors import BylineError
from byline.serve import queries
from byline.serve.desk import KEPT_DETAILS, Desk

EVERY_S = 2.0
"""Seconds between two looks whether an edition was made."""
MOST_CLAIMS = 64
"""Stories of the newest edition whose claims are found, first ones first."""
_log = logging.getLogger(__name__)


class Ahead:
    """A thread that reads what is likely to be asked, from `start` to `close`."""

    def __init__(self, desk: Desk) -> None:
        """Read for this desk."""
        self._desk = desk
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="byline-ahead", daemon=True)
        self.done = threading.Event()
        """Set when the newest edition has been read for the first time."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End, after the story in hand."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        last: object = None
        while not self._closing.is_set():
            try:
                head = self._desk.head()
                made = (head.id, head.made_at) if head is not None else ()
                if made != last:
                    self._read()
                    last = made
            except BylineError as error:
                # Whoever asks is told; here it is tried again.
                _log.info("not read ahead: %s", error)
            self.done.set()
            self._closing.wait(EVERY_S)

    def _read(self) -> None:
        for head in self._desk.heads()[:KEPT_DETAILS]:
            if self._closing.is_set():
                return
            queries.edition_stories(self._desk, head)
        newest = self._desk.head()
        stories = queries.edition_stories(self._desk, newest) if newest is not None else ()
        for line in stories[:MOST_CLAIMS]:
            if self._closing.is_set():
                return
            coverage = self._desk.store.story(queries.number_of(line.id))
            if coverage is not None:
                queries.claims_of(self._desk, [coverage])
