"""Mail over SMTP: one connection for many messages, and a clear answer for each.

The server has the message when it has answered the end of the data, and only then; what
ends between the first byte of the text and that answer is unknown. Everything before is
surely not sent.

**Source:** RFC 5321, sections 4.2.1 (reply codes), 4.5.3.2 (time limits), 6.1 (who is responsible).
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from byline.deliver.interface import Attempt, Deferred, Refused, Sent, Unknown
from byline.deliver.message import MAIL
from byline.deliver.settings import MailSettings
from byline.errors import ConfigError

PER_CONNECTION = 100
"""Messages handed over on one connection; servers close after about so many."""
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_OK, _FORWARDED, _START_DATA, _CLOSING, _PERMANENT = 250, 251, 354, 421, 500


class SmtpTransport:
    """A `Transport` for mail; use it as long as one list of readers takes, then close it."""

    def __init__(self, settings: MailSettings, *, password: str, build: Callable[[str], EmailMessage]) -> None:
        """`build` makes the message of one address. Raises ConfigError where the settings cannot be used."""
        self._settings = settings
        self._password = password
        self._build = build
        self._context = _context(settings)
        self._smtp: smtplib.SMTP | None = None
        self._used = 0
        if settings.security == "none" and not _is_loopback(settings.host):
            raise ConfigError(
                "mail would cross the network unencrypted.",
                subject=f'[mail] security = "none", host = "{settings.host}"',
                advice='Use "starttls" or "tls"; "none" is for a server on this machine.',
            )

    def send(self, address: str) -> Attempt:
        """Hand one message over. Raises ConfigError where the server refuses the login or has no encryption."""
        payload = self._build(address).as_bytes(policy=MAIL)
        for kept in (True, False):
            reused = kept and self._smtp is not None and self._used < PER_CONNECTION
            try:
                smtp = self._connected()
            except (OSError, smtplib.SMTPException) as error:
                self.close()
                return Deferred(detail=f"no connection: {_words(error)}")
            self._used += 1
            try:
                refused = self._envelope(smtp, address)
            except (OSError, smtplib.SMTPException) as error:
                self.close()
                if reused:  # servers close connections that rest; a fresh one is asked before anyone has to wait
                    continue
                return Deferred(detail=f"the connection ended before the text: {_words(error)}")
            return refused if refused is not None else self._text(smtp, payload)
        return Deferred(detail="no connection held")

    def close(self) -> None:
        """Say goodbye, as far as the server listens."""
        smtp, self._smtp, self._used = self._smtp, None, 0
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def _envelope(self, smtp: smtplib.SMTP, address: str) -> Attempt | None:
        """Name sender, reader and the coming text; None: the server wants the text now."""
        code, reply = smtp.mail(self._settings.sender)
        if code == _OK:
            code, reply = smtp.rcpt(address)
        if code in (_OK, _FORWARDED):
            code, reply = smtp.docmd("DATA")
            if code == _START_DATA:
                return None
        return self._turned_down(smtp, code, reply)

    def _text(self, smtp: smtplib.SMTP, payload: bytes) -> Attempt:
        """Hand the text over. From here on only the server's answer says what happened."""
        lines = payload.replace(b"\r\n.", b"\r\n..")
        lines = b"." + lines if lines.startswith(b".") else lines
        try:
            smtp.send(lines.removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Unknown(detail=f"no answer after the text: {_words(error)}")
        if 200 <= code < 300:
            return Sent(detail=_reply(code, reply))
        return self._turned_down(smtp, code, reply)

    def _turned_down(self, smtp: smtplib.SMTP, code: int, reply: bytes) -> Attempt:
        detail = _reply(code, reply)
        if code == _CLOSING or code < 0:
            self.close()
        else:
            try:
                smtp.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        return Refused(detail=detail) if code >= _PERMANENT else Deferred(detail=detail)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None and self._used < PER_CONNECTION:
            return self._smtp
        self.close()
        self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.port or _PORTS[settings.security]
        smtp: smtplib.SMTP
        if settings.security == "tls":
            smtp = smtplib.SMTP_SSL(settings.host, port, timeout=settings.timeout_s, context=self._context)
        else:
            smtp = smtplib.SMTP(settings.host, port, timeout=settings.timeout_s)
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                self._encrypt(smtp)
            if settings.user:
                self._log_in(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _encrypt(self, smtp: smtplib.SMTP) -> None:
        if not smtp.has_extn("starttls"):
            raise ConfigError(
                "the server offers no STARTTLS, and nothing is sent without encryption.",
                subject=f"[mail] host {self._settings.host}",
                advice='Try security = "tls".',
            )
        smtp.starttls(context=self._context)
        smtp.ehlo()

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.login(self._settings.user, self._password)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < _PERMANENT:
                raise
            # `from None`: the library's error may repeat what was sent.
            raise ConfigError(
                f"the server refused the login ({error.smtp_code}).",
                subject=f"[mail] user {self._settings.user}",
                advice="Check the user and the environment variable BYLINE_SMTP_PASSWORD.",
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise ConfigError(
                "the server takes no login.", subject="[mail] user", advice="Leave the user empty."
            ) from None


def _context(settings: MailSettings) -> ssl.SSLContext:
    if settings.ca_file and not Path(settings.ca_file).is_file():
        raise ConfigError("there is no such file.", subject=f"[mail] ca_file = {settings.ca_file}")
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError("holds no certificate.", subject=f"[mail] ca_file = {settings.ca_file}") from error


def _is_loopback(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(one).partition("%")[0]).is_loopback for one in found)


def _reply(code: int, reply: bytes) -> str:
    """Return a server's answer as one short printable line."""
    words = "".join(c for c in " ".join(reply.decode(errors="replace").split()) if c.isprintable())
    return f"{code} {words}"[:200]


def _words(error: Exception) -> str:
    """Return an error in words; never the conversation that led to it."""
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _reply(error.smtp_code, reply if isinstance(reply, bytes) else str(reply).encode())
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
