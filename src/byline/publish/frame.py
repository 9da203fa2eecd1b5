"""Pages of one kind differ in title, links and body; all that stands around these is rendered once."""

from __future__ import annotations

from markupsafe import Markup, escape

from byline.publish.cited import printable

TITLE, HEAD, MAIN = Markup("\x04"), Markup("\x05"), Markup("\x06")
"""Stand in a frame for what differs. No other text of a page contains them: control characters are never printed."""
SIGNS: dict[str, object] = {"title": TITLE, "head": HEAD, "main": MAIN}
"""What a template of a frame is rendered with."""


class Frame:
    """A page with signs, into which many are put."""

    def __init__(self, page: str) -> None:
        """Take a page in which each sign stands once, in this order, the last two on lines of their own."""
        self._start, rest = page.split(TITLE)
        self._between, rest = rest.split(f"{HEAD}\n")
        self._before, self._end = rest.split(f"{MAIN}\n")

    def page(self, *, title: str, head: str, main: str) -> str:
        """Return the page with this title, which is escaped here; head and main are HTML."""
        name = str(escape(printable(title)))
        return "".join((self._start, name, self._between, head, self._before, main, self._end))
