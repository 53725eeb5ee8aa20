"""When people are reminded of what is due: the day before, and again and again while it is overdue."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relayboard.domain.events import RELAYBOARD, Event, EventType, Subject, SubjectKind
from relayboard.domain.people import PersonRef
from relayboard.domain.preferences import Preferences
from relayboard.domain.task_events import watchers_of
from relayboard.domain.tasks import Task

REMINDERS = frozenset({EventType.TASK_DUE_SOON, EventType.TASK_OVERDUE})
SOON = -1
LAST_DAY = 365
STEPS: Sequence[int] = (SOON, 1, 2, 3, *range(10, LAST_DAY + 1, 7))
"""In days after the due date, each at the person's morning."""
LONGEST_WINDOW = timedelta(days=8)
"""Longer than any pause between two steps, so what is left behind it has a later step within."""
MOST_MOVED = timedelta(days=3)
"""No change of time zone (26 hours at most) and of the hour (23) moves a morning by more."""


@dataclass(frozen=True, slots=True)
class Window:
    """The moments after one moment, up to and including another."""

    after: datetime
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.after < moment <= self.until


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one due date, for everybody whose morning it is.

    Attributes:
        days: after the due date; negative is before it.
        morning: the moment, in UTC, from which on people may be told.
    """

    due: date
    days: int
    morning: datetime

    @property
    def event_type(self) -> EventType:
        return EventType.TASK_DUE_SOON if self.days < 0 else EventType.TASK_OVERDUE


def days_that_begin(window: Window, preferences: Preferences) -> Iterator[date]:
    """Return the days whose mornings lie in a window."""
    last = window.until.astimezone(preferences.zone).date()
    # A morning may come a day after its date: where a whole day was skipped, it is the next one's.
    day = window.after.astimezone(preferences.zone).date() - timedelta(days=1)
    while day <= last:
        if preferences.morning(day) in window:
            yield day
        day += timedelta(days=1)


def due_dates(days: Iterable[date]) -> list[date]:
    """Return the due dates of which people may be reminded on one of these days, earliest first."""
    return sorted({day - timedelta(days=step) for day in days for step in STEPS})


def latest_reminder(due: date, preferences: Preferences, *, at: datetime) -> Reminder | None:
    """Return the last step that a person's mornings have reached, unless it has no meaning any more.

    That something is due soon is not said after the due date: the next step says more.
    """
    days_on = (at.astimezone(preferences.zone).date() - due).days
    for days in reversed(STEPS[: bisect_right(STEPS, days_on)]):
        if (morning := preferences.morning(due + timedelta(days=days))) <= at:
            return None if days == SOON and days_on > 0 else Reminder(due, days, morning)
    return None


def waiting_for(task: Task) -> Sequence[PersonRef]:
    """Return whom a task waits for: its assignees, or its creator while there is none."""
    return [assignee.ref for assignee in task.assignees] or [task.created_by]


def reminder_event(
    task: Task, reminder: Reminder, people: Sequence[PersonRef], *, event_id: str, at: datetime
) -> Event:
    """Return the event that reminds people of a task."""
    return Event(
        id=event_id,
        type=reminder.event_type,
        at=at,
        actor=RELAYBOARD,
        subject=Subject(SubjectKind.TASK, task.id, task.content.title),
        after={
            "dueDate": reminder.due.isoformat(),
            "days": reminder.days,
            "morning": reminder.morning.isoformat(),
        },
        people=tuple(people),
        watchers=watchers_of(task),
    )


def is_overtaken(event: Event, task: Task | None) -> bool:
    """Tell whether there is nothing left to remind of: the task is done, or due on another day, or gone."""
    if event.type not in REMINDERS:
        return False
    if task is None or not task.is_open or task.content.due_date is None:
        return True
    return task.content.due_date.isoformat() != event.after.get("dueDate")
