"""Who made the picture: figure captions and credit elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

# lxml ships no types: elements are Any throughout this module.

_NAMED = re.compile(
    r"(?:^|[\s(（|.。])(?:photo(?:graph)?|image|picture|illustration|graphic|credits?|foto|图片来源|图源|摄影|供图|图片|图)"
    r"(?:\s+(?:by|credits?|courtesy(?: of)?|source))?\s*[:：/]\s*([^|()（）\n]{2,120})",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:photo(?:graph)?|image|illustration)s?\s+(?:by|courtesy of)\s+([^|()\n.]{2,100})", re.IGNORECASE)
_AGENCY = re.compile(
    r"[(（]?((?:[^\W\d_][\w.'’-]*\s+){0,4}[\w.'’-]+\s*/\s*(?:AP|AFP|Reuters|Getty Images|Bloomberg|EPA|Shutterstock"
    r"|Xinhua)[^()（）\n]{0,40}|(?:AP|AFP|Reuters|Getty)\s+(?:Photo|Images)\s*/\s*[^()（）\n]{2,60})[)）]?"
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:credits?|photographer|photo-?credit|image-?credit|attribution)(?:$|[\s_-])", re.I
)
_MAX_CREDIT = 160


def image_credit(tree: Any, *, image: str) -> str:
    """Return the credit of an article's picture, "" where the page prints none.

    The figure that shows `image` comes first, then the first figures of the page.
    """
    figures = sorted(_figures(tree), key=lambda figure: not _shows(figure, image))
    for figure in figures[:4]:
        credit = _credit_of(figure)
        if credit:
            return credit
    return ""


def _figures(tree: Any) -> Iterator[Any]:
    for number, figure in enumerate(tree.iter("figure")):
        if number >= 20:
            return
        if not any(parent.tag in {"aside", "nav", "footer"} for parent in figure.iterancestors()):
            yield figure


def _shows(figure: Any, image: str) -> bool:
    name = urlsplit(image).path.rpartition("/")[2] if image else ""
    return bool(name) and any(name in (picture.get("src") or "") for picture in figure.iter("img"))


def _credit_of(figure: Any) -> str:
    for element in figure.iter():
        if isinstance(element.tag, str) and _CREDIT_CLASS.search(element.get("class") or ""):
            text = _tidy(" ".join("".join(element.itertext()).split()))
            if text:
                return text
    caption = next(figure.iter("figcaption"), None)
    text = " ".join("".join(caption.itertext()).split())[:2_000] if caption is not None else ""
    for pattern in (_NAMED, _BY, _AGENCY):
        match = pattern.search(text)
        if match:
            return _tidy(match.group(1))
    return ""


def _tidy(text: str) -> str:
    bare = re.sub(
        r"^(?:photo(?:graph)?|image|picture|illustration|credits?)s?\s*(?:by|credit)?\s*[:：]\s*", "", text, flags=re.I
    )
    return bare.strip(" .;,()（）。")[:_MAX_CREDIT]
