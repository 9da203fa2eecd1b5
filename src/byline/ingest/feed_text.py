"""Text constructs of feeds: plain, escaped HTML, inline XHTML, base64."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass
from typing import Any

from byline.ingest.names import name_of

# lxml ships no types: elements are Any throughout this module.

_MAX_TEXT = 2_000_000
_EMAIL_NAME = re.compile(r"^\s*(?:mailto:)?\S+@\S+\s*\((.+)\)\s*$")
_NAME_EMAIL = re.compile(r"^\s*(.+?)\s*[<(]\s*\S+@\S+\s*[>)]\s*$")
_BARE_EMAIL = re.compile(r"^\s*(?:mailto:)?\S+@\S+\.\S+\s*$")


@dataclass(frozen=True, slots=True)
class Value:
    """A text and whether it is HTML."""

    text: str = ""
    is_html: bool = True

    def as_html(self) -> str:
        """Return the value as HTML."""
        return self.text if self.is_html else html.escape(self.text, quote=False)


def construct(element: Any) -> Value:
    """Return the value of a title, summary or content element, by its type and mode attributes.

    **Source:** RFC 4287, 3.1 and 4.1.3; Atom 0.3 "mode". RSS elements count as HTML.
    """
    kind = (element.get("type") or "").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if len(element):
        return Value(_markup(element), is_html=True)
    text = (element.text or "")[:_MAX_TEXT].strip()
    if mode == "base64" or (_is_binary(kind) and mode != "escaped"):
        return _from_base64(text, kind)
    atom = name_of(element.tag).startswith("atom:")
    is_plain = kind in {"text", "text/plain"} or (atom and not kind)
    if mode == "escaped" and kind in {"", "text/plain"}:
        is_plain = kind == "text/plain"
    return Value(text, is_html=not is_plain)


def _is_binary(kind: str) -> bool:
    # "application/octet-stream" is the old way to say base64.
    return "/" in kind and not kind.startswith(("text/", "image/svg")) and not kind.endswith(("+xml", "/xml"))


def _from_base64(text: str, kind: str) -> Value:
    try:
        decoded = base64.b64decode(text.encode("ascii", "ignore"), validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return Value(text)
    return Value(decoded.strip(), is_html=kind != "text/plain")


def _markup(element: Any) -> str:
    """Return inline markup as HTML text: the children without namespaces, the outer xhtml:div removed."""
    from lxml import etree

    inner = element
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) == 1 and name_of(children[0].tag) in {"xhtml:div", "div"} and not (element.text or "").strip():
        inner = children[0]
    parts = [html.escape(inner.text or "", quote=False)]
    for child in inner:
        parts.append(etree.tostring(child, encoding="unicode", method="xml", with_tail=True))
        if sum(map(len, parts[-1:])) > _MAX_TEXT:
            break
    joined = "".join(parts)
    joined = re.sub(r"(</?)[A-Za-z_][\w.-]*:(?=[A-Za-z])", r"\1", joined)
    return re.sub(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"", "", joined).strip()


def plain(element: Any) -> str:
    """Return all text in an element, on one line."""
    text = element.text or "" if not len(element) else "".join(element.itertext())
    return " ".join(text[:_MAX_TEXT].split())


def author_name(element: Any) -> str:
    """Return a person's name from an Atom person, "mail (Name)", "Name <mail>" or plain text; no addresses."""
    for child in element:
        if isinstance(child.tag, str) and name_of(child.tag) in {"atom:name", "name", "itunes:name"}:
            return plain(child)[:200]
    text = html.unescape(plain(element))[:500]
    for pattern in (_EMAIL_NAME, _NAME_EMAIL):
        match = pattern.match(text)
        if match:
            return match.group(1).strip()[:200]
    return "" if _BARE_EMAIL.match(text) else re.sub(r"<[^>]*>", "", text).strip()[:200]
