"""Personal tasks."""

from relayboard.api.views.personal_tasks import PersonalTaskView
from relayboard.domain.personal_tasks import PersonalTask


def personal_task_view(task: PersonalTask) -> PersonalTaskView:
    return PersonalTaskView(
        id=task.id,
        title=task.content.title,
        description=task.content.description,
        status=task.content.status,
        due_date=task.content.due_date,
        created_at=task.created_at,
        updated_at=task.updated_at,
    )
