"""The outlets' feeds: RSS 2.0, RSS 0.91, RSS 1.0 (RDF), Atom, JSON Feed, and one that is broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from byline.sample.markdown import blocks
from byline.sample.records import FeedFormat, Outlet, SampleArticle

_RSS_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
_RDF_SPACES = (
    'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_DTD_091 = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">\n'

CONTENT_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml",
    "rss-content": "application/rss+xml",
    "rss091": "text/xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "malformed": "text/xml",
}


def feed_body(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """Return an outlet's feed in its format and encoding; articles come newest first."""
    text = _WRITERS[outlet.feed](outlet, articles)
    declared = "" if outlet.feed == "json" else f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n'
    return (declared + text).encode(outlet.encoding)


def _carries_text(outlet: Outlet, article: SampleArticle) -> bool:
    return article.feed_content or outlet.feed == "rss-content"


def _html(article: SampleArticle) -> str:
    return "\n".join(blocks(article.body))


def _local(outlet: Outlet, at: datetime) -> datetime:
    return at.astimezone(outlet.clock)


def _image(outlet: Outlet, article: SampleArticle) -> str:
    return f"{outlet.site}/images/{article.image}"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _rss(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    head = [
        _tag("title", outlet.name),
        _tag("link", outlet.site + "/"),
        _tag("description", outlet.tagline),
        _tag("language", "zh-CN" if outlet.language == "zh" else "en"),
        f'<atom:link href={quoteattr(outlet.feed_url)} rel="self" type="application/rss+xml"/>',
        _tag("ttl", "30"),
    ]
    items = [_rss_item(outlet, article) for article in articles]
    return f'<rss version="2.0" {_RSS_SPACES}>\n<channel>\n' + "\n".join(head + items) + "\n</channel>\n</rss>\n"


def _rss_item(outlet: Outlet, article: SampleArticle) -> str:
    url = outlet.site + article.path
    parts = [
        _tag("title", article.title),
        _tag("link", url),
        f'<guid isPermaLink="false">{outlet.id}:{article.id}</guid>',
        _tag("pubDate", format_datetime(_local(outlet, article.published))),
        _tag("dc:creator", article.author),
        _tag("category", article.section),
        _tag("description", article.summary),
    ]
    if _carries_text(outlet, article):
        parts.append(f"<content:encoded><![CDATA[{_html(article)}]]></content:encoded>")
    if article.image:
        parts.append(
            f'<media:content url="{_image(outlet, article)}" medium="image" type="image/png" width="640" height="360">'
            f"{_tag('media:credit', article.image_credit)}</media:content>"
        )
    return "<item>\n" + "\n".join(parts) + "\n</item>"


def _rss_091(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    """RSS 0.91 as old software wrote it, with the date that 0.92 brought."""
    head = _tag("title", outlet.name) + _tag("link", outlet.site + "/") + _tag("description", outlet.tagline)
    items = [
        "<item>\n"
        + "\n".join(
            (
                _tag("title", article.title),
                _tag("link", outlet.site + article.path),
                _tag("description", _html(article) if article.feed_content else article.summary),
                _tag("pubDate", format_datetime(_local(outlet, article.published))),
            )
        )
        + "\n</item>"
        for article in articles
    ]
    return f'{_DTD_091}<rss version="0.91">\n<channel>\n{head}<language>en-us</language>\n' + "\n".join(
        [*items, "</channel>\n</rss>\n"]
    )


def _rdf(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    urls = [outlet.site + article.path for article in articles]
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(url)}/>" for url in urls)
    head = _tag("title", outlet.name) + _tag("link", outlet.site + "/") + _tag("description", outlet.tagline)
    order = f"<items><rdf:Seq>{listed}</rdf:Seq></items>"
    channel = f"<channel rdf:about={quoteattr(outlet.feed_url)}>\n{head}\n{order}\n</channel>"
    items = [_rdf_item(outlet, article) for article in articles]
    return f"<rdf:RDF {_RDF_SPACES}>\n{channel}\n" + "\n".join(items) + "\n</rdf:RDF>\n"


def _rdf_item(outlet: Outlet, article: SampleArticle) -> str:
    url = outlet.site + article.path
    parts = [
        _tag("title", article.title),
        _tag("link", url),
        _tag("description", article.summary),
        _tag("dc:date", _local(outlet, article.published).isoformat()),
        _tag("dc:creator", article.author),
        _tag("dc:subject", article.section),
    ]
    if _carries_text(outlet, article):
        parts.append(_tag("content:encoded", _html(article)))
    return f"<item rdf:about={quoteattr(url)}>\n" + "\n".join(parts) + "\n</item>"


def _atom(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    newest = _local(outlet, articles[0].published).isoformat() if articles else "2025-07-26T00:00:00Z"
    head = [
        _tag("title", outlet.name),
        _tag("subtitle", outlet.tagline),
        f'<link href="{outlet.site}/" rel="alternate" type="text/html"/>',
        f"<link href={quoteattr(outlet.feed_url)} rel={quoteattr('self')}/>",
        _tag("id", f"tag:{outlet.host},2025:feed"),
        _tag("updated", newest),
    ]
    entries = [_atom_entry(outlet, article) for article in articles]
    language = "zh-CN" if outlet.language == "zh" else "en"
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n' + "\n".join(
        [*head, *entries, "</feed>\n"]
    )


def _atom_entry(outlet: Outlet, article: SampleArticle) -> str:
    at = _local(outlet, article.published).isoformat()
    parts = [
        _tag("title", article.title),
        f'<link href="{outlet.site}{article.path}" rel="alternate" type="text/html"/>',
        _tag("id", f"tag:{outlet.host},2025:{article.id}"),
        _tag("published", at),
        _tag("updated", at),
        f"<author>{_tag('name', article.author)}</author>",
        f"<category term={quoteattr(article.section)}/>",
        f'<summary type="text">{escape(article.summary)}</summary>',
    ]
    if _carries_text(outlet, article):
        parts.append(f'<content type="html">{escape(_html(article))}</content>')
    if article.image:
        parts.append(f'<link href="{_image(outlet, article)}" rel="enclosure" type="image/png"/>')
    return "<entry>\n" + "\n".join(parts) + "\n</entry>"


def _json(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    """JSON Feed 1.1. An item must carry content, so the summary stands in where the text is not given."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": outlet.site + "/",
        "feed_url": outlet.feed_url,
        "description": outlet.tagline,
        "language": "zh-CN" if outlet.language == "zh" else "en",
        "items": [_json_item(outlet, article) for article in articles],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _json_item(outlet: Outlet, article: SampleArticle) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"{outlet.id}:{article.id}",
        "url": outlet.site + article.path,
        "title": article.title,
        "summary": article.summary,
        "date_published": _local(outlet, article.published).isoformat(),
        "authors": [{"name": article.author}],
        "tags": [article.section],
    }
    if _carries_text(outlet, article):
        item["content_html"] = _html(article)
    else:
        item["content_text"] = article.summary
    if article.image:
        item["image"] = _image(outlet, article)
    return item


def _malformed(outlet: Outlet, articles: Sequence[SampleArticle]) -> str:
    """RSS with three common faults: a bare ampersand, a control character, a tag that is never closed."""
    text = _rss(outlet, articles).replace("&amp;", "&")
    head, *items = text.split("<description>")
    if len(items) > 1:
        items[1] = "\x0b" + items[1]
        items[-1] = items[-1].replace("</description>", "<br></description>", 1)
    return "<description>".join([head, *items])


_WRITERS: dict[FeedFormat, Callable[[Outlet, Sequence[SampleArticle]], str]] = {
    "rss": _rss,
    "rss-content": _rss,
    "rss091": _rss_091,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json,
    "malformed": _malformed,
}
