"""Notices: lines in a person's inbox."""

from dataclasses import dataclass
from datetime import datetime

from relayboard.domain.events import EventType

KEEP_NOTICES_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line in somebody's inbox; `id` is the id of the event that it tells of."""

    id: str
    user_id: str
    event_type: EventType
    text: str
    task_id: str | None
    at: datetime
    is_read: bool = False
