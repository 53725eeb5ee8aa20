"""Calendar feeds in the table, and the due dates that they show."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from relayboard.domain.calendars import CalendarFeed
from relayboard.domain.personal_tasks import PersonalStatus
from relayboard.domain.tasks import Status
from relayboard.ports.table import (
    ABSENT,
    AllOf,
    AnyOf,
    AtLeast,
    Delete,
    Equals,
    Index,
    Item,
    Not,
    Put,
    Query,
    Write,
    prefixed,
)
from relayboard.store import keys
from relayboard.store.store import Ref

_HAS_DUE_DATE = AtLeast("dueDate", "0")


def feed_ref(digest: str) -> Ref[CalendarFeed]:
    """Refer to the feed with a secret."""
    return Ref(keys.calendar_feed(digest), _feed_of)


def feed_of_ref(user_id: str) -> Ref[CalendarFeed]:
    """Refer to a person's feed."""
    return Ref(keys.calendar_of(user_id), _feed_of)


def replace_feed(before: CalendarFeed | None, after: CalendarFeed) -> list[Write]:
    """Return the writes that make a person's feed and end the one they had."""
    unchanged = ABSENT if before is None else Equals("digest", before.digest)
    facts = {"digest": after.digest, "userId": after.user_id, "createdAt": after.created_at.isoformat()}
    return [
        Put({**keys.calendar_of(after.user_id).attributes, **facts}, when=unchanged),
        Put({**keys.calendar_feed(after.digest).attributes, **facts}, when=ABSENT),
        *([] if before is None else [Delete(keys.calendar_feed(before.digest))]),
    ]


def delete_feed(feed: CalendarFeed) -> list[Write]:
    """Return the writes that end a person's feed."""
    return [
        Delete(keys.calendar_of(feed.user_id), when=Equals("digest", feed.digest)),
        Delete(keys.calendar_feed(feed.digest)),
    ]


def open_dates_of(user_id: str, *, limit: int) -> Query:
    """Ask for the tasks with a due date that a person has and has not done."""
    lower, _ = prefixed(keys.list_status(Status.OPEN))
    _, upper = prefixed(keys.list_status(Status.UNDER_REVIEW))
    return Query(
        pk=keys.list_of(user_id), index=Index.GSI2, lower=lower, upper=upper, where=_HAS_DUE_DATE, limit=limit
    )


def dates_of(user_id: str, status: Status, *, since: date, limit: int) -> Query:
    """Ask for a person's tasks of one status that were due on a day or later."""
    return Query(
        pk=keys.list_of(user_id),
        index=Index.GSI2,
        lower=f"{keys.list_status(status)}{since.isoformat()}",
        upper=f"{keys.list_status(status)}{keys.NO_DUE_DATE}",
        limit=limit,
    )


def personal_dates_of(owner_id: str, *, since: date, limit: int) -> Query:
    """Ask for somebody's own tasks with a due date, without those done that were due before a day."""
    lower, upper = prefixed(keys.PERSONAL_PREFIX)
    is_shown = AnyOf((Not(Equals("status", PersonalStatus.DONE.value)), AtLeast("dueDate", since.isoformat())))
    return Query(
        pk=keys.person(owner_id).pk,
        lower=lower,
        upper=upper,
        where=AllOf((_HAS_DUE_DATE, is_shown)),
        limit=limit,
    )


def _feed_of(item: Item) -> CalendarFeed:
    data = cast(Mapping[str, Any], item)
    return CalendarFeed(data["digest"], data["userId"], datetime.fromisoformat(data["createdAt"]))
