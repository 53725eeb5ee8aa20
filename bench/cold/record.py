"""Records what DynamoDB answers to the two requests: `python -m bench.cold.record`, with MiniStack installed."""

import json
import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from bench.cold.events import ADMIN, CARDS, MEMBERS
from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_http import HttpCalls
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.boards import MAIN_BOARD, Board
from relayboard.domain.ids import encode_ulid
from relayboard.domain.people import Person, PersonRef, Role, Standing
from relayboard.domain.positions import on_top
from relayboard.domain.tasks import Priority, Status, Task, TaskContent
from relayboard.ports.table import Index, Put, Query
from relayboard.store import keys
from relayboard.store.boards import save_board
from relayboard.store.people import save_person
from relayboard.store.tasks import save_task
from tests.support import ministack

ANSWERS = Path(__file__).with_name("answers.json")
TABLE = "relayboard"
_START = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Recorded(HttpCalls):
    """Keeps the latest answer to each operation."""

    answers: ClassVar[dict[str, Any]] = {}

    def call(self, operation: str, payload: Any) -> dict[str, Any]:
        answer = super().call(operation, payload)
        self.answers[operation] = answer
        return answer


def record() -> None:
    """Fill a table, read and write as the two requests do, and keep the answers."""
    with ministack.start() as engine:
        table = open_table(engine.url, TABLE)
        fill(table)
        Recorded.answers.clear()
        table.query(Query(pk=keys.column(MAIN_BOARD, Status.OPEN), index=Index.GSI1, limit=50))
        table.get_many([keys.person(ADMIN), keys.board(MAIN_BOARD), *map(keys.person, MEMBERS)])
        table.write(Put({"PK": "A", "SK": "1"}), Put({"PK": "A", "SK": "2"}))
        ANSWERS.write_text(json.dumps(Recorded.answers, indent=1) + "\n")


def open_table(url: str, name: str) -> DynamoDBTable:
    """Make a table in an engine that has none."""
    clock = SystemClock()
    credentials = KeptCredentials([environment_credentials(ministack.CREDENTIALS)], clock)
    region = ministack.REGION
    calls = Recorded(Service.TABLES, url, region=region, credentials=credentials.current, clock=clock)
    create_table(calls, name)
    return DynamoDBTable(calls, name, clock)


def fill(table: DynamoDBTable) -> None:
    """Write people, a board and its cards."""
    people = [_person(ADMIN, "Lea Kern", Role.ADMIN)]
    people += [_person(one, f"Member {number}", Role.MEMBER) for number, one in enumerate(MEMBERS)]
    for person in people:
        table.write(save_person(None, person))
    table.write(save_board(None, Board.new(MAIN_BOARD, "Main", at=_START)))
    admin, *members = [person.ref for person in people]
    for number in range(CARDS):
        table.write(*save_task(None, _task(number, admin, members[: number % 3]), shards=1))


def _person(user_id: str, name: str, role: Role) -> Person:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return Person(
        id=user_id,
        email=email,
        name=name,
        role=role,
        standing=Standing.ACTIVE,
        created_at=_START,
        updated_at=_START,
        version=1,
    )


def _task(number: int, admin: PersonRef, assignees: list[PersonRef]) -> Task:
    at = _START + timedelta(hours=number)
    content = TaskContent(
        title=f"Task {number}: read the plan for the release before anybody ships it",
        description="What to look at, **in order**, and whom to ask. " * 4,
        priority=list(Priority)[number % 4],
        due_date=date(2026, 12, 1 + number) if number % 2 else None,
        labels=("docs", f"label-{number % 5}"),
    )
    return Task.new(
        encode_ulid(int(at.timestamp() * 1000), number),
        content,
        board_id=MAIN_BOARD,
        position=on_top(at, spread=number),
        by=admin,
        assignees=assignees,
        at=at,
    )


if __name__ == "__main__":
    if not ministack.is_installed():
        sys.exit("MiniStack is missing: make .tools/ministack/stamp")
    record()
    sys.stdout.write(f"{os.path.relpath(ANSWERS)}\n")
