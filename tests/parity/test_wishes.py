"""When people want to hear of what: in a digest, not at night, or not at all."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from relayboard.domain.deliveries import Delivery
from relayboard.store.deliveries import delivery_ref, save_delivery
from tests.parity.home import Home, Person, eventually

ONE_CLICK = {
    "content": b"List-Unsubscribe=One-Click",
    "headers": {"Content-Type": "application/x-www-form-urlencoded"},
}
LONG_AGO = datetime(2020, 1, 1, 8, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def dora(home: Home, lead: Person) -> Person:
    person = Person(home, "dora@example.com", "Dora Dale")
    person.sign_up()
    person.sign_in()
    return person


def wish(person: Person, **preferences: object) -> None:
    answer = person.call("PUT", "/users/me", {"name": person.name, "preferences": preferences})
    assert answer.status_code == 200, answer.text


def new_task(lead: Person, person: Person, title: str) -> dict:
    user_id = person.call("GET", "/users/me").json()["id"]
    answer = lead.call("POST", "/tasks", {"title": title, "assigneeIds": [user_id]})
    assert answer.status_code == 201, answer.text
    return answer.json()


def mail_rows(lead: Person, task: dict, person: Person) -> list[dict]:
    events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
    rows = [row for event in events for row in event["deliveries"]]
    return [row for row in rows if row["channel"] == "email" and row["person"]["name"] == person.name]


def rows_in(lead: Person, task: dict, person: Person, state: str, count: int) -> list[dict]:
    """Wait until so many of the mails to a person about a task are in a state."""

    def found() -> list[dict] | None:
        rows = [row for row in mail_rows(lead, task, person) if row["state"] == state]
        return rows if len(rows) == count else None

    return eventually(found)


def bring_forward(home: Home, rows: list[dict]) -> None:
    """Let what waits for its time be due now."""
    now = datetime.now(UTC)
    with home.store() as store:
        for row in rows:
            ref = delivery_ref(row["eventId"], row["channel"], row["person"]["id"])
            before = store.get(ref)
            assert before is not None
            store.commit([save_delivery(before, _due(before, now))])


def _due(row: Delivery, now: datetime) -> Delivery:
    if row.digest_at is not None:
        return replace(row, digest_at=LONG_AGO)
    return replace(row, lease_until=now - timedelta(seconds=1))


def test_many_changes_come_in_one_digest_and_a_link_in_it_ends_that(
    home: Home, lead: Person, dora: Person
) -> None:
    wish(dora, mail={"comment": "digest", "status": "digest"}, timeZone="Asia/Kathmandu", digestHour=7)
    task = new_task(lead, dora, "Count the digests")
    comment = {"taskId": task["id"], "change": {"comment": {"body": "One"}}}
    (shown,) = lead.call("POST", "/tasks/preview-notices", comment).json()["items"][:1]
    assert {one["channel"]: one["later"] for one in shown["channels"]}["email"] == "In the digest of 07:00."
    for body in ("One", "Two"):
        lead.call("POST", f"/tasks/{task['id']}/comments", {"body": body})
    lead.call("PATCH", f"/tasks/{task['id']}/status", {"status": "IN_PROGRESS"})
    waiting = rows_in(lead, task, dora, "pending", 3)
    assert {row["reason"] for row in waiting} == {"In the digest of 07:00."}

    bring_forward(home, waiting)
    home.let_the_clock_work("digests")
    letter = dora.mail("Count the digests", "2 comments", "moved to In progress")
    assert f"/tasks/{task['id']}" in letter.text

    def all_sent() -> bool:
        home.let_the_clock_work("digests")
        return [row["state"] for row in mail_rows(lead, task, dora)] == ["sent"] * 4

    eventually(all_sent, seconds=40)
    token = re.search(r"/unsubscribe\?token=(\S+)", letter.text)[1]
    link = f"{home.api}/unsubscribe?token={token}"
    assert httpx.get(link).status_code in (403, 404, 405)
    assert [httpx.post(link, **ONE_CLICK).status_code for _ in range(2)] == [204, 204]
    chosen = dora.call("GET", "/users/me").json()["preferences"]["mail"]
    assert {kind for kind, when in chosen.items() if when == "never"} == {"comment", "status"}

    lead.call("POST", f"/tasks/{task['id']}/comments", {"body": "Three"})
    (skipped,) = rows_in(lead, task, dora, "skipped", 1)
    assert skipped["reason"] == "This person has switched off mail about comments."


def test_a_broken_link_is_refused_in_words(home: Home) -> None:
    answer = httpx.post(f"{home.api}/unsubscribe?token=digest.YW5u.AAAA", **ONE_CLICK)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "not valid" in answer.json()["errors"]["token"]


def test_at_night_mail_waits(home: Home, lead: Person, dora: Person) -> None:
    now = datetime.now(UTC)
    hours = {"from": f"{now - timedelta(hours=2):%H:%M}", "to": f"{now + timedelta(hours=2):%H:%M}"}
    wish(dora, quietHours=hours, timeZone="UTC")
    task = new_task(lead, dora, "Whisper")
    waiting = rows_in(lead, task, dora, "pending", 1)
    assert {row["reason"] for row in waiting} == {f"Quiet hours until {hours['to']}."}
    wish(dora, quietHours=None)
    bring_forward(home, waiting)
    home.let_the_clock_work("retries")
    dora.mail("assigned you", "Whisper")
    rows_in(lead, task, dora, "sent", 1)
