"""Tasks as they are answered."""

from collections.abc import Sequence
from datetime import date

from relayboard.api.views.pages import Moment, PersonRefView, View
from relayboard.domain.tasks import Priority, Status


class TaskCardView(View):
    """A task as lists and boards show it."""

    id: str
    board_id: str
    title: str
    status: Status
    priority: Priority
    due_date: date | None
    labels: Sequence[str]
    assignees: Sequence[PersonRefView]
    position: str
    created_by: PersonRefView
    version: int
    created_at: Moment
    updated_at: Moment
    completed_at: Moment | None
    deleted_at: Moment | None


class TaskView(TaskCardView):
    """A task."""

    description: str


class AssignmentView(View):
    """A person who has been given a task."""

    id: str
    name: str
    assigned_at: Moment
    assigned_by: str
