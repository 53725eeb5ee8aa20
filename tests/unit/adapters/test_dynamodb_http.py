"""DynamoDB's protocol as both clients speak it, and what only ours does."""

import json
import os
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.adapters.aws_calls import NO_CREDENTIALS, UNREACHABLE, CallFailed, Calls
from relayboard.adapters.aws_credentials import Credentials, KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_boto3 import Boto3Calls
from relayboard.adapters.dynamodb_http import HttpCalls
from relayboard.adapters.system_clock import SystemClock
from tests.support.certificates import server_context
from tests.support.clock import HandClock
from tests.support.http_listener import Hangup, Listener, Request, answer

REGION = "eu-west-1"
JSON = "application/x-amz-json-1.0"
KEY = {"TableName": "board", "Key": {"PK": {"S": "a"}, "SK": {"S": "b"}}}
# Modules that cost more than they do here; http.client itself needs email and ssl.
HEAVY = [
    "asyncio",
    "boto3",
    "botocore",
    "concurrent.futures",
    "configparser",
    "jmespath",
    "logging",
    "msgspec",
    "multiprocessing",
    "pathlib",
    "subprocess",
    "unittest",
    "urllib.request",
    "urllib3",
    "xml",
]


def lean(url: str, service: Service = Service.TABLES) -> HttpCalls:
    return HttpCalls(
        service,
        url,
        region=REGION,
        credentials=lambda: Credentials("key", "secret", "token"),
        clock=SystemClock(),
        deadline_seconds=20,
    )


def boto3(url: str, service: Service = Service.TABLES) -> Boto3Calls:
    name = "dynamodb" if service is Service.TABLES else "dynamodbstreams"
    return Boto3Calls(name, region=REGION, endpoint_url=url)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "secret", "SESSION_TOKEN": "token"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)


Client = Callable[..., Calls]
both = pytest.mark.parametrize("client", [lean, boto3])


def whole(found: object, *, status: int = 200) -> bytes:
    body = json.dumps(found).encode()
    return answer(body, status=status, content_type=JSON, x_amz_crc32=zlib.crc32(body))


@pytest.mark.parametrize(
    ("service", "operation", "payload", "target"),
    [
        (Service.TABLES, "GetItem", KEY, "DynamoDB_20120810.GetItem"),
        (Service.STREAMS, "DescribeStream", {"StreamArn": "a" * 40}, "DynamoDBStreams_20120810.DescribeStream"),
    ],
)
def test_both_clients_send_the_same_request(
    service: Service, operation: str, payload: dict[str, Any], target: str
) -> None:
    with Listener(lambda _: [whole({})]) as server:
        for client in (lean, boto3):
            client(server.url, service).call(operation, payload)
        ours, theirs = server.requests
    assert ours.line == theirs.line == "POST / HTTP/1.1"
    assert json.loads(ours.body) == json.loads(theirs.body) == payload
    assert ours.headers["x-amz-target"] == theirs.headers["x-amz-target"] == target
    for name in ("host", "content-type", "x-amz-security-token"):
        assert ours.headers[name] == theirs.headers[name]
    scope = f"/{REGION}/dynamodb/aws4_request"
    for request in (ours, theirs):
        assert scope in request.headers["authorization"]


ATTRIBUTES = st.recursive(
    st.fixed_dictionaries({"S": st.text(st.characters(exclude_categories=["Cs"]), max_size=20)})
    | st.fixed_dictionaries({"N": st.from_regex(r"-?[1-9][0-9]{0,37}(\.[0-9]{1,3})?", fullmatch=True)})
    | st.fixed_dictionaries({"BOOL": st.booleans()})
    | st.just({"NULL": True})
    | st.fixed_dictionaries({"B": st.binary(max_size=20)})
    | st.fixed_dictionaries({"BS": st.lists(st.binary(max_size=9), min_size=1, max_size=3)})
    | st.fixed_dictionaries({"SS": st.lists(st.text("aB", max_size=3), min_size=1, max_size=3)})
    | st.fixed_dictionaries({"NS": st.lists(st.integers().map(str), min_size=1, max_size=3)}),
    lambda inner: (
        st.fixed_dictionaries({"L": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"M": st.dictionaries(st.sampled_from(["B", "BS", "S", "M", "x"]), inner)})
    ),
    max_leaves=8,
)


def test_values_go_there_and_back_unchanged_through_both_clients() -> None:
    def echo(request: Any) -> list[bytes]:
        return [whole({"Item": json.loads(request.body)["Item"]})]

    with Listener(echo) as server:
        clients = [lean(server.url), boto3(server.url)]

        @settings(max_examples=60, deadline=None)
        @given(st.dictionaries(st.sampled_from(["PK", "B", "BS", "n"]), ATTRIBUTES, min_size=1))
        def check(item: dict[str, Any]) -> None:
            # PutItem's answer has no item, but GetItem's has, and boto3 lets only known members through.
            for client in clients:
                client.call("PutItem", {"TableName": "board", "Item": item})
            assert json.loads(server.requests[-1].body) == json.loads(server.requests[-2].body)
            assert clients[0].call("PutItem", {"TableName": "board", "Item": item}) == {"Item": item}

        check()


@both
def test_values_are_read_alike(client: Client) -> None:
    number = "-12345678901234567890123456789012345678"
    wire = {"n": {"N": number}, "b": {"B": "AP8="}, "s": {"BS": ["", "AA=="]}, "m": {"M": {"B": {"S": "AA=="}}}}
    with Listener(lambda _: [whole({"Item": wire})]) as server:
        assert client(server.url).call("GetItem", KEY)["Item"] == {
            "n": {"N": number},
            "b": {"B": b"\x00\xff"},
            "s": {"BS": [b"", b"\x00"]},
            "m": {"M": {"B": {"S": "AA=="}}},
        }


def failure(client: Client, reply: bytes) -> CallFailed:
    with Listener(lambda _: [reply]) as server, pytest.raises(CallFailed) as failed:
        client(server.url).call("PutItem", {"TableName": "board", "Item": {"PK": {"S": "a"}}})
    return failed.value


@both
def test_an_error_is_told_with_all_its_parts(client: Client) -> None:
    item = {"PK": {"S": "a"}, "n": {"N": "1"}}
    refused = {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "Item": item}
    told = failure(client, whole(refused | {"message": "The conditional request failed"}, status=400))
    assert (told.code, told.status, told.item) == ("ConditionalCheckFailedException", 400, item)
    assert "The conditional request failed" in str(told)


@both
def test_the_reasons_of_a_cancelled_transaction_are_told(client: Client) -> None:
    reasons = [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "…"}]
    body = {"__type": "x#TransactionCanceledException", "Message": "m", "CancellationReasons": reasons}
    put = {"Put": {"TableName": "board", "Item": {"PK": {"S": "a"}}}}
    with Listener(lambda _: [whole(body, status=400)]) as server, pytest.raises(CallFailed) as failed:
        client(server.url).call("TransactWriteItems", {"TransactItems": [put, put]})
    assert failed.value.code == "TransactionCanceledException"
    assert list(failed.value.reasons) == reasons


@both
@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_that_is_no_json_leaves_unsure(client: Client, status: int) -> None:
    told = failure(client, answer(b"<html>", status=status, content_type="text/html"))
    assert told.status == status
    assert told.is_unsure


DAMAGED = {
    "a wrong checksum": answer(b'{"Item": {}}', x_amz_crc32=1),
    "an error with a wrong checksum": answer(b'{"__type": "x#ThrottlingException"}', status=400, x_amz_crc32=1),
    "another body": whole({"Item": {}})[:-1] + b" ",
}
NO_JSON = {
    "a list": answer(b"[]"),
    "nothing": answer(b""),
    "no UTF-8": answer(b"\xff{"),
    "no base64": answer(b'{"Item": {"b": {"B": "="}}}'),
}


@both
@pytest.mark.parametrize("reply", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_answer_is_none(client: Client, reply: bytes) -> None:
    assert failure(client, reply).code == UNREACHABLE


@both
def test_half_an_answer_is_none(client: Client) -> None:
    def half(_: Request) -> Iterator[bytes]:
        yield answer(b'{"Item": {"PK": {"S": "a"}}}', content_type=JSON)[:-5]
        raise Hangup

    with Listener(half) as server, pytest.raises(CallFailed) as failed:
        client(server.url).call("GetItem", KEY)
    assert failed.value.code == UNREACHABLE


@pytest.mark.parametrize("reply", NO_JSON.values(), ids=NO_JSON)
def test_an_answer_that_is_no_json_is_none(reply: bytes) -> None:
    assert failure(lean, reply).code == UNREACHABLE


@both
def test_nobody_listening_is_an_engine_out_of_reach(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(CallFailed) as failed:
        client(url).call("GetItem", KEY)
    assert failed.value.code == UNREACHABLE


@both
def test_a_server_whose_certificate_nobody_vouches_for_is_out_of_reach(client: Client, tmp_path: Path) -> None:
    tls = server_context(tmp_path)
    with Listener(lambda _: [whole({})], tls=tls) as server, pytest.raises(CallFailed) as failed:
        client(server.url).call("GetItem", KEY)
    assert failed.value.code == UNREACHABLE
    assert server.requests == []


def test_without_credentials_nothing_is_sent() -> None:
    credentials = KeptCredentials([environment_credentials({})], HandClock())
    with Listener(lambda _: [whole({})]) as server, pytest.raises(CallFailed) as failed:
        HttpCalls(
            Service.TABLES,
            server.url,
            region=REGION,
            credentials=credentials.current,
            clock=SystemClock(),
        ).call("GetItem", KEY)
    assert failed.value.code == NO_CREDENTIALS
    assert "Unable to locate credentials" in str(failed.value)
    assert server.requests == []


def test_what_is_no_json_of_dynamodbs_is_a_mistake_of_ours() -> None:
    with Listener(lambda _: [whole({})]) as server, pytest.raises(TypeError):
        lean(server.url).call("GetItem", {"Key": {"PK": {"S": object()}}})


def test_the_client_imports_nothing_heavy() -> None:
    program = (
        "import sys, relayboard.adapters.dynamodb_http, relayboard.adapters.dynamodb_table; print(*sys.modules)"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found = subprocess.run(
        [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True
    )
    assert set(HEAVY) & set(found.stdout.split()) == set()
