"""What happened to a task, told from the task before and the task after."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from relayboard.domain.events import Event, EventType, Fact, Facts, Subject, SubjectKind, changed_facts
from relayboard.domain.people import PersonRef
from relayboard.domain.tasks import Task


def task_events(
    before: Task | None, after: Task, *, actor: PersonRef, at: datetime, new_id: Callable[[], str]
) -> list[Event]:
    """Return one event for each kind of thing that happened between two versions of a task.

    Args:
        before: `None` when the task is new.
        new_id: makes the events' ids.
    """
    return [
        Event(
            id=new_id(),
            type=kind,
            at=at,
            actor=actor,
            subject=Subject(SubjectKind.TASK, after.id, after.content.title),
            before=was,
            after=is_now,
            people=people,
            watchers=watchers_of(before or after),
        )
        for kind, was, is_now, people in _happenings(before, after)
    ]


def watchers_of(task: Task) -> tuple[PersonRef, ...]:
    """Return those with a stake in a task: its creator, then its assignees, each once."""
    everybody = (task.created_by, *(assignee.ref for assignee in task.assignees))
    return tuple({person.id: person for person in everybody}.values())


Happening = tuple[EventType, Facts, Facts, tuple[PersonRef, ...]]


def _happenings(before: Task | None, after: Task) -> Iterator[Happening]:
    if before is None:
        yield EventType.TASK_CREATED, {}, _facts(after), ()
        if after.assignees:
            yield EventType.TASK_ASSIGNED, {}, {}, _people(after)
        return
    if after.is_deleted != before.is_deleted:
        yield (EventType.TASK_DELETED if after.is_deleted else EventType.TASK_RESTORED), {}, {}, ()
        return
    if before.status is not after.status:
        yield EventType.TASK_STATUS_CHANGED, {"status": before.status.value}, {"status": after.status.value}, ()
    yield from _edits(before, after)
    if added := _without(_people(after), _people(before)):
        yield EventType.TASK_ASSIGNED, {}, {}, added
    if removed := _without(_people(before), _people(after)):
        yield EventType.TASK_UNASSIGNED, {}, {}, removed


def _edits(before: Task, after: Task) -> Iterator[Happening]:
    was, is_now = _facts(before), _facts(after)
    if before.status is not after.status:
        was["position"] = is_now["position"]  # where a card lands in its new column is no news
    old, new = changed_facts(was, is_now)
    if new:
        yield EventType.TASK_UPDATED, old, new, ()


def _facts(task: Task) -> dict[str, Fact]:
    content = task.content
    return {
        "title": content.title,
        "description": content.description,
        "priority": content.priority.value,
        "dueDate": content.due_date.isoformat() if content.due_date else None,
        "labels": list(content.labels),
        "boardId": task.board_id,
        "position": task.position,
    }


def _people(task: Task) -> tuple[PersonRef, ...]:
    return tuple(assignee.ref for assignee in task.assignees)


def _without(people: Sequence[PersonRef], others: Sequence[PersonRef]) -> tuple[PersonRef, ...]:
    ids = {person.id for person in others}
    return tuple(person for person in people if person.id not in ids)
