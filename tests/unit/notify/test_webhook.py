import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from relayboard.domain.events import EventType
from relayboard.notify.webhook import WebhookLetters, document_of, signature
from tests.support.clock import HandClock
from tests.unit.notify.world import ANN, BOB, LEAD, TASK_ID, assigned, commented, event

SECRET = "0123456789abcdef"


def test_the_signature_is_the_hmac_of_rfc_4231():
    # Test case 7 (§4.8): its data has a full stop in the middle, as ours have.
    stamp = "This is a test using a larger than block-size key and a larger than block-size data"
    body = b" The key needs to be hashed before being used by the HMAC algorithm."
    expected = "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    assert signature(b"\xaa" * 131, stamp, body) == expected


def is_genuine(headers, body, *, now, secret=SECRET):
    """Judge a request as docs/events.md tells receivers to."""
    timestamp = headers["Relayboard-Timestamp"]
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    is_signed = hmac.compare_digest(f"v1={digest}", headers["Relayboard-Signature"])
    return is_signed and abs(now - int(timestamp)) <= 300


def test_a_receiver_can_tell_what_is_genuine():
    clock = HandClock()
    headers, body = WebhookLetters(SECRET, clock).about(assigned(ANN))
    now = clock.now().timestamp()
    assert is_genuine(headers, body, now=now)
    assert not is_genuine(headers, body + b" ", now=now)
    assert not is_genuine(headers, body, now=now, secret=SECRET[::-1])
    assert not is_genuine(headers, body, now=now + 301)
    assert not is_genuine({**headers, "Relayboard-Timestamp": str(int(now) + 301)}, body, now=now + 301)


def test_every_attempt_has_the_same_id_and_body_and_a_signature_of_its_own_time():
    clock = HandClock()
    letters, happened = WebhookLetters(SECRET, clock), commented("“Ärger” 🙂 </script>")
    first = letters.about(happened)
    clock.advance(7200)
    second = letters.about(happened)
    assert first.body == second.body
    assert first.headers["Relayboard-Event-Id"] == second.headers["Relayboard-Event-Id"] == happened.id
    assert first.headers["Relayboard-Signature"] != second.headers["Relayboard-Signature"]
    assert is_genuine(second.headers, second.body, now=clock.now().timestamp())


def test_the_document_says_what_happened():
    happened = event(
        EventType.TASK_STATUS_CHANGED,
        people=(ANN, BOB),
        watchers=(LEAD, ANN),
        before={"status": "OPEN"},
        after={"status": "IN_PROGRESS"},
    )
    assert json.loads(document_of(happened)) == {
        "id": happened.id,
        "type": "task.status_changed",
        "at": "2100-01-01T00:00:00.000Z",
        "actor": {"id": LEAD.id, "name": "Lead"},
        "subject": {"kind": "task", "id": TASK_ID, "title": "Fix the login"},
        "before": {"status": "OPEN"},
        "after": {"status": "IN_PROGRESS"},
        "people": [{"id": ANN.id, "name": "Ann"}, {"id": BOB.id, "name": "Bob"}],
    }


def test_times_are_told_in_utc():
    from dataclasses import replace
    from datetime import timezone

    happened = assigned(ANN)
    elsewhere = replace(happened, at=happened.at.astimezone(timezone(timedelta(hours=5))))
    assert document_of(elsewhere) == document_of(happened)


@pytest.mark.parametrize("secret", ["", "short", "x" * 15])
def test_a_secret_that_can_be_guessed_is_refused_without_being_quoted(secret):
    with pytest.raises(ValueError) as raised:
        WebhookLetters(secret, HandClock())
    assert not secret or secret not in str(raised.value)
