"""The OpenAPI document says what the API does."""

from pathlib import Path

import jsonschema_rs
import pytest

from relayboard.api.openapi import document, rendered
from relayboard.api.problems import KINDS
from relayboard.api.routes import ROUTES
from relayboard.domain.errors import Conflict, Unavailable
from relayboard.domain.people import Role
from relayboard.ports.table import TableBroken, TableBusy
from tests.permissions.cases import CASES, ROUTE_OF
from tests.support.world import ANN, LEAD, World

DOCUMENT = document()
COMMITTED = Path("docs/api/openapi.json")
MUTABLE = [route for route in ROUTES if route.method != "GET"]


def operation_of(route):
    return DOCUMENT["paths"][route.path][route.method.lower()]


def valid(schema, value):
    return jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}).is_valid(value)


def schemas(node):
    """Return every schema in the document that has examples or a default."""
    if isinstance(node, dict):
        if "examples" in node and isinstance(node["examples"], list):
            yield node
        for inner in node.values():
            yield from schemas(inner)
    if isinstance(node, list):
        for inner in node:
            yield from schemas(inner)


def test_the_committed_document_is_up_to_date():
    assert COMMITTED.read_text(encoding="utf-8") == rendered(), "run: make openapi"


def test_every_route_is_in_the_document_and_nothing_else():
    found = {(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item}
    assert found == {(route.method, route.path) for route in ROUTES}


def test_operation_ids_are_unique():
    assert len({route.operation for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_a_body_is_required_and_closed(route):
    body = operation_of(route).get("requestBody")
    assert (body is not None) is (route.body is not None)
    if body is not None:
        assert body["required"] is True
        reference = body["content"]["application/json"]["schema"]["$ref"]
        schema = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
        assert schema["additionalProperties"] is False
        assert "required" in schema


def test_every_reference_leads_somewhere():
    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            for inner in node.values():
                yield from references(inner)
        if isinstance(node, list):
            for inner in node:
                yield from references(inner)

    for reference in references(DOCUMENT):
        _, _, kind, name = reference.split("/")
        assert name in DOCUMENT["components"][kind]


def test_every_example_is_valid():
    found = list(schemas(DOCUMENT))
    assert found
    for schema in found:
        assert all(valid(schema, example) for example in schema["examples"])


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_headers_are_documented_where_they_work(route):
    names = {one["name"] for one in operation_of(route)["parameters"] if one["in"] == "header"}
    is_change = route.is_versioned and route.method != "GET" and bool(route.parameters)
    assert ("If-Match" in names) is is_change
    is_remembered = route.method == "POST" and route.action is not None and not route.is_secret
    assert ("Idempotency-Key" in names) is (
        is_remembered and route.operation not in ("readNotices", "previewNotices")
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_answer_of_the_permission_walk_is_documented_and_has_the_documented_shape(case, role):
    who = LEAD if role is Role.ADMIN else ANN
    reply = case.ask(World(), who)(who)
    answers = operation_of(ROUTE_OF[case.operation])["responses"]
    assert str(reply.status) in answers
    if reply.status < 300 and reply.json is not None:
        schema = answers[str(reply.status)]["content"]["application/json"]["schema"]
        assert valid(schema, reply.json)


@pytest.mark.parametrize("trouble", [TableBusy("locked"), TableBroken("disk full")])
@pytest.mark.parametrize("case", [case for case in CASES if case.expected(Role.ADMIN)[0] < 300], ids=str)
def test_a_store_that_is_away_is_503_with_a_time_to_come_back(case, trouble):
    world = World()
    ask = case.ask(world, LEAD)
    for call in ("get", "get_many", "query", "write"):
        world.table.fail(call, *[trouble] * 9)
    reply = ask(LEAD)
    assert (reply.status, int(reply.headers["retry-after"]) > 0) == (503, True)
    assert "503" in operation_of(ROUTE_OF[case.operation])["responses"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_every_status_that_is_documented_has_a_meaning(route):
    for status in operation_of(route)["responses"]:
        if int(status) >= 400:
            assert status in DOCUMENT["components"]["responses"]
            assert int(status) in {kind[0] for kind in KINDS.values()}


def test_an_error_that_nobody_foresaw_keeps_its_text_to_itself(caplog):
    world = World()
    world.table.fail("query", ValueError("secret detail"))
    reply = world.call("GET", "/boards", as_=LEAD)
    assert reply.status == 500
    assert "secret" not in str(reply.json)
    assert "secret detail" in caplog.text


def test_of_a_broken_table_callers_are_told_what_to_do_and_the_log_the_particulars(caplog):
    world = World()
    world.table.fail("query", TableBroken("Give the role its actions.", "arn:of:an:account"))
    reply = world.call("GET", "/boards", as_=LEAD)
    assert (reply.status, reply.json["detail"]) == (503, "The store does not work: Give the role its actions.")
    (record,) = (record for record in caplog.records if record.msg == "table.broken")
    assert record.error == "Give the role its actions. (arn:of:an:account)"


def test_errors_have_the_status_of_their_nearest_kind():
    assert KINDS[Conflict][0] == 409
    assert KINDS[Unavailable][0] == 503
