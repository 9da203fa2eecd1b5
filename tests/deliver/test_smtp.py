"""SMTP against a real server: what surely arrived, what surely did not, and what nobody can know."""

from __future__ import annotations

import pytest

from byline.deliver.interface import Deferred, Refused, Sent, Unknown
from byline.deliver.smtp import SmtpTransport
from byline.errors import ConfigError

ADA, BO = "ada@reader.example", "bo@reader.example"
PASSWORD = "correct horse"


@pytest.fixture
def transport(plain_port, settings, build):
    opened = SmtpTransport(settings(plain_port), password="", build=build)
    yield opened
    opened.close()


def test_a_message_arrives_as_it_was_built(transport, postbox):
    assert isinstance(transport.send(ADA), Sent)
    (message,) = postbox.messages()
    assert message["To"] == ADA
    assert message.get_body(("plain",)).get_content().splitlines() == ["Grüße", ".dot"]
    assert message.get_body(("html",)).get_content().splitlines() == ["<p>Grüße", ".dot</p>"]


def test_many_messages_share_one_connection(transport, postbox):
    assert all(isinstance(transport.send(f"r{n}@reader.example"), Sent) for n in range(5))
    assert (len(postbox.arrived), postbox.greeted) == (5, 1)


@pytest.mark.parametrize(
    ("where", "answer", "outcome"),
    [
        ("at_rcpt", "550 no such user", Refused),
        ("at_rcpt", "450 mailbox busy", Deferred),
        ("answers", "554 looks like spam", Refused),
        ("answers", "451 try later", Deferred),
        ("answers", "421 shutting down", Deferred),
        ("at_rcpt", "421 too many", Deferred),
        ("at_rcpt", "hang up", Deferred),
        ("answers", "hang up", Unknown),
        ("answers", "keep and hang up", Unknown),
    ],
)
def test_each_answer_has_its_meaning_and_the_next_message_goes_through(transport, postbox, where, answer, outcome):
    getattr(postbox, where)[ADA].append(answer)
    attempt = transport.send(ADA)
    assert isinstance(attempt, outcome), attempt
    assert isinstance(transport.send(BO), Sent)
    assert postbox.addresses().count(ADA) == (1 if answer == "keep and hang up" else 0)


def test_a_connection_that_was_closed_while_it_rested_is_opened_again(transport, postbox):
    transport.send(BO)
    postbox.at_rcpt[ADA].append("hang up")
    assert isinstance(transport.send(ADA), Sent)
    assert postbox.addresses() == [BO, ADA]


def test_no_server_is_a_reason_to_try_later(settings, build, plain_port):
    transport = SmtpTransport(settings(1), password="", build=build)
    assert isinstance(transport.send(ADA), Deferred)


def test_starttls_with_login_and_a_certificate_of_ones_own(tls_port, settings, build, certificate, postbox):
    own = settings(tls_port, security="starttls", user="news", ca_file=str(certificate))
    transport = SmtpTransport(own, password=PASSWORD, build=build)
    assert isinstance(transport.send(ADA), Sent)
    transport.close()
    assert postbox.addresses() == [ADA]


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(tls_port, settings, build, postbox):
    transport = SmtpTransport(settings(tls_port, security="starttls"), password="", build=build)
    attempt = transport.send(ADA)
    assert isinstance(attempt, Deferred)
    assert "certificate" in attempt.detail.lower()
    assert postbox.arrived == []


def test_a_wrong_password_is_the_operators_business_and_is_not_repeated(tls_port, settings, build, certificate, caplog):
    own = settings(tls_port, security="starttls", user="news", ca_file=str(certificate))
    transport = SmtpTransport(own, password="s3cret-wrong", build=build)
    with pytest.raises(ConfigError, match="BYLINE_SMTP_PASSWORD") as caught:
        transport.send(ADA)
    assert "s3cret" not in str(caught.value) + caplog.text
    assert caught.value.__cause__ is None


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(plain_port, settings, build, postbox):
    transport = SmtpTransport(settings(plain_port, security="starttls"), password="", build=build)
    with pytest.raises(ConfigError, match="no STARTTLS"):
        transport.send(ADA)
    assert postbox.arrived == []


def test_unencrypted_mail_stays_on_this_machine(settings, build):
    with pytest.raises(ConfigError, match="unencrypted"):
        SmtpTransport(settings(25, host="192.0.2.1"), password="", build=build)
