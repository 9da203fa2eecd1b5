"""What went wrong with a fetch, as one plain sentence and a machine name."""

from __future__ import annotations

import asyncio
import socket
import ssl
from email.utils import parsedate_to_datetime

import aiohttp

from byline.ingest.decode import CutShortError, TooLargeError
from byline.ingest.guard import BlockedAddressError
from byline.records import Failed

_RETRYABLE_STATUS = frozenset((408, 421, 425, 429, 500, 502, 503, 504))
_STATUS_WORDS = {
    304: "answered 304 although nothing was asked of it",
    401: "wants a password (401)",
    402: "wants payment (402)",
    403: "refused access (403)",
    404: "has no such page (404)",
    410: "says that the page is gone for good (410)",
    429: "says that we ask too often (429)",
    451: "may not show the page for legal reasons (451)",
}


def failed_exchange(url: str, error: BaseException, *, timeout_s: float, max_bytes: int) -> Failed:
    """Return the failure that an exception during one exchange means."""
    kind, sentence, retryable = _judged(error, timeout_s=timeout_s, max_bytes=max_bytes)
    return Failed(subject=url, error=sentence, kind=kind, retryable=retryable)


def failed_status(url: str, status: int, *, challenge: bool = False, retry_after_s: int | None = None) -> Failed:
    """Return the failure that an HTTP status means. `challenge`: the 403 is a robot check."""
    if challenge:
        sentence = f"The server put a robot check in front of the page ({status})."
        return Failed(subject=url, error=sentence, kind="challenge", retryable=True)
    words = _STATUS_WORDS.get(status, f"answered with status {status}")
    return Failed(
        subject=url,
        error=f"The server {words}.",
        kind=f"http_{status}",
        retryable=status in _RETRYABLE_STATUS or status >= 500,
        retry_after_s=retry_after_s,
    )


def _judged(error: BaseException, *, timeout_s: float, max_bytes: int) -> tuple[str, str, bool]:
    """Return kind, sentence, retryable."""
    cause = getattr(error, "os_error", None) or error
    if isinstance(cause, BlockedAddressError):
        advice = "if you trust it, add the network or host to allow in [fetch]"
        return "blocked_address", f"The address was refused: {cause}; {advice}.", False
    if isinstance(error, TooLargeError):
        return "too_large", f"The body is larger than {max_bytes / 1e6:g} MB.", False
    if isinstance(error, CutShortError):
        return "cut_short", f"The answer is not complete: {error}.", True
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return "timeout", f"The server took longer than {timeout_s:g} s.", True
    if isinstance(error, aiohttp.ClientConnectorDNSError) or isinstance(cause, socket.gaierror):
        return "dns", "The host name could not be resolved.", True
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return "tls", "The secure connection failed: the certificate or protocol is not acceptable.", True
    if isinstance(error, aiohttp.InvalidURL):
        return "bad_url", "The address is not a usable http or https address.", False
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError | ConnectionResetError):
        return "cut_short", "The server closed the connection in the middle of its answer.", True
    if isinstance(error, aiohttp.ClientConnectorError):
        return "refused", "The server did not accept the connection.", True
    return "bad_answer", f"The server did not speak proper HTTP ({type(error).__name__}).", True


def retry_after_s(value: str, *, date: str = "") -> int | None:
    """Return a Retry-After header in seconds, None where it makes no sense.

    A date counts from the answer's own Date header. **Source:** RFC 9110, 10.2.3.
    """
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    try:
        until, at = parsedate_to_datetime(value), parsedate_to_datetime(date)
        return max(0, int((until - at).total_seconds()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
