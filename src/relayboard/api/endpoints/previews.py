"""The endpoint that says who would hear of a change."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import UNSET

from relayboard.api.bodies.previews import PreviewNotices
from relayboard.api.endpoints.tasks import new_task, task_edit
from relayboard.api.http import Answer
from relayboard.api.presenting.previews import preview_view
from relayboard.api.request import Request
from relayboard.api.views.pages import PageView
from relayboard.api.views.previews import NoticePreviewView
from relayboard.domain.errors import Invalid
from relayboard.domain.people import Principal
from relayboard.notify.previews import previews
from relayboard.services.rehearsals import Rehearsals, Stage

# The body is of the type that stands beside its name in TaskChange.
_Play: TypeAlias = Callable[[Stage, str, Any, Principal], object]
_PLAYS: Mapping[str, _Play] = MappingProxyType(
    {
        "create": lambda on, _, body, by: on.tasks.create(new_task(body), by=by),
        "replace": lambda on, task_id, body, by: on.tasks.edit(task_id, task_edit(body), by=by),
        "update": lambda on, task_id, body, by: on.tasks.edit(task_id, task_edit(body), by=by),
        "move": lambda on, task_id, body, by: on.tasks.move(
            task_id, body.status, position=body.position or None, by=by
        ),
        "assign": lambda on, task_id, body, by: on.assignments.assign(task_id, body.user_ids, by=by),
        "unassign": lambda on, task_id, body, by: on.assignments.unassign(task_id, body.user_id, by=by),
        "comment": lambda on, task_id, body, by: on.comments.add(task_id, body.body, by=by),
        "delete": lambda on, task_id, _, by: on.tasks.delete(task_id, by=by),
        "restore": lambda on, task_id, _, by: on.tasks.restore(task_id, by=by),
    }
)


def preview_notices(
    request: Request, rehearsals: Rehearsals, receivers: Sequence[str], body: PreviewNotices
) -> Answer[PageView[NoticePreviewView]]:
    """Say who would hear of a change, why, and through what; the change is not made."""
    name, wanted = _change(body)
    task_id = "" if body.task_id is UNSET else body.task_id
    by = request.principal
    rehearsed = rehearsals.run(lambda stage: _PLAYS[name](stage, task_id, wanted, by))
    return Answer(PageView(items=[preview_view(one) for one in previews(rehearsed, receivers)]))


def _change(body: PreviewNotices) -> tuple[str, Any]:
    given = [(name, wanted) for name in _PLAYS if (wanted := getattr(body.change, name)) is not UNSET]
    if len(given) != 1:
        raise Invalid({"change": f"Must be one of {', '.join(_PLAYS)}."})
    ((name, wanted),) = given
    if (name == "create") is (body.task_id is not UNSET):
        raise Invalid({"taskId": "Is needed, unless the change creates a task."})
    return name, wanted
