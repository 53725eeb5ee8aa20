"""What is queued while the mail server is away arrives when it is back: all of it, once, in order, at the rate."""

import os
import re
import time
from collections import Counter, defaultdict

import pytest

from tests.contract.mailer.smtp_server import free_port, smtp_server
from tests.server.people import eventually, sign_in
from tests.support import server

QUEUED = int(os.environ.get("RELAYBOARD_TEST_QUEUED", "200"))
TASKS = 10
RATE = 50


def about_tasks(script):
    """Return the mails about the tasks made here, each with the number of its task; the demo's are others."""
    found = ((re.search(r"Task (\d+)", mail["Subject"]), mail) for mail in script.mails)
    return [(number[1], mail) for number, mail in found if number]


@pytest.fixture(scope="module")
def arrived(tmp_path_factory):
    """What the mail server has taken when it was back."""
    port = free_port()
    flags = ["--demo", "--requests-per-second", "0", "--mails-per-second", str(RATE)]
    data = tmp_path_factory.mktemp("outage")
    with server.running(data, *flags, "--smtp", f"smtp://127.0.0.1:{port}") as running:
        lead = sign_in(running.url, "maya@example.com", "Relayboard1")
        people = lead.call("GET", "/users").json()["items"]
        jonas = next(one["id"] for one in people if one["email"] == "jonas@example.com")
        tasks = [
            lead.call("POST", "/tasks", {"title": f"Task {number}", "assigneeIds": [jonas]}).json()["id"]
            for number in range(TASKS)
        ]
        for number in range(QUEUED - TASKS):
            answered = lead.call("POST", f"/tasks/{tasks[number % TASKS]}/comments", {"body": f"Comment {number}"})
            assert answered.status_code == 201
        with smtp_server(port=port) as mail:
            script = mail.script
            # Reading subjects takes long, so they are read only when there may be enough.
            eventually(
                lambda: len(script.mails) >= QUEUED and len(about_tasks(script)) >= QUEUED,
                seconds=120 + 3 * QUEUED / RATE,
            )
            time.sleep(0.5)
            yield script


def test_everything_arrives_once(arrived):
    ids = Counter(mail["Message-ID"] for _, mail in about_tasks(arrived))
    assert (len(ids), ids.total()) == (QUEUED, QUEUED)


def test_what_is_about_one_task_arrives_in_order(arrived):
    told = defaultdict(list)
    for number, mail in about_tasks(arrived):
        told[number].append(mail["Message-ID"])
    assert len(told) == TASKS
    for ids in told.values():
        assert ids == sorted(ids)  # they begin with the event's id


def test_no_second_sees_more_than_the_rate(arrived):
    seconds = Counter(mail["Date"] for mail in arrived.mails)
    assert max(seconds.values()) <= RATE + 2  # a mail that was held up at the door may go with the next one
