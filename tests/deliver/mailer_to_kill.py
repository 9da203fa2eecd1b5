"""Sends an edition to many readers in processes that are killed; the last one finishes. Prints how many were at work.

Arguments: database, port, readers, then for each process to be killed the seconds that it has.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from byline.deliver.addresses import Reader, domain_of
from byline.deliver.message import Letter, build_message
from byline.deliver.outbox import Clock, Pace, send_all
from byline.deliver.settings import MailSettings
from byline.deliver.smtp import SmtpTransport
from byline.store.outbox import open_outbox


def main() -> None:
    """Kill one process after the other, then let one finish."""
    path, port, readers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    killed = 0
    for wait_s in map(float, sys.argv[4:]):
        child = os.fork()
        if child == 0:
            send(path, port, readers)
            os._exit(0)
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    send(path, port, readers)
    print(killed)


def send(path: Path, port: int, readers: int) -> None:
    """Send to all who did not get it."""
    letter = Letter(edition_id="2025-07-28", newsroom="The AI Byline", sender="news@news.example", subject="Today")
    settings = MailSettings(host="localhost", port=port, security="none", sender=letter.sender)

    def build(address):
        return build_message(letter, Reader(address), parts=("<p>x</p>", "x"), now=datetime.now(UTC))

    outbox = open_outbox(path)
    transport = SmtpTransport(settings, password="", build=build)
    send_all(
        outbox,
        transport,
        ("2025-07-28", "mail", [f"r{number:03}@reader.example" for number in range(readers)]),
        pace=Pace(attempts=3, retry_s=0.05),
        clock=Clock(now=lambda: datetime.now(UTC), sleep=time.sleep),
        group=domain_of,
    )


if __name__ == "__main__":
    main()
