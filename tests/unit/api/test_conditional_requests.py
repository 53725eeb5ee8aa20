"""ETags, If-Match and idempotency keys."""

import threading

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.people import Principal, Role
from relayboard.ports.table import ConditionFailed, TableBusy
from tests.support.world import ANN, BOSS, LEAD, World

KEY = {"Idempotency-Key": "one-and-only"}
CHANGES = [
    ("PUT", "", {"title": "Oil the gate"}),
    ("PATCH", "", {"title": "Oil the gate"}),
    ("PATCH", "/status", {"status": "COMPLETED"}),
    ("POST", "/assignments", {"userIds": ["boss"]}),
    ("DELETE", "/assignments/ann", None),
    ("DELETE", "", None),
]
NO_TAGS = ("1", '"x"', '"1", "2"', "", '"-1"', '"1e3"', '"' + "1" * 400 + '"')
OTHER_TAGS = [
    *((tag, 412) for tag in ('"2"', '"0"', 'W/"7"', '"999999999999999"')),
    *((tag, 422) for tag in NO_TAGS),
]
POSTS = [
    ("/tasks", {"title": "Oil the gate", "assigneeIds": ["ann"]}),
    ("/tasks/{task}/assignments", {"userIds": ["boss"]}),
    ("/tasks/{task}/comments", {"body": "Dry."}),
    ("/tasks/{deleted}/restore", None),
    ("/boards", {"name": "Garden"}),
    ("/me/tasks", {"title": "Buy milk"}),
    ("/users", {"email": "new@team.example", "name": "New"}),
]


@pytest.fixture
def task(world):
    return world.task(assignees=[ANN])


def change(world, task, method, below, body, tag):
    return world.call(method, f"/tasks/{task.id}{below}", as_=LEAD, body=body, headers={"If-Match": tag})


@pytest.mark.parametrize(("method", "below", "body"), CHANGES)
@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", ' "1" '])
def test_a_change_of_the_version_that_was_seen_is_made(world, task, method, below, body, tag):
    reply = change(world, task, method, below, body, tag)
    assert reply.status in (200, 204)
    assert world.stored(task.id).version == 2
    if reply.status == 200:
        assert reply.headers["etag"] == '"2"'


@pytest.mark.parametrize(("method", "below", "body"), CHANGES)
@pytest.mark.parametrize(("tag", "status"), OTHER_TAGS)
def test_any_other_version_is_refused(world, task, method, below, body, tag, status):
    before = world.dump()
    reply = change(world, task, method, below, body, tag)
    assert reply.status == status
    assert status != 422 or list(reply.errors) == ["If-Match"]
    assert world.dump() == before


def test_restoring_looks_at_the_version_too(world):
    task = world.task(deleted=True)
    assert change(world, task, "POST", "/restore", None, '"1"').status == 412
    assert change(world, task, "POST", "/restore", None, '"2"').headers["etag"] == '"3"'


def test_a_stale_version_of_a_task_that_is_not_theirs_is_still_no_task(world):
    task = world.task()
    reply = world.call(
        "PATCH", f"/tasks/{task.id}/status", as_=ANN, body={"status": "OPEN"}, headers={"If-Match": '"9"'}
    )
    assert reply.status == 404


def paths(world, path):
    made = {}
    if "{task}" in path:
        made["task"] = world.task(assignees=[ANN]).id
    if "{deleted}" in path:
        made["deleted"] = world.task(deleted=True).id
    return path.format(**made)


@pytest.mark.parametrize(("path", "body"), POSTS)
def test_a_repeated_request_gets_the_same_answer_and_has_one_effect(world, path, body):
    path = paths(world, path)
    first = world.call("POST", path, as_=LEAD, body=body, headers=KEY)
    before, pool = world.dump(), list(world.directory.calls)
    again = world.call("POST", path, as_=LEAD, body=body, headers=KEY)
    assert first.status in (200, 201)
    assert (again.status, again.json) == (first.status, first.json)
    assert again.headers.pop("idempotency-replayed") == "true"
    assert again.headers == first.headers
    assert (world.dump(), world.directory.calls) == (before, pool)


@pytest.mark.parametrize(("path", "body"), POSTS)
def test_the_same_key_for_another_request_is_refused(world, path, body):
    path = paths(world, path)
    world.call("POST", "/boards", as_=LEAD, body={"name": "First"}, headers=KEY)
    before = world.dump()
    reply = world.call("POST", path, as_=LEAD, body=body, headers=KEY)
    assert (reply.status, reply.json["title"]) == (422, "Idempotency key used again")
    assert world.dump() == before


def test_the_same_words_said_elsewhere_are_another_request(world, task):
    comment = {"body": "Dry."}
    other = world.task()
    assert world.call("POST", f"/tasks/{task.id}/comments", as_=LEAD, body=comment, headers=KEY).status == 201
    assert world.call("POST", f"/tasks/{other.id}/comments", as_=LEAD, body=comment, headers=KEY).status == 422


def test_a_request_that_failed_is_not_remembered(world):
    for body, status in (({"title": "a", "boardId": "none"}, 422), ({"title": "a"}, 201)):
        assert world.call("POST", "/tasks", as_=LEAD, body=body, headers=KEY).status == status
    key = {"Idempotency-Key": "another"}
    world.table.fail("write", TableBusy("locked"))
    assert world.call("POST", "/tasks", as_=LEAD, body={"title": "b"}, headers=key).status == 503
    assert world.call("POST", "/tasks", as_=LEAD, body={"title": "b"}, headers=key).status == 201


def test_everybody_has_keys_of_their_own(world):
    mine, theirs = (
        world.call("POST", "/me/tasks", as_=who, body={"title": "a"}, headers=KEY) for who in (LEAD, BOSS)
    )
    assert mine.json["id"] != theirs.json["id"]


def test_a_key_is_forgotten_after_a_day(world):
    first = world.call("POST", "/me/tasks", as_=ANN, body={"title": "a"}, headers=KEY)
    world.clock.advance(24 * 3600 + 1)
    again = world.call("POST", "/me/tasks", as_=ANN, body={"title": "a"}, headers=KEY)
    assert again.json["id"] != first.json["id"]


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a" * 256, "a\n"])
@pytest.mark.parametrize(("path", "body"), POSTS)
def test_a_key_is_visible_ascii(world, path, body, key):
    path = paths(world, path)
    before = world.dump()
    reply = world.call("POST", path, as_=LEAD, body=body, headers={"Idempotency-Key": key})
    assert (reply.status, list(reply.errors)) == (422, ["Idempotency-Key"])
    assert world.dump() == before


def test_the_longest_key_is_a_key(world):
    headers = {"Idempotency-Key": "~" * 255}
    assert world.call("POST", "/me/tasks", as_=ANN, body={"title": "a"}, headers=headers).status == 201


def test_a_key_of_a_demoted_admin_starts_nothing(world):
    world.people.set_role(LEAD.user_id, Role.MEMBER, by=BOSS)
    assert world.call("POST", "/tasks", as_=LEAD, body={"title": "a"}, headers=KEY).status == 403


@pytest.mark.parametrize(("path", "body"), [post for post in POSTS if post[0] != "/users"])
def test_the_same_request_twice_at_once_has_one_effect(tmp_path, path, body):
    world = World(engine=lambda clock: SqliteTable(tmp_path / "table.db", clock=clock))
    path = paths(world, path)
    start, replies = threading.Barrier(4), []

    def ask():
        start.wait(timeout=30)
        replies.append(world.call("POST", path, as_=LEAD, body=body, headers=KEY))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} <= {200, 201}
    assert all(reply.json == replies[0].json for reply in replies)
    assert sum("idempotency-replayed" not in reply.headers for reply in replies) == 1
    world.engine.close()


def test_when_others_are_always_faster_the_answer_is_a_conflict(world, task):
    world.table.fail("write", *[ConditionFailed([0])] * 6)
    assert change(world, task, "PATCH", "", {"title": "b"}, "*").status == 409


def test_an_idempotency_key_is_no_way_to_read_what_is_not_theirs(world, task):
    comment = {"body": "Dry."}
    world.call("POST", f"/tasks/{task.id}/comments", as_=LEAD, body=comment, headers=KEY)
    stranger = Principal("bob", Role.MEMBER)
    reply = world.call("POST", f"/tasks/{task.id}/comments", as_=stranger, body=comment, headers=KEY)
    assert reply.status == 404
