"""Tasks in the table: the task itself, and a copy of its card for each assignee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from relayboard.domain.tasks import KEEP_DELETED_DAYS, Assignee, Priority, Status, Task, TaskContent
from relayboard.ports.table import ABSENT, EXPIRES, AllOf, Delete, Equals, Item, Put, Update, Value, Write
from relayboard.store import keys
from relayboard.store.people import ref_item, ref_of
from relayboard.store.store import Ref

# Calling an enumeration takes five times as long as looking into a table, and a list does it 100 times.
_PRIORITIES = {priority.value: priority for priority in Priority}
_STATUSES = {status.value: status for status in Status}


def task_ref(task_id: str) -> Ref[Task]:
    """Refer to a task, deleted or not."""
    return Ref(keys.task(task_id), task_of)


def save_task(before: Task | None, after: Task, *, shards: int) -> list[Write]:
    """Return the writes that take a task from one version to the next, all its copies with it.

    Args:
        shards: over how many partitions a board's tasks of one status are spread.
    """
    unchanged = ABSENT if before is None else Equals("version", before.version)
    kept = () if after.is_deleted else after.assignees
    kept_ids = {assignee.id for assignee in kept}
    gone = () if before is None else (one for one in before.assignees if one.id not in kept_ids)
    return [
        Put(_task_item(after, shards), when=unchanged),
        *(Put(_assignment_item(after, assignee)) for assignee in kept),
        *(Delete(keys.assignment(after.id, one.id)) for one in gone),
    ]


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """Where a task stands in the index of columns."""

    task_id: str
    partition: str
    sort: str

    @property
    def shard(self) -> int:
        return keys.shard_in(self.partition)


def column_place_of(item: Item) -> ColumnPlace:
    """Read where a task stands."""
    return ColumnPlace(str(item["id"]), str(item["GSI1PK"]), str(item["GSI1SK"]))


def put_in_shard(place: ColumnPlace, shard: int) -> Write:
    """Return the write that puts a task into another shard of its column, if it still stands where it stood.

    Its version stays: whoever is changing the task meanwhile need not begin again.
    """
    stands = AllOf((Equals("GSI1PK", place.partition), Equals("GSI1SK", place.sort)))
    target = {"GSI1PK": keys.in_shard(place.partition, shard), "GSI1SK": place.sort}
    return Update(keys.task(place.task_id), put=target, when=stands)


def task_of(item: Item) -> Task:
    """Read a task, or the card of one: a card's description is empty."""
    data: Any = item  # of the shape that `_card` writes
    due, completed, deleted = data["dueDate"], data["completedAt"], data["deletedAt"]
    return Task(
        id=data["id"],
        board_id=data["boardId"],
        content=TaskContent(
            title=data["title"],
            description=data.get("description", ""),
            priority=_PRIORITIES[data["priority"]],
            due_date=date.fromisoformat(due) if due else None,
            labels=tuple(data["labels"]),
        ),
        status=_STATUSES[data["status"]],
        assignees=tuple([_assignee_of(assignee) for assignee in data["assignees"]]),
        position=data["position"],
        created_by=ref_of(data["createdBy"]),
        version=data["version"],
        created_at=datetime.fromisoformat(data["createdAt"]),
        updated_at=datetime.fromisoformat(data["updatedAt"]),
        completed_at=datetime.fromisoformat(completed) if completed else None,
        deleted_at=datetime.fromisoformat(deleted) if deleted else None,
    )


def _card(task: Task) -> dict[str, Value]:
    content = task.content
    return {
        "id": task.id,
        "boardId": task.board_id,
        "title": content.title,
        "priority": content.priority.value,
        "dueDate": content.due_date.isoformat() if content.due_date else None,
        "labels": list(content.labels),
        "status": task.status.value,
        "assignees": [_assignee_item(assignee) for assignee in task.assignees],
        "position": task.position,
        "createdBy": ref_item(task.created_by),
        "version": task.version,
        "createdAt": task.created_at.isoformat(),
        "updatedAt": task.updated_at.isoformat(),
        "completedAt": task.completed_at.isoformat() if task.completed_at else None,
        "deletedAt": task.deleted_at.isoformat() if task.deleted_at else None,
        "words": searchable(" ".join((content.title, *content.labels))),
    }


def searchable(text: str) -> str:
    """Fold a text so that a search finds it in any case."""
    return text.casefold()


def _task_item(task: Task, shards: int) -> Item:
    item = {**_card(task), **keys.task(task.id).attributes, "description": task.content.description}
    if task.deleted_at is not None:
        item["GSI1PK"], item["GSI1SK"] = keys.TRASH, keys.deleted_place(task.deleted_at, task.id)
        item[EXPIRES] = int((task.deleted_at + timedelta(days=KEEP_DELETED_DAYS)).timestamp())
        return item
    item["GSI1PK"] = keys.column(task.board_id, task.status, keys.column_shard(task.id, shards))
    item["GSI1SK"] = keys.place(task.position, task.id)
    if task.is_open and task.content.due_date:
        item["GSI2PK"], item["GSI2SK"] = keys.due_day(task.content.due_date), task.id
    return item


def _assignment_item(task: Task, assignee: Assignee) -> Item:
    return {
        **_card(task),
        **keys.assignment(task.id, assignee.id).attributes,
        "GSI2PK": keys.list_of(assignee.id),
        "GSI2SK": keys.list_place(task.status, task.content.due_date, task.id),
    }


def _assignee_item(assignee: Assignee) -> Value:
    return {
        "id": assignee.id,
        "name": assignee.name,
        "at": assignee.assigned_at.isoformat(),
        "by": assignee.assigned_by,
    }


def _assignee_of(data: Mapping[str, Any]) -> Assignee:
    return Assignee(data["id"], data["name"], datetime.fromisoformat(data["at"]), data["by"])
