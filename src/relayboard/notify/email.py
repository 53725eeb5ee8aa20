"""The e-mail channel."""

from relayboard.domain.people import Person
from relayboard.notify.channels import Away, Delivered, Occasion, Refused, TryAgain
from relayboard.notify.mails import Mails
from relayboard.notify.plain_text import without_addresses
from relayboard.notify.wishes import WISHES
from relayboard.ports.mailer import Mailer, MailerAway, MailerBusy, MailRefused


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
        except MailerAway as error:
            raise Away(without_addresses(str(error))) from error
        except MailerBusy as error:
            raise TryAgain(without_addresses(str(error))) from error
        return Delivered(without_addresses(answer))
