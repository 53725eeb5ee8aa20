"""Notices."""

from relayboard.api.views.notices import NoticeView
from relayboard.domain.notices import Notice


def notice_view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.id,
        event_type=notice.event_type,
        text=notice.text,
        task_id=notice.task_id,
        at=notice.at,
        is_read=notice.is_read,
    )
