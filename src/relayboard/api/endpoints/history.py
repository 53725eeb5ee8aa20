"""Endpoints of the log."""

from datetime import date

from relayboard.api.http import Answer
from relayboard.api.presenting.history import event_view, happening_view
from relayboard.api.presenting.pages import page_view
from relayboard.api.queries import AuditQuery, Paging
from relayboard.api.request import Request
from relayboard.api.views.history import EventView
from relayboard.api.views.pages import PageView
from relayboard.domain.errors import Invalid
from relayboard.services.history import History
from relayboard.store.task_lists import Slice


def list_task_events(request: Request, history: History, query: Paging) -> Answer[PageView[EventView]]:
    """List what happened to a task, newest first, and who was told."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    listing = history.of_task(request.path["taskId"], part, by=request.principal)
    return Answer(page_view(listing, happening_view))


def read_audit(request: Request, history: History, query: AuditQuery) -> Answer[PageView[EventView]]:
    """Read the log of a day, newest first."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    listing = history.audit(_day(query.day), part, by=request.principal)
    return Answer(page_view(listing, event_view))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid({"day": "There is no such day."}) from error
