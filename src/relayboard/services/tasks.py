"""What people do with tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from relayboard.domain.errors import Invalid
from relayboard.domain.ids import random_bits
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, move_action, require
from relayboard.domain.positions import on_top, position_problem
from relayboard.domain.tasks import Status, Task, TaskContent
from relayboard.services.once import Once
from relayboard.services.task_changes import TaskChanges, active_people
from relayboard.services.task_reading import TaskReading
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.store.boards import board_ref
from relayboard.store.people import person_ref
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Found, Ref, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task that somebody wants to make."""

    content: TaskContent
    board_id: str
    position: str | None = None
    assignee_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEdit:
    """What somebody wants to be different; what is left out stays.

    Attributes:
        content: new values by the names of TaskContent's fields.
        assignee_ids: everybody who has the task afterwards.
    """

    content: Mapping[str, Any] = field(default_factory=dict)
    board_id: str | None = None
    position: str | None = None
    assignee_ids: Sequence[str] | None = None

    @property
    def refs(self) -> list[Ref[Any]]:
        """What has to be known to check this edit."""
        people: list[Ref[Any]] = [person_ref(user_id) for user_id in self.assignee_ids or ()]
        return people + ([board_ref(self.board_id)] if self.board_id is not None else [])


class Tasks(TaskReading):
    """The use cases of tasks.

    All raise NotFound for a task that the actor may not see, and Unavailable when the store is away. Those that
    write raise Forbidden when the actor may not do it (or may not any more), Invalid naming every wrong field,
    and Conflict when others keep getting in between; with `expected_version` Stale when the task has another
    version; with `once` Replayed or KeyReused.
    """

    def __init__(
        self, store: Store, units: UnitsOfWork, changes: TaskChanges, *, shards: Shards = ONE_SHARD
    ) -> None:
        super().__init__(store, shards=shards)
        self._units = units
        self._changes = changes

    def create(self, wanted: NewTask, *, by: Principal, once: Once | None = None) -> Task:
        """Make a task, on top of the open ones unless it says where."""
        return self._units.attempt(lambda: self._create(wanted, by, once))

    def edit(self, task_id: str, edit: TaskEdit, *, by: Principal, expected_version: int | None = None) -> Task:
        """Change a task's words, its board, its place or its people."""
        return self._changes.run(
            task_id,
            lambda unit, task: self._edited(unit, task, edit),
            action=lambda _: Action.TASK_UPDATE,
            by=by,
            refs=edit.refs,
            expected_version=expected_version,
        )

    def move(
        self,
        task_id: str,
        status: Status,
        *,
        position: str | None = None,
        by: Principal,
        expected_version: int | None = None,
    ) -> Task:
        """Move a task along: to another column (on top unless told where), or within its own."""

        def moved(unit: UnitOfWork, task: Task) -> Task:
            stays = task.position if status is task.status else _top(unit)
            return task.moved(status, position=position or stays, at=unit.now)

        return self._changes.run(
            task_id,
            moved,
            action=lambda task: move_action(task.status, status),
            by=by,
            expected_version=expected_version,
        )

    def delete(self, task_id: str, *, by: Principal, expected_version: int | None = None) -> None:
        """Put a task into the trash, where it stays for 30 days."""
        self._changes.run(
            task_id,
            lambda unit, task: task.deleted(at=unit.now),
            action=lambda _: Action.TASK_DELETE,
            by=by,
            expected_version=expected_version,
        )

    def restore(
        self, task_id: str, *, by: Principal, expected_version: int | None = None, once: Once | None = None
    ) -> Task:
        """Take a task out of the trash, to where it was.

        Raises:
            Conflict: it is not in the trash.
        """
        return self._changes.run(
            task_id,
            lambda unit, task: task.restored(at=unit.now),
            action=lambda _: Action.TASK_RESTORE,
            by=by,
            expected_version=expected_version,
            once=once,
        )

    def _create(self, wanted: NewTask, by: Principal, once: Once | None) -> Task:
        people_refs = [person_ref(user_id) for user_id in wanted.assignee_ids]
        unit = self._units.begin(by, board_ref(wanted.board_id), *people_refs, once=once)
        require(unit.actor.role, Relation.OTHER, Action.TASK_CREATE)
        people, strangers = active_people(unit.found, wanted.assignee_ids)
        position = wanted.position or _top(unit)
        _refuse(
            {
                **wanted.content.problems(),
                "boardId": _board_problem(unit.found, wanted.board_id),
                "assigneeIds": strangers,
                "position": position_problem(position),
            }
        )
        task = Task.new(
            self._units.new_id(),
            wanted.content,
            board_id=wanted.board_id,
            position=position,
            by=unit.actor.ref,
            assignees=people,
            at=unit.now,
        )
        self._changes.commit(unit, None, task)
        return task

    def _edited(self, unit: UnitOfWork, task: Task, edit: TaskEdit) -> Task:
        content = replace(task.content, **edit.content)
        board_id = edit.board_id or task.board_id
        position = edit.position or (task.position if board_id == task.board_id else _top(unit))
        wanted_ids = [one.id for one in task.assignees] if edit.assignee_ids is None else edit.assignee_ids
        newcomers, strangers = active_people(
            unit.found, [user_id for user_id in wanted_ids if not task.is_assigned_to(user_id)]
        )
        is_elsewhere = board_id != task.board_id
        _refuse(
            {
                **content.problems(),
                "boardId": _board_problem(unit.found, board_id) if is_elsewhere else None,
                "assigneeIds": strangers,
                "position": position_problem(position),
            }
        )
        leaving = [one.id for one in task.assignees if one.id not in wanted_ids]
        return task.edited(
            content,
            board_id=board_id,
            position=position,
            leaving=leaving,
            joining=newcomers,
            by=unit.actor.id,
            at=unit.now,
        )


def _top(unit: UnitOfWork) -> str:
    return on_top(unit.now, spread=random_bits(16))


def _board_problem(found: Found, board_id: str) -> str | None:
    board = found[board_ref(board_id)]
    if board is None:
        return "There is no such board."
    return "This board is archived." if board.archived else None


def _refuse(problems: Mapping[str, str | None]) -> None:
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
