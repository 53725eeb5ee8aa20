"""What is wrong with a request is said all at once, and nothing is written."""

import pytest

from relayboard.api.http import MAX_BODY_BYTES
from relayboard.domain.people import Role
from tests.support.world import ANN, LEAD, NOWHERE, World

JSON = {"Content-Type": "application/json"}
WRONG = [
    (
        "POST",
        "/tasks",
        {
            "title": " ",
            "description": "\x00",
            "priority": "HUGE",
            "dueDate": "2100-02-30",
            "labels": ["ok", ""],
            "position": "V0",
            "assigneeIds": ["ann", 5],
            "boardId": "",
            "colour": "red",
        },
        {"title", "description", "priority", "dueDate", "labels", "position", "assigneeIds", "boardId", "colour"},
    ),
    ("POST", "/tasks", {}, {"title"}),
    ("POST", "/tasks", {"title": "a" * 201, "labels": ["a"] * 21}, {"title", "labels"}),
    ("POST", "/tasks", {"title": "a", "assigneeIds": ["x"] * 26}, {"assigneeIds"}),
    ("POST", "/tasks", {"title": "a", "boardId": "none", "assigneeIds": ["none"]}, {"boardId", "assigneeIds"}),
    ("POST", "/tasks", {"title": "end\n", "position": "V\n", "boardId": "none"}, {"title", "position", "boardId"}),
    ("POST", "/tasks", {"title": "\u2028", "dueDate": "soon"}, {"title", "dueDate"}),
    ("POST", "/tasks", {"title": "a", "dueDate": 20300101}, {"dueDate"}),
    ("POST", "/tasks", {"title": "a", "dueDate": "2100-01-01T00:00:00Z"}, {"dueDate"}),
    ("PATCH", "/tasks/{task}", {"title": None, "labels": "red"}, {"title", "labels"}),
    ("PATCH", "/tasks/{task}", {"boardId": "none", "assigneeIds": ["none"]}, {"boardId", "assigneeIds"}),
    ("PUT", "/tasks/{task}", {"description": 5}, {"title", "description"}),
    ("PATCH", "/tasks/{task}/status", {"status": "DONE", "position": "0"}, {"status", "position"}),
    ("PATCH", "/tasks/{task}/status", {"status": "open"}, {"status"}),
    ("PATCH", "/tasks/{task}/status", {}, {"status"}),
    ("POST", "/tasks/{task}/assignments", {"userIds": []}, {"userIds"}),
    ("POST", "/tasks/{task}/assignments", {"userIds": ["none"]}, {"userIds"}),
    ("POST", "/tasks/{task}/assignments", {"assigneeIds": ["ann"]}, {"userIds", "assigneeIds"}),
    ("POST", "/tasks/{task}/comments", {"body": " "}, {"body"}),
    ("POST", "/tasks/{task}/comments", {"body": "\x1b", "text": "a"}, {"body", "text"}),
    ("POST", "/boards", {"name": "two\nlines", "id": "x"}, {"name", "id"}),
    ("PATCH", "/boards/main", {"name": " ", "archived": "yes"}, {"name", "archived"}),
    ("PATCH", "/boards/main", {"archived": True}, {"archived"}),
    (
        "PUT",
        "/users/me",
        {"name": "\x7f", "preferences": {"email": 1, "inbox": "no", "sms": True}},
        {"name", "preferences.email", "preferences.inbox", "preferences.sms"},
    ),
    ("PUT", "/users/me", {"name": "Ann", "preferences": []}, {"preferences"}),
    (
        "PUT",
        "/users/me",
        {
            "name": "Ann",
            "preferences": {"mail": {"status": "daily", "gossip": "never"}, "digestHour": 24, "timeZone": 1}
            | {"quietHours": {"from": "24:00", "until": "07:00"}},
        },
        {
            *(
                "preferences.mail.status",
                "preferences.mail.gossip",
                "preferences.digestHour",
                "preferences.timeZone",
            ),
            *("preferences.quietHours.from", "preferences.quietHours.to", "preferences.quietHours.until"),
        },
    ),
    (
        "PUT",
        "/users/me",
        {
            "name": "Ann",
            "preferences": {"timeZone": "Europe", "quietHours": {"from": "07:00", "to": "07:00"}},
        },
        {"preferences.timeZone", "preferences.quietHours.to"},
    ),
    ("POST", "/users", {"email": "nobody", "name": " ", "role": "BOSS"}, {"email", "name", "role"}),
    ("PUT", "/users/ann/role", {"role": None}, {"role"}),
    ("PUT", "/users/ann/status", {"status": "GONE"}, {"status"}),
    ("POST", "/users/me/notices/read", {"ids": []}, {"ids"}),
    ("POST", "/me/tasks", {"title": "", "status": "DONE", "dueDate": "x"}, {"title", "status", "dueDate"}),
    ("PATCH", "/me/tasks/x", {"title": 1, "description": "\x00"}, {"title", "description"}),
]
WRONG_QUERIES = [
    ("/tasks?limit=0&status=DONE&priority=x&due=soon&deleted=maybe&colour=red&label=",
     {"limit", "status", "priority", "due", "deleted", "colour", "label"}),
    ("/tasks?limit=101", {"limit"}),
    ("/tasks?limit=ten", {"limit"}),
    ("/tasks?q=", {"q"}),
    ("/tasks?status=null", {"status"}),
    ("/tasks?status=OPEN&status=CLOSED&limit=1", {"status"}),
    ("/tasks?due=2100-02-30", {"due"}),
    ("/tasks?due=2100-01-01..2100-13-01", {"due"}),
    ("/tasks?deleted=true&assignee=ann", {"assignee"}),
    ("/me/tasks?status=DONE", {"status"}),
    ("/users?role=null&cursor=x", {"role"}),
    ("/audit?day=yesterday", {"day"}),
    ("/audit?day=2100-02-30", {"day"}),
    ("/boards?limit=-1&page=2", {"limit", "page"}),
]  # fmt: skip
BODIES = [
    "POST /tasks",
    "PUT /tasks/{task}",
    "PATCH /tasks/{task}",
    "PATCH /tasks/{task}/status",
    "POST /tasks/{task}/assignments",
    "PUT /users/me",
    "POST /users/me/notices/read",
    "POST /users",
    "POST /me/tasks",
]
MALFORMED = [
    *(b"", b"{", b"nonsense", b'{"title": "a",}', b"[]", b'"title"', b"null", b"5", b"\xff\xfe"),
    *(b'{"title": "\xff"}', b'{"title": NaN}', b'{"title": "\\ud800"}', b"[" * 100_000, b'{"title":' * 20_000),
]


@pytest.fixture
def before(world):
    task = world.task(assignees=[ANN])
    return task.id, world.dump()


@pytest.mark.parametrize(("method", "path", "body", "fields"), WRONG)
def test_all_wrong_fields_are_named_at_once(world, before, method, path, body, fields):
    task_id, dump = before
    reply = world.call(method, path.format(task=task_id), as_=LEAD, body=body)
    assert (reply.status, set(reply.errors)) == (422, fields)
    assert all(reply.errors.values())
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json["requestId"] == "request-1"
    assert world.dump() == dump


@pytest.mark.parametrize(("path", "fields"), WRONG_QUERIES)
def test_all_wrong_parameters_are_named_at_once(world, path, fields):
    reply = world.call("GET", path, as_=LEAD)
    assert (reply.status, set(reply.errors)) == (422, fields)


def test_the_twenty_sixth_assignee_is_refused_by_name(world, before):
    for number in range(26):
        world.people.invite(f"p{number}@team.example", f"P{number}", Role.MEMBER, by=LEAD)
    ids = [key.pk.removeprefix("USER#") for key in world.dump() if key.sk == "PROFILE" and "sub-" in key.pk]
    task = world.call("POST", "/tasks", as_=LEAD, body={"title": "Crowd", "assigneeIds": ids[:25]})
    assert len(task.json["assignees"]) == 25
    path = f"/tasks/{task.json['id']}/assignments"
    reply = world.call("POST", path, as_=LEAD, body={"userIds": [ids[25]]})
    assert (reply.status, list(reply.errors)) == (422, ["userIds"])


@pytest.mark.parametrize("where", BODIES)
@pytest.mark.parametrize("raw", MALFORMED, ids=lambda raw: raw[:12].decode("latin-1"))
def test_what_is_no_json_object_is_malformed(world, before, where, raw):
    task_id, dump = before
    method, path = where.split()
    reply = world.call(method, path.format(task=task_id), as_=LEAD, raw=raw)
    assert reply.status == 400
    assert world.dump() == dump


@pytest.mark.parametrize("where", BODIES)
def test_a_body_can_be_too_large(world, before, where):
    task_id, dump = before
    method, path = where.split()
    raw = b'{"title": "a"}'.ljust(MAX_BODY_BYTES + 1)
    assert world.call(method, path.format(task=task_id), as_=LEAD, raw=raw).status == 413
    assert world.dump() == dump


def test_a_body_of_exactly_the_limit_is_read(world):
    raw = b'{"title": "a"}'.ljust(MAX_BODY_BYTES)
    assert world.call("POST", "/tasks", as_=LEAD, raw=raw).status == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type_is_refused(world, kind):
    reply = world.call("POST", "/tasks", as_=LEAD, body={"title": "a"}, headers={"Content-Type": kind})
    assert reply.status == 415


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_is_taken_under_its_names(world, kind):
    reply = world.call("POST", "/tasks", as_=LEAD, body={"title": "a"}, headers={"Content-Type": kind})
    assert reply.status == 201


@pytest.mark.parametrize("word", ["null", "NULL"])
def test_a_search_for_the_word_null_is_a_search(world, word):
    task = world.task(title="Remove null checks")
    assert world.call("GET", f"/tasks?status=OPEN&q={word}", as_=LEAD).ids == [task.id]


ODD_IDS = [
    *(NOWHERE, "x" * 64, "x" * 65, "x" * 5_000, "é%20ü", "%00", "%2F..%2F", "%F0%9F%90%99" * 60, "%ff", "🐙" * 64),
    *("..", "METADATA", "%23", "-1", "%0A", "me%20", "TASK%23x"),
]
BELOW_TASK = ("", "/comments", "/events", "/assignments")
PATHS = [*(f"/tasks/{{id}}{below}" for below in BELOW_TASK), "/me/tasks/{id}", "/users/{id}"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_is_not_found(world, path, odd):
    assert world.call("GET", path.format(id=odd), as_=LEAD).status == 404


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_is_not_found_by_changes_either(world, before, odd):
    task_id, dump = before
    asked = [
        ("DELETE", f"/tasks/{odd}", None),
        ("PATCH", f"/tasks/{odd}/status", {"status": "OPEN"}),
        ("POST", f"/tasks/{odd}/restore", None),
        ("PATCH", f"/tasks/{task_id}/comments/{odd}", {"body": "a"}),
        ("DELETE", f"/tasks/{task_id}/assignments/{odd}", None),
        ("PATCH", f"/boards/{odd}", {"name": "a"}),
        ("PUT", f"/users/{odd}/role", {"role": "ADMIN"}),
        ("DELETE", f"/me/tasks/{odd}", None),
    ]
    assert {world.call(method, path, as_=LEAD, body=body).status for method, path, body in asked} == {404}
    assert world.dump() == dump


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/tasks/", "/tasks//comments", "/users/me/role", "tasks"])
def test_a_path_that_is_none_is_not_found(path):
    assert World(staff=()).call("GET", path).status == 404


def test_another_method_is_told_which_ones_there_are(world):
    reply = world.call("DELETE", "/tasks", as_=LEAD)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, POST")
