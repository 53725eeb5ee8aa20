"""How a task is changed, whatever the change: read, see, allow, compare versions, change, tell, write."""

from collections.abc import Callable, Sequence
from typing import Any

from relayboard.domain.errors import NotFound, Stale
from relayboard.domain.people import PersonRef, Principal
from relayboard.domain.permissions import Action, is_allowed, relation_to, require
from relayboard.domain.task_events import task_events
from relayboard.domain.tasks import Task
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.services.visibility import visible
from relayboard.store.people import person_ref
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Found, Ref
from relayboard.store.tasks import save_task, task_ref


def active_people(found: Found, user_ids: Sequence[str]) -> tuple[list[PersonRef], str | None]:
    """Return the people who can be given a task, and what is wrong with the others."""
    people = {user_id: found[person_ref(user_id)] for user_id in user_ids}
    fit = [person.ref for person in people.values() if person and person.is_active]
    strangers = [user_id for user_id, person in people.items() if not person or not person.is_active]
    return fit, f"Not an active person here: {', '.join(strangers)}." if strangers else None


class TaskChanges:
    """Runs changes of tasks."""

    def __init__(self, units: UnitsOfWork, *, shards: Shards = ONE_SHARD) -> None:
        self._units = units
        self._shards = shards

    def run(
        self,
        task_id: str,
        change: Callable[[UnitOfWork, Task], Task],
        *,
        action: Callable[[Task], Action],
        by: Principal,
        refs: Sequence[Ref[Any]] = (),
        expected_version: int | None = None,
        once: Once | None = None,
    ) -> Task:
        """Change a task that the actor sees, and return what it is afterwards.

        Args:
            change: makes the next version; returning the very same task means that there is nothing to do.
            action: names what the change is, once the task is known.
            refs: what else the change needs to know.
        """

        def work() -> Task:
            unit = self._units.begin(by, task_ref(task_id), *refs, once=once)
            task = self._seen(unit, task_id, action)
            if expected_version not in (None, task.version):
                raise Stale(f"The task is at version {task.version} by now.")
            changed = change(unit, task)
            if changed is not task or once is not None:
                self.commit(unit, task, changed)
            return changed

        return self._units.attempt(work)

    def commit(self, unit: UnitOfWork, before: Task | None, after: Task) -> None:
        """Write a task's next version with everything that happened to it."""
        events = task_events(before, after, actor=unit.actor.ref, at=unit.now, new_id=unit.new_id)
        unit.commit(save_task(before, after, shards=self._shards.writing()), events=events, result=after)

    def _seen(self, unit: UnitOfWork, task_id: str, action: Callable[[Task], Action]) -> Task:
        task, actor = unit.found[task_ref(task_id)], unit.actor
        if task is not None and task.is_deleted and action(task) is Action.TASK_RESTORE:
            if not is_allowed(actor.role, relation_to(task, actor.id), Action.TRASH_READ):
                raise NotFound("task")
            return task
        task = visible(task, actor.role, actor.id)
        require(actor.role, relation_to(task, actor.id), action(task))
        return task
