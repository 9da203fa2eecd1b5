"""Pictures are told by their bytes."""

from __future__ import annotations

import struct
import zlib

import pytest

from byline.pipeline.pictures import MAX_BYTES, read_picture
from byline.records import Failed, ImageFile


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\x00" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x00\x30\x00\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x00\x00\x2f\x00\x00"
GIF = b"GIF89a\x40\x00\x30\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(png(64, 48), "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp"), (GIF, "image/gif")],
)
def test_kind_and_size_come_from_the_bytes(body: bytes, kind: str) -> None:
    picture = read_picture("https://a.example/p", body)
    assert isinstance(picture, ImageFile)
    assert (picture.content_type, picture.width, picture.height) == (kind, 64, 48)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not_an_image"),
        (b"", "not_an_image"),
        (b"\xff\xd8\xff", "not_an_image"),
        (b"\x89PNG\r\n\x1a\n", "not_an_image"),
        (png(8, 8) + b"\x00" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_picture_or_too_large_is_left_out(body: bytes, kind: str) -> None:
    failed = read_picture("https://a.example/p", body)
    assert isinstance(failed, Failed)
    assert failed.kind == kind
