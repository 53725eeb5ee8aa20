"""The engines that the table's contract is tested on, each with its change feed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

from relayboard.adapters.aws_calls import CallFailed, Calls
from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service, endpoint_in
from relayboard.adapters.aws_profile import profile_credentials
from relayboard.adapters.dynamodb_boto3 import Boto3Calls
from relayboard.adapters.dynamodb_changes import DynamoDBChanges
from relayboard.adapters.dynamodb_http import HttpCalls
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.memory_table import MemoryChanges, MemoryTable
from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.ports.changes import Change, Changes
from relayboard.ports.clock import Clock
from relayboard.ports.table import Table

_PATIENCE = 100  # waits for a feed that lags behind


@dataclass(frozen=True, slots=True)
class Engine:
    """A table and its change feed."""

    table: Table
    feed: Changes


@dataclass(frozen=True, slots=True)
class DynamoDBEndpoint:
    """Where DynamoDB is: at a URL, or in a region of AWS."""

    url: str | None
    region: str


def named_endpoint() -> DynamoDBEndpoint | None:
    """Return the endpoint that RELAYBOARD_TEST_DYNAMODB names: a URL, or a region of AWS."""
    named = os.environ.get("RELAYBOARD_TEST_DYNAMODB")
    if not named:
        return None
    return DynamoDBEndpoint(named, "eu-west-1") if named.startswith("http") else DynamoDBEndpoint(None, named)


def memory_engine(clock: Clock) -> Engine:
    table = MemoryTable(clock)
    return Engine(table, MemoryChanges(table))


@contextmanager
def sqlite_engine(folder: Path, clock: Clock) -> Iterator[Engine]:
    table = SqliteTable(folder / "table.db", clock=clock)
    try:
        yield Engine(table, SqliteChanges(SqliteFeed(table)))
    finally:
        table.close()


@contextmanager
def dynamodb_engine(endpoint: DynamoDBEndpoint, clock: Clock, *, client: str = "lean") -> Iterator[Engine]:
    calls = dynamodb_client(Service.TABLES, endpoint, client=client)
    streams = dynamodb_client(Service.STREAMS, endpoint, client=client)
    name = f"relayboard-test-{uuid4()}"
    create_table(calls, name)
    try:
        yield Engine(DynamoDBTable(calls, name, clock), DynamoDBChanges(calls, streams, name))
    finally:
        calls.call("DeleteTable", {"TableName": name})


@contextmanager
def dynamodb_store(endpoint: DynamoDBEndpoint) -> Iterator[str]:
    """Yield a `--store` of its own for servers, which make the table; it is deleted afterwards."""
    name = f"relayboard-test-{uuid4()}"
    where = f"&endpoint={endpoint.url}" if endpoint.url else ""
    try:
        yield f"dynamodb://{name}?region={endpoint.region}{where}"
    finally:
        with suppress(CallFailed):  # no server came so far as to make it
            dynamodb_client(Service.TABLES, endpoint).call("DeleteTable", {"TableName": name})


def dynamodb_client(
    service: Service, endpoint: DynamoDBEndpoint, *, client: str = "lean", deadline_seconds: float = 5.0
) -> Calls:
    """Return one of the two clients that there are: `lean` or `boto3`, which has a patience of its own."""
    if client == "boto3":
        return _boto3_client(service, endpoint)
    return _lean_client(service, endpoint, deadline_seconds)


def _lean_client(service: Service, endpoint: DynamoDBEndpoint, deadline_seconds: float) -> HttpCalls:
    clock = SystemClock()
    sources = [environment_credentials(os.environ), profile_credentials(os.environ, clock)]
    return HttpCalls(
        service,
        endpoint.url or endpoint_in(os.environ, service, endpoint.region),
        region=endpoint.region,
        credentials=KeptCredentials(sources, clock).current,
        clock=clock,
        deadline_seconds=deadline_seconds,
    )


@cache
def _boto3_client(service: Service, endpoint: DynamoDBEndpoint) -> Boto3Calls:
    # Making a client takes boto3 longer than making a table takes MiniStack.
    name = "dynamodb" if service is Service.TABLES else "dynamodbstreams"
    return Boto3Calls(name, region=endpoint.region, endpoint_url=endpoint.url)


def read_changes(feed: Changes, count: int, *, after: str | None = None, limit: int = 1000) -> list[Change]:
    """Read until there are so many changes, and then once more, so that one too many is seen, too."""
    changes: list[Change] = []
    for _ in range(_PATIENCE):
        found = feed.read(changes[-1].position if changes else after, limit=limit)
        changes += found
        if not found and len(changes) >= count:
            return changes
        if not found:
            feed.wait(0.1)
    return changes
