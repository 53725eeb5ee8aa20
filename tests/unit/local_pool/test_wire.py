"""The pool over HTTP: targets, errors, documents, and whatever bodies may come."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from relayboard.adapters.local_pool.protocol import OPERATIONS
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.local.cognito import LONGEST_BODY, cognito_app
from tests.unit.local_pool.world import ANN, PASSWORD, World

PAGE = "https://board.example"
TARGET = "AWSCognitoIdentityProviderService."


class Client:
    """Sends requests to the pool's application, mounted as the server mounts it."""

    def __init__(self, world: World) -> None:
        app = cognito_app(world.pool, origins=[PAGE])
        server = Starlette(routes=[Route("/cognito", app), Mount("/cognito", app)])
        self._transport = httpx.ASGITransport(server)

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://pool.example") as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)


@pytest.fixture
def client(world: World) -> Client:
    return Client(world)


def post(client: Client, operation: str, body: bytes, path: str = "/cognito/", **headers: str) -> Any:
    return client.post(path, content=body, headers={"X-Amz-Target": TARGET + operation, **headers})


def sign_up_body(**more: Any) -> bytes:
    return json.dumps({"ClientId": "relayboard", "Username": ANN, "Password": PASSWORD, **more}).encode()


@pytest.mark.parametrize("path", ["/cognito", "/cognito/"])
def test_an_operation_answers_in_aws_json(client: Client, path: str) -> None:
    answer = post(client, "SignUp", sign_up_body(), path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-amzn-requestid"]
    assert answer.json()["UserConfirmed"] is False


def test_a_refusal_is_named_in_body_and_header(client: Client) -> None:
    answer = post(client, "SignUp", sign_up_body(Password="weak"))
    assert answer.status_code == 400
    assert answer.headers["x-amzn-errortype"] == "InvalidPasswordException"
    assert answer.json() == {
        "__type": "InvalidPasswordException",
        "message": "Password did not conform with policy: Password not long enough",
    }


@pytest.mark.parametrize(
    "target",
    [
        TARGET + "AdminCreateUser",
        TARGET + "AdminAddUserToGroup",
        TARGET + "ListUsers",
        TARGET + "Nonsense",
        TARGET,
        "SignUp",
        "DynamoDB_20120810.PutItem",
        "",
    ],
)
def test_other_targets_are_unknown(client: Client, target: str) -> None:
    answer = client.post("/cognito/", content=sign_up_body(), headers={"X-Amz-Target": target})
    assert (answer.status_code, answer.json()["__type"]) == (400, "UnknownOperationException")


def test_no_admin_operation_is_reachable() -> None:
    assert not [name for name in OPERATIONS if name.startswith(("Admin", "List", "Create", "Delete"))]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "SerializationException"),
        (b"nonsense", "SerializationException"),
        (b"[]", "SerializationException"),
        (b'"\xff"', "SerializationException"),
        (b'{"ClientId": "\\ud800"}', "SerializationException"),
        (b"[" * 60_000, "SerializationException"),
        (b"{}", "InvalidParameterException"),
        (b'{"ClientId": null, "Username": "x", "Password": "y"}', "InvalidParameterException"),
        (b'{"ClientId": 7, "Username": "x", "Password": "y"}', "SerializationException"),
        (sign_up_body(UserAttributes={}), "SerializationException"),
        (sign_up_body(UserAttributes=[{"Value": "x"}]), "SerializationException"),
    ],
)
def test_bad_bodies_are_refused(client: Client, body: bytes, code: str) -> None:
    answer = post(client, "SignUp", body)
    assert (answer.status_code, answer.json()["__type"]) == (400, code)


def test_members_without_a_meaning_here_are_ignored(client: Client) -> None:
    body = sign_up_body(SecretHash="x", UserContextData={"IpAddress": "x"}, ClientMetadata=None, Newer=[1])
    assert post(client, "SignUp", body).status_code == 200


def test_a_body_of_more_than_64_kb_is_refused(client: Client) -> None:
    assert post(client, "SignUp", b"x" * (LONGEST_BODY + 1)).status_code == 413


def test_the_keys_and_the_discovery_document_are_public(client: Client, world: World) -> None:
    base = "/cognito/local_relayboard/.well-known"
    keys = client.get(f"{base}/jwks.json")
    discovery = client.get(f"{base}/openid-configuration")
    assert keys.headers["access-control-allow-origin"] == "*"
    assert [key["kid"] for key in keys.json()["keys"]] == [world.key.key_id]
    assert discovery.json()["issuer"] == world.pool.issuer
    assert discovery.json()["jwks_uri"].endswith(f"{base}/jwks.json")


@pytest.mark.parametrize(
    "path", ["/cognito/", "/cognito/other/.well-known/jwks.json", "/cognito/x/y", "/cognito/jwks.json"]
)
def test_other_documents_are_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_configured_page_may_call_and_others_may_not(client: Client) -> None:
    for method in ("OPTIONS", "POST"):
        allowed = client.request(method, "/cognito/", headers={"Origin": PAGE})
        foreign = client.request(method, "/cognito/", headers={"Origin": "https://evil.example"})
        assert allowed.headers["access-control-allow-origin"] == PAGE
        assert "access-control-allow-origin" not in foreign.headers
    assert (
        "x-amz-target"
        in client.request("OPTIONS", "/cognito/", headers={"Origin": PAGE}).headers["access-control-allow-headers"]
    )


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = [
    "Username", "Password", "ConfirmationCode", "AuthFlow", "AuthParameters", "ChallengeName", "Session",
    "ChallengeResponses", "RefreshToken", "Token", "AccessToken", "ProposedPassword", "PreviousPassword",
    "UserAttributes", "UserCode", "SoftwareTokenMfaSettings",
]  # fmt: skip
LIKELY = st.sampled_from(
    [ANN, PASSWORD, "123456", "USER_PASSWORD_AUTH", "REFRESH_TOKEN", "NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA",
     {"USERNAME": ANN, "PASSWORD": "é\0"}, {"REFRESH_TOKEN": "AAAA"}, [{"Name": "name", "Value": "\0"}]]
)  # fmt: skip
FUZZED = World(SigningKey.generate())
FUZZED.person()
FUZZED_CLIENT = Client(FUZZED)
ANNS_TOKEN = FUZZED.tokens()["AccessToken"]


@pytest.mark.parametrize("operation", OPERATIONS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    members=st.dictionaries(st.sampled_from(MEMBERS), LIKELY | JSON_VALUES | st.just(ANNS_TOKEN)),
    raw=st.binary(max_size=50),
)
def test_no_body_makes_the_pool_fail(operation: str, members: dict[str, Any], raw: bytes) -> None:
    for body in (json.dumps({"ClientId": "relayboard", **members}).encode(), raw):
        answer = post(FUZZED_CLIENT, operation, body)
        assert answer.status_code in (200, 400), answer.text
        assert answer.status_code == 200 or answer.json()["__type"].endswith("Exception")
