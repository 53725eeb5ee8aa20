"""Several servers over one store."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from relayboard.local.app import SIGNING_KEY
from tests.server.people import ADMIN, Person, eventually, joined, letters
from tests.support import server
from tests.support.engines import dynamodb_store
from tests.support.server import Server

PUBLIC_URL = "http://board.example"
NO_LIMIT = ("--requests-per-second", "0")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two servers that know each other only by their store; an admin at the first, a member at the second."""

    first: Server
    second: Server
    lead: Person
    ann: Person
    mailboxes: set[Path]


@pytest.fixture(scope="module", params=["one data folder", pytest.param("one table", marks=pytest.mark.engine)])
def pair(request, tmp_path_factory):
    one, two = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    with ExitStack() as stack:
        store = "sqlite"
        if request.param == "one table":
            store = stack.enter_context(dynamodb_store(request.getfixturevalue("dynamodb_endpoint")))
        flags = ["--store", store, "--public-url", PUBLIC_URL, "--admin-email", ADMIN, *NO_LIMIT]
        start = partial(server.running, port=server.free_port(), output=one / "one.txt")
        first = stack.enter_context(start(one, *flags))
        shutil.copy(one / SIGNING_KEY, two)
        start = partial(server.running, port=server.free_port(), output=two / "two.txt")
        second = stack.enter_context(start(one if store == "sqlite" else two, *flags))
        mailboxes = {first.data / "mailbox", second.data / "mailbox"}
        lead = joined(first.url, ADMIN, *mailboxes)
        ann = joined(second.url, "ann@example.com", *mailboxes)
        yield Pair(first, second, lead, ann, mailboxes)


def test_what_is_written_through_one_is_read_through_the_other(pair):
    lead, ann = pair.lead, pair.ann
    task = lead.call("POST", "/tasks", {"title": "Written here", "assigneeIds": [ann.id]}).json()
    elsewhere = replace(lead, url=pair.second.url)
    assert elsewhere.call("GET", f"/tasks/{task['id']}").json() == task
    moved = ann.call("PATCH", f"/tasks/{task['id']}/status", {"status": "IN_PROGRESS"}).json()
    assert lead.call("GET", f"/tasks/{task['id']}").json() == moved


def test_each_notice_is_sent_once(pair):
    lead, ann = pair.lead, pair.ann
    leads = [lead, replace(lead, url=pair.second.url)]

    def assign(number):
        body = {"title": f"Once-{number:02}.", "assigneeIds": [ann.id]}
        return leads[number % 2].call("POST", "/tasks", body).json()["id"]

    with ThreadPoolExecutor(4) as many:
        task_ids = list(many.map(assign, range(20)))

    def deliveries():
        found = [
            delivery
            for task_id in task_ids
            for event in lead.call("GET", f"/tasks/{task_id}/events").json()["items"]
            for delivery in event["deliveries"]
        ]
        is_settled = len(found) == 2 * len(task_ids) and all(one["state"] == "sent" for one in found)
        return found if is_settled else None

    assert {one["channel"] for one in eventually(deliveries)} == {"email", "inbox"}
    subjects = Counter(letter["Subject"] for letter in letters(*pair.mailboxes, to=ann.email))
    counts = [count for subject, count in subjects.items() if "Once-" in subject]
    assert counts == [1] * len(task_ids)
    notices = ann.call("GET", "/users/me/notices?limit=100").json()["items"]
    assert Counter(one["taskId"] for one in notices if one["taskId"] in task_ids) == Counter(task_ids)


def test_of_two_changes_at_once_through_both_none_is_lost(pair):
    lead, ann = pair.lead, pair.ann
    task = lead.call("POST", "/tasks", {"title": "Contended", "assigneeIds": [ann.id]}).json()
    path = f"/tasks/{task['id']}/comments"
    anns = [ann, replace(ann, url=pair.first.url)]

    def comment(number):
        body = {"body": f"Comment {number}"}
        return anns[number % 2].call("POST", path, body).status_code, lead.call(
            "PATCH", f"/tasks/{task['id']}", {"description": f"Text {number}"}
        ).status_code

    with ThreadPoolExecutor(4) as many:
        statuses = list(many.map(comment, range(12)))
    assert all(said == 201 for said, _ in statuses)
    done = sum(status == 200 for _, status in statuses)
    assert {status for _, status in statuses} <= {200, 409, 503}
    assert len(lead.call("GET", f"{path}?limit=100").json()["items"]) == 12
    assert lead.call("GET", f"/tasks/{task['id']}").json()["version"] == 1 + done
