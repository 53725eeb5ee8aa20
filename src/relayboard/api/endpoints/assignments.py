"""Endpoints of assignments."""

from relayboard.api.bodies.tasks import AssignTask
from relayboard.api.http import Answer, entity_tag
from relayboard.api.presenting.tasks import assignment_view, task_view
from relayboard.api.request import Request
from relayboard.api.views.pages import PageView
from relayboard.api.views.tasks import AssignmentView, TaskView
from relayboard.services.assignments import Assignments


def list_assignments(request: Request, assignments: Assignments) -> Answer[PageView[AssignmentView]]:
    """List who has a task."""
    people = assignments.list(request.path["taskId"], by=request.principal)
    return Answer(PageView(items=[assignment_view(person) for person in people]))


def assign_task(request: Request, assignments: Assignments, body: AssignTask) -> Answer[TaskView]:
    """Give a task to people."""
    task = assignments.assign(
        request.path["taskId"],
        body.user_ids,
        by=request.principal,
        expected_version=request.expected_version,
        once=request.once(task_view),
    )
    return Answer(task_view(task), entity_tag(task.version))


def unassign_task(request: Request, assignments: Assignments) -> Answer[TaskView]:
    """Take a task from somebody."""
    task = assignments.unassign(
        request.path["taskId"],
        request.path["userId"],
        by=request.principal,
        expected_version=request.expected_version,
    )
    return Answer(task_view(task), entity_tag(task.version))
