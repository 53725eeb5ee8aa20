"""Turns a mail into the bytes that mail servers and mail programs exchange (RFC 5322, MIME)."""

import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from relayboard.ports.mailer import Mail, MailRefused

# Lines with encoded words (RFC 2047 §2) and quoted-printable lines (RFC 2045 §6.7) have at most 76 characters.
_POLICY = SMTP.clone(max_line_length=76)


def mime_of(mail: Mail, *, sender: str, at: datetime) -> EmailMessage:
    """Return a mail with a text and an HTML part.

    Args:
        sender: the From header, such as `Relayboard <relayboard@localhost>`.

    Raises:
        MailRefused: no mail can have this address.
    """
    local_part, domain = _address_parts(mail.to)
    message = EmailMessage(policy=_POLICY if local_part.isascii() else _POLICY.clone(utf8=True))
    message["From"] = sender
    message["To"] = Address(display_name=_typed(mail.to_name), username=local_part, domain=domain)
    message["Subject"] = _typed(mail.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{_header(mail.message_id)}>"
    for name, value in mail.headers.items():
        message[name] = _header(value)
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def _address_parts(address: str) -> tuple[str, str]:
    local_part, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MailRefused("The domain of this address cannot be used.") from error
    if not local_part or not ascii_domain or _header(address) != address:
        raise MailRefused("This address cannot be used.")
    return local_part, ascii_domain


def _typed(text: str) -> str:
    """Return what somebody typed so that no mail program takes it for encoded words (RFC 2047) and decodes it."""
    return _header(text).replace("=?", "= ?")


def _header(text: str) -> str:
    """Return a text as one line, so that nothing in it can begin another header."""
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter for letter in text)
