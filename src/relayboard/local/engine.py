"""Which table the server runs on: SQLite in the data folder, or DynamoDB."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from relayboard.adapters.sqlite_changes import SqliteChanges, SqliteFeed
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.local.dynamodb import DynamoDBAddress, dynamodb_address, dynamodb_clients
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


def open_engine(store: str, data: Path, *, clock: Clock, environ: Mapping[str, str]) -> Engine:
    """Open the table, making it where there is none.

    Args:
        environ: where DynamoDB's region, address and credentials are looked for.

    Raises:
        Invalid, TableBusy, TableBroken.
    """
    address = dynamodb_address(store)
    if address is None:
        return _open_sqlite(data / DATABASE, clock)
    return _open_dynamodb(address, clock, environ)


def _open_sqlite(path: Path, clock: Clock) -> Engine:
    table = SqliteTable(path, clock=clock, feed=FEED_PREFIXES)
    feed = SqliteFeed(table)
    return Engine(table, lambda: SqliteChanges(feed), table.sweep, table.close, is_local=True)


def _open_dynamodb(address: DynamoDBAddress, clock: Clock, environ: Mapping[str, str]) -> Engine:
    # Imported here, for whoever stays with SQLite needs none of it.
    from relayboard.adapters.dynamodb_changes import DynamoDBChanges
    from relayboard.adapters.dynamodb_schema import create_table
    from relayboard.adapters.dynamodb_table import DynamoDBTable

    clients = dynamodb_clients(address, environ)
    create_table(clients.tables, address.table)

    def changes() -> Changes:
        return DynamoDBChanges(clients.tables, clients.streams, address.table)

    table = DynamoDBTable(clients.tables, address.table, clock)
    return Engine(table, changes, sweep=lambda: 0, close=lambda: None, is_local=False)
