"""What people send about tasks and who has them."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from relayboard.api.bodies.fields import LINE, Body, Description, DueDate, Title
from relayboard.api.http import Id
from relayboard.domain.positions import POSITION_MAX, POSITION_PATTERN
from relayboard.domain.tasks import (
    ASSIGNEES_MAX,
    LABEL_MAX,
    LABELS_MAX,
    Priority,
    Status,
)

Labels = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=LABEL_MAX, pattern=LINE)]],
    Meta(max_length=LABELS_MAX, examples=[["docs", "release"]]),
]
Position = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=POSITION_MAX,
        pattern=POSITION_PATTERN,
        description="Fractional index, compared as text, smallest on top; left out: the top of the column.",
    ),
]
UserIds = Annotated[list[Id], Meta(max_length=ASSIGNEES_MAX)]


class CreateTask(Body):
    """A new task."""

    title: Title
    board_id: Id = "main"
    description: Description = ""
    priority: Priority = Priority.MEDIUM
    due_date: DueDate = None
    labels: Labels = field(default_factory=list)
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds = field(default_factory=list)


class ReplaceTask(Body):
    """A task written anew: words that are left out go back to their default, board, place and people stay."""

    title: Title
    description: Description = ""
    priority: Priority = Priority.MEDIUM
    due_date: DueDate = None
    labels: Labels = field(default_factory=list)
    board_id: Id | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds | UnsetType = UNSET


class UpdateTask(Body):
    """A change of some of a task's fields."""

    title: Title | UnsetType = UNSET
    board_id: Id | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    due_date: DueDate | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    assignee_ids: UserIds | UnsetType = UNSET


class MoveTask(Body):
    """The column, and maybe the place in it, that a task goes to."""

    status: Status
    position: Position | UnsetType = UNSET


class AssignTask(Body):
    """The people who get a task."""

    user_ids: Annotated[list[Id], Meta(min_length=1, max_length=ASSIGNEES_MAX)]
