"""The mail port."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from relayboard.domain.deliveries import Outcome
from relayboard.domain.errors import RelayboardError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to one person, in both forms.

    Attributes:
        message_id: without angle brackets; the same for every attempt at the same mail.
        headers: more headers, such as `List-Unsubscribe`.
        tags: what a report on this mail names it by, where the mail service reports; recipients do not see them.
    """

    message_id: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReport:
    """What a mail service says, later, of a mail that it took; it may say so again and in any order.

    Attributes:
        tags: those of the mail; empty where it had none.
        recipients: the addresses that it speaks of.
    """

    tags: Mapping[str, str]
    recipients: tuple[str, ...]
    outcome: Outcome


class MailRefused(RelayboardError):
    """The mail server will never take this mail (a 5xx answer); sending it again makes no sense."""


class MailerBusy(RelayboardError):
    """The mail server did not take it now (refused connection, time-out, a 4xx answer); try again later."""


class MailerAway(MailerBusy):
    """It takes no mail at all now (out of reach, or 421): the next one would fare no better."""


class Mailer(Protocol):
    """Sends mail."""

    def send(self, mail: Mail) -> str:
        """Hand a mail over and return the receiver's receipt (its answer, or its id of the message).

        Raises:
            MailRefused, MailerBusy.
        """
