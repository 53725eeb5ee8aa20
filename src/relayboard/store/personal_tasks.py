"""Personal tasks in the table, in the partition of their owner."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from relayboard.domain.personal_tasks import PersonalContent, PersonalStatus, PersonalTask
from relayboard.ports.table import ABSENT, Delete, Equals, Item, Put, Query, Write, prefixed
from relayboard.store import keys
from relayboard.store.store import Ref


def personal_task_ref(owner_id: str, task_id: str) -> Ref[PersonalTask]:
    """Refer to a line on somebody's own list."""
    return Ref(keys.personal_task(owner_id, task_id), personal_task_of)


def save_personal_task(before: PersonalTask | None, after: PersonalTask) -> Write:
    """Return the write that takes a personal task from one version to the next."""
    unchanged = ABSENT if before is None else Equals("version", before.version)
    due_date = after.content.due_date
    item = {
        **keys.personal_task(after.owner_id, after.id).attributes,
        "id": after.id,
        "ownerId": after.owner_id,
        "title": after.content.title,
        "description": after.content.description,
        "status": after.content.status.value,
        "dueDate": due_date.isoformat() if due_date else None,
        "version": after.version,
        "createdAt": after.created_at.isoformat(),
        "updatedAt": after.updated_at.isoformat(),
    }
    return Put(item, when=unchanged)


def delete_personal_task(task: PersonalTask) -> Write:
    """Return the write that removes a personal task."""
    return Delete(keys.personal_task(task.owner_id, task.id), when=Equals("version", task.version))


def personal_tasks_of(owner_id: str, status: PersonalStatus | None, *, limit: int) -> Query:
    """Ask for somebody's own tasks, newest first."""
    lower, upper = prefixed(keys.PERSONAL_PREFIX)
    return Query(
        pk=keys.person(owner_id).pk,
        lower=lower,
        upper=upper,
        descending=True,
        where=Equals("status", status.value) if status else None,
        limit=limit,
    )


def personal_task_of(item: Item) -> PersonalTask:
    """Read a personal task."""
    data = cast(Mapping[str, Any], item)
    return PersonalTask(
        id=data["id"],
        owner_id=data["ownerId"],
        content=PersonalContent(
            title=data["title"],
            description=data["description"],
            status=PersonalStatus(data["status"]),
            due_date=date.fromisoformat(data["dueDate"]) if data["dueDate"] else None,
        ),
        version=data["version"],
        created_at=datetime.fromisoformat(data["createdAt"]),
        updated_at=datetime.fromisoformat(data["updatedAt"]),
    )
