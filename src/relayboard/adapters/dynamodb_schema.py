"""The table's definition in DynamoDB, for where Terraform does not make it."""

import time
from typing import Any

from relayboard.adapters.aws_calls import CallFailed, Calls, call_patiently
from relayboard.adapters.dynamodb_errors import dynamodb_errors
from relayboard.ports.table import EXPIRES, Index, TableBusy

_LONGEST_WAIT_SECONDS = 120.0
_PAUSE_SECONDS = 0.5
_SECONDARY = (Index.GSI1, Index.GSI2)


def create_table(calls: Calls, name: str) -> None:
    """Make the table unless there is one, and return when it can be used.

    Raises:
        TableBusy, TableBroken.
    """
    with dynamodb_errors(name):
        try:
            call_patiently(calls, "CreateTable", definition(name), is_repeatable=False)
        except CallFailed as failure:
            if failure.code != "ResourceInUseException":  # it is there already
                raise
        wait_until_active(calls, name)
        _let_items_expire(calls, name)


def definition(name: str) -> dict[str, Any]:
    """Return CreateTable's request."""
    keys = [key for index in (Index.MAIN, *_SECONDARY) for key in (index.pk, index.sk)]
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
        "KeySchema": _key_schema(Index.MAIN),
        "GlobalSecondaryIndexes": [
            {"IndexName": index.value, "KeySchema": _key_schema(index), "Projection": {"ProjectionType": "ALL"}}
            for index in _SECONDARY
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def _key_schema(index: Index) -> list[dict[str, str]]:
    return [{"AttributeName": index.pk, "KeyType": "HASH"}, {"AttributeName": index.sk, "KeyType": "RANGE"}]


def wait_until_active(calls: Calls, name: str) -> None:
    """Return when table and indexes can be used, after changes of theirs.

    Raises:
        CallFailed, TableBusy.
    """
    deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
    while True:
        table = call_patiently(calls, "DescribeTable", {"TableName": name}, is_repeatable=True)["Table"]
        states = [table["TableStatus"], *(index["IndexStatus"] for index in table["GlobalSecondaryIndexes"])]
        if set(states) == {"ACTIVE"}:
            return
        if time.monotonic() > deadline:
            raise TableBusy(f"Table {name} is still being made. Try again in a minute.")
        time.sleep(_PAUSE_SECONDS)


def _let_items_expire(calls: Calls, name: str) -> None:
    answer = call_patiently(calls, "DescribeTimeToLive", {"TableName": name}, is_repeatable=True)
    if answer["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED":
        setting = {"Enabled": True, "AttributeName": EXPIRES}
        request = {"TableName": name, "TimeToLiveSpecification": setting}
        call_patiently(calls, "UpdateTimeToLive", request, is_repeatable=False)
