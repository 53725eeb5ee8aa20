"""What each operation asks of DynamoDB and what that costs: `python -m bench.capacity`.

The real use cases run over the real adapter against MiniStack (or the engine that RELAYBOARD_TEST_DYNAMODB names),
which answers with the capacity consumed; beside it stand the units of the model on paper (`bench.dynamodb_meter`).
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.table import Table

from bench.dynamodb_meter import MeteredTable
from relayboard.adapters.aws_calls import Calls, Payload
from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_http import HttpCalls
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.dynamodb_values import from_wire
from relayboard.adapters.limits import check_item
from relayboard.adapters.memory_table import MemoryTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.api.routes import ROUTES
from tests.support import ministack
from tests.support.engines import DynamoDBEndpoint, dynamodb_client, named_endpoint
from tests.support.operations import EXPECTED, TASK_LISTS, path_of, world_with_everything
from tests.support.world import ANN, LEAD, World

_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
_METHODS = {route.operation: route.method for route in ROUTES}
_DESCRIPTION = "What has to be done, by whom it was asked for, and how to tell that it is done. " * 4
THREE_ASSIGNED = {"title": "Oil the gate", "assigneeIds": ["ann", "bob", "boss"]}

BUSY_COLUMN = "listTasks?status=OPEN&limit=50"

# What an operation stands for, and the design's question that it answers.
QUESTIONS = {
    "getTask": "a task with its assignees",
    "createTask with 3 assignees": "a task, with assignments and events",
    "listTasks?status=OPEN": "tasks of a board by status, in board order",
    BUSY_COLUMN: "the same, where there are more than a page",
    "listTasks?assignee=ann&status=OPEN&q=paint": "tasks of a person by status, soonest due first",
    "listTasks": "a whole board (for a member: what is theirs)",
    "listTasks?deleted=true": "the trash",
    "listTaskEvents": "what happened to a task, and who was told",
    "listComments": "a task's comments",
    "listBoards": "the boards",
    "getPerson": "a person",
    "listPeople": "people by role and name",
    "listPersonalTasks": "personal tasks of a person",
    "listNotices": "in-app notices of a person",
    "listDeliveries": "deliveries that failed, and what would have been sent",
    "readAudit": "audit by day",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation as somebody asks for it, in a workspace with something of everything."""

    name: str
    operation: str
    who: Any
    query: str
    body: Any
    tasks: int = 0  # there are so many more


@dataclass(slots=True)
class Capacity:
    """What an operation took.

    Attributes:
        calls: the operations of DynamoDB, in order.
        reads, writes: request units.
    """

    calls: list[str] = field(default_factory=list)
    reads: float = 0
    writes: float = 0


class RecordingCalls:
    """Passes every call on, with the wish to hear what it consumed."""

    def __init__(self, inner: Calls) -> None:
        self._inner = inner
        self.capacity = Capacity()

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        """Do an operation of the API and count what it consumed."""
        answer = self._inner.call(operation, {**payload, "ReturnConsumedCapacity": "TOTAL"})
        consumed = answer.get("ConsumedCapacity") or []
        units = sum(one["CapacityUnits"] for one in ([consumed] if isinstance(consumed, dict) else consumed))
        self.capacity.calls.append(operation)
        if operation in _WRITES:
            self.capacity.writes += units
        else:
            # MiniStack counts one unit for a read of any size, and none for BatchGetItem.
            self.capacity.reads += max(units, _weighed(payload, answer))
        return answer


def _weighed(request: Payload, answer: Payload) -> float:
    """Return what a read takes by DynamoDB's rules, as far as its answer shows."""
    if "RequestItems" in request:
        ((name, wanted),) = request["RequestItems"].items()
        found = [_units(size) for size in map(_size, answer["Responses"][name])]
        return sum(found) + len(wanted["Keys"]) - len(found)
    items = answer["Items"] if "Items" in answer else [answer["Item"]] if "Item" in answer else []
    return _units(sum(map(_size, items))) * (1 if request.get("ConsistentRead") else 0.5)


def _units(size: int) -> int:
    return max(1, math.ceil(size / 4096))


def _size(wire: Payload) -> int:
    return check_item(from_wire(wire))


def asked() -> Iterator[Asked]:
    """Yield every operation, and those of its ways that answer other questions."""
    for operation, (who, query, body, _) in EXPECTED.items():
        yield Asked(operation, operation, who, query, body)
        if operation == "createTask":
            yield Asked("createTask with 3 assignees", operation, LEAD, "", THREE_ASSIGNED)
    for query in TASK_LISTS:
        if query:
            yield Asked(f"listTasks{query}", "listTasks", LEAD, query, None)
    yield Asked(BUSY_COLUMN, "listTasks", LEAD, "?status=OPEN&limit=50", None, tasks=60)


def measured(one: Asked, calls: Calls) -> Capacity:
    """Ask for an operation over DynamoDB, in a workspace of its own."""
    recording = RecordingCalls(calls)
    name = f"relayboard-capacity-{uuid4()}"
    create_table(calls, name)
    try:
        with _asked(one, lambda clock: DynamoDBTable(recording, name, clock)) as ask:
            recording.capacity = Capacity()
            ask()
    finally:
        calls.call("DeleteTable", {"TableName": name})
    return recording.capacity


def modelled(one: Asked) -> Capacity:
    """Ask for the same over the model."""
    made: list[MeteredTable] = []

    def engine(clock: Any) -> MeteredTable:
        made.append(MeteredTable(MemoryTable(clock)))
        return made[-1]

    with _asked(one, engine) as ask, made[-1].counting() as units:
        ask()
    return Capacity([], units.reads, units.writes)


@contextmanager
def _asked(one: Asked, engine: Callable[[Any], Any]) -> Iterator[Callable[[], None]]:
    world, parts = world_with_everything(engine=engine)
    for _ in range(one.tasks):
        world.task(assignees=[ANN], description=_DESCRIPTION)
    path = path_of(one.operation, parts) + one.query

    def ask() -> None:
        _ask(world, one, path)

    yield ask


def _ask(world: World, one: Asked, path: str) -> None:
    reply = world.call(_METHODS[one.operation], path, as_=one.who, body=one.body)
    if reply.status >= 300:
        raise RuntimeError(f"{one.name}: {reply.json}")


def table(rows: list[tuple[Asked, Capacity, Capacity]]) -> str:
    """Return all figures as Markdown."""
    lines = [
        "| operation | question | calls of DynamoDB | read units | on paper | write units | on paper |",
        "|---|---|---|---|---|---|---|",
    ]
    for one, found, paper in sorted(rows, key=lambda row: (row[0].name not in QUESTIONS, row[0].name)):
        cells = (
            f"`{one.name}`",
            QUESTIONS.get(one.name, ""),
            " + ".join(found.calls) or "none",
            *(f"{number:g}" for number in (found.reads, paper.reads, found.writes, paper.writes)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def show(rows: list[tuple[Asked, Capacity, Capacity]], console: Console) -> None:
    """Print all figures."""
    shown = Table("operation", "question", "calls", "RU", "paper", "WU", "paper")
    for line in table(rows).splitlines()[2:]:
        shown.add_row(*(cell.strip(" `") for cell in line.strip("|").split(" | ")))
    console.print(shown)


@contextmanager
def _calls() -> Iterator[Calls]:
    named = named_endpoint()
    if named is not None:
        yield dynamodb_client(Service.TABLES, named)
        return
    with ministack.start(AUTH="true") as engine:
        credentials = KeptCredentials([environment_credentials(ministack.CREDENTIALS)], SystemClock())
        endpoint = DynamoDBEndpoint(engine.url, ministack.REGION)
        yield HttpCalls(
            Service.TABLES,
            endpoint.url or "",
            region=endpoint.region,
            credentials=credentials.current,
            clock=SystemClock(),
        )


def main() -> None:
    """Measure every operation and print it."""
    with _calls() as calls:
        rows = [(one, measured(one, calls), modelled(one)) for one in asked()]
    console = Console(width=160)
    if console.is_terminal:
        show(rows, console)
    else:
        console.file.write(table(rows))


if __name__ == "__main__":
    main()
