"""Endpoints of personal tasks."""

from msgspec import UNSET

from relayboard.api.bodies.personal_tasks import CreatePersonalTask, UpdatePersonalTask
from relayboard.api.http import Answer
from relayboard.api.presenting.pages import page_view
from relayboard.api.presenting.personal_tasks import personal_task_view
from relayboard.api.queries import PersonalTaskQuery
from relayboard.api.request import Request
from relayboard.api.views.pages import PageView
from relayboard.api.views.personal_tasks import PersonalTaskView
from relayboard.domain.personal_tasks import PersonalContent
from relayboard.services.personal_tasks import PersonalTasks
from relayboard.store.task_lists import Slice

_CONTENT = ("title", "description", "status", "due_date")


def list_personal_tasks(
    request: Request, personal_tasks: PersonalTasks, query: PersonalTaskQuery
) -> Answer[PageView[PersonalTaskView]]:
    """List one's own tasks, newest first."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    listing = personal_tasks.list(query.status, part, by=request.principal)
    return Answer(page_view(listing, personal_task_view))


def create_personal_task(
    request: Request, personal_tasks: PersonalTasks, body: CreatePersonalTask
) -> Answer[PersonalTaskView]:
    """Create a personal task."""
    content = PersonalContent(
        title=body.title, description=body.description, status=body.status, due_date=body.due_date
    )
    once = request.once(personal_task_view)
    return Answer(personal_task_view(personal_tasks.create(content, by=request.principal, once=once)))


def get_personal_task(request: Request, personal_tasks: PersonalTasks) -> Answer[PersonalTaskView]:
    """Read one of one's own tasks."""
    return Answer(personal_task_view(personal_tasks.get(request.path["taskId"], by=request.principal)))


def update_personal_task(
    request: Request, personal_tasks: PersonalTasks, body: UpdatePersonalTask
) -> Answer[PersonalTaskView]:
    """Change some of a personal task's fields."""
    given = {name: getattr(body, name) for name in _CONTENT}
    changes = {name: value for name, value in given.items() if value is not UNSET}
    task = personal_tasks.edit(request.path["taskId"], changes, by=request.principal)
    return Answer(personal_task_view(task))


def delete_personal_task(request: Request, personal_tasks: PersonalTasks) -> Answer[None]:
    """Remove a personal task for good."""
    personal_tasks.delete(request.path["taskId"], by=request.principal)
    return Answer(None)
