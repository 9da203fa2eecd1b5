"""One edition for one reader as a mail message.

**Source:** RFC 5322 (headers), RFC 2369 and RFC 2919 (list headers), RFC 8058 (one-click
unsubscribing), RFC 3834 (Auto-Submitted).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from urllib.parse import quote

from byline.deliver.addresses import Reader, domain_of, header_address
from byline.text.hashes import sha256_hex

_WHOLE, _SUBJECT = "List-Unsubscribe", "Subject"


class _Folding(EmailPolicy):
    """Folds headers, but for two that the library would change.

    It writes a long address as an encoded word, which no mail program reads as an address,
    and it can lose the blank between two encoded words of a long subject.
    """

    def fold(self, name: str, value: str) -> str:
        """Return the header as text."""
        folded: str
        if name == _WHOLE:
            folded = f"{name}: {value}{self.linesep}"
        elif name == _SUBJECT and not value.isascii():
            encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
            folded = f"{name}: {encoded}{self.linesep}"
        else:
            folded = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the header as bytes."""
        return self.fold(name, value).encode("ascii")


MAIL = _Folding(linesep="\r\n")
"""How messages are written: lines of at most 78 characters, ASCII headers, CR LF."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is the same for all readers of an edition."""

    edition_id: str
    newsroom: str
    sender: str
    subject: str
    unsubscribe: str = ""
    """Template with "{address}": https."""
    unsubscribe_mail: str = ""
    """Mail address that takes requests."""


def message_id(letter: Letter, address: str) -> str:
    """Return the Message-ID: the same for one edition and reader whoever sends it, so that doubles can be told."""
    key = sha256_hex(f"{letter.newsroom}\n{letter.edition_id}\n{address}")[:32]
    return f"<{key}@{domain_of(letter.sender)}>"


def unsubscribe_addresses(letter: Letter, address: str) -> list[str]:
    """Return where this reader unsubscribes, the https address first; nothing where there is no such place."""
    reader = quote(address, safe="@")
    page = letter.unsubscribe.replace("{address}", reader)
    mail = f"mailto:{letter.unsubscribe_mail}?subject=unsubscribe%20{reader}" if letter.unsubscribe_mail else ""
    return [one for one in (page, mail) if one]


def build_message(letter: Letter, reader: Reader, *, parts: tuple[str, str], now: datetime) -> EmailMessage:
    """Return the message; `parts` are HTML and text. Raises ValueError where a header would hold a line break."""
    html, text = parts
    domain = domain_of(letter.sender)
    message = EmailMessage(policy=MAIL)
    message["From"] = Address(display_name=letter.newsroom, addr_spec=letter.sender)
    message["To"] = header_address(reader)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter, reader.address)
    message["List-Id"] = f"<byline.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "list"
    leave = unsubscribe_addresses(letter, reader.address)
    if leave:
        message["List-Unsubscribe"] = ", ".join(f"<{one}>" for one in leave)
    if letter.unsubscribe:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte=_encoding(text))
    message.add_alternative(html, subtype="html", cte=_encoding(html))
    return message


def _encoding(text: str) -> str:
    """Return the shorter of the two encodings that every server on the way carries unchanged."""
    foreign = sum(1 for character in text if not character.isascii())
    return "base64" if foreign * 6 > len(text) else "quoted-printable"
