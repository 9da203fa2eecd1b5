"""Content-Encoding undone with a limit on what comes out, and an eye on whether it ended."""

from __future__ import annotations

import zlib
from typing import Any, Protocol

_CHUNK = 64 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
ACCEPT_ENCODING = "gzip, deflate, br, zstd"


class TooLargeError(Exception):
    """The body grew beyond the limit."""


class CutShortError(Exception):
    """The compressed stream has no end, or is not what it says."""


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...
    def finished(self) -> bool: ...


class BodyReader:
    """Collects one body chunk by chunk, decoded, never holding more than `limit` bytes of it."""

    def __init__(self, encoding: str, *, limit: int) -> None:
        """Take the Content-Encoding header; `limit` counts decoded bytes."""
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        self._names = [name for name in names if name != "identity"]
        self._limit = limit
        self._decoders: list[_Decoder] | None = None
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Add bytes from the wire. Raises TooLargeError, CutShortError."""
        if self._decoders is None:
            self._decoders = [_decoder(name, chunk) for name in reversed(self._names)]
        for decoder in self._decoders:
            chunk = decoder.feed(chunk, self._limit + 1)
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLargeError
        self._parts.append(chunk)

    @property
    def size(self) -> int:
        """Number of decoded bytes so far."""
        return self._size

    def so_far(self) -> bytes:
        """Return what has been read up to now, complete or not."""
        return b"".join(self._parts)

    def finish(self) -> bytes:
        """Return the whole body. Raises CutShortError where a compressed stream did not end."""
        if not all(decoder.finished() for decoder in self._decoders or ()):
            raise CutShortError("the compressed body ends in the middle")
        body = b"".join(self._parts)
        # Some servers compress twice and declare it once.
        return self._once_more(body) if body.startswith(_GZIP_MAGIC) else body

    def _once_more(self, body: bytes) -> bytes:
        inner = BodyReader("gzip", limit=self._limit)
        try:
            inner.feed(body)
            return inner.finish()
        except CutShortError:
            return body


def _decoder(name: str, first: bytes) -> _Decoder:
    if name in {"gzip", "x-gzip"}:
        # A false "gzip" header on a plain body is common behind caches.
        return _Zlib(31) if first.startswith(_GZIP_MAGIC[: len(first)]) else _Plain()
    if name == "deflate":
        # The standard says zlib, some servers send raw deflate; a zlib header's low bits are 8.
        return _Zlib(15) if first[:1] and first[0] & 15 == 8 else _Zlib(-15)
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstd()
    raise CutShortError(f"the body is in an encoding that was not asked for: {name}")


class _Plain:
    def feed(self, data: bytes, room: int) -> bytes:
        return data

    def finished(self) -> bool:
        return True


class _Zlib:
    def __init__(self, window_bits: int) -> None:
        self._bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self._used = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        self._used = self._used or bool(data)
        try:
            while data and len(out) < room:
                if self._stream.eof:
                    # Several gzip members in a row are one file; anything else behind the end is padding.
                    if not data.startswith(_GZIP_MAGIC):
                        break
                    self._stream = zlib.decompressobj(self._bits)
                out += self._stream.decompress(data, room - len(out))
                data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        except zlib.error as error:
            raise CutShortError("the compressed body is damaged") from error
        return bytes(out)

    def finished(self) -> bool:
        return self._stream.eof or not self._used


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()
        self._error = brotli.error
        self._used = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        self._used = self._used or bool(data)
        try:
            out += self._stream.process(data, output_buffer_limit=_CHUNK)
            while not self._stream.can_accept_more_data() and len(out) < room:
                out += self._stream.process(b"", output_buffer_limit=_CHUNK)
        except self._error as error:
            raise CutShortError("the compressed body is damaged") from error
        return bytes(out)

    def finished(self) -> bool:
        return bool(self._stream.is_finished()) or not self._used


class _Zstd:
    def __init__(self) -> None:
        zstd = _zstd_module()
        self._new = zstd.ZstdDecompressor
        self._error = zstd.ZstdError
        self._stream = self._new()
        self._used = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        self._used = self._used or bool(data)
        try:
            while (data or not self._stream.needs_input) and len(out) < room:
                if self._stream.eof:
                    self._stream = self._new()
                out += self._stream.decompress(data, room - len(out))
                data = self._stream.unused_data if self._stream.eof else b""
                if self._stream.eof and not data:
                    break
        except self._error as error:
            raise CutShortError("the compressed body is damaged") from error
        return bytes(out)

    def finished(self) -> bool:
        return bool(self._stream.eof) or not self._used


def _zstd_module() -> Any:
    """Return the zstd module (Any: of the standard library from Python 3.14, a backport before)."""
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        from backports import zstd
    return zstd
