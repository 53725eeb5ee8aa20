"""Whatever is sent to whichever route: no answer is a 500, and what is refused leaves no trace."""

import json
import os

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relayboard.api.openapi import document
from relayboard.api.routes import ROUTES
from tests.support.world import ANN, LEAD, NOWHERE, World
from tests.unit.api.odd_requests import odd_bodies, odd_headers, odd_queries

REQUESTS = int(os.environ.get("RELAYBOARD_TEST_GARBAGE", "300"))  # 10000 takes some minutes
DOCUMENT = document()
NAMES = sorted(
    {name for schema in DOCUMENT["components"]["schemas"].values() for name in schema.get("properties", {})}
)
WORDS = [
    *("", " ", "null", "main", "me", "ann", "bob", "boss", "lead", "OPEN", "CLOSED", "ADMIN", "INACTIVE", "V"),
    *("2100-01-01", "new@team.example", "\x00", "\u2028", "a" * 300, "true", "..", "none", "🐙"),
]
texts = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
scalars = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=5
)
objects = st.dictionaries(st.one_of(st.sampled_from(NAMES), texts), values, max_size=6)
bodies = st.one_of(
    objects.map(lambda body: json.dumps(body).encode()),
    values.map(json.dumps).map(str.encode),
    st.binary(max_size=40),
)
headers = st.dictionaries(
    st.sampled_from(["if-match", "idempotency-key", "content-type"]),
    st.one_of(texts, st.sampled_from(['"1"', "*", "application/json", "text/plain"])),
    max_size=2,
)
queries = st.lists(
    st.tuples(
        st.sampled_from(
            ["limit", "cursor", "status", "q", "due", "assignee", "label", "board", "deleted", "role", "day", "x"]
        ),
        st.one_of(texts, st.integers(0, 101).map(str)),
    ),
    max_size=3,
)


def percent(text):
    return "".join(f"%{byte:02X}" for byte in text.encode())


@settings(max_examples=REQUESTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_request_is_answered_with_500_and_a_refused_one_leaves_no_trace(data):
    world = World()
    task = world.task(assignees=[ANN])
    comment = world.comments.add(task.id, "Wet.", by=ANN)
    before = world.dump()
    route = data.draw(st.sampled_from(ROUTES))
    ids = st.one_of(
        st.sampled_from([task.id, comment.id, "main", "ann", NOWHERE]), texts.filter(bool).map(percent)
    )
    path = route.path.format(**{name: data.draw(ids) for name in route.parameters})
    reply = world.call(
        route.method,
        path,
        as_=data.draw(st.sampled_from([LEAD, LEAD, LEAD, ANN, None])),
        raw=data.draw(bodies | odd_bodies(route.operation) if route.body else st.just(b"")),
        headers=data.draw(headers | odd_headers),
        query=data.draw(queries | odd_queries()),
    )
    allowed = {int(status) for status in operation_of(route)["responses"]}
    assert reply.status in allowed | {401}, (reply.status, reply.json)
    if reply.status >= 400:
        assert world.dump() == before
        assert reply.headers["content-type"] == "application/problem+json"
        assert (reply.status == 422) >= bool(reply.errors)
    else:
        assert_all_can_still_be_read(world, task)


def assert_all_can_still_be_read(world, task):
    for path in ("/tasks", "/tasks?deleted=true", "/users", "/boards", "/audit", "/me/tasks"):
        assert world.call("GET", path, as_=LEAD).status == 200
    assert world.call("GET", f"/tasks/{task.id}/events", as_=LEAD).status in (200, 404)


def operation_of(route):
    return DOCUMENT["paths"][route.path][route.method.lower()]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_422_always_names_a_field_or_says_why(data):
    world = World()
    route = data.draw(st.sampled_from([route for route in ROUTES if route.body is not None]))
    path = route.path.format(taskId=world.task().id, boardId="main", userId="ann", commentId=NOWHERE)
    reply = world.call(route.method, path, as_=LEAD, body=data.draw(objects))
    if reply.status == 422:
        assert reply.errors
        assert all(text.endswith(".") for text in reply.errors.values())


@pytest.mark.parametrize("status", [401, 404, 422])
def test_a_problem_is_what_the_document_says(status):
    asked = {401: (None, "/tasks"), 404: (LEAD, f"/tasks/{NOWHERE}"), 422: (LEAD, "/tasks?limit=0")}
    who, path = asked[status]
    reply = World().call("GET", path, as_=who)
    assert reply.status == reply.json["status"] == status
    schema = {**DOCUMENT["components"]["schemas"]["Problem"], "components": DOCUMENT["components"]}
    assert jsonschema_rs.validator_for(schema).is_valid(reply.json)
