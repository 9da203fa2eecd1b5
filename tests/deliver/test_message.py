"""Messages and addresses: headers that no reader's name and no title can break."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import msgspec
import pytest

from byline.deliver.addresses import Reader, read_address, read_subscribers
from byline.deliver.message import MAIL, build_message, message_id
from byline.errors import ConfigError

NOW = datetime(2025, 7, 28, 7, 0, tzinfo=UTC)
ADA = Reader("ada@reader.example", "Ada 王 Łovelace")


def _read(letter, reader=ADA, parts=("<p>x</p>", "x")):
    return message_from_bytes(build_message(letter, reader, parts=parts, now=NOW).as_bytes(policy=MAIL), policy=default)


def test_the_headers_say_who_when_and_how_to_leave(letter):
    message = _read(letter)
    assert message["From"].addresses[0].addr_spec == "news@news.example"
    assert message["To"].addresses[0].display_name == "Ada 王 Łovelace"
    assert message["Date"].datetime == NOW
    assert message["List-Unsubscribe"] == "<https://news.example/leave?who=ada@reader.example>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_id_is_of_the_edition_and_the_reader(letter):
    other_day = type(letter)(**(vars(letter) | {"edition_id": "2025-07-29"}))
    ids = {message_id(letter, a) for a in ("ada@x.example", "bo@x.example")} | {message_id(other_day, "ada@x.example")}
    assert len(ids) == 3
    assert message_id(letter, ADA.address) == _read(letter)["Message-ID"]
    assert message_id(letter, ADA.address).endswith("@news.example>")


def test_leaving_by_mail_promises_no_one_click(letter):
    by_mail = type(letter)(**(vars(letter) | {"unsubscribe": "", "unsubscribe_mail": "leave@news.example"}))
    message = _read(by_mail)
    mailto = "<mailto:leave@news.example?subject=unsubscribe%20ada@reader.example>"
    assert message["List-Unsubscribe"].strip() == mailto
    assert message["List-Unsubscribe-Post"] is None
    both = _read(type(letter)(**(vars(letter) | {"unsubscribe_mail": "leave@news.example"})))
    page = "<https://news.example/leave?who=ada@reader.example>"
    assert both["List-Unsubscribe"].strip() == f"{page}, {mailto}"


def test_an_address_cannot_change_where_leaving_leads(letter):
    message = _read(letter, Reader(f"a&who=b+c%d{'x' * 80}@reader.example"))
    assert (
        message["List-Unsubscribe"] == f"<https://news.example/leave?who=a%26who%3Db%2Bc%25d{'x' * 80}@reader.example>"
    )


@pytest.mark.parametrize("field", ["subject", "newsroom"])
def test_a_line_break_in_a_title_makes_no_header(letter, field):
    bad = type(letter)(**(vars(letter) | {field: "Weights\r\nBcc: victim@evil.example"}))
    with pytest.raises(ValueError, match=r"CR|LF|line"):
        build_message(bad, ADA, parts=("x", "x"), now=NOW)


def test_long_and_chinese_subjects_survive(letter):
    long = type(letter)(**(vars(letter) | {"subject": "人工智能日报：" + "开放权重 Meridian " * 9}))
    assert " ".join(_read(long)["Subject"].split()) == " ".join(long.subject.split())


def test_no_line_is_longer_than_smtp_allows(letter):
    raw = build_message(letter, ADA, parts=("<p>" + "ü" * 5000 + "</p>", "词" * 5000), now=NOW).as_bytes(policy=MAIL)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert raw.isascii()


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (" Ada@Reader.Example ", Reader("ada@reader.example")),
        ("Ada 王 <ada@reader.example>", Reader("ada@reader.example", "Ada 王")),
        ("ada+news@bücher.example", Reader("ada+news@xn--bcher-kva.example")),
    ],
)
def test_one_reader_has_one_form(text, reader):
    assert read_address(text) == reader


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@x.example",
        "a b@x.example",
        "ada@x.example\nBcc: b@y.example",
        "ada@x..example",
        "a@b.example, c@d.example",
        "ada@-x.example",
        "x" * 260 + "@a.example",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ConfigError, match="not a mail address"):
        read_address(text)


def test_a_file_of_subscribers_has_remarks_and_names_its_bad_line(tmp_path):
    file = tmp_path / "readers.txt"
    file.write_text("# our readers\nada@reader.example  # since May\n\nBo <bo@reader.example>\n", "utf-8")
    assert [reader.address for reader in read_subscribers(file)] == ["ada@reader.example", "bo@reader.example"]
    file.write_text("ada@reader.example\nnobody\n", "utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        list(read_subscribers(file))


def test_records_of_delivery_go_through_json():
    from byline.records.delivery import Delivery

    one = Delivery(edition_id="d", channel="mail", address="a@b.example", due=NOW, changed=NOW)
    assert msgspec.json.decode(msgspec.json.encode(one), type=Delivery) == one
