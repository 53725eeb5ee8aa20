"""Which table the server runs on: SQLite in the data folder, or DynamoDB."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from relayboard.adapters.sqlite_changes import SqliteChanges
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import Invalid
from relayboard.ports.changes import Changes
from relayboard.ports.clock import Clock
from relayboard.ports.table import Table
from relayboard.store.keys import FEED_PREFIXES

DATABASE = "relayboard.db"


@dataclass(frozen=True, slots=True)
class Engine:
    """An open table.

    Attributes:
        changes: makes a reader of the change feed, one for each thread that reads it.
        sweep: deletes some expired items and returns how many.
        is_local: reading takes microseconds, not a trip over the network.
    """

    table: Table
    changes: Callable[[], Changes]
    sweep: Callable[[], int]
    close: Callable[[], None]
    is_local: bool


@dataclass(frozen=True, slots=True)
class DynamoDBAddress:
    """Where a table in DynamoDB is."""

    table: str
    region: str | None = None
    endpoint: str | None = None


def dynamodb_address(store: str) -> DynamoDBAddress | None:
    """Read `dynamodb://TABLE?region=…&endpoint=…`; `None` for `sqlite`.

    Raises:
        Invalid: it is neither.
    """
    if store == "sqlite":
        return None
    parts = urlsplit(store)
    options = parse_qs(parts.query)
    if parts.scheme != "dynamodb" or not parts.netloc or set(options) - {"region", "endpoint"}:
        raise Invalid({"store": "Must be “sqlite” or “dynamodb://TABLE?region=…&endpoint=…”."})
    first = {name: values[0] for name, values in options.items()}
    return DynamoDBAddress(parts.netloc, first.get("region"), first.get("endpoint"))


def open_engine(store: str, data: Path, *, clock: Clock) -> Engine:
    """Open the table, making it where there is none.

    Raises:
        Invalid, TableBusy, TableBroken.
    """
    address = dynamodb_address(store)
    return _open_sqlite(data / DATABASE, clock) if address is None else _open_dynamodb(address, clock)


def _open_sqlite(path: Path, clock: Clock) -> Engine:
    table = SqliteTable(path, clock=clock, feed=FEED_PREFIXES)
    return Engine(table, lambda: SqliteChanges(table), table.sweep, table.close, is_local=True)


def _open_dynamodb(address: DynamoDBAddress, clock: Clock) -> Engine:
    # Imported here, for importing boto3 takes longer than starting everything else.
    from relayboard.adapters.dynamodb_boto3 import Boto3Calls
    from relayboard.adapters.dynamodb_changes import DynamoDBChanges
    from relayboard.adapters.dynamodb_schema import create_table
    from relayboard.adapters.dynamodb_table import DynamoDBTable

    calls = Boto3Calls("dynamodb", region=address.region, endpoint_url=address.endpoint)
    create_table(calls, address.table)

    def changes() -> Changes:
        streams = Boto3Calls("dynamodbstreams", region=address.region, endpoint_url=address.endpoint)
        return DynamoDBChanges(calls, streams, address.table)

    table = DynamoDBTable(calls, address.table, clock)
    return Engine(table, changes, sweep=lambda: 0, close=lambda: None, is_local=False)
