"""What happened, in words: one sentence for subjects and inboxes, and the facts that go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from relayboard.domain.events import Event, EventType, Fact
from relayboard.domain.tasks import Task
from relayboard.notify.plain_text import excerpt, plainly

NAME_SHOWN = 60
TITLE_SHOWN = 120
VALUE_SHOWN = 200
EXCERPT_SHOWN = 600

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "description": "Description",
        "priority": "Priority",
        "dueDate": "Due date",
        "labels": "Labels",
        "boardId": "Board",
    }
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact in a mail: what it is now, and what it was, when that is known."""

    label: str
    value: str
    before: str | None = None


def headline(event: Event, *, title_shown: int = TITLE_SHOWN) -> str:
    """Say what happened in one sentence, to somebody it concerns.

    Args:
        title_shown: of the title, how many characters at most.
    """
    who = plainly(event.actor.name, NAME_SHOWN)
    what = f"“{plainly(event.subject.title, title_shown)}”"
    match event.type:
        case EventType.TASK_ASSIGNED:
            return f"{who} assigned you {what}"
        case EventType.TASK_UNASSIGNED:
            return f"{who} took you off {what}"
        case EventType.TASK_UPDATED:
            return f"{who} changed {_of_fields(event)}{what}"
        case EventType.DIGEST_DUE:
            return f"A digest for {plainly(event.subject.title, NAME_SHOWN)}"
    told = told_alike(event, who, what)
    return told or f"{who}: {event.type.value.replace('.', ' ').replace('_', ' ')}: {what}"


def told_alike(event: Event, who: str, what: str) -> str | None:
    """Say what happened, where it is said alike to everybody; `None` where it is not.

    Args:
        who, what: the actor's name and the title, as the reader is to see them.
    """
    match event.type:
        case EventType.TASK_STATUS_CHANGED:
            return f"{who} moved {what} to {words(str(event.after.get('status', '')))}"
        case EventType.TASK_DELETED:
            return f"{who} deleted {what}"
        case EventType.TASK_RESTORED:
            return f"{who} restored {what}"
        case EventType.COMMENT_ADDED:
            return f"{who} commented on {what}"
        case EventType.TASK_DUE_SOON:
            return f"{what} is due on {due_day(event)}"
        case EventType.TASK_OVERDUE:
            return f"{what} is overdue: it was due on {due_day(event)}"
    return None


def changes(event: Event) -> tuple[Line, ...]:
    """Return what is different now, one line for each fact that people care about."""
    if event.type is EventType.TASK_STATUS_CHANGED:
        return (
            Line("Status", words(str(event.after.get("status", ""))), words(str(event.before.get("status", "")))),
        )
    if event.type is not EventType.TASK_UPDATED:
        return ()
    return tuple(
        Line(label, _shown(name, event.after[name]), _shown(name, event.before.get(name)))
        for name, label in _FIELDS.items()
        if name in event.after and name not in {"description", "boardId"}
    )


def card(task: Task) -> tuple[Line, ...]:
    """Return what a task is like at present, as far as it says something."""
    lines = [Line("Status", words(task.status)), Line("Priority", words(task.content.priority))]
    if task.content.due_date:
        lines.append(Line("Due date", day(task.content.due_date)))
    if task.content.labels:
        lines.append(Line("Labels", _shown("labels", task.content.labels)))
    return tuple(lines)


def quoted(event: Event) -> str:
    """Return the beginning of the text that the event brought: a comment, or a new description."""
    name = "body" if event.type is EventType.COMMENT_ADDED else "description"
    return excerpt(str(event.after.get(name) or ""), longest=EXCERPT_SHOWN)


def words(code: str) -> str:
    """Return a status or priority as people write it: "In progress"."""
    return code.replace("_", " ").capitalize()


def day(due: date) -> str:
    """Return a calendar day as people write it, in words that no country reads the other way round."""
    return f"{_DAYS[due.weekday()]}, {due.day} {_MONTHS[due.month - 1]} {due.year}"


def due_day(event: Event) -> str:
    """Return the day that a reminder is about."""
    # Never "tomorrow": a mail may be late, and is read when its reader has time.
    return _shown("dueDate", event.after.get("dueDate"))


def changed_fields(event: Event) -> list[str]:
    """Name the fields of a task that are different now, as far as people care about them."""
    return [label.lower() for name, label in _FIELDS.items() if name in event.after]


def _of_fields(event: Event) -> str:
    names = changed_fields(event)
    # More than two would be a list, not a headline; the lines below it name them all.
    return f"the {' and '.join(names)} of " if 1 <= len(names) <= 2 else ""


def _shown(name: str, value: Fact) -> str:
    if not value:
        return "none"
    if name == "dueDate":
        return day(date.fromisoformat(str(value)))
    if name == "priority":
        return words(str(value))
    text = ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return plainly(text, VALUE_SHOWN)
