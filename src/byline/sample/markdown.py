"""The light Markdown of the sample's articles: HTML for the pages, plain text for comparing."""

from __future__ import annotations

import html
import re

_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def blocks(body: str) -> list[str]:
    """Return each block of a text as HTML: p, h2, blockquote or ul; everything else is escaped."""
    return [_block(part) for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]


def plain(body: str) -> list[str]:
    """Return the same blocks as plain text, one line each; a list yields a line for each item."""
    lines: list[str] = []
    for part in re.split(r"\n\s*\n", body.strip()):
        rows = [row.strip() for row in part.strip().split("\n")]
        if all(row.startswith("- ") for row in rows):
            lines.extend(_unmarked(row[2:]) for row in rows)
        else:
            lines.append(_unmarked(_joined([row.removeprefix("> ").removeprefix("## ") for row in rows])))
    return lines


def _block(part: str) -> str:
    rows = [row.strip() for row in part.strip().split("\n")]
    if all(row.startswith("- ") for row in rows):
        return "<ul>" + "".join(f"<li>{_inline(row[2:])}</li>" for row in rows) + "</ul>"
    if all(row.startswith(">") for row in rows):
        return f"<blockquote><p>{_inline(_joined([row[1:].strip() for row in rows]))}</p></blockquote>"
    if rows[0].startswith("## "):
        return f"<h2>{_inline(_joined(rows)[3:])}</h2>"
    return f"<p>{_inline(_joined(rows))}</p>"


def _joined(rows: list[str]) -> str:
    """Join lines with a blank, but not between two Chinese characters."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])", "", "\n".join(rows)).replace(
        "\n", " "
    )


def _inline(text: str) -> str:
    linked = _LINK.sub(r'<a href="\2">\1</a>', html.escape(text, quote=False))
    return _BOLD.sub(r"<strong>\1</strong>", linked)


def _unmarked(text: str) -> str:
    return _BOLD.sub(r"\1", _LINK.sub(r"\1", text))
