"""A morning comes, on every engine and in every home: people are reminded of what is due, once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from relayboard.services.reminders import TASKS_AT_ONCE, quarter
from relayboard.store.reminders import ReminderState, reminder_state_ref, save_reminder_state
from tests.parity.home import Home, Person, eventually, told_people
from tests.support.clock import HandClock
from tests.support.engines import dynamodb_engine, sqlite_engine
from tests.support.mornings import Mornings, day, utc

ENGINES = ["sqlite", pytest.param("dynamodb", marks=pytest.mark.engine)]


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mornings]:
    clock = HandClock(utc("2100-03-01 00:00"))
    with ExitStack() as opened:
        if request.param == "sqlite":
            engine = opened.enter_context(sqlite_engine(tmp_path, clock))
        else:
            endpoint = request.getfixturevalue("dynamodb_endpoint")
            engine = opened.enter_context(dynamodb_engine(endpoint, clock))
        yield Mornings(clock.now(), engine=lambda _: engine.table)


def test_on_every_engine_all_tasks_of_a_morning_are_told_of_once(world: Mornings) -> None:
    lea, ann = world.person("Lea"), world.person("Ann", time_zone="Asia/Tokyo")
    world.round(utc("2100-03-02 20:00"))
    for _ in range(TASKS_AT_ONCE + 5):
        world.task(day("2100-03-04"), lea, ann, by=lea)
    assert world.round(utc("2100-03-02 23:01"), may_go_on=iter([True, False]).__next__) == 49
    assert world.round(utc("2100-03-02 23:02")) == TASKS_AT_ONCE + 5 - 49
    world.prefers(lea, time_zone="Asia/Tokyo")
    world.round(utc("2100-03-03 08:01"))
    told = Counter((one.who, one.task) for one in world.told())
    assert set(told.values()) == {1}
    assert Counter(who for who, _ in told) == {"Ann": TASKS_AT_ONCE + 5, "Lea": TASKS_AT_ONCE + 5}


def sleep_since(home: Home, moment: datetime) -> None:
    """Let a home have slept: it finds that reminders have come as far as this moment."""
    with home.store() as store:
        state = store.get(reminder_state_ref())
        store.commit([save_reminder_state(state, ReminderState(done_until=quarter(moment)))])


def test_in_every_home_a_person_is_reminded_once_at_their_morning(home: Home, lead: Person) -> None:
    morning = datetime.now(UTC).replace(minute=0) - timedelta(hours=1)
    rita = Person(home, "rita@example.com", "Rita Reed")
    rita.sign_up()
    rita.sign_in()
    preferences = {"timeZone": "UTC", "digestHour": morning.hour}
    profile = rita.call("PUT", "/users/me", {"name": rita.name, "preferences": preferences})
    assert profile.status_code == 200, profile.text

    def new_task(title: str, days: int) -> dict[str, Any]:
        due = (morning + timedelta(days=days)).date().isoformat()
        wanted = {"title": title, "dueDate": due, "assigneeIds": [profile.json()["id"]]}
        return lead.call("POST", "/tasks", wanted).json()

    def reminders(task: dict[str, Any]) -> list[dict[str, Any]]:
        events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
        return [event for event in events if event["type"] in ("task.due_soon", "task.overdue")]

    def outcome(task: dict[str, Any]) -> set[tuple[str, str]] | None:
        (reminder,) = reminders(task)
        told = {(one["channel"], one["state"]) for one in told_people(reminder)}
        return told if len(told) == 2 and all(state == "sent" for _, state in told) else None

    soon, late, done = (new_task(*one) for one in (("Water it", 1), ("Return it", -1), ("Pay it", -1)))
    other = new_task("Plan it", 9)
    rita.call("PATCH", f"/tasks/{done['id']}/status", {"status": "COMPLETED"})

    sleep_since(home, morning - timedelta(minutes=30))
    home.let_the_clock_work("reminders")
    assert rita.mail("“Water it” is due on")
    assert rita.mail("“Return it” is overdue: it was due on")
    for task, kind, days in ((soon, "task.due_soon", -1), (late, "task.overdue", 1)):
        assert eventually(partial(outcome, task)) == {("email", "sent"), ("inbox", "sent")}
        (reminder,) = reminders(task)
        assert (reminder["type"], reminder["actor"]["name"]) == (kind, "Relayboard")
        assert [person["name"] for person in reminder["people"]] == ["Rita Reed"]
        assert (reminder["after"]["days"], reminder["after"]["dueDate"]) == (days, task["dueDate"])

    last = new_task("Feed it", 1)
    sleep_since(home, morning - timedelta(minutes=30))
    home.let_the_clock_work("reminders")
    assert rita.mail("“Feed it” is due on")
    assert [len(reminders(task)) for task in (soon, late, done, other, last)] == [1, 1, 0, 0, 1]
