from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from relayboard.adapters.mailbox_mailer import MailboxMailer
from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.ports.mailer import Mailer
from tests.contract.mailer.smtp_server import smtp_server
from tests.support.clock import HandClock

SENDER = "Relayboard <relayboard@board.example>"


@dataclass(frozen=True)
class Post:
    """A mailer, and what arrived through it."""

    mailer: Mailer
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["mailbox", "smtp"])
def post(request, tmp_path) -> Iterator[Post]:
    clock = HandClock()
    if request.param == "mailbox":
        yield Post(MailboxMailer(tmp_path, sender=SENDER, clock=clock), lambda: _mails_in(tmp_path))
        return
    with smtp_server(enable_SMTPUTF8=True) as server:
        mailer = SmtpMailer(server.url, sender=SENDER, clock=clock)
        yield Post(mailer, lambda: server.script.mails)
        mailer.close()


def _mails_in(folder) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]
