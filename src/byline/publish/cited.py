"""Published sentences with their numbers, as HTML.

A page has hundreds of numbers, each with its source sentence, and a template takes several times
as long for them as these functions do. All text from outside is escaped, and stands in
an element with dir="auto" or in a <bdi>.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from byline.publish.labels import Say, words_in
from byline.publish.shapes import CitedPassage, Line, Mark

# Control characters are not allowed in HTML, and no source has a right to turn the page's text around.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# A name that a line must not break: "GLM-4.5", "GPT-5".
_NAME = re.compile(r"((?<![\w-])\w{1,12}-\d[\w.]{0,8})")


class _Pieces(NamedTuple):
    """What slips and lists show of a passage, escaped."""

    quote: str
    """Attributes and text of the element that holds the quote."""
    origin: str
    """Outlet, country, day, language."""
    link: str
    cite: str
    """What a number is called by programs that read aloud."""


def printable(value: object) -> object:
    """Return a text without what HTML does not allow; anything else as it is."""
    if type(value) is not str or value.isprintable():
        return value
    return _UNPRINTABLE.sub("", value)


def whole_names(text: str) -> Markup:
    """Return the text, escaped, with names such as "GLM-4.5" kept on one line."""
    if "-" not in text:
        return escape(printable(text))
    parts = _NAME.split(str(printable(text)))
    return _html(
        "".join(f'<span class="nb">{escape(part)}</span>' if at % 2 else escape(part) for at, part in enumerate(parts))
    )


def said(line: Line, language: str, *, to: str = "", kind: str = "targets") -> Markup:
    """Return a sentence with its numbers, whose words it is, and its language where that is not the page's."""
    say = words_in(language)
    speaker = f'<span class="speaker"><bdi>{_text(line.speaker)}</bdi></span> ' if line.speaker else ""
    text = f'<span class="text"{_lang(line.lang)} dir="auto">{whole_names(line.text)}</span>'
    tag = f' <span class="tag">{_text(say("in_language", language=line.language))}</span>' if line.language else ""
    new = f' <span class="new">{_text(say("new"))}</span>' if line.new else ""
    return _html(f"{speaker}{text}{marks(line.marks, language, to=to, kind=kind)}{tag}{new}")


def marks(cited: tuple[Mark, ...], language: str, *, to: str = "", kind: str = "targets") -> Markup:
    """Return numbers: "targets" with the slip and for the way back, "slips" with the slip, "bare" as links alone.

    A word joiner keeps the first one on the line of the word before it. `to` is the address of the
    page that has the source sentences, "" for this one.
    """
    page, write = _text(to), _bare if kind == "bare" else _with_slip
    numbers = "".join(write(mark, page, language, target=kind == "targets") for mark in cited)
    return _html(f'<span class="marks">&#8288;{numbers}</span>')


def source(passage: CitedPassage, language: str) -> Markup:
    """Return a passage as an item of the list of source sentences."""
    number, pieces = passage.number, _pieces(passage, language)
    back = f'<a class="back" href="#r{number}">{_text(words_in(language)("back"))}</a>'
    return _html(
        f'<li id="c{number}" value="{number}"><blockquote{pieces.quote}</blockquote>'
        f'<p class="origin">{pieces.origin}{pieces.link}{back}</p></li>'
    )


def _bare(mark: Mark, page: str, language: str, *, target: bool) -> str:
    del language, target
    return f'<a class="n" href="{page}#c{mark.passage.number}">[{mark.passage.number}]</a>'


def _with_slip(mark: Mark, page: str, language: str, *, target: bool) -> str:
    number, pieces = mark.passage.number, _pieces(mark.passage, language)
    name = f' id="r{number}"' if target and mark.first else ""
    return (
        f'<span class="cite" tabindex="-1"><a class="n"{name} href="{page}#c{number}" aria-label="{pieces.cite}">'
        f'[{number}]</a><span class="card" role="note"><span class="quote"{pieces.quote}</span>'
        f'<span class="origin">{pieces.origin}<span>{_text(mark.relation)}</span>{pieces.link}</span></span></span>'
    )


# A passage is cited several times, all on one story's page.
@lru_cache(maxsize=64)
def _pieces(passage: CitedPassage, language: str) -> _Pieces:
    say: Say = words_in(language)
    country = f"<span>{_text(passage.country)}</span>" if passage.country else ""
    words = say("in_language", language=passage.language) if passage.language else ""
    link = f'<a href="{_text(passage.url)}" rel="noopener noreferrer">{_text(say("open_at"))}</a>'
    return _Pieces(
        quote=f'{_lang(passage.lang)} dir="auto">{_text(passage.quote)}',
        origin=f"<b><bdi>{_text(passage.outlet)}</bdi></b>{country}"
        f'<time datetime="{passage.iso_day}">{_text(passage.day)}</time>'
        f"{f'<span>{_text(words)}</span>' if words else ''}",
        link=link if passage.url else "",
        cite=_text(say("cite", n=passage.number)),
    )


def _lang(lang: str) -> str:
    return f' lang="{_text(lang)}"' if lang else ""


def _text(value: str) -> str:
    return str(escape(printable(value)))


def _html(made: str) -> Markup:
    return Markup(made)  # noqa: S704 - made above, of constants and of what `_text` escaped
