"""The mail port."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from relayboard.domain.errors import RelayboardError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to one person, in both forms.

    Attributes:
        message_id: without angle brackets; the same for every attempt at the same mail.
        headers: more headers, such as `List-Unsubscribe`.
    """

    message_id: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


class MailRefused(RelayboardError):
    """The mail server will never take this mail (a 5xx answer); sending it again makes no sense."""


class MailerBusy(RelayboardError):
    """The mail server did not take it now (refused connection, time-out, a 4xx answer); try again later."""


class Mailer(Protocol):
    """Sends mail."""

    def send(self, mail: Mail) -> str:
        """Hand a mail over and return the receiver's receipt (its answer, or its id of the message).

        Raises:
            MailRefused, MailerBusy.
        """
