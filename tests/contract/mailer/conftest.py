import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import boto3
import pytest

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_json import JsonCalls
from relayboard.adapters.mailbox_mailer import MailboxMailer
from relayboard.adapters.ses_mailer import SesMailer
from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.ports.mailer import Mailer
from tests.contract.mailer.smtp_server import smtp_server
from tests.support.clock import HandClock
from tests.support.fault_proxy import FaultProxy
from tests.support.http_listener import Request
from tests.support.ministack import CREDENTIALS, REGION, MiniStack
from tests.support.signed_http import signed_http

SENDER = "Relayboard <relayboard@board.example>"
CONFIGURATION_SET = "relayboard"


@dataclass(frozen=True)
class Post:
    """A mailer, and what arrived through it."""

    mailer: Mailer
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["mailbox", "smtp", pytest.param("ses", marks=pytest.mark.engine)])
def post(request, tmp_path) -> Iterator[Post]:
    clock = HandClock()
    if request.param == "mailbox":
        yield Post(MailboxMailer(tmp_path, sender=SENDER, clock=clock), lambda: _mails_in(tmp_path))
        return
    if request.param == "ses":
        with FaultProxy(request.getfixturevalue("ses").url) as proxy:
            yield Post(ses_mailer(proxy.url), lambda: [*map(mail_to_ses, proxy.requests)])
        return
    with smtp_server(enable_SMTPUTF8=True) as server:
        mailer = SmtpMailer(server.url, sender=SENDER, clock=clock)
        yield Post(mailer, lambda: server.script.mails)
        mailer.close()


@pytest.fixture(scope="session")
def ses(ministack: MiniStack) -> MiniStack:
    """An engine that sends mail from our domain to everybody."""
    client = boto3.client(
        "sesv2",
        region_name=REGION,
        endpoint_url=ministack.url,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_email_identity(EmailIdentity="board.example")
    client.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://board.example", ProductionAccessEnabled=True
    )
    client.create_configuration_set(ConfigurationSetName=CONFIGURATION_SET)
    return ministack


def ses_mailer(url: str, *, sender: str = SENDER, deadline_seconds: float = 20) -> SesMailer:
    calls = JsonCalls(signed_http(Service.SES, url, deadline_seconds=deadline_seconds))
    return SesMailer(calls, sender=sender, clock=HandClock(), configuration_set=CONFIGURATION_SET)


def mail_to_ses(request: Request) -> EmailMessage:
    raw = json.loads(request.body)["Content"]["Raw"]["Data"]
    return message_from_bytes(b64decode(raw, validate=True), policy=default)


def _mails_in(folder) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]
