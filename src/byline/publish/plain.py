"""What goes out in formats without templates: one clean line of text, and the addresses of pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byline.publish.shapes import Line

# Control characters and noncharacters, which XML and mail headers refuse, lone surrogates, and what
# turns the reading direction of the text around it.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """Return the text as one line that no format can trip over: no control, no direction mark, single spaces."""
    return " ".join(_UNPRINTABLE.sub("", " ".join(text.split())).split())


def shortened(text: str, limit: int) -> str:
    """Return the text in at most `limit` characters, with "…" where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def spoken(line: Line) -> str:
    """Return a published sentence as one plain line, with whose words it is before it."""
    text = one_line(line.text)
    return f"{one_line(line.speaker)}: {text}" if line.speaker else text


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Addresses of one edition's pages, as seen from the site's root."""

    site: str
    """Public address of the site ("https://news.example/daily"); "": addresses are relative."""
    edition_id: str
    up: str = ""
    """What leads from the file that holds the links to the site's root, where addresses are relative."""

    @property
    def root(self) -> str:
        """What every address begins with; "" or ends with "/"."""
        return f"{self.site.rstrip('/')}/" if self.site else self.up

    @property
    def front(self) -> str:
        """The front page of the edition."""
        return f"{self.root}{self.edition_id}/index.html"

    def story(self, slug: str) -> str:
        """Return the address of a story's page."""
        return f"{self.root}{self.edition_id}/story/{slug}.html"
