"""Endpoints that read tasks."""

from datetime import date

from relayboard.api.http import Answer, entity_tag
from relayboard.api.presenting.tasks import card_view, task_view
from relayboard.api.queries import TaskQuery
from relayboard.api.request import Request
from relayboard.api.views.pages import PageView
from relayboard.api.views.tasks import TaskCardView, TaskView
from relayboard.domain.errors import Invalid
from relayboard.services.task_reading import TaskReading, TaskSelection
from relayboard.store.task_lists import Slice, TaskFilter


def list_tasks(request: Request, task_reading: TaskReading, query: TaskQuery) -> Answer[PageView[TaskCardView]]:
    """List tasks: a board's, a column's, a person's, or the trash."""
    me = request.principal
    wanted = TaskSelection(
        filter=_filter(query),
        status=query.status,
        assignee_id=me.user_id if query.assignee == "me" else query.assignee,
        is_deleted=query.deleted,
    )
    part = Slice(limit=query.limit, cursor=query.cursor)
    listing = task_reading.list_cards(card_view, wanted, part, by=me)
    return Answer(PageView(items=listing.items, next_cursor=listing.cursor))


def get_task(request: Request, task_reading: TaskReading) -> Answer[TaskView]:
    """Read a task with its assignees."""
    task = task_reading.get(request.path["taskId"], by=request.principal)
    return Answer(task_view(task), entity_tag(task.version))


def _filter(query: TaskQuery) -> TaskFilter:
    due_from, due_to = _due_range(query.due)
    return TaskFilter(
        board_id=query.board,
        priority=query.priority,
        label=query.label,
        due_from=due_from,
        due_to=due_to,
        is_without_due=query.due == "none",
        text=query.q,
    )


def _due_range(due: str | None) -> tuple[date | None, date | None]:
    if due is None or due == "none":
        return None, None
    first, dots, last = due.partition("..")
    try:
        days = [date.fromisoformat(day) if day else None for day in (first, last if dots else first)]
    except ValueError as error:
        raise Invalid({"due": "There is no such day."}) from error
    return days[0], days[1]
