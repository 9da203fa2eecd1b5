"""HTML to what a reader sees: cleaned markup, plain visible text, tidy characters.

Text hidden from readers (`display:none`, `hidden`, `aria-hidden`, zero-width and
tag characters) is where instructions for language models are put; none of it
comes out of here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from byline.text.urls import absolute_url

if TYPE_CHECKING:
    import nh3

# lxml ships no types: elements are Any throughout this module.

_MAX_HTML = 5_000_000
_NEVER_SHOWN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# Joiners shape Arabic and Indic words and bind emoji; after Latin, Han or another joiner they are hidden data.
_STRAY_JOINER = re.compile(r"[\u200c\u200d]{2,}|(?:(?<=[\x00-\u058f\u3000-\u9fff\uac00-\ud7ff])|^)[\u200c\u200d]")
_STRAY_SELECTOR = re.compile(r"[\ufe0e\ufe0f]{2,}|(?:(?<=[A-Za-z\s\u3000-\u9fff])|^)[\ufe0e\ufe0f]")
_LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(
    r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}|[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
)
_SPACES = re.compile(" {2,}")
# First bytes in UTF-8 of what is printable by its category and unseen all the same: U+034F, U+115F, U+17B4, U+180B,
# U+3164, U+FE00, U+FFA0, U+E0100.
_UNSEEN_MARKS = (
    b"\xcd\x8f",
    b"\xe1\x85",
    b"\xe1\x9e",
    b"\xe1\xa0",
    b"\xe3\x85\xa4",
    b"\xef\xb8",
    b"\xef\xbe\xa0",
    b"\xf3\xa0",
)
_MANY_BREAKS = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")
_NEEDS_CLEANING = re.compile(r"[^\x20-\x7e\n]|  | \n|\n |\n\n\n")

_SKIPPED_TAGS = frozenset(
    """script style noscript template iframe object embed svg math head button select option optgroup textarea input
    datalist audio video canvas map area dialog applet param base link meta title noframes frameset frame""".split()
)
_VOID_TAGS = frozenset(("area", "base", "frame", "input", "link", "meta", "param"))
_BLOCK_TAGS = frozenset(
    """address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr
    ul""".split()
)
_CELL_TAGS = frozenset(("td", "th"))
_KNOWN_TAGS = (
    _SKIPPED_TAGS
    | _BLOCK_TAGS
    | _CELL_TAGS
    | frozenset(
        """a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark marquee meter nobr
        output picture progress q rb rp rt rtc ruby s samp small source span strike strong sub sup time track tt u var
        wbr""".split()
    )
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01]?(?:px)?[ ,]|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$).*overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden.*(?<![-\w])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|screenreader(?:-only)?|u-hidden-visually"
    r"|a11y-hidden|element-invisible)(?:\s|$)",
    re.IGNORECASE,
)
_MAY_HIDE = (
    "hidden display visibility opacity font-size sr-only screen-reader screenreader invisible text-indent absolute"
    " clip overflow"
).split()
_HIDDEN_NAMES = "sr-only screen-reader screenreader visually element-invisible a11y-hidden".split()
_HIDDEN_ATTRIBUTE = re.compile(r"<[^<>]*[\s\"'/](?:aria-)?hidden(?![-\w])")
_STYLE = re.compile(r"style\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_TAG_LIKE = re.compile(r"<(?=/?([A-Za-z][A-Za-z0-9:-]*)?)")
_MARKUP = re.compile(r"<[A-Za-z/!?]|&[#A-Za-z]")
_TAG = re.compile(r"<[/]?([A-Za-z0-9]+)[^>]*>")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_SELF_CLOSING = frozenset(
    "area base br col dd dt embed hr img input li link meta option p source td th tr track wbr".split()
)
_MAX_DEPTH = 1_000
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
# In the cleaner's output every value stands in double quotes; the same words outside of tags are an article's code.
_LINKING_TAG = re.compile(r"<(?:a|img|blockquote|q|del|ins)(?:\s+[\w-]+=\"[^\"]*\")+\s*/?>")
_RELATIVE = re.compile(r' (href|src|cite)="(?!https?://|mailto:)([^"]*)"', re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\b(src|width|height)="([^"]*)"')
_RAW_ATTRIBUTE = re.compile(r"\b(src|width|height)\s*=\s*(?:\"([^\"]*)\"|'?([^\s'\">]+))", re.IGNORECASE)
_MAX_IMAGES = 10
_TINY = re.compile(r"^\s*[0-2](?:px)?\s*$")
_TRACKER = re.compile(
    r"//(?:pixel|pixels|stats|beacon|analytics|counter|b)\.|/(?:pixel|beacon|counter|track(?:ing)?|1x1|open)\b"
    r"|feeds\.feedburner\.com/~|feedsportal\.com|doubleclick\.net|google-analytics\.com|scorecardresearch\.com",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Return text in NFC without control, zero-width, bidi and tag characters, blanks tidied.

    Lines stay, at most one blank line between them; runs of blanks become one space.
    Idempotent. O(n).
    """
    if not _NEEDS_CLEANING.search(text):
        return text.strip()
    text = text.replace("\u00a0", " ").replace("\u3000", " ").replace("\t", " ").replace("\r\n", "\n")
    if _may_hold_unseen(text):
        text = _LINE_BREAK.sub("\n", text)
        text = _BLANKS.sub(" ", _STRAY_SELECTOR.sub("", _STRAY_JOINER.sub("", _NEVER_SHOWN.sub("", text))))
    text = unicodedata.normalize("NFC", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return _MANY_BREAKS.sub("\n\n", text).strip() if "\n\n\n" in text else text.strip()


def _may_hold_unseen(text: str) -> bool:
    """Tell whether the slow patterns are needed: none of the string methods here looks at characters in Python."""
    if not text.replace("\n", " ").isprintable():
        return True
    if text.isascii():
        return False
    # Printable by their category, unseen all the same: fillers, joiners, variation selectors.
    data = text.encode("utf-8", "surrogatepass")
    return any(mark in data for mark in _UNSEEN_MARKS)


def one_line(text: str) -> str:
    """Return cleaned text on one line."""
    return _SPACE.sub(" ", clean_text(text)).strip()


def title_text(markup: str) -> str:
    """Return a title as one plain line; only real HTML elements count as markup ("C<T>" stays)."""
    if not _MARKUP.search(markup):
        return one_line(markup)
    return one_line(html_to_text(_TAG_LIKE.sub(_escaped_unless_known, markup)))


def _escaped_unless_known(match: re.Match[str]) -> str:
    name = (match.group(1) or "").lower()
    return "<" if name in _KNOWN_TAGS else "&lt;"


def html_to_text(markup: str) -> str:
    """Return the visible text of HTML: paragraphs separated by a blank line, `<br>` a line break.

    Inline elements neither glue nor split words. Input beyond 5 million characters is cut.
    """
    if "<" not in markup:
        return clean_text(html.unescape(markup) if "&" in markup else markup)
    if may_hide(markup):
        tree = parse_html(markup)
        return "" if tree is None else element_text(drop_hidden(tree))
    flat = _skeleton().clean(_bounded(markup)).replace("\n", " ").replace("\r", " ")
    return clean_text(html.unescape(_TAG.sub(_gap, flat)))


def may_hide(markup: str) -> bool:
    """Tell whether HTML may contain parts that a reader does not see (false alarms are possible)."""
    lowered = markup.lower()
    if not any(word in lowered for word in _MAY_HIDE):
        return False
    if any(name in lowered for name in _HIDDEN_NAMES) or _HIDDEN_ATTRIBUTE.search(lowered):
        return True
    return any(_HIDDEN_STYLE.search(html.unescape(value).strip("\"'")) for value in _STYLE.findall(lowered))


def _gap(match: re.Match[str]) -> str:
    name = match.group(1).lower()
    if name == "br":
        return "\n"
    return " " if name in _CELL_TAGS else "\n\n"


@cache
def _skeleton() -> nh3.Cleaner:
    """Return a cleaner that leaves the elements that make paragraphs and nothing else."""
    import nh3

    return nh3.Cleaner(
        tags=set(_BLOCK_TAGS | _CELL_TAGS) | {"br"},
        clean_content_tags=set(_SKIPPED_TAGS) - _VOID_TAGS,
        attributes={},
        link_rel=None,
    )


def _bounded(markup: str) -> str:
    """Return HTML that is not too long or too deep for a parser: nesting costs the square of its depth."""
    markup = markup[:_MAX_HTML]
    if markup.count("<") < _MAX_DEPTH:
        return markup
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(markup):
        if name.lower() not in _SELF_CLOSING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(depth, deepest)
    return html.escape(re.sub(r"<[^<>]*>", " ", markup)) if deepest > _MAX_DEPTH else markup


def parse_html(markup: str) -> Any:
    """Return the lxml tree of an HTML text (Any: lxml has no types), or None where it holds nothing."""
    from lxml import etree
    from lxml.html import HTMLParser

    cleaned = markup[:_MAX_HTML].replace("\0", "")
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(cleaned.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def drop_hidden(tree: Any) -> Any:
    """Remove what a reader cannot see from an lxml tree, in place, and return it.

    The tails of removed elements stay. `html` and `body` are never removed: pages that
    fade in hide them until their script has run.
    """
    doomed = [element for element in tree.iter() if _is_hidden(element)]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            remove_element(element)
    return tree


def remove_element(element: Any) -> None:
    """Remove one lxml element and its content; the text behind it stays, with a blank between words."""
    parent, previous, tail = element.getparent(), element.getprevious(), element.tail
    if tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _is_hidden(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True
    if tag in {"html", "body"}:
        return False
    if tag in _SKIPPED_TAGS:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden", "").strip().lower() == "true":
        return bool(attributes.get("hidden", "").lower() != "until-found")
    style = attributes.get("style")
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _HIDDEN_STYLE.search(style)) or (names and _HIDDEN_CLASS.search(names)))


def element_text(tree: Any) -> str:
    """Return the text of an lxml tree with paragraphs separated by a blank line. Hidden parts are not looked for."""
    from lxml import etree

    out: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            out.append(_before(tag))
            if tag and element.text:
                out.append(element.text if tag == "pre" else element.text.replace("\n", " ").replace("\r", " "))
        else:
            out.append("\n\n" if tag in _BLOCK_TAGS else "")
            if element.tail and element is not tree:
                out.append(element.tail.replace("\n", " ").replace("\r", " "))
    return clean_text("".join(out))


def _before(tag: str) -> str:
    if tag in _BLOCK_TAGS:
        return "\n\n"
    if tag == "br":
        return "\n"
    return " " if tag in _CELL_TAGS else ""


def clean_html(markup: str, *, base: str = "") -> str:
    """Return HTML that is safe to store and show: no script, style, form or hidden part, absolute links only.

    Links keep http, https and mailto; `base` completes relative ones, without it they go. Tracking
    pixels go. **Source:** nh3 (ammonia); no dangerous case of 745 known ones survived it.
    """
    if "<" not in markup:
        return html.escape(clean_text(html.unescape(markup)), quote=False)
    if may_hide(markup):
        markup = _without_hidden(markup)
    cleaned = _IMAGE.sub(_pixel_or_image, _cleaner().clean(_bounded(markup)))
    return clean_text(_LINKING_TAG.sub(lambda tag: _with_absolute_links(tag.group(), base), cleaned))


def _without_hidden(markup: str) -> str:
    from lxml import etree

    tree = parse_html(markup)
    if tree is None:
        return ""
    body = drop_hidden(tree).find("body")
    return "" if body is None else str(etree.tostring(body, encoding="unicode", method="html"))


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["img"] = {"src", "alt", "width", "height", "title"}
    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS - _SKIPPED_TAGS | {"figure", "figcaption"},
        clean_content_tags=set(_SKIPPED_TAGS) - _VOID_TAGS,
        attributes=attributes,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _with_absolute_links(tag: str, base: str) -> str:
    return _RELATIVE.sub(lambda match: _absolute(match, base), tag)


def _absolute(match: re.Match[str], base: str) -> str:
    """Return a link attribute completed by the base, nothing where that gives no web address."""
    found = absolute_url(html.unescape(match.group(2)), base=base) if base else ""
    return f' {match.group(1)}="{html.escape(found)}"' if found else ""


def _pixel_or_image(match: re.Match[str]) -> str:
    found = dict(_ATTRIBUTE.findall(match.group()))
    tiny = _TINY.match(found.get("width", "9")) or _TINY.match(found.get("height", "9"))
    return "" if tiny or _TRACKER.search(found.get("src", "")) or not found.get("src") else match.group()


def first_image(markup: str) -> str:
    """Return the address of the first picture in HTML that is no tracking pixel, as written; "" where there is none."""
    for tag in _IMAGE.findall(markup)[:_MAX_IMAGES]:
        found = {name.lower(): double or single for name, double, single in _RAW_ATTRIBUTE.findall(tag)}
        address = html.unescape(found.get("src", ""))
        tiny = _TINY.match(found.get("width", "9")) or _TINY.match(found.get("height", "9"))
        if address and not tiny and not _TRACKER.search(address):
            return address
    return ""
