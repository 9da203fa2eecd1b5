"""Take the pictures of the documentation from a written site, with a headless Chromium.

    python scripts/screenshots.py SITE_FOLDER [--out docs/images] [--browser chromium]

SITE_FOLDER holds editions as `byline export` writes them. The browser is driven over its
debugging pipe: no port, no further library. `Browser` serves the tests of the pages too.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from byline.publish.edition_json import decode_edition
from byline.publish.mail import render_mail
from byline.publish.settings import PublishSettings

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-extensions "
    "--disable-background-networking --disable-component-update --disable-sync --mute-audio "
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4 "
    "--remote-debugging-pipe"
).split()
LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE *.localhost"
ANSWER_S = 60.0
# Moves the pipe's ends to the descriptors 3 and 4 that the browser expects, out of each other's way, and becomes it.
START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for at, end in enumerate(ends, 3):
    os.dup2(end, at, inheritable=True)
    os.close(end)
os.execv(sys.argv[3], sys.argv[3:])
"""

SHOTS = (
    ("front", "index.html", 1280, 900, False, ""),
    ("front-dark", "index.html", 1280, 900, True, ""),
    ("front-phone", "index.html", 390, 844, False, ""),
    ("story", "STORY", 1280, 900, False, ""),
    ("story-dark", "STORY", 1280, 900, True, ""),
    ("story-phone", "STORY", 390, 844, False, ""),
    ("citation", "STORY", 1280, 900, False, ".body .cite .n"),
    ("citation-phone", "STORY", 390, 844, False, ".body .cite .n"),
)
"""Name, page (STORY: the lead's), width, height, dark, what is focused first."""
MAIL = (("mail", 700, 720, False),)
MORE_MAIL = (("mail-dark", 700, 720, True), ("mail-phone", 390, 844, False), ("mail-phone-dark", 390, 844, True))
"""Name, width, height, dark, of the edition as a mail."""


def main() -> int:
    """Write all pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Take the pictures of the documentation from a written site.")
    parser.add_argument("site", type=Path, help="folder with editions")
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--browser", default=find_browser())
    parser.add_argument("--full", action="store_true", help="the whole page instead of one screen")
    parser.add_argument("--more", action="store_true", help="the mail in the dark and on a phone, too")
    args = parser.parse_args()
    edition = newest_edition(args.site)
    if not args.browser or edition is None:
        print("no chromium found." if not args.browser else f"{args.site}: no edition here.", file=sys.stderr)
        return 3
    args.out.mkdir(parents=True, exist_ok=True)
    with browser(args.browser) as page:
        for name, target, width, height, dark, focus in SHOTS:
            path = lead_story(edition) if target == "STORY" else edition / target
            page.screen(width, height, dark=dark)
            page.open(path.resolve().as_uri())
            if focus:
                page.evaluate(f"(n => (n.scrollIntoView({{block: 'center'}}), n.focus()))({find(focus)})")
                time.sleep(0.5)
            _keep(page, args.out / f"{name}.png", full=args.full)
        with tempfile.TemporaryDirectory() as folder:
            mail = Path(folder) / "mail.html"
            mail.write_text(mail_of(edition), encoding="utf-8")
            for name, width, height, dark in MAIL + (MORE_MAIL if args.more else ()):
                page.screen(width, height, dark=dark)
                page.open(mail.as_uri())
                _keep(page, args.out / f"{name}.png", full=args.full)
    return 0


def mail_of(edition: Path) -> str:
    """Return the HTML of the mail that readers get of an edition."""
    found = decode_edition((edition / "edition.json").read_bytes())
    body = render_mail(found, settings=PublishSettings(address="https://news.example"))
    return body.personal(address="ada@reader.example", unsubscribe="https://news.example/leave")[0]


def _keep(page: Browser, file: Path, *, full: bool) -> None:
    file.write_bytes(page.picture(full=full))
    print(file)


def find(selector: str) -> str:
    """Return the JavaScript expression for the first element of a selector."""
    return f"document.querySelector({json.dumps(selector)})"


def find_browser() -> str:
    """Return the path of a Chromium or Chrome, "" where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for path in map(shutil.which, names) if path), "")


def newest_edition(site: Path) -> Path | None:
    """Return the folder of the newest edition: ids sort by date."""
    folders = [path.parent for path in sorted(site.glob("*/edition.json"))]
    return folders[-1] if folders else None


def lead_story(edition: Path) -> Path:
    """Return the page of the first story."""
    stories = json.loads((edition / "edition.json").read_text(encoding="utf-8"))["stories"]
    return edition / "story" / f"{stories[0]['slug']}.html"


class Browser:
    """One page of a Chromium, driven over its debugging pipe.

    **Source:** Chrome DevTools Protocol: JSON messages, each ended by a NUL byte, on file
    descriptors 3 (to the browser) and 4 (from it).
    """

    def __init__(self, write_fd: int, read_fd: int) -> None:
        """Open a blank page and start listening to its console and network."""
        self._write, self._read, self._rest = write_fd, read_fd, b""
        self._number, self._session = 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the result of a command; RuntimeError where the browser refuses it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self.events.append(answer)

    def open(self, url: str) -> None:
        """Load an address and wait until it is loaded; the events of earlier pages are forgotten.

        RuntimeError where it cannot be loaded.
        """
        self.events.clear()
        answer = self.call("Page.navigate", url=url)
        if "errorText" in answer:
            raise RuntimeError(f"{url}: {answer['errorText']}")
        if "loaderId" not in answer:  # another fragment of the same page: nothing is loaded
            return
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())
        time.sleep(0.1)

    def screen(self, width: int, height: int, *, dark: bool = False) -> None:
        """Set the size of the screen in CSS pixels and the colour scheme; narrow ones are used with fingers."""
        touch = width < 600
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if touch else 1,
            mobile=touch,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=touch)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, run beside the page, whose own policy stays as it is."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def picture(self, *, full: bool = False) -> bytes:
        """Return the screen, or the whole page, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=full)["data"])

    def problems(self) -> list[str]:
        """Return what the browser complained about since the page was opened."""
        entries = [e["params"]["entry"] for e in self.events if e.get("method") == "Log.entryAdded"]
        return [entry["text"] for entry in entries if entry["level"] in ("error", "warning")] + [
            event["params"]["exceptionDetails"]["text"]
            for event in self.events
            if event.get("method") == "Runtime.exceptionThrown"
        ]

    def requests(self) -> list[str]:
        """Return every address asked for since the page was opened."""
        sent = [e["params"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], ANSWER_S)[0]:
                raise TimeoutError(f"the browser said nothing for {ANSWER_S:.0f} s.")
            received = os.read(self._read, 1 << 20)
            if not received:
                raise RuntimeError("the browser ended.")
            self._rest += received
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """Yield a page of a fresh browser, which knows nothing of any user and reaches only files and loopback."""
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [sys.executable, "-c", START, str(to_read), str(from_write), path, *FLAGS, LOOPBACK_ONLY]
        process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}"],
            pass_fds=(to_read, from_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(from_write)
        try:
            yield Browser(to_write, from_read)
        finally:
            os.close(to_write)
            process.terminate()
            process.wait(timeout=30)
            os.close(from_read)


if __name__ == "__main__":
    sys.exit(main())
