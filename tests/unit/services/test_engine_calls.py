"""What every operation asks of the table: one read and one write, or one query a page."""

import pytest

from relayboard.api.routes import ROUTES
from relayboard.domain.events import EventType
from relayboard.domain.notices import Notice
from relayboard.domain.personal_tasks import PersonalContent
from relayboard.store.notices import put_notice
from tests.support.world import ANN, BOB, LEAD, PATH_OF, World

WRITE = ["get_many", "write"]
READ = ["get"]
LIST = ["query"]

# operation: who asks, the query string, the body, the calls
EXPECTED = {
    "getHealth": (LEAD, "", None, []),
    "listTasks": (ANN, "", None, LIST),
    "createTask": (LEAD, "", {"title": "Oil the gate", "assigneeIds": ["ann", "bob"]}, WRITE),
    "getTask": (ANN, "", None, READ),
    "replaceTask": (LEAD, "", {"title": "Oil the gate"}, WRITE),
    "updateTask": (LEAD, "", {"title": "Oil the gate", "assigneeIds": ["lead"]}, WRITE),
    "deleteTask": (LEAD, "", None, WRITE),
    "moveTask": (ANN, "", {"status": "COMPLETED"}, WRITE),
    "listAssignments": (ANN, "", None, READ),
    "assignTask": (LEAD, "", {"userIds": ["lead", "boss"]}, WRITE),
    "unassignTask": (LEAD, "", None, WRITE),
    "listComments": (ANN, "", None, READ + LIST),  # may they see the task; what was said
    "addComment": (ANN, "", {"body": "Dry."}, WRITE),
    "editComment": (ANN, "", {"body": "Dry."}, WRITE),
    "deleteComment": (ANN, "", None, WRITE),
    "listTaskEvents": (ANN, "", None, READ + LIST + LIST),  # the task, what happened, who was told
    "readAudit": (LEAD, "", None, LIST),
    "listDeliveries": (LEAD, "", None, LIST),
    "listBoards": (ANN, "", None, LIST),
    "createBoard": (LEAD, "", {"name": "Garden"}, WRITE),
    "updateBoard": (LEAD, "", {"name": "Home"}, WRITE),
    "getMe": (ANN, "", None, READ),
    "updateMe": (ANN, "", {"name": "Anna"}, WRITE),
    "listNotices": (ANN, "", None, LIST),
    "readNotices": (ANN, "", {"ids": ["N1"]}, WRITE),
    "listPersonalTasks": (ANN, "?status=pending", None, LIST),
    "createPersonalTask": (ANN, "", {"title": "Buy milk"}, WRITE),
    "getPersonalTask": (ANN, "", None, READ),
    "updatePersonalTask": (ANN, "", {"status": "done"}, WRITE),
    "deletePersonalTask": (ANN, "", None, WRITE),
    "listPeople": (LEAD, "", None, LIST),
    "invitePerson": (
        LEAD,
        "",
        {"email": "new@team.example", "name": "New"},
        ["get_many", *WRITE],  # before the user pool is asked, and again with the id that it gave
    ),
    "getPerson": (LEAD, "", None, READ),
    "setRole": (LEAD, "", {"role": "ADMIN"}, WRITE),
    "setStanding": (LEAD, "", {"status": "INACTIVE"}, WRITE),
}
TASK_LISTS = {
    "?status=OPEN": LIST,
    "?assignee=ann&status=OPEN&q=paint": LIST,
    "?deleted=true": LIST,
    "": LIST * 5,  # a board is its columns, one after the other
    "?limit=1": LIST,  # and no column more than the page needs
}


def world_with_everything():
    world = World()
    task = world.task(assignees=[ANN, BOB])
    comment = world.comments.add(task.id, "Wet.", by=ANN)
    mine = world.personal_tasks.create(PersonalContent(title="Buy milk"), by=ANN)
    notice = Notice(
        id="N1", user_id="ann", event_type=EventType.TASK_ASSIGNED, text="", task_id=None, at=world.clock.now()
    )
    world.store.commit([put_notice(notice)])
    parts = {"taskId": task.id, "commentId": comment.id, "userId": "bob", "boardId": "main", "mine": mine.id}
    return world, parts


def calls(operation, who, query, body, headers=None):
    world, parts = world_with_everything()
    route = next(route for route in ROUTES if route.operation == operation)
    if operation.endswith("PersonalTask"):
        parts["taskId"] = parts["mine"]
    path = PATH_OF[operation].format(**parts) + query
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
