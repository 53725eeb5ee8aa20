"""Comments in the table, in the partition of their task."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from relayboard.domain.comments import Comment
from relayboard.ports.table import ABSENT, Delete, Equals, Item, Put, Query, Write, prefixed
from relayboard.store import keys
from relayboard.store.people import ref_item, ref_of
from relayboard.store.store import Ref


def comment_ref(task_id: str, comment_id: str) -> Ref[Comment]:
    """Refer to a comment."""
    return Ref(keys.comment(task_id, comment_id), comment_of)


def save_comment(before: Comment | None, after: Comment) -> Write:
    """Return the write that takes a comment from one version to the next."""
    unchanged = ABSENT if before is None else Equals("version", before.version)
    item = {
        **keys.comment(after.task_id, after.id).attributes,
        "id": after.id,
        "taskId": after.task_id,
        "author": ref_item(after.author),
        "body": after.body,
        "version": after.version,
        "createdAt": after.created_at.isoformat(),
        "updatedAt": after.updated_at.isoformat(),
    }
    return Put(item, when=unchanged)


def delete_comment(comment: Comment) -> Write:
    """Return the write that removes a comment."""
    return Delete(keys.comment(comment.task_id, comment.id), when=Equals("version", comment.version))


def comments_of(task_id: str, *, limit: int) -> Query:
    """Ask for a task's comments, oldest first."""
    lower, upper = prefixed(keys.COMMENT_PREFIX)
    return Query(pk=keys.task(task_id).pk, lower=lower, upper=upper, limit=limit)


def comment_of(item: Item) -> Comment:
    """Read a comment."""
    data = cast(Mapping[str, Any], item)
    return Comment(
        id=data["id"],
        task_id=data["taskId"],
        author=ref_of(data["author"]),
        body=data["body"],
        version=data["version"],
        created_at=datetime.fromisoformat(data["createdAt"]),
        updated_at=datetime.fromisoformat(data["updatedAt"]),
    )
