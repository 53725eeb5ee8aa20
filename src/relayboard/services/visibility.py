"""Which tasks somebody sees."""

from relayboard.domain.errors import NotFound
from relayboard.domain.people import Role
from relayboard.domain.permissions import may_see
from relayboard.domain.tasks import Task


def visible(task: Task | None, role: Role, user_id: str) -> Task:
    """Return the task if this person may see it.

    Raises:
        NotFound: there is none, it is deleted, or they may not see it.
    """
    if task is None or task.is_deleted or not may_see(task, role, user_id):
        raise NotFound("task")
    return task
