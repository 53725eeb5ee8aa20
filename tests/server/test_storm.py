"""Many clients at the same moment: every answer is an honest one, and the table holds what they were told."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.demo.workspace import PASSWORD
from relayboard.local.engine import DATABASE
from relayboard.services.respreading import Pauses, Respreading
from relayboard.store.store import Store
from tests.support import server
from tests.support.signing_in import tokens_of

CLIENTS = 8
CREATES = 200
MOVES = 40
STATUSES = ("OPEN", "IN_PROGRESS", "UNDER_REVIEW", "COMPLETED")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client was told."""

    status: int
    json: Any
    retry_after: str | None


@dataclass(slots=True)
class Client:
    """One kept-open connection of somebody who is signed in."""

    token: str
    connection: HTTPConnection = field(repr=False)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Authorization": self.token, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1{path}", body=content, headers=named)
        response = self.connection.getresponse()
        text = response.read()
        return Answer(response.status, json.loads(text) if text else None, response.headers["Retry-After"])

    def patiently(self, method: str, path: str, body: Any = None) -> Any:
        """Call until the rate allows it."""
        while (answer := self.call(method, path, body)).status == 429:
            time.sleep(0.02)
        assert answer.status < 300, answer
        return answer.json

    def all(self, path: str) -> list[Any]:
        found, cursor = [], ""
        while cursor is not None:
            page = self.patiently("GET", f"{path}limit=100{cursor and f'&cursor={cursor}'}")
            found, cursor = found + page["items"], page["nextCursor"]
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """A server that is about to be stormed, and an admin there."""

    url: str
    token: str

    def client(self) -> Client:
        parts = urlsplit(self.url)
        return Client(self.token, HTTPConnection(parts.hostname or "", parts.port, timeout=30))

    def storm(self, work: Callable[[Client, int], list[Answer]]) -> list[Answer]:
        """Let all clients work at once, and return what they were told."""
        begin = Barrier(CLIENTS)

        def one(number: int) -> list[Answer]:
            client = self.client()
            begin.wait()
            try:
                return work(client, number)
            finally:
                client.connection.close()

        with ThreadPoolExecutor(CLIENTS) as workers:
            answers = [answer for answers in workers.map(one, range(CLIENTS)) for answer in answers]
        assert {answer.status for answer in answers} <= {200, 201, 409, 412, 429}, Counter(
            answer.status for answer in answers
        )
        assert all(int(answer.retry_after or 0) >= 1 for answer in answers if answer.status == 429)
        return answers


def spread_columns(data: Path, shards: int) -> None:
    """Do at once what a server takes some minutes for."""
    clock = SystemClock()
    table = SqliteTable(data / DATABASE, clock=clock)
    at_once = Pauses(settle=0, moved=0, looked=0)
    work = Respreading(Store(table), clock, shards=shards, holder="test", pauses=at_once)
    while work.step() != at_once.idle:
        pass
    table.close()


@pytest.fixture(scope="module", params=[(0, 1), (0, 4), (100, 1)], ids=["free", "four shards", "limited"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    rate, shards = request.param
    data = tmp_path_factory.mktemp("storm")
    spread_columns(data, shards)
    with server.running(data, "--demo", "--requests-per-second", str(rate)) as running:
        yield Place(running.url, tokens_of(running.url, "maya@example.com", PASSWORD)["IdToken"])


def test_of_many_creates_exactly_those_that_were_acknowledged_are_there(place):
    lead = place.client()
    board = lead.patiently("POST", "/boards", {"name": "Storm"})["id"]

    def create(client: Client, number: int) -> list[Answer]:
        wanted = [{"title": f"{number} {count}", "boardId": board} for count in range(CREATES)]
        return [client.call("POST", "/tasks", body) for body in wanted]

    answers = place.storm(create)
    assert len(answers) == CLIENTS * CREATES
    made = {answer.json["id"]: answer.json["title"] for answer in answers if answer.status == 201}
    assert len(made) == sum(answer.status == 201 for answer in answers) > 0
    rows = lead.all(f"/tasks?board={board}&")
    assert Counter(row["id"] for row in rows) == Counter(list(made))
    assert {row["id"]: row["title"] for row in rows} == made
    assert {row["version"] for row in rows} == {1}
    assert Counter(created_on(lead, rows, made)) == Counter(list(made))
    lead.connection.close()


def created_on(lead: Client, rows: list[Any], made: dict[str, str]) -> list[str]:
    """Return the tasks whose making the log of those days tells of."""
    days = {row["createdAt"][:10] for row in rows}
    events = [event for day in sorted(days) for event in lead.all(f"/audit?day={day}&")]
    told = [event["subject"]["id"] for event in events if event["type"] == "task.created"]
    return [task_id for task_id in told if task_id in made]


def test_of_many_moves_of_one_task_each_version_has_one_winner(place):
    lead = place.client()
    task = lead.patiently("POST", "/tasks", {"title": "Pulled at"})
    path = f"/tasks/{task['id']}"

    def move(client: Client, number: int) -> list[Answer]:
        answers = []
        for count in range(MOVES):
            seen = client.patiently("GET", path)
            others = [status for status in STATUSES if status != seen["status"]]
            wanted = {"status": others[(number + count) % len(others)]}
            answers.append(client.call("PATCH", f"{path}/status", wanted, If_Match=f'"{seen["version"]}"'))
        return answers

    answers = place.storm(move)
    assert len(answers) == CLIENTS * MOVES
    won = sorted(answer.json["version"] for answer in answers if answer.status == 200)
    assert won == list(range(2, len(won) + 2))
    assert won
    after = lead.patiently("GET", path)
    assert after["version"] == len(won) + 1
    events = lead.all(f"{path}/events?")[::-1]
    assert [event["type"] for event in events] == ["task.created"] + ["task.status_changed"] * len(won)
    chain = [(event["before"]["status"], event["after"]["status"]) for event in events[1:]]
    assert [one[1] for one in chain[:-1]] == [one[0] for one in chain[1:]]
    assert chain[-1][1] == after["status"]
    lead.connection.close()
