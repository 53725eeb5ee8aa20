"""What is asked of the servers: the same requests for Relayboard and its peer."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bench.load import Ask
from bench.seeding import task_id

ROOT = "/api/v1"
_TASKS_USED = 200
_STATUSES = ("IN_PROGRESS", "UNDER_REVIEW", "COMPLETED", "OPEN")


def hello() -> Iterator[Ask]:
    """Ask for a greeting."""
    return itertools.repeat(Ask("GET", "/"))


def get(ids: list[str]) -> Iterator[Ask]:
    """Read tasks."""
    return itertools.cycle([Ask("GET", f"{ROOT}/tasks/{one}") for one in ids])


def list_50(_: list[str]) -> Iterator[Ask]:
    """Read the top of a column."""
    return itertools.repeat(Ask("GET", f"{ROOT}/tasks?status=CLOSED&limit=50"))


def create(_: list[str]) -> Iterator[Ask]:
    """Make tasks."""
    for number in itertools.count():
        yield Ask("POST", f"{ROOT}/tasks", _json(title=f"Task {number}", description="How long does it take?"))


def update(ids: list[str]) -> Iterator[Ask]:
    """Give tasks another title each time."""
    for number in itertools.count():
        yield Ask("PATCH", f"{ROOT}/tasks/{ids[number % len(ids)]}", _json(title=f"Title {number}"))


def move(ids: list[str]) -> Iterator[Ask]:
    """Move tasks to another column each time."""
    for number in itertools.count():
        status = _STATUSES[number // len(ids) % len(_STATUSES)]
        yield Ask("PATCH", f"{ROOT}/tasks/{ids[number % len(ids)]}/status", _json(status=status))


def assigned_to(user_id: str) -> Iterator[Ask]:
    """Make tasks of which somebody else has to be told."""
    for number in itertools.count():
        yield Ask("POST", f"{ROOT}/tasks", _json(title=f"Yours {number}", assigneeIds=[user_id]))


Operation = Callable[[list[str]], Iterator[Ask]]
OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {"get": get, "list 50": list_50, "create": create, "update": update, "status": move}
)


def ids_used(count: int) -> list[str]:
    """Return some seeded tasks from all over; none has an assignee, so that nobody is to be told of a change.

    Telling is measured by itself: the peer does not do it.
    """
    step = max(3, count // _TASKS_USED // 3 * 3)
    return [task_id(number) for number in range(0, count, step)]


def _json(**fields: object) -> bytes:
    return json.dumps(fields).encode()
