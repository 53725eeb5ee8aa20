"""A mailer over SES (API v2 Reference, "SendEmail").

SES puts a Message-ID and a Date of its own into every mail, so two attempts at one mail carry different ones.
"""

import binascii
import re
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from typing import Any

from relayboard.adapters.aws_calls import CallFailed
from relayboard.adapters.aws_json import JsonCalls
from relayboard.adapters.mime import mime_of
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mail, MailerBusy, MailRefused

_PATH = "/v2/email/outbound-emails"
# The mail's own fault, or the account's for good; a pause of the account or a setting that is missing is neither.
_FINAL = frozenset({"AccountSuspendedException", "BadRequestException", "MessageRejected"})
_TOO_LARGE = 413
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SesMailer:
    """Sends mail through SES; used from any number of threads.

    Args:
        sender: the From header; SES must have verified its address or domain.
        configuration_set: says where SES reports deliveries and bounces to.
    """

    def __init__(
        self, calls: JsonCalls, *, sender: str, clock: Clock, configuration_set: str | None = None
    ) -> None:
        self._calls = calls
        self._sender = sender
        self._clock = clock
        self._more: dict[str, Any] = {"FromEmailAddress": formataddr(parseaddr(sender))}
        if configuration_set:
            self._more["ConfigurationSetName"] = configuration_set

    def send(self, mail: Mail) -> str:
        """Hand a mail over and return the id that SES gives it.

        Raises:
            MailRefused, MailerBusy.
        """
        message = mime_of(mail, sender=self._sender, at=self._clock.now())
        request = {**self._more, "Destination": {"ToAddresses": [_recipient(message)]}, "Content": _raw(message)}
        if tags := _tags(mail):
            request["EmailTags"] = tags
        try:
            return str(self._calls.post(_PATH, request)["MessageId"])
        except CallFailed as failure:
            if failure.code in _FINAL or failure.status == _TOO_LARGE:
                raise MailRefused(str(failure)) from failure
            raise MailerBusy(str(failure)) from failure
        except KeyError as error:
            raise MailerBusy("SES took the mail without giving it an id.") from error


def _recipient(message: EmailMessage) -> str:
    address: str = message["To"].addresses[0].addr_spec
    if not address.isascii():
        raise MailRefused("SES does not take addresses with letters beyond ASCII before the @.")
    return address


def _tags(mail: Mail) -> list[dict[str, str]]:
    """Return the tags, or none: SES refuses a mail for a letter that it does not allow in them."""
    are_good = all(_TAG.fullmatch(text) for pair in mail.tags.items() for text in pair)
    return [{"Name": name, "Value": value} for name, value in mail.tags.items()] if are_good else []


def _raw(message: EmailMessage) -> dict[str, Any]:
    return {"Raw": {"Data": binascii.b2a_base64(message.as_bytes(), newline=False).decode()}}
