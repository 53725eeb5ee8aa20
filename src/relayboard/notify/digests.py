"""Digests: what happened to each of a person's tasks since the last one, in one line for each task."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, cast

from relayboard.domain.events import RELAYBOARD, Event, EventType, Fact, Subject, SubjectKind
from relayboard.domain.ids import encode_ulid
from relayboard.domain.people import PersonRef
from relayboard.notify.plain_text import clipped, plainly
from relayboard.notify.recipients import is_for_eyes_only
from relayboard.notify.wording import NAME_SHOWN, TITLE_SHOWN, changed_fields, due_day, words

EVENTS_MAX = 300
TASKS_MAX = 100  # with titles of the longest letters this still fits into one message of SNS, 256 KB
TEXT_SHOWN = 200
NAMES_SHOWN = 3
_RANDOM_BYTES = 10

_PLAIN: Mapping[EventType, str] = MappingProxyType(
    {
        EventType.TASK_ASSIGNED: "assigned to you",
        EventType.TASK_UNASSIGNED: "not yours any more",
        EventType.TASK_DELETED: "deleted",
        EventType.TASK_RESTORED: "restored",
    }
)
# Of what undoes each other, the last holds.
_OPPOSITES: Mapping[EventType, str] = MappingProxyType(
    {
        EventType.TASK_ASSIGNED: "assignment",
        EventType.TASK_UNASSIGNED: "assignment",
        EventType.TASK_DELETED: "existence",
        EventType.TASK_RESTORED: "existence",
        EventType.TASK_DUE_SOON: "due",
        EventType.TASK_OVERDUE: "due",
    }
)


@dataclass(frozen=True, slots=True)
class DigestLine:
    """All that happened to one task.

    Attributes:
        text: what happened, so that it can follow the title: "moved to In progress, 3 comments".
        who: who did it; empty when it was nobody but the clock.
        is_within_reach: the task can be opened.
        needs_sight: it is only for those who still may see the task.
    """

    task_id: str
    title: str
    text: str
    who: str
    is_within_reach: bool
    needs_sight: bool


def collapsed(events: Iterable[Event]) -> tuple[DigestLine, ...]:
    """Return a line for each task, in the order in which something happened to them first."""
    by_task: dict[str, list[Event]] = {}
    for event in events:
        by_task.setdefault(event.subject.id, []).append(event)
    return tuple(_line(task_id, happened) for task_id, happened in by_task.items())


def digest_id(user_id: str, due: datetime, part: int) -> str:
    """Return the id of the event that a part of a digest is: always the same, so that there is only ever one."""
    name = f"{user_id}/{due.isoformat()}/{part}".encode()
    number = int.from_bytes(blake2b(name, digest_size=_RANDOM_BYTES).digest(), "big")
    return encode_ulid(int(due.timestamp() * 1000), number)


def digest_of(person: PersonRef, due: datetime, events: Sequence[Event], *, part: int) -> Event:
    """Return the event that a part of a person's digest is due."""
    lines: list[Fact] = [_line_facts(line) for line in collapsed(events)]
    covered: list[Fact] = [event.id for event in events]
    return Event(
        id=digest_id(person.id, due, part),
        type=EventType.DIGEST_DUE,
        at=due,
        actor=RELAYBOARD,
        subject=Subject(SubjectKind.USER, person.id, person.name),
        after={"events": covered, "lines": lines},
        people=(person,),
    )


def covered_by(digest: Event) -> tuple[str, ...]:
    """Return the ids of the events that a digest tells of."""
    return tuple(cast(Sequence[str], digest.after["events"]))


def lines_in(digest: Event) -> tuple[DigestLine, ...]:
    """Return the lines of a digest."""
    return tuple(_line_of(facts) for facts in cast(Sequence[Mapping[str, Any]], digest.after["lines"]))


def _line(task_id: str, happened: Sequence[Event]) -> DigestLine:
    last = happened[-1]
    return DigestLine(
        task_id=task_id,
        title=plainly(last.subject.title, TITLE_SHOWN),
        text=clipped(", ".join(_parts(happened)), longest=TEXT_SHOWN),
        who=_names(happened),
        is_within_reach=not {one.type for one in happened} & {EventType.TASK_DELETED, EventType.TASK_UNASSIGNED}
        or last.type in (EventType.TASK_ASSIGNED, EventType.TASK_RESTORED),
        needs_sight=any(is_for_eyes_only(one.type) for one in happened),
    )


def _parts(happened: Sequence[Event]) -> list[str]:
    said: dict[str, str] = {}
    for event in happened:
        key = _OPPOSITES.get(event.type, event.type.value)
        said.pop(key, None)
        said[key] = _said(event, happened)
    return list(said.values())


def _said(event: Event, happened: Sequence[Event]) -> str:
    match event.type:
        case EventType.TASK_STATUS_CHANGED:
            return f"moved to {words(str(event.after.get('status', '')))}"
        case EventType.COMMENT_ADDED:
            count = Counter(one.type for one in happened)[event.type]
            return "1 comment" if count == 1 else f"{count} comments"
        case EventType.TASK_UPDATED:
            return _changed([one for one in happened if one.type is event.type])
        case EventType.TASK_DUE_SOON:
            return f"due on {due_day(event)}"
        case EventType.TASK_OVERDUE:
            return f"overdue since {due_day(event)}"
    return _PLAIN.get(event.type, event.type.value)


def _changed(updates: Sequence[Event]) -> str:
    names = list(dict.fromkeys(name for update in updates for name in changed_fields(update)))
    return (
        f"{' and '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)} changed"
        if names
        else "changed"
    )


def _names(happened: Sequence[Event]) -> str:
    actors = {one.actor.id: plainly(one.actor.name, NAME_SHOWN) for one in happened}
    actors.pop(RELAYBOARD.id, None)
    names = list(actors.values())
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _line_facts(line: DigestLine) -> Mapping[str, Fact]:
    return {
        "taskId": line.task_id,
        "title": line.title,
        "text": line.text,
        "who": line.who,
        "isWithinReach": line.is_within_reach,
        "needsSight": line.needs_sight,
    }


def _line_of(facts: Mapping[str, Any]) -> DigestLine:
    return DigestLine(
        task_id=facts["taskId"],
        title=facts["title"],
        text=facts["text"],
        who=facts["who"],
        is_within_reach=facts["isWithinReach"],
        needs_sight=facts["needsSight"],
    )
