"""What SES publishes of mails (Developer Guide, "Contents of event data that Amazon SES publishes to SNS")."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from relayboard.adapters.item_json import decode
from relayboard.domain.deliveries import Outcome, OutcomeKind
from relayboard.ports.mailer import MailReport

# `Any`: AWS's JSON, of another shape for each type of event.
Document = Mapping[str, Any]

_WORD_BEGINS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAYS_NOTHING = frozenset({"general", "undetermined"})
_NOT_SPAM = "not-spam"  # RFC 5965: the recipient takes an earlier complaint back
_PERMANENT = "Permanent"


def document_in(body: str) -> Document:
    """Read a message; empty for the sentence that SES publishes, once, to try a new destination."""
    return decode(body) if body.lstrip().startswith("{") else {}


def report_in(document: Document) -> MailReport | None:
    """Return what an event says of a mail; `None` when it does not say what became of it.

    Raises:
        KeyError, ValueError: the event is not of the documented shape.
    """
    read = _READERS.get(document.get("eventType", ""))
    found = read(document) if read else None
    if found is None:
        return None
    outcome, recipients = found
    mail = document["mail"]
    tags = {name: values[0] for name, values in mail.get("tags", {}).items() if values}
    return MailReport(tags=tags, recipients=tuple(recipients or mail["destination"]), outcome=outcome)


_Read = tuple[Outcome, list[str]] | None


def _delivery(document: Document) -> _Read:
    told = document["delivery"]
    reason = _reason(told.get("smtpResponse"))
    return Outcome(kind=OutcomeKind.DELIVERED, at=_moment(told), reason=reason), told.get("recipients", [])


def _bounce(document: Document) -> _Read:
    told = document["bounce"]
    outcome = Outcome(
        kind=OutcomeKind.BOUNCED,
        at=_moment(told),
        reason=_reason(_words(told["bounceSubType"]), *_diagnoses(told["bouncedRecipients"])),
        is_permanent=told["bounceType"] == _PERMANENT,
    )
    return outcome, _addresses(told["bouncedRecipients"])


def _complaint(document: Document) -> _Read:
    told = document["complaint"]
    kind = told.get("complaintFeedbackType")
    if kind == _NOT_SPAM:
        return None
    reason = _reason(_words(kind or ""), _words(told.get("complaintSubType") or ""))
    outcome = Outcome(kind=OutcomeKind.COMPLAINED, at=_moment(told), reason=reason)
    return outcome, _addresses(told["complainedRecipients"])


def _delay(document: Document) -> _Read:
    told = document["deliveryDelay"]
    reason = _reason(_words(told["delayType"]), *_diagnoses(told["delayedRecipients"]))
    outcome = Outcome(kind=OutcomeKind.DELAYED, at=_moment(told), reason=reason)
    return outcome, _addresses(told["delayedRecipients"])


def _reject(document: Document) -> _Read:
    at, reason = _moment(document["mail"]), _reason(document["reject"].get("reason"))
    return Outcome(kind=OutcomeKind.REJECTED, at=at, reason=reason), []


def _rendering_failure(document: Document) -> _Read:
    at, reason = _moment(document["mail"]), _reason(document["failure"].get("errorMessage"))
    return Outcome(kind=OutcomeKind.REJECTED, at=at, reason=reason), []


_READERS: Mapping[str, Callable[[Document], _Read]] = MappingProxyType(
    {
        "Delivery": _delivery,
        "Bounce": _bounce,
        "Complaint": _complaint,
        "DeliveryDelay": _delay,
        "Reject": _reject,
        "Rendering Failure": _rendering_failure,
    }
)


def _moment(told: Document) -> datetime:
    return datetime.fromisoformat(told["timestamp"]).astimezone(UTC)


def _addresses(recipients: list[Document]) -> list[str]:
    return [recipient["emailAddress"] for recipient in recipients]


def _diagnoses(recipients: list[Document]) -> list[str]:
    return [code for recipient in recipients if (code := recipient.get("diagnosticCode"))]


def _words(name: str) -> str:
    """Return a name such as MailboxFull as people write it, and nothing for one that says nothing."""
    words = _WORD_BEGINS.sub(" ", name).lower()
    return "" if words in _SAYS_NOTHING else words


def _reason(*parts: str | None) -> str | None:
    return ": ".join(filter(None, parts)) or None
