"""What people send to learn who would hear of a change."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from relayboard.api.bodies.comments import WriteComment
from relayboard.api.bodies.fields import Body
from relayboard.api.bodies.tasks import AssignTask, CreateTask, MoveTask, ReplaceTask, UpdateTask
from relayboard.api.http import Id


class Nothing(Body):
    """An operation that takes no body."""


class UnassignTask(Body):
    """Whom a task would be taken from; the operation itself has it in its path."""

    user_id: Id


class TaskChange(Body):
    """One change, by the name of its operation, with what that operation would be sent."""

    create: CreateTask | UnsetType = UNSET
    replace: ReplaceTask | UnsetType = UNSET
    update: UpdateTask | UnsetType = UNSET
    move: MoveTask | UnsetType = UNSET
    assign: AssignTask | UnsetType = UNSET
    unassign: UnassignTask | UnsetType = UNSET
    comment: WriteComment | UnsetType = UNSET
    delete: Nothing | UnsetType = UNSET
    restore: Nothing | UnsetType = UNSET


class PreviewNotices(Body):
    """A change that is not made, and the task that it is of, unless it would create one."""

    change: Annotated[TaskChange, Meta(extra_json_schema={"minProperties": 1, "maxProperties": 1})]
    task_id: Id | UnsetType = UNSET
