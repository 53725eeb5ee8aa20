"""Lists of tasks: a column, a board, a person's, the trash."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from relayboard.domain.tasks import Priority, Status, Task
from relayboard.ports.table import (
    AllOf,
    AtLeast,
    AtMost,
    Condition,
    Contains,
    Equals,
    Index,
    Item,
    Position,
    Query,
    key_of,
    prefixed,
)
from relayboard.store import keys
from relayboard.store.column_pages import column_page
from relayboard.store.cursor import cursor_partition, encode_cursor
from relayboard.store.status_shards import ONE_SHARD, Shards
from relayboard.store.store import Listing, Store
from relayboard.store.tasks import searchable, task_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks of a list; as it is made, all of them.

    Attributes:
        due_from, due_to: bounds of the due date, both inclusive.
        is_without_due: only tasks that have no due date.
        text: part of the title or of a label, in any case.
    """

    board_id: str | None = None
    status: Status | None = None
    priority: Priority | None = None
    label: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    is_without_due: bool = False
    text: str | None = None

    @property
    def condition(self) -> Condition | None:
        """What an item must be like; `None` when every one will do."""
        parts: list[Condition] = []
        if self.board_id is not None:
            parts.append(Equals("boardId", self.board_id))
        if self.status is not None:
            parts.append(Equals("status", self.status.value))
        if self.priority is not None:
            parts.append(Equals("priority", self.priority.value))
        if self.label is not None:
            parts.append(Contains("labels", self.label))
        if self.due_from is not None:
            parts.append(AtLeast("dueDate", self.due_from.isoformat()))
        if self.due_to is not None:
            parts.append(AtMost("dueDate", self.due_to.isoformat()))
        if self.is_without_due:
            parts.append(Equals("dueDate", None))
        if self.text is not None:
            parts.append(Contains("words", searchable(self.text)))
        return AllOf(tuple(parts)) if parts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """How much of a list, and from where."""

    limit: int
    cursor: str | None = None


class CardLists(Generic[T]):
    """The lists of tasks. Every method raises Invalid for a cursor that is not one of its list.

    Args:
        read: makes what is listed of a task's stored card.
    """

    def __init__(self, store: Store, read: Callable[[Item], T], *, shards: Shards = ONE_SHARD) -> None:
        self._store = store
        self._read = read
        self._shards = shards

    def column(self, board_id: str, status: Status, wanted: TaskFilter, part: Slice) -> Listing[T]:
        """Return a page of a board's tasks of one status, in board order."""
        return self._column(board_id, status, wanted, part).each(self._read)

    def board(self, board_id: str, wanted: TaskFilter, part: Slice) -> Listing[T]:
        """Return a page of all of a board's tasks, one column after the other."""
        return self._board(board_id, wanted, part).each(self._read)

    def of_person(self, user_id: str, status: Status | None, wanted: TaskFilter, part: Slice) -> Listing[T]:
        """Return a page of the tasks that a person has been given: by status, soonest due first."""
        lower, upper = prefixed(keys.list_status(status)) if status else (None, None)
        query = Query(
            pk=keys.list_of(user_id),
            index=Index.GSI2,
            lower=lower,
            upper=upper,
            where=wanted.condition,
            limit=part.limit,
        )
        return self._store.page(query, self._read, cursor=part.cursor)

    def trash(self, wanted: TaskFilter, part: Slice) -> Listing[T]:
        """Return a page of the deleted tasks, last deleted first."""
        query = Query(pk=keys.TRASH, index=Index.GSI1, descending=True, where=wanted.condition, limit=part.limit)
        return self._store.page(query, self._read, cursor=part.cursor)

    def _column(self, board_id: str, status: Status, wanted: TaskFilter, part: Slice) -> Listing[Item]:
        query = Query(pk=keys.column(board_id, status), index=Index.GSI1, where=wanted.condition, limit=part.limit)
        count = self._shards.reading()
        if count == 1:
            return self._store.items(query, cursor=part.cursor)
        partitions = [keys.column(board_id, status, shard) for shard in range(count)]
        return column_page(self._store, query, partitions, cursor=part.cursor)

    def _board(self, board_id: str, wanted: TaskFilter, part: Slice) -> Listing[Item]:
        items: list[Item] = []
        cursor = part.cursor
        for status in _columns_from(board_id, cursor):
            page = self._column(board_id, status, wanted, Slice(limit=part.limit - len(items), cursor=cursor))
            items += page.items
            cursor = None
            if page.cursor:
                return Listing(items, page.cursor)
            if len(items) == part.limit:
                return Listing(items, None if status is Status.CLOSED else _behind(items[-1], board_id, status))
        return Listing(items, None)


class TaskLists(CardLists[Task]):
    """The lists as tasks without their descriptions."""

    def __init__(self, store: Store, *, shards: Shards = ONE_SHARD) -> None:
        super().__init__(store, task_of, shards=shards)


def _columns_from(board_id: str, cursor: str | None) -> list[Status]:
    columns = list(Status)
    if cursor is None:
        return columns
    partitions = [keys.column(board_id, status) for status in columns]
    partition = cursor_partition(cursor)
    return columns[partitions.index(partition) :] if partition in partitions else columns


def _behind(item: Item, board_id: str, status: Status) -> str:
    position = Position(str(item[Index.GSI1.sk]), key_of(item))
    return encode_cursor(keys.column(board_id, status), position)
