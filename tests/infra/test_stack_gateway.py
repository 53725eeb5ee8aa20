"""What API Gateway answers by itself: refusals that the page can read, preflights, limits."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.parity.home import eventually
from tests.support.aws_stack import PAGE_ORIGIN, Stack
from tests.support.terraform import INFRA

pytestmark = pytest.mark.terraform

MANIFEST = json.loads((INFRA / "generated/functions.json").read_text())
PATHS = sorted({route["path"] for route in MANIFEST["routes"]})


@pytest.fixture(scope="module")
def tokens(aws_stack: Stack) -> dict[str, str]:
    return aws_stack.signed_up("gil@example.com", "Gil Gateway")


def call(stack: Stack, method: str, path: str, token: str = "", **more: Any) -> httpx.Response:
    headers = {"Origin": PAGE_ORIGIN, **({"Authorization": token} if token else {})}
    return httpx.request(method, stack.api + path, headers=headers, timeout=30, **more)


def assert_readable(answer: httpx.Response, status: int) -> None:
    """The page can read the answer, and what it reads is a problem that names the request."""
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == PAGE_ORIGIN
    problem = answer.json()
    assert problem["title"]
    assert problem["requestId"]


def tampered(token: str) -> str:
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["cognito:groups"] = ["ADMIN"]
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{changed}.{signature}"


def test_without_a_token_the_page_reads_why(aws_stack: Stack) -> None:
    assert_readable(call(aws_stack, "GET", "/tasks"), 401)


def test_other_tokens_are_refused(aws_stack: Stack, tokens: dict[str, str]) -> None:
    assert call(aws_stack, "GET", "/tasks", tokens["IdToken"]).status_code == 200
    for token in ("garbage", tampered(tokens["IdToken"]), tokens["AccessToken"], tokens["RefreshToken"]):
        assert_readable(call(aws_stack, "GET", "/tasks", token), 401)


def test_a_path_that_is_not_there_is_not_found(aws_stack: Stack, tokens: dict[str, str]) -> None:
    assert_readable(call(aws_stack, "GET", "/nothing", tokens["IdToken"]), 404)


def test_a_body_that_is_no_object_never_reaches_a_function(aws_stack: Stack, tokens: dict[str, str]) -> None:
    assert_readable(call(aws_stack, "POST", "/me/tasks", tokens["IdToken"], json=[]), 400)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_answers_the_preflight(aws_stack: Stack, path: str) -> None:
    answer = call(aws_stack, "OPTIONS", path.replace("{", "").replace("}", ""))
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == PAGE_ORIGIN
    assert "If-Match" in answer.headers["access-control-allow-headers"]
    assert "PATCH" in answer.headers["access-control-allow-methods"]


def test_answers_of_functions_can_be_read_by_the_page_and_by_no_other(aws_stack: Stack) -> None:
    assert call(aws_stack, "GET", "/health").headers["access-control-allow-origin"] == PAGE_ORIGIN
    other = httpx.get(f"{aws_stack.api}/health", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in other.headers


@contextmanager
def broken(stack: Stack, function: str) -> Iterator[None]:
    """Let a function throw whatever it is asked."""
    functions, name = stack.client("lambda"), stack.outputs["functions"][function]
    before = functions.get_function_configuration(FunctionName=name)["Handler"]
    functions.update_function_configuration(FunctionName=name, Handler="relayboard.lambdas.gone.handler")
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Handler=before)
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)


def test_a_function_that_throws_tells_nothing_and_can_be_read(aws_stack: Stack) -> None:
    with broken(aws_stack, "api-public"):
        answer = call(aws_stack, "GET", "/health")
        assert_readable(answer, 502)
        assert "gone" not in answer.text
    assert eventually(lambda: call(aws_stack, "GET", "/health").status_code == 200)


def test_inviting_is_held_back(aws_stack: Stack, tokens: dict[str, str]) -> None:
    answers = [call(aws_stack, "POST", "/users", tokens["IdToken"], json=[]) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {400, 429}
    assert_readable(next(answer for answer in answers if answer.status_code == 429), 429)
