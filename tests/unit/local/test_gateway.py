"""What the gateway does before and after an operation."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.http import MAX_BODY_BYTES, Answer
from relayboard.api.request import Request
from relayboard.api.route import Group, Route
from relayboard.api.router import Router
from relayboard.api.views.health import HealthView
from relayboard.domain.errors import Unauthenticated
from relayboard.domain.permissions import Action
from relayboard.local.gateway import Gateway

OURS = b"https://board.example"


def greet(request: Request) -> Answer[HealthView]:
    """Answer with who is asking, from where in the path, with how large a body."""
    claims = request.http.claims or {}
    return Answer(
        HealthView(status=f"{claims.get('sub')} {dict(request.path)} {len(request.http.body)}", version="")
    )


ROUTES = [
    Route("GET", "/public", "readPublic", greet, None, Group.PUBLIC),
    Route("GET", "/things/{thingId}", "readThing", greet, Action.TASK_READ, Group.READ),
    Route("POST", "/things", "createThing", greet, Action.TASK_CREATE, Group.WRITE),
]


class GoodTokens:
    """Knows the token `good-NAME`."""

    def verify(self, token):
        if not token.startswith("good-"):
            raise Unauthenticated("The token is not one of this pool.")
        return {"sub": token.removeprefix("good-")}


class Told:
    """An answer as it went out."""

    def __init__(self, messages):
        start, body = messages
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.json = json.loads(body["body"] or "null")


@pytest.fixture(params=[True, False], ids=["inline", "in threads"])
def call(request):
    asked = []
    with ThreadPoolExecutor(1) as executor:
        gateway = Gateway(
            Api({}),
            Router(ROUTES),
            GoodTokens(),
            root="/api/v1",
            cors=Cors(frozenset({OURS.decode()})),
            allow=lambda caller: asked.append(caller) or (7 if "greedy" in caller else 0),
            executor=executor,
            reads_inline=request.param,
        )

        def send_request(method, path, *, token=None, body=(b"",), client=("192.0.2.7", 1), **headers):
            given = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
            given += [(b"authorization", token.encode())] if token else []
            raw, _, query = path.partition("?")
            scope = {
                "type": "http",
                "method": method,
                "raw_path": f"/api/v1{raw}".encode("latin-1"),
                "query_string": query.encode("latin-1"),
                "headers": given,
                "client": client,
            }
            parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
            parts[-1]["more_body"] = False
            messages = []

            async def receive():
                return parts.pop(0) if None not in body else {"type": "http.disconnect"}

            async def send(message):
                messages.append(message)

            asyncio.run(gateway(scope, receive, send))
            return Told(messages) if messages else None

        send_request.asked = asked
        yield send_request


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer ", "BEARER  ", "  "])
def test_a_token_is_understood_with_and_without_bearer(call, prefix):
    assert call("GET", "/things/1", token=f"{prefix}good-ann").json["status"].startswith("ann ")


@pytest.mark.parametrize(
    "token", [None, "bad", "Bearer", "Bearer ", "Bearer bad", "Basic good-ann", "Bearer Bearer x"]
)
def test_without_a_good_token_there_is_no_answer(call, token):
    answer = call("GET", "/things/1", token=token)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


def test_public_operations_ask_for_no_token_and_do_not_mind_a_bad_one(call):
    assert call("GET", "/public", token="bad").status == 200


def test_path_parameters_are_decoded_once(call):
    assert "{'thingId': 'a/b%20c'}" in call("GET", "/things/a%2Fb%2520c", token="good-ann").json["status"]


@pytest.mark.parametrize(
    "path", ["", "/", "/things/", "/things/1/", "//things", "/nothing", "things", "/th%69ngs"]
)
def test_unknown_paths_are_not_found(call, path):
    assert call("GET", path, token="good-ann").status == 404


def test_an_unknown_method_is_answered_with_the_known_ones(call):
    answer = call("DELETE", "/things", token="good-ann")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


def test_every_answer_has_a_request_id_and_forbids_guessing_its_type(call):
    for answer in (call("GET", "/public"), call("GET", "/nothing"), call("GET", "/things/1")):
        assert len(answer.headers["x-request-id"]) == 16
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.json["requestId"] == answer.headers["x-request-id"]


def test_a_body_may_come_in_parts(call):
    answer = call("POST", "/things", token="good-ann", body=(b"{", b"}"))
    assert answer.json["status"] == "ann {} 2"


def test_a_body_that_is_too_large_is_refused_whether_or_not_its_size_is_named(call):
    huge = (b"x" * MAX_BODY_BYTES, b"x")
    assert call("POST", "/things", token="good-ann", body=huge).status == 413
    named = call("POST", "/things", token="good-ann", content_length=str(MAX_BODY_BYTES + 1).encode())
    assert named.status == 413
    assert call("POST", "/things", token="good-ann", body=(b"x" * MAX_BODY_BYTES,)).status == 200


def test_nobody_is_answered_who_has_gone(call):
    assert call("POST", "/things", token="good-ann", body=(None,)) is None


def test_people_are_counted_by_who_they_are_and_strangers_by_where_they_come_from(call):
    call("GET", "/things/1", token="good-ann")
    call("GET", "/public")
    call("GET", "/public", client=("2001:db8::1", 1))
    call("GET", "/public", client=None)
    assert call.asked == ["user:ann", "source:192.0.2.7", "source:2001:db8::/64", "source:"]


def test_bad_tokens_are_counted_for_the_place_they_come_from(call):
    call("GET", "/things/1", token="bad")
    assert call.asked == ["source:192.0.2.7"]


def test_whoever_asks_too_often_is_told_when_to_come_back(call):
    answer = call("GET", "/things/1", token="good-greedy", origin=OURS)
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
    assert answer.headers["access-control-allow-origin"] == OURS.decode()


def test_pages_elsewhere_may_read_answers_and_refusals_if_they_are_known(call):
    for path in ("/public", "/nothing", "/things/1"):
        assert call("GET", path, origin=OURS).headers["access-control-allow-origin"] == OURS.decode()
        assert "access-control-allow-origin" not in call("GET", path, origin=b"https://evil.example").headers


def test_a_preflight_needs_no_token_and_reaches_no_operation(call):
    answer = call("OPTIONS", "/things/1", origin=OURS, access_control_request_method=b"GET")
    assert answer.status == 204
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert call.asked == []


@pytest.mark.parametrize("raw", ["/things/\xff", "/things/%ff%fe", "/things/%00", "/public?\xff=%ff&&=&%00"])
def test_bytes_that_are_no_text_do_no_harm(call, raw):
    assert call("GET", raw, token="good-ann").status in (200, 404, 422)
