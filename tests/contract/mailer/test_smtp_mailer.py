import socket
from dataclasses import replace
from urllib.parse import quote

import pytest

from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.adapters.smtp_url import SmtpServer
from relayboard.ports.mailer import MailerAway, MailerBusy, MailRefused
from tests.contract.mailer.conftest import SENDER
from tests.contract.mailer.smtp_server import (
    PASSWORD,
    USER,
    free_port,
    smtp_server,
    throw_away_certificate,
    with_password,
)
from tests.contract.mailer.test_mailer import MAIL
from tests.support.clock import HandClock

LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"


def mailer(url: str, **options) -> SmtpMailer:
    return SmtpMailer(url, sender=SENDER, clock=HandClock(), **options)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return throw_away_certificate(tmp_path_factory.mktemp("certificate"))


def test_the_receipt_is_the_servers_answer_and_the_envelope_is_right():
    with smtp_server() as server:
        assert mailer(server.url).send(MAIL) == "250 2.0.0 queued as 4711"
        assert server.script.envelopes == [("relayboard@board.example", ["ann@a.example"])]


def test_one_connection_serves_many_mails():
    with smtp_server() as server:
        post = mailer(server.url)
        for _ in range(3):
            post.send(MAIL)
        assert (len(server.script.mails), server.script.connections) == (3, 1)


def test_a_connection_that_the_server_dropped_is_made_anew():
    port = free_port()
    post = mailer(f"smtp://127.0.0.1:{port}")
    for _ in range(2):
        with smtp_server(port=port) as server:
            post.send(MAIL)
            assert len(server.script.mails) == 1


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "552 too big", "554 no"])
def test_a_5xx_answer_is_final(answer):
    with smtp_server() as server:
        server.script.answers = [answer]
        post = mailer(server.url)
        with pytest.raises(MailRefused, match=answer):
            post.send(MAIL)
        post.send(MAIL)
        assert len(server.script.mails) == 1


@pytest.mark.parametrize("answer", ["421 4.3.2 shutting down", "450 mailbox busy", "451 4.7.1 greylisted"])
def test_a_4xx_answer_is_for_later(answer):
    with smtp_server() as server:
        server.script.answers = [answer]
        post = mailer(server.url)
        with pytest.raises(MailerBusy, match=answer) as raised:
            post.send(MAIL)
        assert isinstance(raised.value, MailerAway) == answer.startswith("421")
        post.send(MAIL)
        assert len(server.script.mails) == 1


@pytest.mark.parametrize(("answer", "error"), [("550 unknown", MailRefused), ("450 later", MailerBusy)])
def test_a_recipient_that_is_not_taken_does_not_spoil_the_connection(answer, error):
    with smtp_server() as server:
        post = mailer(server.url)
        server.script.recipient_answer = answer
        with pytest.raises(error, match=answer):
            post.send(MAIL)
        server.script.recipient_answer = None
        post.send(MAIL)
        assert len(server.script.mails) == 1


def test_a_server_that_is_away_is_for_later():
    with pytest.raises(MailerAway):
        mailer(f"smtp://127.0.0.1:{free_port()}").send(MAIL)


def test_a_server_that_hangs_is_for_later():
    with smtp_server() as server:
        server.script.hangs = True
        with pytest.raises(MailerBusy):
            mailer(server.url, timeout_seconds=0.2).send(MAIL)


def test_a_server_that_says_nothing_at_all_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailerBusy):
        mailer(f"smtp://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.2).send(MAIL)


def test_encryption_that_is_offered_is_used(certificate):
    with smtp_server(tls_context=certificate.server) as server:
        mailer(server.url).send(MAIL)
        assert server.script.is_encrypted


def test_a_password_is_shown_to_a_server_with_a_good_certificate(certificate):
    with smtp_server(**with_password(certificate.server)) as server:
        url = server.url.replace("smtp://", f"smtp://{LOGIN}@")
        mailer(url, tls=certificate.client).send(MAIL)
        assert server.script.is_encrypted
        assert len(server.script.mails) == 1


def test_a_password_is_not_shown_to_a_server_with_a_bad_certificate(certificate):
    with smtp_server(**with_password(certificate.server)) as server:
        with pytest.raises(MailerBusy):
            mailer(server.url.replace("smtp://", f"smtp://{LOGIN}@")).send(MAIL)
        assert server.script.mails == []


def test_a_password_is_never_sent_in_the_clear():
    with smtp_server(**with_password(None)) as server:
        with pytest.raises(MailerBusy):
            mailer(server.url.replace("smtp://", f"smtp://{LOGIN}@")).send(MAIL)
        assert server.script.mails == []


def test_a_wrong_password_is_trouble_with_the_server_not_with_the_mail(certificate):
    with smtp_server(**with_password(certificate.server)) as server:
        url = server.url.replace("smtp://", f"smtp://{USER}:wrong@")
        with pytest.raises(MailerAway):
            mailer(url, tls=certificate.client).send(MAIL)


def test_smtps_is_encrypted_from_the_first_byte(certificate):
    with smtp_server(ssl_context=certificate.server) as server:
        mailer(server.url.replace("smtp://", "smtps://"), tls=certificate.client).send(MAIL)
        assert len(server.script.mails) == 1


def test_an_address_beyond_ascii_goes_to_servers_that_know_how_and_to_no_other():
    umlaut = replace(MAIL, to="jürgen@a.example")
    with smtp_server(enable_SMTPUTF8=True) as server:
        mailer(server.url).send(umlaut)
        assert server.script.envelopes[0][1] == ["jürgen@a.example"]
    with smtp_server(enable_SMTPUTF8=False) as server, pytest.raises(MailRefused):
        mailer(server.url).send(umlaut)


def test_check_tells_whether_the_server_can_be_reached():
    with smtp_server() as server:
        mailer(server.url).check()
    with pytest.raises(MailerBusy):
        mailer(server.url).check()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, False, None, None)),
        ("smtp://mail.example:2525", ("mail.example", 2525, False, None, None)),
        ("smtps://mail.example", ("mail.example", 465, True, None, None)),
        ("smtp://a%40b:p%2Fw@mail.example", ("mail.example", 587, False, "a@b", "p/w")),
    ],
)
def test_a_url_names_server_and_login(url, expected):
    server = SmtpServer.read(url)
    assert (server.host, server.port, server.is_tls, server.user, server.password) == expected


@pytest.mark.parametrize("url", ["", "http://x", "mail.example", "smtp://", "smtp://user@x", "smtp://x:port"])
def test_what_is_no_url_of_a_mail_server_is_refused(url):
    with pytest.raises(ValueError):
        SmtpServer.read(url)


def test_the_password_is_not_shown():
    assert "secret" not in repr(SmtpServer.read("smtp://user:secret@x"))


def test_a_password_with_a_slash_is_not_quoted_by_the_error() -> None:
    with pytest.raises(ValueError, match="%2F") as caught:
        SmtpServer.read("smtp://user:pa/ss@host")
    assert "pa" not in str(caught.value).split()
