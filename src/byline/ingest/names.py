"""Element names of feeds, whatever namespace address or prefix they were written with."""

from __future__ import annotations

from functools import lru_cache

_NAMESPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "https://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://example.com/necho": "atom",
    "http://purl.org/echo/": "atom",
    "uri/of/echo/namespace#": "atom",
    "http://purl.org/pie/": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "https://search.yahoo.com/mrss/": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "https://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
# Elements of these are written without a prefix; so is what has no namespace at all.
_PLAIN = (
    "http://purl.org/rss/",
    "http://my.netscape.com/",
    "http://channel.netscape.com/",
    "http://backend.userland.com/",
    "http://blogs.law.harvard.edu/",
    "http://cyber.law.harvard.edu/",
    "http://purl.org/net/rss1.1#",
    "http://www.sitemaps.org/schemas/",
    "https://www.sitemaps.org/schemas/",
    "http://www.google.com/schemas/sitemap/",
    "http://www.rssboard.org/",
)


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """Return an lxml tag as "local" or "prefix:local" in lower case, with the customary prefix.

    An undeclared prefix (tag "dc:creator" without a namespace) is believed; unknown namespaces give
    "?:local".
    """
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].partition("}")
    lowered = namespace.strip().lower()
    prefix = _NAMESPACES.get(lowered)
    if prefix:
        return f"{prefix}:{local.lower()}"
    if not lowered or lowered.startswith(_PLAIN):
        return local.lower()
    return f"?:{local.lower()}"
