"""Every answer that the sample newsroom's hosts give, made before the server starts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from byline.records import Record
from byline.sample.feeds import CONTENT_TYPES, feed_body
from byline.sample.pages import article_page, home_page, missing_page
from byline.sample.records import SAMPLE_SINCE, Newsroom, Outlet


class Reply(Record, frozen=True, kw_only=True):
    """One complete answer."""

    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    status: int = HTTPStatus.OK
    changed: datetime | None = None
    """Sent as Last-Modified."""
    location: str = ""

    @property
    def etag(self) -> str:
        """Return the validator of the body, quotes included; "" for what is not a plain answer."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"' if self.status == HTTPStatus.OK else ""


Address = tuple[str, str]
"""Host name without port, path."""


def build_site(newsroom: Newsroom) -> dict[Address, Reply]:
    """Return the answer for every address; (host, "") is the host's answer to any other path."""
    site: dict[Address, Reply] = {}
    for outlet in newsroom.outlets:
        site.update({(outlet.host, path): reply for path, reply in _replies(newsroom, outlet)})
    return site


def _replies(newsroom: Newsroom, outlet: Outlet) -> Iterator[tuple[str, Reply]]:
    articles = newsroom.of(outlet)
    html = f"text/html; charset={outlet.encoding}"
    newest = articles[0].published if articles else SAMPLE_SINCE
    yield "", Reply(status=HTTPStatus.NOT_FOUND, content_type=html, body=missing_page(outlet))
    yield "/", Reply(content_type=html, body=home_page(outlet, articles), changed=newest)
    yield "/robots.txt", Reply(body=_robots(outlet), changed=SAMPLE_SINCE)
    for article in articles:
        body = article_page(outlet, article, others=articles)
        yield article.path, Reply(content_type=html, body=body, changed=article.published)
    for name in sorted({article.image for article in articles if article.image}):
        image = newsroom.images[name]
        yield f"/images/{name}", Reply(content_type="image/png", body=image, changed=SAMPLE_SINCE)
    if outlet.feed_gone:
        yield outlet.feed_path, Reply(status=HTTPStatus.GONE, body=b"This feed has ended.\n")
        return
    feed_type = f"{CONTENT_TYPES[outlet.feed]}; charset={outlet.encoding}"
    yield outlet.feed_path, Reply(content_type=feed_type, body=feed_body(outlet, articles), changed=newest)
    if outlet.feed_moved_from:
        yield (
            outlet.feed_moved_from,
            Reply(status=HTTPStatus.MOVED_PERMANENTLY, location=outlet.site + outlet.feed_path),
        )


def _robots(outlet: Outlet) -> bytes:
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in ("/search", *outlet.disallow))]
    return ("\n".join(lines) + "\n").encode()
