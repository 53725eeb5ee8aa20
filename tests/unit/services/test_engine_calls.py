"""What every operation asks of the table: one read and one write, or one query a page."""

import pytest

from relayboard.api.routes import ROUTES
from tests.support.operations import EXPECTED, TASK_LISTS, WRITE, path_of, world_with_everything
from tests.support.world import ANN, LEAD, World


def calls(operation, who, query, body, headers=None):
    world, parts = world_with_everything()
    route = next(route for route in ROUTES if route.operation == operation)
    path = path_of(operation, parts) + query
    replies = []
    made = world.calls_of(
        lambda: replies.append(world.call(route.method, path, as_=who, body=body, headers=headers))
    )
    assert replies[0].status == route.status, replies[0].json
    return made


@pytest.mark.parametrize("operation", sorted(EXPECTED))
def test_an_operation_asks_the_table_no_more_than_it_needs(operation):
    who, query, body, expected = EXPECTED[operation]
    assert calls(operation, who, query, body) == expected


@pytest.mark.parametrize("operation", sorted(name for name in EXPECTED if EXPECTED[name][3] == WRITE))
def test_an_idempotency_key_costs_no_call_more(operation):
    who, query, body, expected = EXPECTED[operation]
    assert calls(operation, who, query, body, {"Idempotency-Key": "k"}) == expected


@pytest.mark.parametrize("query", TASK_LISTS)
def test_a_list_of_tasks_is_one_query_a_page(query):
    assert calls("listTasks", LEAD, query, None) == TASK_LISTS[query]


def test_restoring_is_one_read_and_one_write():
    world = World()
    task = world.task(assignees=[ANN], deleted=True)
    assert world.calls_of(lambda: world.tasks.restore(task.id, by=LEAD)) == WRITE


def test_a_change_that_changes_nothing_writes_nothing():
    world = World()
    task = world.task(assignees=[ANN])
    assert world.calls_of(lambda: world.assignments.assign(task.id, ["ann"], by=LEAD)) == ["get_many"]


def test_joining_is_one_read_and_one_write():
    world = World()
    world.directory.add("new", "new@team.example", "New")
    joined = world.calls_of(lambda: world.joining().post_confirmation("new", "new@team.example", "New"))
    assert joined == WRITE
    again = world.calls_of(lambda: world.joining().post_confirmation("new", "new@team.example", "New"))
    assert again == ["get_many"]


def test_every_operation_is_counted():
    assert {*EXPECTED, "restoreTask"} == {route.operation for route in ROUTES}
