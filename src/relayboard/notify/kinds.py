"""Which kind of news an event is, and how a kind is called."""

from collections.abc import Mapping
from types import MappingProxyType

from relayboard.domain.events import EventType
from relayboard.domain.preferences import Kind

KINDS: Mapping[EventType, Kind] = MappingProxyType(
    {
        EventType.TASK_ASSIGNED: Kind.ASSIGNMENT,
        EventType.TASK_UNASSIGNED: Kind.ASSIGNMENT,
        EventType.TASK_STATUS_CHANGED: Kind.STATUS,
        EventType.TASK_UPDATED: Kind.CHANGE,
        EventType.TASK_DELETED: Kind.CHANGE,
        EventType.TASK_RESTORED: Kind.CHANGE,
        EventType.COMMENT_ADDED: Kind.COMMENT,
        EventType.TASK_DUE_SOON: Kind.REMINDER,
        EventType.TASK_OVERDUE: Kind.REMINDER,
    }
)
"""Every event of which people hear one by one; a digest is of no kind."""

_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ASSIGNMENT: "assignments",
        Kind.STATUS: "changes of status",
        Kind.CHANGE: "changes of tasks",
        Kind.COMMENT: "comments",
        Kind.REMINDER: "reminders",
    }
)


def called(kind: Kind) -> str:
    """Name a kind so that it can follow "mail about"."""
    return _WORDS[kind]
