"""The largest events that there can be, as messages."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.item_json import encode
from relayboard.adapters.sns_publisher import SnsPublisher
from relayboard.domain.comments import COMMENT_MAX
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.people import NAME_MAX, PersonRef
from relayboard.domain.positions import POSITION_MAX
from relayboard.domain.task_events import task_events, watchers_of
from relayboard.domain.tasks import (
    ASSIGNEES_MAX,
    DESCRIPTION_MAX,
    LABEL_MAX,
    LABELS_MAX,
    TITLE_MAX,
    Priority,
    Task,
    TaskContent,
)
from relayboard.ports.publisher import MAX_MESSAGE_BYTES, Message
from relayboard.store.events import record_event
from tests.support.builders import NOW
from tests.support.http_listener import Listener
from tests.support.signed_http import signed_http
from tests.unit.adapters.test_sns_publisher import TOPIC, form, take_all

# Each is the costliest in some form of writing: bytes of UTF-8, escapes of JSON, escapes for SQS.
LETTERS = {"emoji": "😀", "quote": '"', "backslash": "\\", "no XML": "\uffff", "line": "\n"}
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
USER_ID = "5f0e3c1a-9a41-4c3e-8f0b-2d1f6c7a8b{:02}"


def a_line(letter: str, length: int, last: str) -> str:
    return ("-" if letter == "\n" else letter) * (length - len(last)) + last


def people(letter: str) -> list[PersonRef]:
    names = (a_line(letter, NAME_MAX, f"{number:02}") for number in count())
    return [
        PersonRef(USER_ID.format(number), name)
        for number, name in zip(range(ASSIGNEES_MAX + 1), names, strict=False)
    ]


def largest_task(letter: str, last: str) -> Task:
    creator, *assignees = people(letter)
    content = TaskContent(
        title=a_line(letter, TITLE_MAX, last),
        description=letter * (DESCRIPTION_MAX - 1) + last,
        priority=Priority.URGENT if last == "a" else Priority.MEDIUM,
        due_date=date(2100, 1, 1 if last == "a" else 2),
        labels=tuple(a_line(letter, LABEL_MAX, f"{number:02}{last}") for number in range(LABELS_MAX)),
    )
    return Task.new(
        ULID,
        content,
        board_id=f"{ULID[:-1]}{last}",
        position="V" * (POSITION_MAX - 1) + last,
        by=creator,
        assignees=assignees,
        at=NOW,
    )


def largest_events(letter: str) -> Iterator[Event]:
    before, after = largest_task(letter, "a"), largest_task(letter, "b")
    creator = before.created_by
    for was in (None, before):
        yield from task_events(was, after, actor=creator, at=NOW, new_id=lambda: ULID)
    yield Event(
        id=ULID,
        type=EventType.COMMENT_EDITED,
        at=NOW,
        actor=creator,
        subject=Subject(SubjectKind.TASK, ULID, after.content.title),
        before={"body": letter * COMMENT_MAX},
        after={"commentId": ULID, "body": letter * COMMENT_MAX},
        people=(creator,),
        watchers=watchers_of(after),
    )


def message(event: Event) -> Message:
    return Message(event.type.value, encode(record_event(event).item).decode())


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_event_fits_into_one_message(letter: str) -> None:
    events = list(largest_events(letter))
    assert {event.type for event in events} >= {EventType.TASK_UPDATED, EventType.TASK_CREATED}
    with Listener(take_all) as server:
        SnsPublisher(signed_http(Service.SNS, server.url), TOPIC).publish([*map(message, events)])
        bodies = [
            value
            for request in server.requests
            for name, value in form(request).items()
            if name.endswith(".Message")
        ]
    assert len(bodies) == len(events)
    assert max(len(body.encode()) for body in bodies) < MAX_MESSAGE_BYTES * 2 // 3


def test_the_largest_event_would_not_fit_in_ascii_alone_so_the_port_asks_for_letters_as_they_are() -> None:
    sizes = [len(json.dumps(json.loads(message(event).body))) for event in largest_events("😀")]
    assert max(sizes) > MAX_MESSAGE_BYTES
