"""Everybody's own list."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from relayboard.domain.errors import NotFound
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, require
from relayboard.domain.personal_tasks import PersonalContent, PersonalStatus, PersonalTask
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.store.personal_tasks import (
    delete_personal_task,
    personal_task_of,
    personal_task_ref,
    personal_tasks_of,
    save_personal_task,
)
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice


class PersonalTasks:
    """The use cases of personal tasks; they make no events, for they are nobody else's business.

    Raises NotFound for a task that is not the actor's own, Unavailable when the store is away; those that write
    raise Forbidden, Invalid and Conflict as Tasks does.
    """

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def list(self, status: PersonalStatus | None, part: Slice, *, by: Principal) -> Listing[PersonalTask]:
        """Return a page of the actor's own tasks, newest first."""
        require(by.role, Relation.SELF, Action.PERSONAL_OWN)
        query = personal_tasks_of(by.user_id, status, limit=part.limit)
        return self._store.page(query, personal_task_of, cursor=part.cursor)

    def get(self, task_id: str, *, by: Principal) -> PersonalTask:
        """Return one of the actor's own tasks."""
        require(by.role, Relation.SELF, Action.PERSONAL_OWN)
        return _existing(self._store.get(personal_task_ref(by.user_id, task_id)))

    def create(self, content: PersonalContent, *, by: Principal, once: Once | None = None) -> PersonalTask:
        """Make a personal task."""

        def work() -> PersonalTask:
            unit = self._units.begin(by, once=once)
            require(unit.actor.role, Relation.SELF, Action.PERSONAL_OWN)
            task = PersonalTask.new(self._units.new_id(), by.user_id, content, at=unit.now)
            unit.commit([save_personal_task(None, task)], result=task)
            return task

        return self._units.attempt(work)

    def edit(self, task_id: str, changes: Mapping[str, Any], *, by: Principal) -> PersonalTask:
        """Change a personal task.

        Args:
            changes: new values by the names of PersonalContent's fields.
        """

        def work() -> PersonalTask:
            unit, task = self._own(task_id, by)
            edited = task.edited(replace(task.content, **changes), at=unit.now)
            unit.commit([save_personal_task(task, edited)])
            return edited

        return self._units.attempt(work)

    def delete(self, task_id: str, *, by: Principal) -> None:
        """Remove a personal task for good."""

        def work() -> None:
            unit, task = self._own(task_id, by)
            unit.commit([delete_personal_task(task)])

        self._units.attempt(work)

    def _own(self, task_id: str, by: Principal) -> tuple[UnitOfWork, PersonalTask]:
        ref = personal_task_ref(by.user_id, task_id)
        unit = self._units.begin(by, ref)
        require(unit.actor.role, Relation.SELF, Action.PERSONAL_OWN)
        return unit, _existing(unit.found[ref])


def _existing(task: PersonalTask | None) -> PersonalTask:
    if task is None:
        raise NotFound("personal task")
    return task
