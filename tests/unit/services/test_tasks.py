"""Where cards land, and what can be done to them."""

import pytest

from relayboard.domain.errors import Invalid, NotFound
from relayboard.domain.people import Standing
from relayboard.domain.tasks import Status
from relayboard.services.tasks import TaskEdit
from tests.support.world import ANN, BOB, LEAD


def column(world, status, board="main"):
    return [item["title"] for item in world.pages("GET", f"/tasks?board={board}&status={status}", as_=LEAD)]


def test_a_new_card_lies_on_top(world):
    for title in ("first", "second", "third"):
        world.task(title=title)
    assert column(world, Status.OPEN) == ["third", "second", "first"]


def test_a_moved_card_lies_on_top_of_its_new_column_unless_told_where(world):
    first, second, third = (world.task(title=title) for title in ("first", "second", "third"))
    for task in (third, second, first):
        world.tasks.move(task.id, Status.IN_PROGRESS, by=LEAD)
    assert column(world, Status.IN_PROGRESS) == ["first", "second", "third"]
    world.tasks.move(first.id, Status.IN_PROGRESS, position="zz", by=LEAD)
    assert column(world, Status.IN_PROGRESS) == ["second", "third", "first"]


def test_a_card_that_goes_to_another_board_lies_on_top_there(world):
    garden = world.boards.create("Garden", by=LEAD).id
    old = world.task(title="old")
    world.task(title="new", board=garden)
    world.tasks.edit(old.id, TaskEdit(board_id=garden), by=LEAD)
    assert column(world, Status.OPEN, garden) == ["old", "new"]


def test_an_archived_board_takes_no_more_cards(world):
    garden = world.boards.create("Garden", by=LEAD).id
    task, there = world.task(), world.task(board=garden)
    world.boards.update(garden, archived=True, by=LEAD)
    with pytest.raises(Invalid, match="archived"):
        world.task(board=garden)
    with pytest.raises(Invalid, match="archived"):
        world.tasks.edit(task.id, TaskEdit(board_id=garden), by=LEAD)
    assert world.tasks.edit(there.id, TaskEdit(content={"title": "Still here"}), by=LEAD).version == 2


def test_a_board_that_is_not_changed_makes_no_event(world):
    told = len(world.pages("GET", "/audit", as_=LEAD))
    world.boards.update("main", name="Main", by=LEAD)
    assert len(world.pages("GET", "/audit", as_=LEAD)) == told


def test_somebody_deactivated_cannot_be_given_a_task_but_keeps_those_they_have(world):
    task = world.task(assignees=[BOB])
    world.people.set_standing(BOB.user_id, Standing.INACTIVE, by=LEAD)
    with pytest.raises(Invalid) as refusal:
        world.assignments.assign(world.task().id, [ANN.user_id, BOB.user_id], by=LEAD)
    assert list(refusal.value.fields) == ["userIds"]
    assert world.assignments.assign(task.id, [ANN.user_id], by=LEAD).is_assigned_to(BOB.user_id)


def test_who_does_not_have_a_task_cannot_be_taken_off_it(world):
    with pytest.raises(NotFound):
        world.assignments.unassign(world.task(assignees=[ANN]).id, BOB.user_id, by=LEAD)


def test_a_restored_task_is_back_in_every_list(world):
    task = world.task(assignees=[ANN], deleted=True)
    assert world.pages("GET", "/tasks", as_=ANN) == []
    world.tasks.restore(task.id, by=LEAD)
    for who in (ANN, LEAD):
        assert [item["id"] for item in world.pages("GET", "/tasks", as_=who)] == [task.id]
    assert world.pages("GET", "/tasks?deleted=true", as_=LEAD) == []
    assert [event["type"] for event in world.events(task.id)][-2:] == ["task.deleted", "task.restored"]


def test_a_task_in_the_trash_is_gone_after_thirty_days(world):
    task = world.task(deleted=True)
    world.clock.advance(30 * 86_400)
    assert world.call("POST", f"/tasks/{task.id}/restore", as_=LEAD).status == 404
    assert world.pages("GET", "/tasks?deleted=true", as_=LEAD) == []
