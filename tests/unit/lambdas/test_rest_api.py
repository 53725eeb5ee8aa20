"""The API behind API Gateway answers as the one behind our own gateway."""

import asyncio
import base64
import json
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from relayboard.api.cors import Cors
from relayboard.api.http import ID_MAX, MAX_BODY_BYTES, SECURITY_HEADERS
from relayboard.api.router import Router
from relayboard.api.routes import ROUTES
from relayboard.domain.errors import Unauthenticated
from relayboard.lambdas.invocations import Invocations
from relayboard.lambdas.rest_api import RestApi, routes_of
from relayboard.local.gateway import Gateway
from tests.support.lambda_events import Context, claims_of, proxy_event
from tests.support.world import ANN, BOB, LEAD, NOWHERE, World

OURS = "https://board.example"
CORS = Cors(frozenset({OURS}))
GROUPS = {"lead": "ADMIN", "ann": "[ADMIN MEMBER]", "bob": "MEMBER", "both": "MEMBER,ADMIN"}


class Tokens:
    """A token is a person's id."""

    def verify(self, token):
        if token not in GROUPS:
            raise Unauthenticated("The token is not one of this pool.")
        return {"sub": token, "cognito:groups": GROUPS[token].strip("[]").replace(",", " ").split()}


class Homes:
    """The same workspace behind both gateways."""

    def __init__(self):
        self.world = World()
        self.task = self.world.task(assignees=[ANN, BOB]).id
        self.board = self.world.boards.create("Garden", by=LEAD).id

    def on_one_machine(self, method, path, *, token=None, headers=(), body=b""):
        with ThreadPoolExecutor(1) as executor:
            gateway = Gateway(
                self.world.api,
                Router(ROUTES),
                Tokens(),
                root="/api/v1",
                cors=CORS,
                allow=lambda caller: 0,
                executor=executor,
                reads_inline=True,
            )
            return asyncio.run(_asgi(gateway, method, f"/api/v1{path}", token, dict(headers), body))

    def on_aws(self, method, path, *, token=None, headers=(), body=b"", base64_encoded=False):
        raw, _, query = path.partition("?")
        shortened = "/".join(part[:ID_MAX] for part in raw.split("/"))  # API Gateway has no limit to a part
        route, _ = Router(ROUTES).match(method, shortened)
        text = base64.b64encode(body).decode() if base64_encoded else body.decode("utf-8", "surrogateescape")
        event = proxy_event(
            method,
            f"/v1{route.path}",
            f"/v1{raw}",
            query=query,
            headers=headers,
            body=text or None,
            base64=base64_encoded,
            claims=claims_of(token, GROUPS[token]) if token in GROUPS else None,
        )
        return self.invoke(event)

    def invoke(self, event, routes=ROUTES):
        handler = Invocations("api", RestApi(list(routes), self.world.api, CORS))
        answer = json.loads(json.dumps(handler(event, Context())))
        assert set(answer) == {"statusCode", "headers", "body", "isBase64Encoded"}
        return answer["statusCode"], answer["headers"], answer["body"]


async def _asgi(app, method, path, token, headers, body):
    raw, _, query = path.partition("?")
    given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    given += [(b"authorization", token.encode())] if token else []
    scope = {
        "type": "http",
        "method": method,
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "headers": given,
        "client": ("192.0.2.7", 1),
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    start, content = sent
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], answered, content["body"].decode()


@pytest.fixture
def homes():
    return Homes()


def comparable(answer):
    """Drop what differs from request to request."""
    status, headers, body = answer
    kept = {name: value for name, value in headers.items() if name not in ("x-request-id", "content-length")}
    document = json.loads(body) if body else None
    if isinstance(document, dict):
        document.pop("requestId", None)
    return status, kept, document


def told(homes, answer):
    """Return an answer as text, with what differs from workspace to workspace taken out."""
    text = json.dumps(comparable(answer), sort_keys=True)
    text = re.sub(r'"position": "\w+"', "", text)  # chosen by chance
    return text.replace(homes.task, "task").replace(homes.board, "board")


JSON = {"Content-Type": "application/json"}
# method, path, who, headers, body
REQUESTS = [
    ("GET", "/health", None, {}, b""),
    ("GET", "/health", None, {"Origin": OURS}, b""),
    ("GET", "/tasks", "lead", {"origin": OURS}, b""),
    ("GET", "/tasks", "lead", {"ORIGIN": "https://evil.example"}, b""),
    ("GET", "/tasks", None, {}, b""),
    ("GET", "/tasks?limit=1&status=OPEN", "bob", {}, b""),
    ("GET", "/tasks?limit=0&limit=7&what=ever", "lead", {}, b""),
    ("GET", "/tasks?q=%C3%BC+paint%26", "lead", {}, b""),
    ("GET", "/tasks?assignee=me&due=", "ann", {}, b""),
    ("GET", "/tasks/{task}", "ann", {"If-None-Match": '"1"'}, b""),
    ("GET", f"/tasks/{NOWHERE}", "ann", {}, b""),
    ("GET", "/tasks/a%2Fb", "lead", {}, b""),
    ("GET", f"/tasks/{quote('ü' * 20)}", "lead", {}, b""),
    ("GET", f"/tasks/{'x' * 65}", "lead", {}, b""),
    ("PATCH", "/tasks/{task}", "lead", {**JSON, "if-match": '"9"'}, b'{"title": "New"}'),
    ("PATCH", "/tasks/{task}", "lead", {**JSON, "IF-MATCH": "nine"}, b'{"title": "New"}'),
    ("PATCH", "/tasks/{task}", "bob", JSON, b'{"title": "New"}'),
    ("PATCH", "/tasks/{task}", "lead", JSON, '{"title": "Grün \U0001f33f"}'.encode()),
    ("PUT", "/tasks/{task}", "lead", JSON, b'{"title": "  ", "priority": "NOW", "what": 1}'),
    ("DELETE", "/tasks/{task}", "lead", {}, b""),
    ("DELETE", "/tasks/{task}", "bob", {}, b""),
    ("POST", "/tasks", "lead", {"content-type": "text/plain"}, b'{"title": "New"}'),
    ("POST", "/tasks", "lead", JSON, b"{"),
    ("POST", "/tasks", "lead", JSON, b""),
    ("POST", "/tasks", "lead", JSON, b"[]"),
    ("POST", "/tasks", "lead", JSON, b'{"title": "' + b"x" * MAX_BODY_BYTES + b'"}'),
    ("POST", "/tasks", "lead", {**JSON, "Idempotency-Key": "ü"}, b'{"title": "New"}'),
    ("POST", "/tasks", None, JSON, b'{"title": "New"}'),
    ("PATCH", "/boards/{board}", "lead", JSON, b'{"name": "Yard"}'),
    ("GET", "/audit?day=2024-02-31", "lead", {}, b""),
    ("GET", "/audit", "bob", {}, b""),
    ("GET", "/users/me", "ann", {}, b""),
    ("GET", "/users/me", "both", {}, b""),
    ("GET", "/users?role=ADMIN", "ann", {}, b""),
    ("POST", "/users", "lead", JSON, b'{"email": "nobody", "name": ""}'),
]


@pytest.mark.parametrize(
    ("method", "path", "token", "headers", "body"),
    REQUESTS,
    ids=[f"{r[0]} {r[1][:40]} {n}" for n, r in enumerate(REQUESTS)],
)
def test_both_gateways_answer_alike(method, path, token, headers, body):
    answers = []
    for home in ("on_one_machine", "on_aws"):
        homes = Homes()
        there = path.replace("{task}", homes.task).replace("{board}", homes.board)
        answers.append((homes, getattr(homes, home)(method, there, token=token, headers=headers, body=body)))
    texts = [told(homes, answer) for homes, answer in answers]
    assert texts[0] == texts[1]


def test_every_answer_names_its_request_and_keeps_browsers_from_guessing(homes):
    for path, token in (("/health", None), ("/tasks", None), (f"/tasks/{NOWHERE}", "lead")):
        _, headers, _ = homes.on_aws("GET", path, token=token)
        assert headers["x-request-id"] == "e7e8f9a0-0000-4000-8000-000000000001"
        assert SECURITY_HEADERS.items() <= headers.items()


def test_a_problem_carries_the_request_id_of_api_gateway(homes):
    _, _, body = homes.on_aws("GET", "/tasks")
    assert json.loads(body)["requestId"] == "e7e8f9a0-0000-4000-8000-000000000001"


def test_a_body_in_base64_is_read(homes):
    content = '{"title": "Grün"}'.encode()
    status, _, body = homes.on_aws("POST", "/tasks", token="lead", headers=JSON, body=content, base64_encoded=True)
    assert (status, json.loads(body)["title"]) == (201, "Grün")


def test_half_a_surrogate_pair_is_not_json(homes):
    event = proxy_event(
        "POST",
        "/v1/tasks",
        "/v1/tasks",
        headers=JSON,
        body='{"title": "\ud83c"}',
        claims=claims_of("lead", "ADMIN"),
    )
    assert homes.invoke(event)[0] == 400


@pytest.mark.parametrize("groups", ["ADMIN", "[ADMIN]", "[ADMIN MEMBER]", "[MEMBER, ADMIN]", "MEMBER,ADMIN"])
def test_an_admin_is_known_by_every_form_of_their_groups(homes, groups):
    event = proxy_event("GET", "/v1/audit", "/v1/audit", claims=claims_of("lead", groups))
    assert homes.invoke(event)[0] == 200


@pytest.mark.parametrize("groups", ["", "[]", "MEMBER", "[MEMBER]", "ADMINS", "XADMIN MEMBER"])
def test_nobody_else_is_taken_for_an_admin(homes, groups):
    event = proxy_event("GET", "/v1/audit", "/v1/audit", claims=claims_of("lead", groups))
    assert homes.invoke(event)[0] == 403


def test_events_without_several_values_are_read_too(homes):
    event = proxy_event("GET", "/v1/tasks", "/v1/tasks", query="limit=0", claims=claims_of("lead", "ADMIN"))
    del event["multiValueQueryStringParameters"], event["multiValueHeaders"]
    assert homes.invoke(event)[0] == 422


def test_a_repeated_request_takes_effect_once_however_its_path_was_written(homes):
    claims = claims_of("lead", "ADMIN")
    made = {
        homes.invoke(
            proxy_event(
                "POST",
                "/v1/tasks",
                path,
                headers={**JSON, "Idempotency-Key": "once"},
                body='{"title": "Once"}',
                claims=claims,
            )
        )[2]
        for path in ("/v1/tasks", "/board/v1/tasks")
    }
    assert len(made) == 1


def test_a_path_that_a_function_does_not_serve_is_not_found(homes):
    reads = routes_of(ROUTES, group="read", operations=())
    event = proxy_event("POST", "/v1/tasks", "/v1/tasks", claims=claims_of("lead", "ADMIN"))
    assert homes.invoke(event, reads)[0] == 404


def test_a_function_with_one_operation_answers_wherever_it_stands(homes):
    (own,) = routes_of(ROUTES, group="", operations=("listPersonalTasks",))
    event = proxy_event("GET", "/tasks", "/tasks", query="status=done", claims=claims_of("ann", "MEMBER"))
    assert homes.invoke(event, [own])[2] == '{"items":[],"nextCursor":null}'


def test_an_error_that_nobody_foresaw_stays_in_the_log(homes, caplog):
    event = proxy_event("GET", "/v1/tasks", "/v1/tasks", claims=claims_of("lead", "ADMIN"))
    event["headers"] = {"Broken": None, "Origin": OURS}
    event["pathParameters"] = ["not what AWS sends"]
    status, headers, body = homes.invoke(event)
    assert (status, headers["access-control-allow-origin"]) == (500, OURS)
    assert "AWS" not in body
    assert "request.failed" in caplog.messages


def test_an_event_that_is_no_request_is_answered_too(homes):
    status, headers, body = homes.invoke({"source": "aws.events"})
    assert (status, headers["x-request-id"]) == (500, Context.aws_request_id)
    assert json.loads(body)["requestId"] == Context.aws_request_id


def test_an_invocation_is_one_line_of_log(homes, caplog):
    caplog.set_level("INFO", logger="relayboard.lambdas")
    handler = Invocations("api", RestApi(list(ROUTES), homes.world.api, CORS))
    event = proxy_event("GET", "/v1/tasks", "/v1/tasks", claims=claims_of("lead", "ADMIN"))
    for _ in range(2):
        handler(event, Context())
    first, second = (record for record in caplog.records if record.message == "invocation")
    assert (first.operation, first.status, first.user_id) == ("listTasks", 200, "lead")
    assert first.request_id == "e7e8f9a0-0000-4000-8000-000000000001"
    assert first.lambda_request_id == Context.aws_request_id
    assert (first.cold_start, second.cold_start) == (True, False)
    assert first.ms >= 0
