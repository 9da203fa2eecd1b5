"""Pictures of stories, kept beside the pages so that a page asks nobody else for anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from byline.publish.fragments import safe_url
from byline.records import Coverage, ImageFile
from byline.text.hashes import sha256_hex

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}

MIN_WIDTH = 240
"""A narrower picture, in pixels, is a logo or a counter and is not shown."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as a page shows it."""

    path: str
    """Relative to the edition's folder."""
    width: int
    height: int
    credit: str
    source_url: str
    """The article it illustrates, "" where it has no http(s) address."""


def picture_of(coverage: Coverage, images: Mapping[str, ImageFile]) -> Picture | None:
    """Return the picture of the story's oldest article that has one; its credit names the outlet."""
    for member in coverage.members:
        image = images.get(member.article.image_url) if member.article.image_url else None
        if image is not None and image.width >= MIN_WIDTH and image.height > 0:
            credit = member.article.image_credit.strip()
            outlet = member.source.name
            return Picture(
                path=picture_path(image),
                width=image.width,
                height=image.height,
                credit=f"{credit} / {outlet}" if credit and outlet not in credit else credit or outlet,
                source_url=safe_url(member.article.url),
            )
    return None


def picture_files(pictures: Iterable[Picture | None], images: Mapping[str, ImageFile]) -> dict[str, bytes]:
    """Return path -> bytes of the pictures shown."""
    shown = {picture.path for picture in pictures if picture is not None}
    files = {picture_path(image): image.body for image in images.values()}
    return {path: files[path] for path in sorted(shown)}


def picture_path(image: ImageFile) -> str:
    """Return where a picture is kept: its name is the hash of its bytes."""
    return f"images/{sha256_hex(image.body)[:20]}.{_SUFFIXES[image.content_type]}"
