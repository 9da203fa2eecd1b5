"""What a page says about itself: JSON-LD first, meta elements, then what is visible.

Read before hidden parts are removed, because this is where they stand. All values are
plain text; addresses are absolute http(s) or "".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from byline.text.html import one_line, title_text
from byline.text.urls import absolute_url, host_of, registrable_domain

# lxml ships no types and JSON of strangers has any shape: Any throughout this module.

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting)$")
_SPONSORED = re.compile(
    r"^(?:sponsored(?: (?:content|post|by\b.*))?|paid (?:post|content|program|partnership|for by\b.*)|partner content"
    r"|advertorial|advertise?ment feature|advertiser content|promoted(?: content)?|brand(?:ed)? (?:content|studio|post)"
    r"|in partnership with\b.*|presented by\b.*|推广|广告|赞助(?:内容)?|商业推广|合作推广)$",
    re.IGNORECASE,
)
_LABEL_CLASS = re.compile(
    r"(?:^|[\s_-])(?:kicker|eyebrow|section-?(?:name|label|title)|rubric|article-?label|category)", re.I
)
_AUTHOR_META = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl")
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:by-?line|author-?name|author__name|byline-?(?:name|author)|author)(?:$|\s)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_BYLINE_TAIL = re.compile(
    rf"(?:^|\s+)(?:updated|published|posted|view author|get author|more stories|more by|link copied|follow|staff writer"
    rf"|see full bio|senior|contributor|correspondent|reporter|editor|special to|read more|{_MONTH}\.?\s*\d*$"
    rf"|{_MONTH}\.?\s+\d|\d{{1,2}}:\d\d|\d{{4}}|@).*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?i:(?:jr|sr|ii|iii|phd|ph\.d|md|m\.d)\.?|\d+|https?:.*|.*\.com|admin|staff|et al\.?|\S+@\S+)|[A-Z]{2,5}"
)
_MAX_BYLINE = 90
_MAX_LABEL = 40
_MAX_LABEL_CHILDREN = 3
_MAX_JSON = 500_000
_MAX_NODES = 2_000


@dataclass(slots=True)
class PageFacts:
    """Facts a page gives about its article; "" and () where it gives none."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    image: str = ""
    image_credit: str = ""
    section: str = ""
    canonical: str = ""


def read_facts(tree: Any, *, url: str) -> PageFacts:
    """Return the facts of an lxml page tree. `url` completes addresses and bounds the canonical one."""
    meta = _meta(tree)
    node = _article_node(tree)
    return PageFacts(
        title=_title(tree, meta, node, url=url),
        authors=_authors(tree, meta, node),
        published=_published(tree, meta, node),
        image=_image(meta, node, url=url),
        image_credit=_json_credit(node),
        section=_visible_label(tree) or _section(meta, node),
        canonical=_canonical(tree, meta, url=url),
    )


def _meta(tree: Any) -> dict[str, str]:
    """Return meta elements by lower-case name, the first of each that is not empty."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content.strip():
            found.setdefault(name.strip().lower(), content.strip()[:2_000])
    return found


def _article_node(tree: Any) -> dict[str, Any]:
    """Return the JSON-LD object that describes the article, an empty one where there is none."""
    found = [node for node in _json_nodes(tree) if _ARTICLE_TYPE.search(_type_of(node))]
    # Related articles stand beside the main one; only the main one has a body, authors or a date of its own first.
    return max(found, key=_richness, default={})


def _richness(node: dict[str, Any]) -> int:
    return sum(
        bool(node.get(name)) for name in ("headline", "author", "datePublished", "articleBody", "mainEntityOfPage")
    )


def _json_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        waiting: list[Any] = [_json(script.text or "")]
        while waiting and count < _MAX_NODES:
            value = waiting.pop(0)
            count += 1
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                yield value
                waiting.extend(
                    value[name] for name in ("@graph", "mainEntity") if isinstance(value.get(name), list | dict)
                )


def _json(text: str) -> Any:
    cleaned = re.sub(
        r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$", "", text[:_MAX_JSON]
    )
    try:
        return msgspec.json.decode(re.sub(r"[\x00-\x1f]", " ", cleaned))
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None


def _type_of(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0]) if isinstance(kind, list) and kind else str(kind or "")


def _text(value: Any) -> str:
    return title_text(value[:2_000]) if isinstance(value, str) else ""


def _title(tree: Any, meta: dict[str, str], node: dict[str, Any], *, url: str) -> str:
    site, whole = meta.get("og:site_name", ""), title_text(_element_text(next(tree.iter("title"), None)))
    heading = _heading(tree)
    # A logo is often the only h1.
    heading = "" if "logo" in heading.casefold().split() or _is_site_name(heading, url) else heading
    candidates = [_text(node.get("headline"))]
    candidates += [title_text(meta.get(name, "")) for name in ("og:title", "twitter:title")]
    for candidate in (*candidates, heading, whole):
        if len(candidate) > 3 and candidate.casefold() != site.casefold():
            return _without_site(candidate, site, heading=heading, url=url)
    return ""


def _heading(tree: Any) -> str:
    headings = [one_line(_element_text(element)) for element in tree.iter("h1")]
    kept = [heading for heading in headings if heading]
    return kept[0] if len(kept) == 1 else ""


def _element_text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _without_site(title: str, site: str, *, heading: str, url: str) -> str:
    """Return a title without " | Site name" at its end: the declared name, or one that the address contains."""
    match = re.match(r"^(.{10,})(?:\s+(?:[|·•–—-]|::)\s+|\s?[｜|]\s?)([^|｜]{2,60})$", title)
    if not match:
        return title
    head, tail = match.group(1).strip(), match.group(2)
    return head if _is_site_name(tail, url) or tail.casefold() == site.casefold() or head == heading else title


def _is_site_name(text: str, url: str) -> bool:
    letters = re.sub(r"^the", "", re.sub(r"\W", "", text.casefold()))
    return len(letters) > 2 and letters in re.sub(r"[\W_]", "", host_of(url))


def _authors(tree: Any, meta: dict[str, str], node: dict[str, Any]) -> tuple[str, ...]:
    names = list(_names(node.get("author"))) or list(_names(node.get("creator")))
    if not names:
        given = [meta.get(key, "") for key in _AUTHOR_META]
        names = next(([value] for value in given if value and not re.match(r"(?i)https?://|@|www\.", value)), [])
    kept = [name for raw in names or _visible_authors(tree) for name in split_names(raw)]
    return tuple(dict.fromkeys(kept))[:20]


def _visible_authors(tree: Any) -> list[str]:
    """Return the by-line that the page marks as such, outside related articles."""
    for wanted in ("rel", "itemprop", "class"):
        names: list[str] = []
        place = None
        for element in tree.iter("a", "span", "p", "div", "address", "li", "cite", "h3", "h4"):
            value = (element.get(wanted) or "").lower()
            marked = value in {"author", "author name"} if wanted != "class" else _BYLINE_CLASS.search(value)
            if not marked or any(parent.tag in {"aside", "nav", "footer"} for parent in element.iterancestors()):
                continue
            text = one_line(" ".join(element.itertext()))
            parent = element.getparent()
            # Names in another place are the by-lines of related articles.
            if 4 < len(text) < _MAX_BYLINE and (place is None or place in (parent, parent.getparent())):
                names.append(text)
                place = parent
        if names:
            return list(dict.fromkeys(names))[:4]
    return []


def _names(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        name = person.get("name") if isinstance(person, dict) else person
        for part in name if isinstance(name, list) else [name]:
            text = _text(part)
            if text and not re.match(r"https?://", text):
                yield text


def split_names(text: str) -> list[str]:
    """Return the persons in a by-line: "By A. Bee, C. Dee and E. Eff" -> three names."""
    bare = re.sub(r"^\s*(?:written by|by|von|par|por|文|作者|记者)[\s:：]+", "", one_line(text), flags=re.IGNORECASE)
    parts = re.split(r"\s*(?:,|;|、|\band\b|\bund\b|\bet\b|&| [|·•] )\s*", bare)
    names = [_BYLINE_TAIL.sub("", part).strip(" -–—:")[:100] for part in parts]
    return [name for name in names if len(name) > 1 and not _NO_NAME.fullmatch(name)]


def _published(tree: Any, meta: dict[str, str], node: dict[str, Any]) -> str:
    for value in (node.get("datePublished"), node.get("dateCreated")):
        if isinstance(value, str) and value.strip():
            return value.strip()
    names = "article:published_time og:article:published_time datepublished parsely-pub-date sailthru.date pubdate"
    for name in (
        *names.split(),
        "publish-date",
        "publication_date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "date",
    ):
        if name in meta:
            return meta[name]
    for element in tree.iter("time"):
        if element.get("datetime") and (
            element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        ):
            return str(element.get("datetime"))
    return ""


def _image(meta: dict[str, str], node: dict[str, Any], *, url: str) -> str:
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"):
        if found := absolute_url(meta.get(name, ""), base=url):
            return found
    value = node.get("image")
    first = value[0] if isinstance(value, list) and value else value
    address = first.get("url") if isinstance(first, dict) else first
    return absolute_url(address, base=url) if isinstance(address, str) else ""


def _json_credit(node: dict[str, Any]) -> str:
    value = node.get("image")
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return ""
    for name in ("creditText", "copyrightNotice"):
        if text := _text(first.get(name)):
            return text[:200]
    return ", ".join(list(_names(first.get("creator")))[:3])[:200]


def _section(meta: dict[str, str], node: dict[str, Any]) -> str:
    value = node.get("articleSection")
    first = value[0] if isinstance(value, list) and value else value
    return (_text(first) or title_text(meta.get("article:section", "") or meta.get("parsely-section", "")))[:80]


def _visible_label(tree: Any) -> str:
    """Return a label printed near the headline: what says "paid for" first, else a kicker."""
    kicker = ""
    for element in _near_heading(tree):
        text = one_line(_element_text(element))
        if not text or len(text) > _MAX_LABEL:
            continue
        if _SPONSORED.match(text):
            return text
        if not kicker and _LABEL_CLASS.search(element.get("class") or "") and not len(element.findall(".//a")) > 1:
            kicker = text
    return kicker


def _near_heading(tree: Any) -> Iterator[Any]:
    """Yield the leaf-like elements shortly before and after the page's headline."""
    heading = next(tree.iter("h1"), None)
    holder = heading.getparent() if heading is not None else None
    for _ in range(2):
        above = holder.getparent() if holder is not None else None
        if above is not None and isinstance(above.tag, str) and above.tag not in {"body", "html", "main"}:
            holder = above
    if holder is None:
        return
    for number, element in enumerate(
        holder.iter("p", "span", "div", "a", "li", "strong", "small", "h2", "h3", "h4", "h5")
    ):
        if number > 60:
            return
        is_small = len(element) <= _MAX_LABEL_CHILDREN and all(len(child) <= _MAX_LABEL_CHILDREN for child in element)
        if is_small and not any(parent.tag in {"aside", "nav", "footer"} for parent in element.iterancestors()):
            yield element


def _canonical(tree: Any, meta: dict[str, str], *, url: str) -> str:
    """Return the page's own idea of its address where it lies on the same site and is not the home page."""
    addresses = [
        link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for address in [*addresses[:1], meta.get("og:url", "")]:
        found = absolute_url(address, base=url)
        same = found and registrable_domain(found, private=True) == registrable_domain(url, private=True)
        if same and re.match(r"https?://[^/]+/[^?#]+|https?://[^/]+/\?", found):
            return found.partition("#")[0]
    return ""
