"""In-app notices in the table, in the partition of their reader."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from relayboard.domain.events import EventType
from relayboard.domain.notices import KEEP_NOTICES_DAYS, Notice
from relayboard.ports.table import EXPIRES, Exists, Item, Put, Query, Update, Write, prefixed
from relayboard.store import keys
from relayboard.store.store import Ref


def notice_ref(user_id: str, notice_id: str) -> Ref[Notice]:
    """Refer to a notice."""
    return Ref(keys.notice(user_id, notice_id), notice_of)


def put_notice(notice: Notice) -> Write:
    """Return the write that lays a notice into an inbox, where it stays for 90 days."""
    item: Item = {
        **keys.notice(notice.user_id, notice.id).attributes,
        "id": notice.id,
        "userId": notice.user_id,
        "eventType": notice.event_type.value,
        "text": notice.text,
        "taskId": notice.task_id,
        "at": notice.at.isoformat(),
        "isRead": notice.is_read,
        EXPIRES: int((notice.at + timedelta(days=KEEP_NOTICES_DAYS)).timestamp()),
    }
    return Put(item)


def mark_read(user_id: str, notice_id: str) -> Write:
    """Return the write that marks a notice as read; it fails when there is no such notice."""
    return Update(keys.notice(user_id, notice_id), put={"isRead": True}, when=Exists())


def notices_of(user_id: str, *, limit: int) -> Query:
    """Ask for a person's notices, newest first."""
    lower, upper = prefixed(keys.NOTICE_PREFIX)
    return Query(pk=keys.person(user_id).pk, lower=lower, upper=upper, descending=True, limit=limit)


def notice_of(item: Item) -> Notice:
    """Read a notice."""
    data = cast(Mapping[str, Any], item)
    return Notice(
        id=data["id"],
        user_id=data["userId"],
        event_type=EventType(data["eventType"]),
        text=data["text"],
        task_id=data["taskId"],
        at=datetime.fromisoformat(data["at"]),
        is_read=data["isRead"],
    )
