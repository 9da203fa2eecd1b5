"""Style sheets, scripts and the icon that ship with the pages.

They are handed out without comments and indentation, which readers' browsers do not need.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files as package_files

ASSETS = ("icon.svg", "pages.css", "search.js", "share.js", "site.js", "style.css")
"""Files of each edition's folder `assets/`."""

# Text in quotes is kept as it is; a comment in it would be none.
_GAP = r"(?:\s|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"
_CSS = re.compile(rf"""("[^"]*"|'[^']*')|{_GAP}*([{{}};,>]){_GAP}*|{_GAP}+""")
_LEFT_OF_COLON = re.compile(r"([{;][a-z-]+): ")
_LAST_SEMICOLON = re.compile(r";}")
# Only whole lines: nobody has to tell a comment from a pattern or a text then.
_COMMENT_LINES = re.compile(r"^\s*/\*.*?\*/\s*$\n?", re.DOTALL | re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


@cache
def asset(name: str) -> bytes:
    """Return a file that ships with the pages, without what only its authors read."""
    body = package_files("byline.publish").joinpath("assets", name).read_bytes()
    shrink = {"css": shrink_css, "js": shrink_js}.get(name.rpartition(".")[2])
    return shrink(body.decode()).encode() if shrink else body


def shrink_css(sheet: str) -> str:
    """Return the sheet with equal rules in fewer characters."""
    lean = _CSS.sub(lambda found: found[1] or found[2] or " ", sheet)
    return _LAST_SEMICOLON.sub("}", _LEFT_OF_COLON.sub(r"\1:", lean)).strip() + "\n"


def shrink_js(script: str) -> str:
    """Return the script without lines of comment, empty lines and indentation; no text in it may have several lines."""
    return _INDENTATION.sub("", _COMMENT_LINES.sub("", script)).strip() + "\n"
