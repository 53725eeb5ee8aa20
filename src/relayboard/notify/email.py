"""The e-mail channel."""

import re

from relayboard.domain.people import Person
from relayboard.notify.channels import Delivered, Occasion, Refused, TryAgain
from relayboard.notify.mails import Mails
from relayboard.notify.plain_text import one_line
from relayboard.notify.wishes import WISHES
from relayboard.ports.mailer import Mailer, MailerBusy, MailRefused

ANSWER_SHOWN = 200
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


class EmailChannel:
    """Tells people by mail."""

    name = "email"
    acts_outside = True

    def __init__(self, mailer: Mailer, mails: Mails) -> None:
        self._mailer = mailer
        self._mails = mails

    def is_wanted_by(self, person: Person) -> bool:
        return WISHES[self.name](person)

    def deliver(self, occasion: Occasion) -> Delivered:
        try:
            answer = self._mailer.send(self._mails.about(occasion, channel=self.name))
        except MailRefused as error:
            raise Refused(without_addresses(str(error))) from error
        except MailerBusy as error:
            raise TryAgain(without_addresses(str(error))) from error
        return Delivered(without_addresses(answer))


def without_addresses(answer: str) -> str:
    """Return a mail server's answer fit for the ledger, which people read who do not know each other's address."""
    return one_line(_ADDRESS.sub("<…>", answer), longest=ANSWER_SHOWN)
