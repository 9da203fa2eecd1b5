"""Feed bytes to text that an XML parser accepts: evidence-based decoding, then repair.

A valid UTF-8 body is UTF-8 whatever its declaration says; stray bytes are read as
Windows-1252. The document type goes before any parser sees it, so that no entity
can expand, read a file or open a connection; small plain entities are replaced.
"""

from __future__ import annotations

import codecs
import gzip
import html.entities
import re
import zlib

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']", re.DOTALL)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the declared name means in practice. Source: WHATWG Encoding Standard.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "x-mac-cyrillic": "mac-cyrillic",
}
# These look like plain ASCII byte by byte, so that valid UTF-8 proves nothing.
_SEVEN_BIT = frozenset(("iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "hz", "utf-7"))
_NOT_ASCII_BASED = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "ucs-4", "iso-10646-ucs")
_EBCDIC_START = b"\x4c\x6f\xa7\x94"

_ROOT = re.compile(r"<(?:\?xml\b|!DOCTYPE\b|(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf|urlset|channel|sitemapindex)\b)", re.I)
_XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?*>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,2000}(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_MAX_DOCTYPE = 200_000
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,40})\s+(?:\"([^\"<%]{0,200})\"|'([^'<%]{0,200})')\s*>")
_REFERENCE = re.compile(r"&(#[xX]?[0-9A-Fa-f]{1,8};|[A-Za-z][\w.-]{0,40};|)")
_XML_NAMES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_BAD_CHARACTER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PI = re.compile(r"<\?(?!xml\b).*?\?>", re.DOTALL | re.IGNORECASE)
_MAX_ENTITIES = 50
_MAX_GUNZIPPED = 20_000_000


def unzipped(body: bytes) -> bytes:
    """Return the body without a gzip layer that nobody declared; as it is where there is none."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, _MAX_GUNZIPPED)
    except (zlib.error, gzip.BadGzipFile):
        return body


def decode(body: bytes, *, content_type: str = "") -> tuple[str, list[str]]:
    """Return the text of a feed body and notes on what was odd.

    Evidence in this order: byte order mark, NUL pattern, valid UTF-8, HTTP charset, XML declaration,
    UTF-8 with stray Windows-1252 bytes, statistics.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _with_bom(body[len(bom) :], name)
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace"), []
    declared = _declared(body, content_type)
    if not any(name in _SEVEN_BIT for name in declared) or (b"\x1b" not in body and b"~{" not in body):
        try:
            return body.decode("utf-8"), []
        except UnicodeDecodeError:
            pass
    return _not_utf8(body, declared)


def _with_bom(body: bytes, name: str) -> tuple[str, list[str]]:
    try:
        return body.decode(name), []
    except UnicodeDecodeError:
        if name == "utf-8":
            return body.decode("utf-8", "byline-cp1252"), ["stray bytes read as Windows-1252"]
        return body.decode(name, "replace"), [f"damaged {name} text"]


def _wide(body: bytes) -> str:
    """Return UTF-16 or UTF-32 where the bytes of "<?" show it without a byte order mark."""
    patterns = {b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    for start, name in patterns.items():
        if body.startswith(start):
            return name
    return "cp037" if body.startswith(_EBCDIC_START) else ""


def _declared(body: bytes, content_type: str) -> list[str]:
    """Return declared charset names, HTTP before XML, lower case."""
    http, xml = _CHARSET.search(content_type), _DECLARED.search(body[:500])
    names = ([http.group(1)] if http else []) + ([xml.group(1).decode("ascii")] if xml else [])
    return [name.lower() for name in names]


def _not_utf8(body: bytes, declared: list[str]) -> tuple[str, list[str]]:
    multibyte, high = sum(map(len, _MULTIBYTE.findall(body))), len(_HIGH_BYTE.findall(body))
    # A page of real UTF-8 with a few bad bytes: nearly all high bytes stand in valid sequences.
    only_utf8 = all(name in {"utf-8", "utf8"} for name in declared)
    if multibyte >= high * (0.5 if only_utf8 else 0.8) and multibyte > 3:
        return body.decode("utf-8", "byline-cp1252"), ["stray bytes read as Windows-1252"]
    for name in declared:
        if name.startswith(_NOT_ASCII_BASED) or name in {"utf-8", "utf8"}:
            continue
        try:
            return body.decode(_ALIASES.get(name, name)), []
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(body, declared, high=high)


def _guessed(body: bytes, declared: list[str], *, high: int) -> tuple[str, list[str]]:
    for name in declared:
        codec = _ALIASES.get(name, name)
        if codec != "cp1252" and _known(codec) and not name.startswith(("utf", *_NOT_ASCII_BASED)):
            return body.decode(codec, "replace"), [f"damaged {name} text"]
    # Few high bytes are too little for statistics; Windows-1252 is the commonest case.
    if high > 40:
        import charset_normalizer

        best = charset_normalizer.from_bytes(body[:100_000]).best()
        if best is not None and best.encoding not in {"utf_8", "ascii"} and not best.encoding.startswith("utf_"):
            return body.decode(best.encoding, "replace"), [f"character set guessed: {best.encoding}"]
    return body.decode("utf-8", "byline-cp1252"), ["stray bytes read as Windows-1252"]


def _known(codec: str) -> bool:
    try:
        return bool(codecs.lookup(codec)._is_text_encoding)  # noqa: SLF001  # the only way to tell "rot13" from text
    except LookupError:
        return False


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 1]
    return bad.decode("cp1252", "replace"), error.start + 1


codecs.register_error("byline-cp1252", _as_cp1252)


def prepared(text: str) -> tuple[str, list[str]]:
    """Return the document from its root on, without declaration and document type, and notes on what went.

    Costs nothing for a plain feed: a few looks at its first characters.
    """
    notes: list[str] = []
    text = text.lstrip("\ufeff \t\r\n\0")
    root = _ROOT.match(text) or _ROOT.search(text[:20_000])
    if root and root.start() and not _only_markup(text[: root.start()]):
        notes.append("text before the feed dropped")
        text = text[root.start() :]
    text = _XML_DECLARATION.sub("", text, count=1) if text[:5].lower() == "<?xml" else text
    if "<!doctype" in text[:5_000].lower():
        text = _without_doctype(text, notes)
    return text, notes


def _only_markup(head: str) -> bool:
    return not re.sub(r"<\?.*?\?>|<!--.*?-->|\s", "", head, flags=re.DOTALL)


def _without_doctype(text: str, notes: list[str]) -> str:
    # Before the root only: an article may well write about document types.
    prolog = _PROLOG.match(text)
    match = _DOCTYPE.match(text, prolog.end() if prolog else 0)
    if not match or match.end() > _MAX_DOCTYPE:
        return text
    doctype, rest = match.group(), text[match.end() :]
    entities: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(doctype)[:_MAX_ENTITIES]:
        entities.setdefault(name, _plain_entity(double or single))
    if "SYSTEM" in doctype or "<!ENTITY" in doctype:
        notes.append("entities of the document type not expanded")
    if not entities:
        return rest
    used = sum(rest.count(f"&{name};") * len(value) for name, value in entities.items())
    if used > 100_000:
        return rest
    return _REFERENCE.sub(lambda found: entities.get(found.group(1)[:-1], found.group()), rest)


def _plain_entity(value: str) -> str:
    """Return an entity's value where it is plain text; nothing where it refers to other entities."""
    if re.search(r"&(?!#|amp;|lt;|gt;|quot;|apos;)", value):
        return ""
    return value


def repaired(text: str) -> tuple[str, list[str]]:
    """Return a text with the commonest damage undone, and notes on what was done.

    Control characters go; HTML entities become characters; a bare "&" becomes "&amp;"; repeated
    attributes go; comments and instructions go; everything behind the root goes. O(n).
    """
    notes: list[str] = []
    fixed = _BAD_CHARACTER.sub("", text)
    if fixed != text:
        notes.append("control characters dropped")
    parts = _CDATA.split(fixed)
    outside = [_repaired_markup(part, notes) if not part.startswith("<![CDATA[") else part for part in parts]
    return _without_tail("".join(outside), notes), list(dict.fromkeys(notes))


def _repaired_markup(part: str, notes: list[str]) -> str:
    bare = _COMMENT.sub("", part)
    fixed = _REFERENCE.sub(_reference, bare)
    if fixed != bare:
        notes.append("references repaired")
    once = _TAG.sub(_tag, fixed)
    if once != fixed:
        notes.append("attributes repaired")
    return _PI.sub("", once)


def _reference(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _XML_NAMES:
        return match.group()
    if name.startswith("#"):
        return _numeric(name[1:-1])
    found = html.entities.html5.get(name) if name else None
    if found is None:
        return "&amp;" + name
    return found if found not in {"&", "<", ">"} else {"&": "&amp;", "<": "&lt;", ">": "&gt;"}[found]


def _numeric(digits: str) -> str:
    try:
        code = int(digits[1:], 16) if digits[:1] in {"x", "X"} else int(digits)
    except ValueError:
        return "&amp;#" + digits + ";"
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "ignore")
    if code > 0x10FFFF or _BAD_CHARACTER.match(chr(code)):
        return ""
    return f"&#{code};"


_TAG = re.compile(r"<[A-Za-z_][^<>]{0,4000}>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(\"[^\"<]*\"|'[^'<]*'|[^\s\"'>]+)")


def _tag(match: re.Match[str]) -> str:
    """Return a start tag without repeated attributes and with quotes around every value."""
    tag = match.group()
    pairs = _ATTRIBUTE.findall(tag)
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names) and all(value[0] in "\"'" for _, value in pairs):
        return tag
    first = re.match(r"<[A-Za-z_][\w:.-]*", tag)
    if first is None:
        return tag
    kept: dict[str, str] = {}
    for name, value in pairs:
        kept.setdefault(name, value if value[0] in "\"'" else '"' + value.rstrip("/") + '"')
    end = "/>" if tag.endswith("/>") else ">"
    return first.group() + "".join(f" {name}={value}" for name, value in kept.items()) + end


def _without_tail(text: str, notes: list[str]) -> str:
    root = re.search(r"<([A-Za-z_][\w:.-]*)", text)
    if root is None:
        return text
    ends = [match.end() for match in re.finditer(rf"</{re.escape(root.group(1))}\s*>", text)]
    if ends and text[ends[-1] :].strip():
        notes.append("text behind the feed dropped")
        return text[: ends[-1]]
    return text
