"""How a server finds its table in DynamoDB."""

import subprocess
import sys

import pytest

from relayboard.domain.errors import Invalid
from relayboard.local.dynamodb import DynamoDBAddress, dynamodb_address, dynamodb_clients
from tests.support.http_listener import Listener, answer

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "HOME": "/nowhere"}


def test_a_store_names_table_region_and_endpoint() -> None:
    assert dynamodb_address("sqlite") is None
    assert dynamodb_address("dynamodb://board") == DynamoDBAddress("board")
    whole = dynamodb_address("dynamodb://Board?region=eu-west-1&endpoint=http://127.0.0.1:8")
    assert whole == DynamoDBAddress("Board", "eu-west-1", "http://127.0.0.1:8")


@pytest.mark.parametrize("store", ["", "mysql://a", "dynamodb://", "dynamodb://board?regoin=eu-west-1"])
def test_a_store_that_is_none_is_refused(store: str) -> None:
    with pytest.raises(Invalid):
        dynamodb_address(store)


@pytest.mark.parametrize("in_address", [True, False])
def test_the_environment_says_what_the_address_leaves_open(in_address: bool) -> None:
    with Listener(lambda _: [answer({})]) as server:
        named = {"AWS_REGION": "eu-north-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
        address = DynamoDBAddress("board", "eu-west-1", server.url)
        if not in_address:
            named["AWS_ENDPOINT_URL"] = server.url
            address = DynamoDBAddress("board")
        clients = dynamodb_clients(address, KEYS | named)
        clients.tables.call("GetItem", {})
        clients.streams.call("GetRecords", {})
    targets = [request.headers["x-amz-target"] for request in server.requests]
    assert targets == ["DynamoDB_20120810.GetItem", "DynamoDBStreams_20120810.GetRecords"]
    region = "eu-west-1" if in_address else "eu-north-1"
    assert all(f"/{region}/dynamodb/" in request.headers["authorization"] for request in server.requests)


@pytest.mark.parametrize(
    ("address", "environ", "words"),
    [
        (DynamoDBAddress("board"), KEYS, "AWS_REGION"),
        (DynamoDBAddress("board"), KEYS | {"AWS_PROFILE": "gone"}, "gone"),
        (DynamoDBAddress("board", "eu-west-1", "board.example"), KEYS, "board.example"),
    ],
)
def test_what_is_missing_is_named(address: DynamoDBAddress, environ: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        dynamodb_clients(address, environ)
    assert words in refused.value.fields["store"]


def test_boto3_is_imported_only_as_the_last_resort() -> None:
    program = f"""
import sys
from relayboard.local.dynamodb import DynamoDBAddress, dynamodb_clients
from relayboard.adapters.aws_calls import CallFailed
clients = dynamodb_clients(DynamoDBAddress("board", "eu-west-1", "http://127.0.0.1:1"), {KEYS!r})
try:
    clients.tables.call("GetItem", {{}})
except CallFailed as failure:
    print(failure.code)
print("boto3" in sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["Unreachable", "False"]
