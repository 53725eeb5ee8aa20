"""Notices as they are answered."""

from relayboard.api.views.pages import Moment, View
from relayboard.domain.events import EventType


class NoticeView(View):
    """A line in somebody's inbox."""

    id: str
    event_type: EventType
    text: str
    task_id: str | None
    at: Moment
    is_read: bool
