"""A change that somebody makes shows on the pages of those who may follow it, in each home."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from tests.parity.home import SOCKET_SECONDS, Home, Person


@pytest.fixture(scope="module")
def mina(home: Home, lead: Person) -> Person:
    return _member(home, "mina@example.com", "Mina Member")


@pytest.fixture(scope="module")
def noel(home: Home, lead: Person) -> Person:
    return _member(home, "noel@example.com", "Noel Nextdoor")


def _member(home: Home, email: str, name: str) -> Person:
    person = Person(home, email, name)
    person.sign_up()
    person.sign_in()
    return person


def make(lead: Person, title: str, *people: Person) -> str:
    ids = [person.call("GET", "/users/me").json()["id"] for person in people]
    answer = lead.call("POST", "/tasks", {"title": title, "assigneeIds": ids})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def until(socket: ClientConnection, task_id: str, kind: str) -> list[dict[str, Any]]:
    """Return what comes until a task's event of this kind has."""
    found: list[dict[str, Any]] = []
    while not found or (found[-1].get("taskId"), found[-1]["type"]) != (task_id, kind):
        found.append(json.loads(socket.recv(timeout=SOCKET_SECONDS)))
    return found


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(InvalidStatus) as why:
        yield
    # On AWS the function's own status comes through; the emulator makes 403 of all.
    assert why.value.response.status_code in (401, 403)


def test_a_change_arrives_with_those_who_may_see_the_task_and_with_nobody_else(
    home: Home, lead: Person, mina: Person, noel: Person
) -> None:
    with lead.live() as leads, mina.live() as minas, noel.live() as noels:
        task_id = make(lead, "Only for Mina to see", mina)
        lead.call("PATCH", f"/tasks/{task_id}/status", {"status": "IN_PROGRESS"})
        for socket in (minas, leads):
            told = until(socket, task_id, "task.status_changed")
            assert {one["type"] for one in told if one["taskId"] == task_id} >= {"task.status_changed"}
            assert all(set(one) == {"id", "type", "taskId", "at"} for one in told)
            assert "Only for Mina" not in json.dumps(told)
        his = make(lead, "Only for Noel to see", noel)
        assert {one["taskId"] for one in until(noels, his, "task.assigned")} == {his}


def test_who_loses_a_task_is_told_that_and_then_nothing_more(home: Home, lead: Person, mina: Person) -> None:
    user_id = mina.call("GET", "/users/me").json()["id"]
    task_id, other = make(lead, "Taken away", mina), make(lead, "Kept", mina)
    with mina.live() as socket:
        assert lead.call("DELETE", f"/tasks/{task_id}/assignments/{user_id}").status_code == 200
        until(socket, task_id, "task.unassigned")
        lead.call("PATCH", f"/tasks/{task_id}", {"title": "Taken away for good"})
        lead.call("PATCH", f"/tasks/{other}", {"title": "Kept for good"})
        told = until(socket, other, "task.updated")
        assert [one["taskId"] for one in told if one["type"] == "task.updated"] == [other]


def test_a_page_that_says_something_is_answered(home: Home, mina: Person) -> None:
    with mina.live() as socket:
        for said in ('{"type":"ping"}', "no JSON"):
            socket.send(said)
            assert json.loads(socket.recv(timeout=SOCKET_SECONDS)) == {"type": "pong"}


def test_a_ticket_opens_one_socket_from_the_page(home: Home, mina: Person) -> None:
    issued = mina.call("POST", "/live/ticket").json()
    with refused(), mina.live_with(issued["ticket"], url=issued["url"], origin="https://elsewhere.example"):
        pass
    with mina.live_with(issued["ticket"], url=issued["url"]), refused():
        mina.live_with(issued["ticket"], url=issued["url"])
    with refused():
        mina.live_with("0" * 64, url=issued["url"])
    with refused():
        mina.live_with("", url=issued["url"])
