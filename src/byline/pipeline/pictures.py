"""Pictures of an edition: fetched once by the guarded client, checked to be pictures, kept in the store."""

from __future__ import annotations

import struct
from datetime import datetime
from typing import Literal

from byline.pipeline.parts import Parts
from byline.records import Edition, Failed, Fetched, FetchRequest, ImageFile

MAX_BYTES = 400_000
"""A larger picture is left out: an edition is a page to read, not a gallery."""
ImageType = Literal["image/png", "image/jpeg", "image/webp", "image/gif"]


def fetch_pictures(parts: Parts, edition: Edition, *, now: datetime) -> list[Failed]:
    """Store one picture for each story that has one; return what could not be had."""
    if parts.settings.publish.images == "off":
        return []
    wanted = wanted_pictures(edition)
    missing = [url for url in wanted if url not in parts.store.images(wanted)]
    failed: list[Failed] = []
    for request, outcome in parts.fetcher.fetch([FetchRequest(url=url, kind="image") for url in missing]):
        picture = read_picture(request.url, outcome.body) if isinstance(outcome, Fetched) else outcome
        if isinstance(picture, ImageFile):
            parts.store.commit([picture], now=now)
        elif isinstance(picture, Failed):
            failed.append(picture)
    return sorted(failed, key=lambda failure: failure.subject)


def wanted_pictures(edition: Edition) -> list[str]:
    """Return the picture addresses of an edition: for each story its oldest article that has one."""
    urls: list[str] = []
    for story in edition.stories:
        own = [member.article.image_url for member in story.coverage.members if member.article.image_url]
        urls.extend(own[:1])
    return sorted(set(urls))


def read_picture(url: str, body: bytes) -> ImageFile | Failed:
    """Return a picture with its size, told by its bytes and not by what the server calls it."""
    if len(body) > MAX_BYTES:
        return Failed(subject=url, error=f"The picture is larger than {MAX_BYTES // 1000} kB.", kind="too_large")
    known = _kind_and_size(body)
    if known is None:
        return Failed(subject=url, error="This is not a PNG, JPEG, WebP or GIF picture.", kind="not_an_image")
    kind, width, height = known
    return ImageFile(url=url, content_type=kind, body=body, width=width, height=height)


def _kind_and_size(body: bytes) -> tuple[ImageType, int, int] | None:
    if body[:8] == b"\x89PNG\r\n\x1a\n" and len(body) >= 24:
        return ("image/png", *struct.unpack(">II", body[16:24]))
    if body[:6] in (b"GIF87a", b"GIF89a") and len(body) >= 10:
        return ("image/gif", *struct.unpack("<HH", body[6:10]))
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP" and len(body) >= 30:
        return _webp(body)
    return _jpeg(body) if body[:2] == b"\xff\xd8" else None


def _webp(body: bytes) -> tuple[ImageType, int, int] | None:
    """Source: RFC 9649 section 2 (VP8X), RFC 6386 section 9.1 (VP8), the WebP lossless specification (VP8L)."""
    chunk = body[12:16]
    if chunk == b"VP8X":
        return "image/webp", int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", body[26:30])
        return "image/webp", width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return "image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _jpeg(body: bytes) -> tuple[ImageType, int, int] | None:
    """Walk the segments to the frame header. **Source:** ITU-T T.81, B.1.1.3 and B.2.2."""
    at = 2
    while at + 9 < len(body) and body[at] == 0xFF:
        marker, size = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return "image/jpeg", width, height
        at += 2 + size
    return None
