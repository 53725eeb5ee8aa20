"""Events: what happened, in the past tense, with everything that is needed to tell people about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from relayboard.domain.people import PersonRef

Fact: TypeAlias = "str | int | bool | Sequence[Fact] | Mapping[str, Fact] | None"
Facts: TypeAlias = Mapping[str, Fact]
RELAYBOARD = PersonRef("relayboard", "Relayboard")
"""Who acts where only the clock does; no person has this id."""


class EventType(StrEnum):
    """What can happen."""

    TASK_CREATED = "task.created"
    TASK_ASSIGNED = "task.assigned"
    TASK_UNASSIGNED = "task.unassigned"
    TASK_STATUS_CHANGED = "task.status_changed"
    TASK_UPDATED = "task.updated"
    TASK_DELETED = "task.deleted"
    TASK_RESTORED = "task.restored"
    TASK_DUE_SOON = "task.due_soon"
    TASK_OVERDUE = "task.overdue"
    COMMENT_ADDED = "comment.added"
    COMMENT_EDITED = "comment.edited"
    COMMENT_DELETED = "comment.deleted"
    BOARD_CREATED = "board.created"
    BOARD_UPDATED = "board.updated"
    USER_JOINED = "user.joined"
    USER_INVITED = "user.invited"
    USER_RENAMED = "user.renamed"
    USER_ROLE_CHANGED = "user.role_changed"
    USER_STATUS_CHANGED = "user.status_changed"
    USER_SUPPRESSED = "user.suppressed"
    USER_SUPPRESSION_LIFTED = "user.suppression_lifted"
    DELIVERY_REDRIVEN = "delivery.redriven"
    DIGEST_DUE = "digest.due"


class SubjectKind(StrEnum):
    """What an event can be about."""

    TASK = "task"
    BOARD = "board"
    USER = "user"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that an event is about, with the name that it had then."""

    kind: SubjectKind
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Attributes:
        id: a ULID, so that events sort by time.
        before, after: the facts that changed, by field name, as JSON values.
        people: those it happened to (the people assigned, the author of an edited comment …).
        watchers: those with a stake in the thing at that moment: a task's creator and assignees.
    """

    id: str
    type: EventType
    at: datetime
    actor: PersonRef
    subject: Subject
    before: Mapping[str, Fact] = field(default_factory=dict)
    after: Mapping[str, Fact] = field(default_factory=dict)
    people: tuple[PersonRef, ...] = ()
    watchers: tuple[PersonRef, ...] = ()


def changed_facts(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """Return those facts that are different, as they were and as they are."""
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
