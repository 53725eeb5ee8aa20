"""Fills Relayboard and its peer with the same tasks, straight into their files."""

import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from relayboard.adapters.item_json import encode
from relayboard.domain.ids import encode_ulid
from relayboard.domain.people import PersonRef
from relayboard.domain.positions import on_top
from relayboard.domain.task_events import task_events
from relayboard.domain.tasks import Priority, Status, Task, TaskContent
from relayboard.ports.table import Put
from relayboard.store.events import record_event
from relayboard.store.tasks import save_task

_START = datetime(2026, 1, 1, tzinfo=UTC)
_TEXT = "a plan for the release that the whole team reads before anybody ships anything at all"
_COLUMNS = ("PK", "SK", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "expires")
_INSERT = (
    "INSERT INTO items (pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_AT_ONCE = 20_000

Person = dict[str, Any]


def tasks(count: int, people: Sequence[Person]) -> Iterator[Task]:
    """Make tasks of one shape: all columns evenly full, two of three with an assignee, 200 bytes of words."""
    words = _TEXT.split()
    chosen = random.Random(3)  # noqa: S311 - no secret
    admin, *members = [PersonRef(one["id"], one["name"]) for one in people]
    statuses, priorities = list(Status), list(Priority)
    for number in range(count):
        at = _START + timedelta(seconds=number)
        content = TaskContent(
            title=f"Task {number}: {' '.join(chosen.choices(words, k=5))}",
            description=" ".join(chosen.choices(words, k=40)),
            priority=priorities[number % 4],
            due_date=date(2026, 12, 1) + timedelta(days=number % 365) if number % 2 else None,
            labels=("bench", f"label-{number % 10}"),
        )
        task = Task.new(
            task_id(number),
            content,
            board_id="main",
            position=on_top(at, spread=number),
            by=admin,
            assignees=[members[number % len(members)]] if number % 3 else [],
            at=at,
        )
        status = statuses[number % 5]
        yield task if status is Status.OPEN else task.moved(status, position=task.position, at=at)


def task_id(number: int) -> str:
    """Return the id of a seeded task."""
    at = _START + timedelta(seconds=number)
    return encode_ulid(int(at.timestamp() * 1000), number)


def fill_relayboard(database: Path, made: Iterator[Task]) -> None:
    """Write tasks, their copies and an event each as the adapter would, a transaction for many."""
    connection = _opened(database)
    _insert(connection, _INSERT, (row for task in made for row in _rows(task)))
    _settle(connection)


def fill_peer(database: Path, made: Iterator[Task], people: Sequence[Person]) -> None:
    """Write the same tasks, assignments and events into the peer's tables."""
    connection = _opened(database)
    connection.execute("INSERT INTO boards VALUES ('main', 'Main', 0)")
    users = [(one["id"], one["name"], one["role"], 1) for one in people]
    connection.executemany("INSERT INTO users VALUES (?, ?, ?, ?)", users)
    for batch in _batches(made):
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO tasks VALUES ({_marks(16)})", map(_peer_task, batch))  # noqa: S608
        given = (
            (task.id, one.id, one.name, _text(task.created_at), one.assigned_by)
            for task in batch
            for one in task.assignees
        )
        connection.executemany(f"INSERT INTO assignments VALUES ({_marks(5)})", given)  # noqa: S608
        connection.executemany(f"INSERT INTO events VALUES ({_marks(10)})", map(_peer_event, batch))  # noqa: S608
        connection.execute("COMMIT")
    _settle(connection)


def _rows(task: Task) -> Iterator[tuple[Any, ...]]:
    event = task_events(None, task, actor=task.created_by, at=task.created_at, new_id=lambda: task.id)[0]
    for write in (*save_task(None, task, shards=1), record_event(event)):
        if isinstance(write, Put):
            yield (*(write.item.get(name) for name in _COLUMNS), encode(write.item))


def _insert(connection: sqlite3.Connection, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    for batch in _batches(rows):
        connection.execute("BEGIN")
        connection.executemany(statement, batch)
        connection.execute("COMMIT")


def _batches(things: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _peer_task(task: Task) -> tuple[Any, ...]:
    content = task.content
    return (
        task.id,
        task.board_id,
        content.title,
        content.description,
        task.status.value,
        content.priority.value,
        content.due_date.isoformat() if content.due_date else None,
        json.dumps(content.labels),
        task.position,
        task.created_by.id,
        task.created_by.name,
        task.version,
        _text(task.created_at),
        _text(task.updated_at),
        _text(task.completed_at) if task.completed_at else None,
        None,
    )


def _peer_event(task: Task) -> tuple[Any, ...]:
    by, at = task.created_by, _text(task.created_at)
    after = json.dumps({"title": task.content.title, "description": task.content.description})
    return (task.id, "task.created", at, task.id, task.content.title, by.id, by.name, "{}", after, "[]")


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _opened(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, isolation_level=None, timeout=30)
    connection.execute("PRAGMA synchronous = OFF")  # of this connection alone
    connection.execute("PRAGMA cache_size = -262144")
    return connection


def _settle(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
