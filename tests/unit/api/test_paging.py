"""Pages and cursors."""

import base64
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.events import EventType
from relayboard.domain.notices import Notice
from relayboard.domain.personal_tasks import PersonalContent, PersonalStatus
from relayboard.domain.tasks import Status
from relayboard.ports.table import ConditionFailed, RaceLost
from relayboard.store.notices import put_notice
from tests.support.world import ANN, BOB, LEAD, World

LISTS = [
    "/tasks",
    "/tasks?status=OPEN",
    "/tasks?assignee=ann",
    "/tasks?assignee=ann&status=IN_PROGRESS",
    "/tasks?deleted=true",
    "/tasks/{task}/comments",
    "/tasks/{task}/events",
    "/boards",
    "/users",
    "/users?role=MEMBER",
    "/audit",
    "/users/me/notices",
    "/me/tasks",
]
GARBAGE = ["", "x", "e30", "W10", "bnVsbA", "=", "é", "%00", "x" * 2_000, "WyJhIl0", "W1tdLFtdLFtdLFtdXQ"]


def full_world():
    world = World()
    for number in range(4):
        world.task(assignees=[ANN], title=f"Open {number}")
        world.task(assignees=[ANN], status=Status.IN_PROGRESS)
        world.task(assignees=[ANN], deleted=True)
        world.boards.create(f"Board {number}", by=LEAD)
        world.personal_tasks.create(PersonalContent(title="Buy milk"), by=LEAD)
        notice(world, f"N{number}", "lead")
    task = world.task(assignees=[ANN])
    for number in range(4):
        world.comments.add(task.id, f"Comment {number}", by=ANN)
    return world, task.id


def notice(world, notice_id, user_id):
    kind = EventType.TASK_ASSIGNED
    made = Notice(id=notice_id, user_id=user_id, event_type=kind, text="", task_id=None, at=world.clock.now())
    world.store.commit([put_notice(made)])


@pytest.fixture(scope="module")
def full():
    return full_world()


def first_cursor(world, path):
    joint = "&" if "?" in path else "?"
    return world.call("GET", f"{path}{joint}limit=1", as_=LEAD).json["nextCursor"], joint


@pytest.mark.parametrize("path", LISTS)
def test_any_page_size_gives_the_same_list(full, path):
    world, task_id = full
    path = path.format(task=task_id)
    whole = world.pages("GET", path, as_=LEAD)
    assert len(whole) > 1
    for limit in (1, 2, 3):
        assert world.pages("GET", path, as_=LEAD, limit=limit) == whole


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_no_cursor_is_refused(full, path, garbage):
    world, task_id = full
    path = path.format(task=task_id)
    query = [*(("status", "OPEN") for _ in [1] if "status=OPEN" in path), ("cursor", garbage)]
    reply = world.call("GET", path.partition("?")[0], as_=LEAD, query=query)
    assert (reply.status, list(reply.errors)) == (422, ["cursor"])


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("other", LISTS)
def test_the_cursor_of_another_list_is_refused(full, path, other):
    world, task_id = full
    path, other = path.format(task=task_id), other.format(task=task_id)
    cursor, _ = first_cursor(world, other)
    joint = "&" if "?" in path else "?"
    reply = world.call("GET", f"{path}{joint}cursor={cursor}", as_=LEAD)
    if reply.status == 422:
        assert list(reply.errors) == ["cursor"]
    else:
        # Only a list that lies within the other one understands its cursor, and shows none but its own items.
        assert path.partition("?")[0] == other.partition("?")[0]
        own = [item["id"] for item in world.pages("GET", path, as_=LEAD)]
        assert set(reply.ids) <= set(own)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_tampered_cursor_shows_nothing_that_is_not_in_the_list(full, data):
    world, task_id = full
    path = data.draw(st.sampled_from(LISTS)).format(task=task_id)
    cursor, joint = first_cursor(world, path)
    parts = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    odd = st.one_of(st.text(max_size=20), st.none(), st.integers(), st.just("\ud800"), st.just("x" * 1_100))
    parts[data.draw(st.integers(0, 3))] = data.draw(
        odd | st.sampled_from(["USER#bob", "TRASH", "USERS", "~", "\x00"])
    )
    forged = base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()
    reply = world.call("GET", f"{path}{joint}limit=100&cursor={forged}", as_=LEAD)
    assert reply.status in (200, 422)
    if reply.status == 200:
        whole = {json.dumps(item) for item in world.pages("GET", path, as_=LEAD)}
        assert {json.dumps(item) for item in reply.json["items"]} <= whole


def test_a_cursor_does_not_open_another_persons_list(full):
    world, task_id = full
    cursor, _ = first_cursor(world, "/tasks?assignee=ann")
    board, _ = first_cursor(world, "/tasks?status=OPEN")
    comments, _ = first_cursor(world, f"/tasks/{task_id}/comments")
    for path in ("/tasks", "/users/me/notices", "/me/tasks"):
        for one in (cursor, board, comments):
            assert world.call("GET", f"{path}?cursor={one}", as_=BOB).status == 422


def test_a_list_goes_on_behind_a_card_that_has_gone():
    world = World()
    tasks = [world.task() for _ in range(4)]
    page = world.call("GET", "/tasks?status=OPEN&limit=2", as_=LEAD)
    world.tasks.delete(page.ids[-1], by=LEAD)
    rest = world.call("GET", f"/tasks?status=OPEN&cursor={page.json['nextCursor']}", as_=LEAD)
    assert page.ids + rest.ids == [task.id for task in reversed(tasks)]


def test_a_rare_match_is_found_however_far_behind_it_is():
    world = World()
    wanted = world.task(title="Needle")
    for _ in range(60):
        world.task()
    assert [item["id"] for item in world.pages("GET", "/tasks?q=needle", as_=LEAD, limit=1)] == [wanted.id]


def test_notices_are_the_readers_own_newest_first():
    world = World()
    for number in range(3):
        notice(world, f"N{number}", "ann")
        notice(world, f"M{number}", "bob")
    assert world.call("GET", "/users/me/notices", as_=ANN).ids == ["N2", "N1", "N0"]


def test_notices_are_marked_read_together_or_not_at_all():
    world = World()
    notice(world, "N1", "ann")
    notice(world, "M1", "bob")
    before = world.dump()
    reply = world.call("POST", "/users/me/notices/read", as_=ANN, body={"ids": ["N1", "M1"]})
    assert (reply.status, world.dump()) == (404, before)
    assert world.call("POST", "/users/me/notices/read", as_=ANN, body={"ids": ["N1", "N1"]}).status == 204
    assert [item["isRead"] for item in world.call("GET", "/users/me/notices", as_=ANN).json["items"]] == [True]


@pytest.mark.parametrize("error", [RaceLost(), ConditionFailed([0])])
def test_a_notice_that_somebody_else_is_writing_is_no_failure(error):
    world = World()
    notice(world, "N1", "ann")
    world.table.fail("write", error)
    reply = world.call("POST", "/users/me/notices/read", as_=ANN, body={"ids": ["N1"]})
    assert reply.status == (204 if isinstance(error, RaceLost) else 404)


def test_a_persons_tasks_come_in_the_order_of_the_columns_soonest_due_first():
    world = World()
    late, soon = date(2100, 5, 1), date(2100, 4, 1)
    made = [
        world.task(assignees=[ANN], status=status, due_date=due).id
        for status in Status
        for due in (soon, late, None)
    ]
    assert world.call("GET", "/tasks", as_=ANN).ids == made


def test_the_main_board_comes_first():
    world = World()
    garden = world.boards.create("Garden", by=LEAD)
    assert world.call("GET", "/boards", as_=ANN).ids == ["main", garden.id]


def test_people_are_listed_by_role_and_name():
    assert World().call("GET", "/users", as_=LEAD).ids == ["boss", "lead", "ann", "bob"]
    assert World().call("GET", "/users?role=MEMBER", as_=LEAD).ids == ["ann", "bob"]


def test_the_trash_obeys_the_filters():
    world = World()
    world.task(deleted=True)
    done = world.task(deleted=True, status=Status.COMPLETED, labels=("red",))
    assert world.call("GET", "/tasks?deleted=true&status=COMPLETED", as_=LEAD).ids == [done.id]
    assert world.call("GET", "/tasks?deleted=true&label=red", as_=LEAD).ids == [done.id]


def test_personal_tasks_are_filtered_by_status_newest_first():
    world = World()
    first, second = (world.personal_tasks.create(PersonalContent(title="a"), by=ANN) for _ in range(2))
    world.personal_tasks.edit(first.id, {"status": PersonalStatus.DONE}, by=ANN)
    assert world.call("GET", "/me/tasks", as_=ANN).ids == [second.id, first.id]
    assert world.call("GET", "/me/tasks?status=done", as_=ANN).ids == [first.id]
