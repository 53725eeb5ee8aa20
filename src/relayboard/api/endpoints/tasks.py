"""Endpoints that change tasks."""

from typing import Any

import msgspec
from msgspec import UNSET

from relayboard.api.bodies.tasks import CreateTask, MoveTask, ReplaceTask, UpdateTask
from relayboard.api.http import Answer, entity_tag
from relayboard.api.presenting.tasks import task_view
from relayboard.api.request import Request
from relayboard.api.views.tasks import TaskView
from relayboard.domain.tasks import Task, TaskContent
from relayboard.services.tasks import NewTask, TaskEdit, Tasks

_CONTENT = ("title", "description", "priority", "due_date", "labels")


def create_task(request: Request, tasks: Tasks, body: CreateTask) -> Answer[TaskView]:
    """Create a task."""
    task = tasks.create(new_task(body), by=request.principal, once=request.once(task_view))
    return _task_answer(task)


def replace_task(request: Request, tasks: Tasks, body: ReplaceTask) -> Answer[TaskView]:
    """Write a task anew."""
    return _edited(request, tasks, body)


def update_task(request: Request, tasks: Tasks, body: UpdateTask) -> Answer[TaskView]:
    """Change some of a task's fields."""
    return _edited(request, tasks, body)


def move_task(request: Request, tasks: Tasks, body: MoveTask) -> Answer[TaskView]:
    """Move a task along."""
    task = tasks.move(
        request.path["taskId"],
        body.status,
        position=body.position or None,
        by=request.principal,
        expected_version=request.expected_version,
    )
    return _task_answer(task)


def delete_task(request: Request, tasks: Tasks) -> Answer[None]:
    """Put a task into the trash, where it stays for 30 days."""
    tasks.delete(request.path["taskId"], by=request.principal, expected_version=request.expected_version)
    return Answer(None)


def restore_task(request: Request, tasks: Tasks) -> Answer[TaskView]:
    """Take a task out of the trash."""
    task = tasks.restore(
        request.path["taskId"],
        by=request.principal,
        expected_version=request.expected_version,
        once=request.once(task_view),
    )
    return _task_answer(task)


def new_task(body: CreateTask) -> NewTask:
    """Return what the body of a creation wants."""
    return NewTask(
        content=TaskContent(**_content(body)),
        board_id=body.board_id,
        position=body.position or None,
        assignee_ids=body.assignee_ids,
    )


def task_edit(body: ReplaceTask | UpdateTask) -> TaskEdit:
    """Return what the body of an edit wants."""
    return TaskEdit(
        content=_content(body),
        board_id=body.board_id or None,
        position=body.position or None,
        assignee_ids=None if body.assignee_ids is UNSET else body.assignee_ids,
    )


def _edited(request: Request, tasks: Tasks, body: ReplaceTask | UpdateTask) -> Answer[TaskView]:
    task = tasks.edit(
        request.path["taskId"], task_edit(body), by=request.principal, expected_version=request.expected_version
    )
    return _task_answer(task)


def _content(body: msgspec.Struct) -> dict[str, Any]:
    given = {name: getattr(body, name) for name in _CONTENT}
    if given["labels"] is not UNSET:
        given["labels"] = tuple(given["labels"])
    return {name: value for name, value in given.items() if value is not UNSET}


def _task_answer(task: Task) -> Answer[TaskView]:
    return Answer(task_view(task), entity_tag(task.version))
