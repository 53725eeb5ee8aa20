"""Who may follow what happens: in the feed of events and over a live socket, by one rule."""

from collections.abc import Collection

from relayboard.domain.events import Event, EventType, SubjectKind
from relayboard.domain.people import Role
from relayboard.domain.permissions import Action, Relation, is_allowed
from relayboard.domain.tasks import Task


def may_follow(event: Event, holding: Collection[str], *, role: Role, user_id: str) -> bool:
    """Tell whether a person may hear that this happened.

    That depends on the task as it is now: who was given it hears of it from then on, and who has it no more hears
    of nothing but what took it from them.

    Args:
        holding: the event's `holders`.
    """
    if event.subject.kind is not SubjectKind.TASK:
        return False
    relation = Relation.ASSIGNEE if user_id in holding else Relation.OTHER
    return is_allowed(role, relation, Action.TASK_READ)


def holders(event: Event, task: Task | None) -> frozenset[str]:
    """Return the ids of those who have an event's task, or had it until this event.

    Args:
        task: what the event is about, as it is now; `None` when it is no task, or there is none any more.
    """
    removed = event.people if event.type is EventType.TASK_UNASSIGNED else ()
    is_there = task is not None and (not task.is_deleted or event.type is EventType.TASK_DELETED)
    assignees = task.assignees if task is not None and is_there else ()
    return frozenset([*(person.id for person in removed), *(assignee.id for assignee in assignees)])
