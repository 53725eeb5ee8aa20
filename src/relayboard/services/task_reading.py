"""What people read of tasks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.errors import Invalid
from relayboard.domain.people import Principal, Role
from relayboard.domain.permissions import Action, Relation, require
from relayboard.domain.tasks import Status, Task
from relayboard.ports.table import Item
from relayboard.services.visibility import visible
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import CardLists, Slice, TaskFilter
from relayboard.store.tasks import task_of, task_ref

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSelection:
    """Which list of tasks somebody wants.

    Attributes:
        assignee_id: the person whose tasks; without one an admin gets a board's, a member their own.
        is_deleted: the trash.
    """

    filter: TaskFilter
    status: Status | None = None
    assignee_id: str | None = None
    is_deleted: bool = False


class TaskReading:
    """The use cases that read tasks; see Tasks, which has them too.

    All raise NotFound for a task that the actor may not see, and Unavailable when the store is away.
    """

    def __init__(self, store: Store, *, shards: Shards = ONE_SHARD) -> None:
        self._store = store
        self._shards = shards

    def get(self, task_id: str, *, by: Principal) -> Task:
        """Return a task with its assignees."""
        return visible(self._store.get(task_ref(task_id)), by.role, by.user_id)

    def list(self, wanted: TaskSelection, part: Slice, *, by: Principal) -> Listing[Task]:
        """Return a page of tasks without their descriptions; see `list_cards`."""
        return self.list_cards(task_of, wanted, part, by=by)

    def list_cards(
        self, read: Callable[[Item], T], wanted: TaskSelection, part: Slice, *, by: Principal
    ) -> Listing[T]:
        """Return a page of tasks: the trash, a person's, a column or a whole board.

        Args:
            read: makes what is listed of a task's stored card. Making a Task of it takes most of a list's time,
                so who only passes cards on need not.

        Raises:
            Forbidden: a member asks for the trash or for somebody else's tasks.
            Invalid: the cursor is not one of this list; or somebody's part of the trash is asked for.
        """
        lists = CardLists(self._store, read, shards=self._shards)
        if wanted.is_deleted:
            require(by.role, Relation.OTHER, Action.TRASH_READ)
            if wanted.assignee_id is not None:
                raise Invalid({"assignee": "The trash cannot be asked for one person's tasks."})
            return lists.trash(replace(wanted.filter, status=wanted.status), part)
        assignee_id = wanted.assignee_id
        if by.role is not Role.ADMIN:
            assignee_id = assignee_id or by.user_id
            relation = Relation.ASSIGNEE if assignee_id == by.user_id else Relation.OTHER
            require(by.role, relation, Action.TASK_READ)
        if assignee_id is not None:
            return lists.of_person(assignee_id, wanted.status, wanted.filter, part)
        board_id = wanted.filter.board_id or MAIN_BOARD
        if wanted.status is not None:
            return lists.column(board_id, wanted.status, wanted.filter, part)
        return lists.board(board_id, wanted.filter, part)
