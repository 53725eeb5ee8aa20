"""Tasks and who has them."""

import msgspec

from relayboard.api.presenting.pages import ref_view
from relayboard.api.views.tasks import AssignmentView, TaskCardView, TaskView
from relayboard.domain.tasks import Assignee, Task
from relayboard.ports.table import Item


def card_view(item: Item) -> TaskCardView:
    """Read a task's stored card straight into its view, which has the same names and knows their types."""
    return msgspec.convert(item, TaskCardView)


def task_view(task: Task) -> TaskView:
    content = task.content
    return TaskView(
        id=task.id,
        board_id=task.board_id,
        title=content.title,
        description=content.description,
        status=task.status,
        priority=content.priority,
        due_date=content.due_date,
        labels=content.labels,
        assignees=[ref_view(assignee) for assignee in task.assignees],
        position=task.position,
        created_by=ref_view(task.created_by),
        version=task.version,
        created_at=task.created_at,
        updated_at=task.updated_at,
        completed_at=task.completed_at,
        deleted_at=task.deleted_at,
    )


def assignment_view(assignee: Assignee) -> AssignmentView:
    return AssignmentView(
        id=assignee.id,
        name=assignee.name,
        assigned_at=assignee.assigned_at,
        assigned_by=assignee.assigned_by,
    )
