"""Which tasks somebody sees."""

from relayboard.domain.errors import NotFound
from relayboard.domain.people import Role
from relayboard.domain.permissions import Action, Relation, is_allowed
from relayboard.domain.tasks import Task


def relation_to(task: Task, user_id: str) -> Relation:
    """Say how a person stands to a task."""
    return Relation.ASSIGNEE if task.is_assigned_to(user_id) else Relation.OTHER


def visible(task: Task | None, role: Role, user_id: str) -> Task:
    """Return the task if this person may see it.

    Raises:
        NotFound: there is none, it is deleted, or they may not see it.
    """
    if task is None or task.is_deleted or not is_allowed(role, relation_to(task, user_id), Action.TASK_READ):
        raise NotFound("task")
    return task
