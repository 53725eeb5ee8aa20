"""What a live socket carries: that something happened to a task, never what its words are."""

import json
from collections.abc import Collection

from relayboard.domain.events import Event, SubjectKind
from relayboard.domain.following import may_follow
from relayboard.domain.people import Person

MOST_OF_ONE_PERSON = 100  # sockets at a time; a page has one
SOCKET_SECONDS = 2 * 60 * 60  # API Gateway's own limit; a socket of one machine lives no longer


def live_message(event: Event) -> str | None:
    """Return what sockets are sent of a task's event, as JSON: `{id, type, taskId, at}`; of others `None`."""
    if event.subject.kind is not SubjectKind.TASK:
        return None
    message = {
        "id": event.id,
        "type": event.type.value,
        "taskId": event.subject.id,
        "at": event.at.isoformat().replace("+00:00", "Z"),
    }
    return json.dumps(message, separators=(",", ":"))


def is_for(event: Event, holding: Collection[str], person: Person | None) -> bool:
    """Tell whether a person's sockets carry an event.

    Args:
        holding: those who have its task, as `holders` says.
        person: the profile as it is now, so that who was demoted or deactivated has lost their rights here, too.
    """
    if person is None or not person.is_active:
        return False
    return may_follow(event, holding, role=person.role, user_id=person.id)
