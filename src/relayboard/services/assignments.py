"""Who has a task."""

from collections.abc import Sequence

from relayboard.domain.errors import Invalid, NotFound
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action
from relayboard.domain.tasks import Assignee, Task
from relayboard.services.once import Once
from relayboard.services.task_changes import TaskChanges, active_people
from relayboard.services.unit_of_work import UnitOfWork
from relayboard.services.visibility import visible
from relayboard.store.people import person_ref
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref


class Assignments:
    """The use cases of assignment. Raises as Tasks does."""

    def __init__(self, store: Store, changes: TaskChanges) -> None:
        self._store = store
        self._changes = changes

    def list(self, task_id: str, *, by: Principal) -> Sequence[Assignee]:
        """Return who has a task, in the order in which they got it."""
        return visible(self._store.get(task_ref(task_id)), by.role, by.user_id).assignees

    def assign(
        self,
        task_id: str,
        user_ids: Sequence[str],
        *,
        by: Principal,
        expected_version: int | None = None,
        once: Once | None = None,
    ) -> Task:
        """Give a task to people; who has it already keeps it.

        Raises:
            Invalid: a person is unknown or deactivated, or more than 25 would have the task.
        """

        def assigned(unit: UnitOfWork, task: Task) -> Task:
            people, strangers = active_people(unit.found, user_ids)
            if strangers:
                raise Invalid({"userIds": strangers})
            return task.assigned(people, by=unit.actor.id, at=unit.now)

        return self._changes.run(
            task_id,
            assigned,
            action=lambda _: Action.TASK_ASSIGN,
            by=by,
            refs=[person_ref(user_id) for user_id in user_ids],
            expected_version=expected_version,
            once=once,
        )

    def unassign(self, task_id: str, user_id: str, *, by: Principal, expected_version: int | None = None) -> Task:
        """Take a task from somebody.

        Raises:
            NotFound: they do not have it.
        """

        def unassigned(unit: UnitOfWork, task: Task) -> Task:
            if not task.is_assigned_to(user_id):
                raise NotFound("assignment")
            return task.unassigned([user_id], at=unit.now)

        return self._changes.run(
            task_id,
            unassigned,
            action=lambda _: Action.TASK_ASSIGN,
            by=by,
            expected_version=expected_version,
        )
