"""A clock that is set back by an hour costs nobody anything."""

from datetime import timedelta

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.tasks import Status
from tests.support.world import ANN, BOB, LEAD, World

HOUR = 3600


@pytest.fixture(params=["memory", "sqlite"])
def world(request, tmp_path):
    if request.param == "memory":
        yield World()
        return
    world = World(engine=lambda clock: SqliteTable(tmp_path / "table.db", clock=clock))
    yield world
    world.engine.close()


def test_a_tasks_history_keeps_its_order_and_its_versions_have_no_gaps(world):
    task = world.task(assignees=[ANN])
    moved = world.tasks.move(task.id, Status.IN_PROGRESS, by=ANN)
    world.clock.advance(-HOUR)
    again = world.tasks.move(task.id, Status.UNDER_REVIEW, by=ANN)
    world.assignments.assign(task.id, [BOB.user_id], by=LEAD)
    world.clock.advance(HOUR)
    world.tasks.move(task.id, Status.COMPLETED, by=LEAD)
    assert again.version == moved.version + 1
    assert world.stored(task.id).version == again.version + 2
    kinds = ["created", "assigned", "status_changed", "status_changed", "assigned", "status_changed"]
    assert [event["type"] for event in world.events(task.id)] == [f"task.{kind}" for kind in kinds]


def test_what_is_made_before_and_after_is_listed_once_each(world):
    made = [world.task(title=f"Task {number}").id for number in range(5)]
    world.clock.advance(-HOUR)
    made += [world.task(title=f"Task {number}").id for number in range(5, 10)]
    assert made == sorted(made)
    listed = [task["id"] for task in world.pages("GET", "/tasks", as_=LEAD, limit=3)]
    assert sorted(listed) == made


def test_comments_keep_their_order(world):
    task = world.task(assignees=[ANN])
    for text in ("one", "two"):
        world.call("POST", f"/tasks/{task.id}/comments", as_=ANN, body={"body": text})
    world.clock.advance(-HOUR)
    world.call("POST", f"/tasks/{task.id}/comments", as_=ANN, body={"body": "three"})
    found = world.pages("GET", f"/tasks/{task.id}/comments", as_=ANN)
    assert sorted(comment["body"] for comment in found) == ["one", "three", "two"]
    ordered = [comment["body"] for comment in sorted(found, key=lambda comment: comment["id"])]
    assert ordered == ["one", "two", "three"]


def test_a_deleted_task_can_still_be_restored(world):
    task = world.task(deleted=True)
    world.clock.advance(-HOUR)
    assert world.call("POST", f"/tasks/{task.id}/restore", as_=LEAD).status == 200
    assert not world.stored(task.id).is_deleted
    assert world.clock.now() + timedelta(seconds=HOUR) > task.updated_at


def test_an_answer_remembered_before_is_given_again_after(world):
    def create():
        headers = {"Idempotency-Key": "once-and-only-once"}
        return world.call("POST", "/tasks", as_=LEAD, body={"title": "Once"}, headers=headers)

    first = create()
    world.clock.advance(-HOUR)
    again = create()
    assert (first.status, again.status, again.json) == (201, 201, first.json)
    assert len(world.pages("GET", "/tasks", as_=LEAD)) == 1
