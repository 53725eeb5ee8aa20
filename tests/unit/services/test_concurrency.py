"""Many at once, on SQLite."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.tasks import Status
from tests.support.world import ANN, LEAD, World

THREADS = 8
STATUSES = [Status.OPEN, Status.IN_PROGRESS, Status.UNDER_REVIEW, Status.COMPLETED]


@pytest.fixture
def world(tmp_path):
    world = World(engine=lambda clock: SqliteTable(tmp_path / "table.db", clock=clock))
    yield world
    world.engine.close()


def in_threads(work):
    """Run `work(number)` in threads that start together and return what each returned."""
    start = threading.Barrier(THREADS)

    def run(number):
        start.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_of_changes_to_the_same_version_one_is_made_and_the_others_are_told(world):
    task = world.task(assignees=[ANN])
    path = f"/tasks/{task.id}"

    def move_along(number):
        answers = []
        for turn in range(40):
            seen = world.call("GET", path, as_=ANN)
            columns = [status for status in STATUSES if status != seen.json["status"]]
            body = {"status": columns[(number + turn) % 3]}
            headers = {"If-Match": seen.headers["etag"]}
            answers.append(world.call("PATCH", path + "/status", as_=ANN, body=body, headers=headers).status)
        return answers

    answers = [status for answers in in_threads(move_along) for status in answers]
    assert set(answers) <= {200, 412}
    successes = answers.count(200)
    told = [event for event in world.events(task.id) if event["type"] == "task.status_changed"]
    assert successes == len(told) == world.stored(task.id).version - 1
    steps = [(event["before"]["status"], event["after"]["status"]) for event in told]
    assert [before for before, _ in steps] == ["OPEN", *(after for _, after in steps[:-1])]
    assert world.call("GET", "/tasks", as_=ANN).json["items"][0]["version"] == successes + 1


def test_tasks_made_at_once_are_all_there(world):
    def make(number):
        return [world.task(title=f"Task {number}-{turn}", assignees=[ANN]).id for turn in range(25)]

    made = [task_id for ids in in_threads(make) for task_id in ids]
    assert len(set(made)) == THREADS * 25
    assert {item["id"] for item in world.pages("GET", "/tasks", as_=LEAD)} == set(made)
    assert {item["id"] for item in world.pages("GET", "/tasks", as_=ANN, limit=7)} == set(made)


def test_people_assigned_at_once_are_all_assigned(world):
    task = world.task()
    people = ["lead", "boss", "ann", "bob"]

    def assign(number):
        world.assignments.assign(task.id, [people[number % 4]], by=LEAD)

    in_threads(assign)
    stored = world.stored(task.id)
    assert {one.id for one in stored.assignees} == set(people)
    assert stored.version == 5
