"""Reminders in the table: which were given, how far they have come, and the tasks that are due on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from relayboard.domain.reminders import Reminder
from relayboard.ports.table import ABSENT, EXPIRES, Equals, Index, Item, Key, Position, Put, Query, Write
from relayboard.store import keys
from relayboard.store.store import Ref

KEEP_DAYS = 30
"""How long it is remembered who was reminded; a change of time zone brings the same morning back within days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderState:
    """How far reminders have come.

    Attributes:
        done_until: everybody has been reminded whose morning was then, or before.
        until: the end of the window that is being worked on; `None` when none was begun.
        due, task_id: the last task of it that is done with, and its due date.
    """

    done_until: datetime
    until: datetime | None = None
    due: date | None = None
    task_id: str | None = None
    revision: int = 0


def reminder_state_ref() -> Ref[ReminderState]:
    """Refer to how far reminders have come."""
    return Ref(keys.reminders(), _state_of)


def save_reminder_state(before: ReminderState | None, after: ReminderState) -> Write:
    """Return the write that takes the state on; its condition lets only one server win."""
    revision = before.revision if before else 0
    item: Item = {
        **keys.reminders().attributes,
        "doneUntil": after.done_until.isoformat(),
        "until": after.until.isoformat() if after.until else None,
        "due": after.due.isoformat() if after.due else None,
        "taskId": after.task_id,
        "revision": revision + 1,
    }
    return Put(item, when=Equals("revision", revision) if before else ABSENT)


def reminder_key(task_id: str, reminder: Reminder, user_id: str) -> Key:
    """Return the key of what remembers that a person was reminded."""
    return keys.reminder(task_id, reminder.due, reminder.days, user_id)


def remember_reminder(task_id: str, reminder: Reminder, user_id: str, *, at: datetime) -> Write:
    """Return the write that remembers that a person was reminded; it fails when they were before."""
    key = reminder_key(task_id, reminder, user_id)
    item: Item = {**key.attributes, EXPIRES: int((at + timedelta(days=KEEP_DAYS)).timestamp())}
    return Put(item, when=ABSENT)


def tasks_due_on(due: date, *, behind: str | None, limit: int) -> Query:
    """Ask for the open tasks that are due on a day, by their ids.

    Args:
        behind: the id of a task, to begin behind it.
    """
    after = Position(behind, keys.task(behind)) if behind else None
    return Query(pk=keys.due_day(due), index=Index.GSI2, after=after, limit=limit)


def _state_of(item: Item) -> ReminderState:
    data = cast(Mapping[str, Any], item)
    return ReminderState(
        done_until=datetime.fromisoformat(data["doneUntil"]),
        until=datetime.fromisoformat(data["until"]) if data["until"] else None,
        due=date.fromisoformat(data["due"]) if data["due"] else None,
        task_id=data["taskId"],
        revision=data["revision"],
    )
