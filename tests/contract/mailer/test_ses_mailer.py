"""What SES is asked for, and what its refusals mean."""

import json
import urllib.request
from dataclasses import replace
from uuid import uuid4

import pytest

from relayboard.ports.mailer import MailerBusy, MailRefused
from tests.contract.mailer.conftest import CONFIGURATION_SET, mail_to_ses, ses_mailer
from tests.contract.mailer.test_mailer import MAIL, part
from tests.support.fault_proxy import FaultProxy, cut_before, slow
from tests.support.http_listener import Listener, answer
from tests.support.ministack import MiniStack


@pytest.mark.engine
def test_a_mail_is_sent_and_its_receipt_is_its_id_there(ses: MiniStack) -> None:
    to = f"ann-{uuid4()}@a.example"
    receipt = ses_mailer(ses.url).send(replace(MAIL, to=to))
    with urllib.request.urlopen(f"{ses.url}/_ministack/ses/messages") as found:
        (mails,) = json.load(found)["messages"].values()
    (mail,) = (mail for mail in mails if mail["To"] == [to])
    assert mail["MessageId"] == receipt
    assert mail["Subject"] == MAIL.subject
    assert mail["BodyText"].replace("\r\n", "\n") == MAIL.text
    assert mail["Source"] == "Relayboard <relayboard@board.example>"


@pytest.mark.engine
def test_a_sender_that_nobody_has_verified_is_refused(ses: MiniStack) -> None:
    with pytest.raises(MailRefused, match="MessageRejected"):
        ses_mailer(ses.url, sender="Relayboard <relayboard@other.example>").send(MAIL)


def test_the_request_names_recipient_sender_and_configuration_set() -> None:
    with Listener(lambda _: [answer({"MessageId": "id"})]) as server:
        mailer = ses_mailer(server.url, sender="Größe & Co <relayboard@board.example>")
        assert mailer.send(replace(MAIL, to="ann@bücher.example")) == "id"
        (request,) = server.requests
    sent = json.loads(request.body)
    assert request.line == "POST /v2/email/outbound-emails HTTP/1.1"
    assert sent.keys() == {"FromEmailAddress", "Destination", "Content", "ConfigurationSetName"}
    assert sent["ConfigurationSetName"] == CONFIGURATION_SET
    assert sent["Destination"] == {"ToAddresses": ["ann@xn--bcher-kva.example"]}
    assert sent["FromEmailAddress"] == "=?utf-8?b?R3LDtsOfZSAmIENv?= <relayboard@board.example>"
    assert part(mail_to_ses(request), "plain") == MAIL.text


def tags_sent(tags: dict[str, str]) -> object:
    with Listener(lambda _: [answer({"MessageId": "id"})]) as server:
        ses_mailer(server.url).send(replace(MAIL, tags=tags))
        (request,) = server.requests
    return json.loads(request.body).get("EmailTags")


def test_a_mails_tags_go_along() -> None:
    tags = {"event": "01KAHX5Q0V5W6X7Y8Z9A0B1C2D", "person": "8e2b7d9a-33c4-4a51-9f7e-0c1d2e3f4a50"}
    assert tags_sent(tags) == [{"Name": name, "Value": value} for name, value in tags.items()]


@pytest.mark.parametrize("value", ["", "a b", "ann@a.example", "é", "x" * 257])
def test_tags_that_ses_would_refuse_the_mail_for_are_left_out(value: str) -> None:
    assert tags_sent({"event": "01KAHX5Q0V5W6X7Y8Z9A0B1C2D", "person": value}) is None


def refusal(code: str, status: int) -> bytes:
    return answer({"message": "as the test wants it"}, status=status, x_amzn_errortype=code)


FINAL = {"MessageRejected": 400, "BadRequestException": 400, "AccountSuspendedException": 400}
FOR_LATER = {
    "TooManyRequestsException": 429,
    "LimitExceededException": 400,
    "SendingPausedException": 400,
    "MailFromDomainNotVerifiedException": 400,
    "NotFoundException": 404,
    "AccessDeniedException": 403,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
}


@pytest.mark.parametrize(("code", "status"), FINAL.items())
def test_a_fault_of_the_mail_or_of_the_account_for_good_is_final(code: str, status: int) -> None:
    with Listener(lambda _: [refusal(code, status)]) as server, pytest.raises(MailRefused, match=code):
        ses_mailer(server.url).send(MAIL)


def test_a_mail_that_is_too_large_is_refused() -> None:
    with Listener(lambda _: [answer(b"", status=413)]) as server, pytest.raises(MailRefused):
        ses_mailer(server.url).send(MAIL)


@pytest.mark.parametrize(("code", "status"), FOR_LATER.items())
def test_too_much_a_pause_and_a_wrong_setting_are_for_later(code: str, status: int) -> None:
    with Listener(lambda _: [refusal(code, status)]) as server:
        with pytest.raises(MailerBusy, match=code):
            ses_mailer(server.url).send(MAIL)
        assert len(server.requests) == 1


@pytest.mark.engine
@pytest.mark.parametrize("fault", [cut_before, slow(1.0)])
def test_a_mail_server_out_of_reach_is_for_later_and_not_asked_twice(ses: MiniStack, fault) -> None:
    with FaultProxy(ses.url) as proxy:
        proxy.next(fault)
        with pytest.raises(MailerBusy):
            ses_mailer(proxy.url, deadline_seconds=0.5).send(MAIL)
        assert len(proxy.requests) == 1


def test_nobody_listening_is_for_later() -> None:
    with Listener(lambda _: []) as server:
        url = server.url
    with pytest.raises(MailerBusy):
        ses_mailer(url).send(MAIL)


def test_an_answer_without_an_id_is_for_later() -> None:
    with Listener(lambda _: [answer({})]) as server, pytest.raises(MailerBusy):
        ses_mailer(server.url).send(MAIL)


def test_an_address_with_letters_beyond_ascii_is_refused_without_asking() -> None:
    with Listener(lambda _: [answer({"MessageId": "id"})]) as server:
        with pytest.raises(MailRefused):
            ses_mailer(server.url).send(replace(MAIL, to="jürgen@a.example"))
        assert server.requests == []
