"""Who hears of an event, and why: a pure function, so that it can also be shown beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from relayboard.domain.events import Event, EventType
from relayboard.domain.people import PersonRef
from relayboard.domain.reminders import REMINDERS

SILENT_FIELDS = frozenset({"position"})  # where a card lies in its column is no news

_TO_PEOPLE: Mapping[EventType, str] = MappingProxyType(
    {
        EventType.TASK_ASSIGNED: "you were assigned to this task",
        EventType.TASK_UNASSIGNED: "you had this task until now",
        EventType.TASK_DUE_SOON: "this task waits for you",
        EventType.TASK_OVERDUE: "this task waits for you",
    }
)
_DIGEST: Mapping[EventType, str] = MappingProxyType({EventType.DIGEST_DUE: "you want to hear of these once a day"})
_TO_WATCHERS = frozenset(
    {
        EventType.TASK_STATUS_CHANGED,
        EventType.TASK_UPDATED,
        EventType.TASK_DELETED,
        EventType.TASK_RESTORED,
        EventType.COMMENT_ADDED,
    }
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to hear of an event.

    Attributes:
        reason: why, so that it can follow "because": "you have this task".
    """

    person: PersonRef
    reason: str


def recipients(event: Event) -> tuple[Recipient, ...]:
    """Return who hears of an event, each person once; never the one who did it."""
    told: dict[str, Recipient] = {}
    for person, reason in _concerned(event):
        if person.id != event.actor.id:
            told.setdefault(person.id, Recipient(person, reason))
    return tuple(told.values())


def is_for_eyes_only(event_type: EventType) -> bool:
    """Tell whether only those hear of it who still may see the task when they are told."""
    return event_type in _TO_WATCHERS or event_type in REMINDERS


def is_news(event: Event) -> bool:
    """Tell whether an event is of a kind that places hear of which stand for no person, whoever did it."""
    return event.type is EventType.TASK_CREATED or (
        event.type in (*_TO_PEOPLE, *_TO_WATCHERS) and not _is_silent(event)
    )


def _concerned(event: Event) -> list[tuple[PersonRef, str]]:
    if reason := _TO_PEOPLE.get(event.type) or _DIGEST.get(event.type):
        return [(person, reason) for person in event.people]
    if event.type not in _TO_WATCHERS or _is_silent(event):
        return []
    # The first of a task's watchers is its creator; the others have it.
    reasons = ["you created this task", *["you have this task"] * len(event.watchers)]
    return list(zip(event.watchers, reasons, strict=False))


def _is_silent(event: Event) -> bool:
    return event.type is EventType.TASK_UPDATED and SILENT_FIELDS.issuperset(event.after)
