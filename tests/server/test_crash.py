"""What is left when the server is killed again and again in the middle of its work."""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path

import httpx
import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.engine import DATABASE
from relayboard.store.deliveries import delivery_of, save_delivery, unfinished_deliveries
from relayboard.store.store import Store
from tests.server.people import ADMIN, Person, eventually, joined
from tests.support import server
from tests.support.server import Server

ROUNDS = int(os.environ.get("RELAYBOARD_TEST_CRASHES", "10"))
THREADS = 4
SEED = 20_260_101
CHANNELS = ("email", "inbox")
# What is done to each task, one request after the other: the event it makes, and who hears of it.
STEPS = [
    ("task.created", ()),
    ("task.assigned", ("ann",)),
    ("task.status_changed", ("ann",)),
    ("task.assigned", ("bob",)),
    ("task.status_changed", ("ann", "bob")),
]


@dataclass
class Ruins:
    """A server after all its crashes, and what it had said to have done.

    Attributes:
        acknowledged: by task, how many steps were answered with success.
    """

    running: Server
    lead: Person
    people: dict[str, str]
    acknowledged: dict[str, int] = field(default_factory=dict)

    def events_of(self, task_id: str) -> list[dict]:
        return self.lead.call("GET", f"/tasks/{task_id}/events").json()["items"][::-1]

    def tasks(self) -> list[dict]:
        found, cursor = [], ""
        while cursor is not None:
            page = self.lead.call("GET", f"/tasks?limit=100{cursor and f'&cursor={cursor}'}").json()
            found, cursor = found + page["items"], page["nextCursor"]
        return found


def keep_working(lead: Person, people: dict[str, str], acknowledged: dict[str, int]) -> None:
    """Make tasks and take each through its steps, until the server is gone."""
    with httpx.Client(base_url=f"{lead.url}/api/v1", headers={"Authorization": lead.token}, timeout=10) as client:
        while True:
            try:
                task_id = client.post("/tasks", json={"title": "Survive"}).raise_for_status().json()["id"]
                acknowledged[task_id] = 1
                for method, path, body in (
                    ("POST", "assignments", {"userIds": [people["ann"]]}),
                    ("PATCH", "status", {"status": "IN_PROGRESS"}),
                    ("POST", "assignments", {"userIds": [people["bob"]]}),
                    ("PATCH", "status", {"status": "UNDER_REVIEW"}),
                ):
                    client.request(method, f"/tasks/{task_id}/{path}", json=body).raise_for_status()
                    acknowledged[task_id] += 1
            except httpx.TransportError:
                return


def end_leases(data: Path) -> None:
    """Let what was begun and cut off be due at once, as if the minute of its lease had passed."""
    clock = SystemClock()
    table = SqliteTable(data / DATABASE, clock=clock)
    store = Store(table)
    for channel in CHANNELS:
        for begun in store.page(unfinished_deliveries(channel, limit=100), delivery_of).items:
            store.commit([save_delivery(begun, replace(begun, lease_until=clock.now()))])
    table.close()


@pytest.fixture(scope="module")
def ruins(tmp_path_factory):
    chance = random.Random(SEED)
    data, port = tmp_path_factory.mktemp("crash"), server.free_port()
    flags = ["--admin-email", ADMIN, "--requests-per-second", "0"]
    running = server.start(data, *flags, port=port)
    lead = joined(running.url, ADMIN, data / "mailbox")
    people = {name: joined(running.url, f"{name}@example.com", data / "mailbox").id for name in ("ann", "bob")}
    acknowledged: dict[str, int] = {}
    for _ in range(ROUNDS):
        before = sum(acknowledged.values())
        with ThreadPoolExecutor(THREADS) as workers:
            work = [workers.submit(keep_working, lead, people, acknowledged) for _ in range(THREADS)]
            eventually(lambda before=before: sum(acknowledged.values()) > before + THREADS)
            time.sleep(chance.uniform(0.05, 0.5))
            running.process.send_signal(signal.SIGKILL)
            running.process.wait()
        for done in work:
            done.result()
        running = server.start(data, *flags, port=port)
    running.stop()
    end_leases(data)
    with server.running(data, *flags, port=port) as running:
        yield Ruins(running, lead, people, acknowledged)


@pytest.fixture(scope="module")
def histories(ruins):
    """Every task's events, once all of them have been told."""
    task_ids = [task["id"] for task in ruins.tasks()]

    def settled(task_id):
        events = ruins.events_of(task_id)
        told = [delivery for event in events for delivery in event["deliveries"]]
        wanted = sum(len(CHANNELS) * len(heard) for _, heard in STEPS[: len(events)])
        return events if len(told) >= wanted and all(one["state"] != "pending" for one in told) else None

    return {task_id: eventually(lambda task_id=task_id: settled(task_id)) for task_id in task_ids}


def test_every_round_did_some_work(ruins):
    assert sum(ruins.acknowledged.values()) > 10 * ROUNDS
    assert set(ruins.acknowledged.values()) > {len(STEPS)}  # some were cut off, too


def test_every_acknowledged_change_is_there_and_none_that_nobody_asked_for(ruins, histories):
    assert set(ruins.acknowledged) <= set(histories)
    for task_id, events in histories.items():
        assert [event["type"] for event in events] == [kind for kind, _ in STEPS[: len(events)]]
        assert ruins.acknowledged.get(task_id, 0) <= len(events) <= ruins.acknowledged.get(task_id, 0) + 1


def test_tasks_are_what_their_histories_say(ruins, histories):
    for task in ruins.tasks():
        kinds = Counter(event["type"] for event in histories[task["id"]])
        assert task["status"] == ["OPEN", "IN_PROGRESS", "UNDER_REVIEW"][kinds["task.status_changed"]]
        assert len(task["assignees"]) == kinds["task.assigned"]


def test_everybody_was_told_of_every_event(ruins, histories):
    for events in histories.values():
        for event, (_, heard) in zip(events, STEPS, strict=False):
            told = {(one["channel"], one["person"]["id"], one["state"]) for one in event["deliveries"]}
            assert told == {(channel, ruins.people[name], "sent") for channel in CHANNELS for name in heard}


def test_no_mail_is_lost_and_only_what_was_under_way_came_twice(ruins, histories, record_property):
    mailbox = ruins.running.data / "mailbox"
    ids = Counter(message_from_bytes(path.read_bytes())["Message-ID"] for path in mailbox.glob("*.eml"))
    sent = [
        one["receipt"]
        for events in histories.values()
        for event in events
        for one in event["deliveries"]
        if one["channel"] == "email"
    ]
    assert all((mailbox / receipt).exists() for receipt in sent)
    codes = len(ruins.people) + 1
    assert len(ids) == len(set(sent)) + codes
    repeated = sum(count - 1 for count in ids.values())
    record_property("crashes", ROUNDS)
    record_property("mails", len(ids))
    record_property("mails that came twice", repeated)
    assert repeated <= ROUNDS  # one mail is under way at a time, so each crash can repeat one
