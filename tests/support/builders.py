"""Things of the domain, made with no more words than a test needs."""

from datetime import UTC, datetime

from relayboard.domain.boards import MAIN_BOARD
from relayboard.domain.people import PersonRef
from relayboard.domain.tasks import Task, TaskContent

NOW = datetime(2100, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 2, tzinfo=UTC)


def person_ref(name):
    return PersonRef(name.lower(), name)


def people(count):
    return [person_ref(f"P{number}") for number in range(count)]


def a_task(*, assignees=(), position="V", board_id=MAIN_BOARD, by="Lead", at=NOW, **content):
    return Task.new(
        "01JTASK",
        TaskContent(**{"title": "Paint the fence", **content}),
        board_id=board_id,
        position=position,
        by=person_ref(by),
        assignees=[person_ref(name) for name in assignees],
        at=at,
    )
