"""Events in the table, in the partition of what they are about, and by day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from relayboard.domain.events import Event, EventType, Fact, Subject, SubjectKind
from relayboard.ports.table import ABSENT, Index, Item, OneOf, Put, Query, Value, Write, prefixed
from relayboard.store import keys
from relayboard.store.people import ref_item, ref_of, refs_item
from relayboard.store.store import Ref

TASK_TYPES = tuple(one.value for one in EventType if one.startswith(("task.", "comment.")))


def event_ref(kind: SubjectKind, subject_id: str, event_id: str) -> Ref[Event]:
    """Refer to an event."""
    return Ref(keys.event(kind, subject_id, event_id), event_of)


def record_event(event: Event) -> Write:
    """Return the write that keeps an event; events never change."""
    subject = event.subject
    item: dict[str, Value] = {
        **keys.event(subject.kind, subject.id, event.id).attributes,
        "GSI1PK": keys.log_day(event.at.date()),
        "GSI1SK": event.id,
        "id": event.id,
        "type": event.type.value,
        "at": event.at.isoformat(),
        "actor": ref_item(event.actor),
        "subject": {"kind": subject.kind.value, "id": subject.id, "title": subject.title},
        "before": cast(Value, dict(event.before)),
        "after": cast(Value, dict(event.after)),
        "people": refs_item(event.people),
        "watchers": refs_item(event.watchers),
    }
    return Put(item, when=ABSENT)


def is_event(item: Item) -> bool:
    """Tell whether an item from the change feed is an event."""
    return str(item["SK"]).startswith(keys.EVENT_PREFIX)


def events_of(kind: SubjectKind, subject_id: str, *, limit: int) -> Query:
    """Ask for what happened to a thing, newest first."""
    lower, upper = prefixed(keys.EVENT_PREFIX)
    pk = keys.event(kind, subject_id, "").pk
    return Query(pk=pk, lower=lower, upper=upper, descending=True, limit=limit)


def events_on(day: date, *, limit: int) -> Query:
    """Ask for what happened on a day (UTC), newest first."""
    return Query(pk=keys.log_day(day), index=Index.GSI1, descending=True, limit=limit)


def task_events_behind(event_id: str, day: date, *, limit: int) -> Query:
    """Ask for what happened to tasks on a day (UTC) behind an event, oldest first."""
    return Query(
        pk=keys.log_day(day),
        index=Index.GSI1,
        lower=f"{event_id} ",  # the first text behind it
        where=OneOf("type", TASK_TYPES),
        limit=limit,
    )


def event_of(item: Item) -> Event:
    """Read an event."""
    data = cast(Mapping[str, Any], item)
    subject = data["subject"]
    return Event(
        id=data["id"],
        type=EventType(data["type"]),
        at=datetime.fromisoformat(data["at"]),
        actor=ref_of(data["actor"]),
        subject=Subject(SubjectKind(subject["kind"]), subject["id"], subject["title"]),
        before=cast(Mapping[str, Fact], data["before"]),
        after=cast(Mapping[str, Fact], data["after"]),
        people=tuple(ref_of(person) for person in data["people"]),
        watchers=tuple(ref_of(person) for person in data["watchers"]),
    )
