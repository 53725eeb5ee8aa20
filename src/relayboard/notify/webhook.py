"""What a web hook is sent: an event as JSON, signed so that the receiver knows who sent it, and when."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from relayboard.domain.events import Event
from relayboard.domain.people import PersonRef
from relayboard.notify.endpoint import Letter
from relayboard.ports.clock import Clock

SHORTEST_SECRET = 16


class WebhookLetters:
    """Writes and signs events for one receiver.

    Args:
        secret: shared with the receiver.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"A web hook needs a secret of at least {SHORTEST_SECRET} characters.")
        self._secret = secret.encode()
        self._clock = clock

    def about(self, event: Event) -> Letter:
        """Return an event; with each attempt the timestamp, and so the signature, is a new one."""
        body, timestamp = document_of(event), str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Relayboard-Event-Id": event.id,
            "Relayboard-Timestamp": timestamp,
            "Relayboard-Signature": f"v1={signature(self._secret, timestamp, body)}",
        }
        return Letter(headers, body)


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 (RFC 2104) of timestamp, full stop and body, in hexadecimal digits."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def document_of(event: Event) -> bytes:
    """Return an event as the JSON that receivers read (docs/events.md)."""
    document = {
        "id": event.id,
        "type": event.type.value,
        "at": _moment(event.at),
        "actor": _person(event.actor),
        "subject": {"kind": event.subject.kind.value, "id": event.subject.id, "title": event.subject.title},
        "before": dict(event.before),
        "after": dict(event.after),
        "people": [_person(person) for person in event.people],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _person(person: PersonRef) -> dict[str, str]:
    return {"id": person.id, "name": person.name}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
