"""The two ends of a move: a table of each engine, with what moving everything needs beside the port."""

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from relayboard.adapters.cognito_arrivals import CognitoArrivals
from relayboard.adapters.dynamodb_bulk import MAX_PUTS, DynamoDBBulk
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.item_json import encode
from relayboard.adapters.sqlite_changes import SqliteFeed
from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import Invalid, RelayboardError
from relayboard.local.dynamodb import DynamoDBAddress, cognito_calls, dynamodb_address, dynamodb_clients
from relayboard.local.engine import DATABASE
from relayboard.local.file_use import is_in_use
from relayboard.notify.email import EmailChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item, Key, Put, Table
from relayboard.store import keys

_IN_FLIGHT = 8  # batches on their way to DynamoDB at a time
_BATCH_BYTES = 1024 * 1024  # of JSON; more would take long over a slow line
_BATCH_ITEMS = 100  # of SQLite
_LOOKED_AT = 1000  # changes; all but the newest few were read and let go


class MoveFailed(RelayboardError):
    """A move cannot be made or does not add up; says why, and what to do."""


class MovableTable(Protocol):
    """A table that everything can be moved out of and into.

    Attributes:
        name: what people call it.
        id: the same text whenever the same table is opened, and another for every other.
    """

    name: str
    id: str

    @property
    def table(self) -> Table:
        """The table itself."""

    def items(self, after: Key | None = None) -> Iterator[Item]:
        """Yield all living items behind a key, always in the same order."""

    def count(self) -> int:
        """Return about how many items there are."""

    def store(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        """Write items over any with their keys, and yield them in order, when they are durable."""

    def mute(self, *, is_muted: bool) -> None:
        """Keep changes from being told to anybody, or let them be told again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock that stands still, so that both ends agree on what has expired."""

    at: datetime

    def now(self) -> datetime:
        """Return the same moment always."""
        return self.at


@dataclass(frozen=True, slots=True)
class End:
    """How to open one end of a move.

    Args:
        environ: where DynamoDB's region, address and credentials are looked for.
    """

    store: str
    data: Path
    environ: Mapping[str, str]

    @property
    def address(self) -> DynamoDBAddress | None:
        """Where it is in DynamoDB; `None` for SQLite.

        Raises:
            Invalid.
        """
        return dynamodb_address(self.store)

    def user_pool(self, pool_id: str) -> CognitoArrivals:
        """Return a Cognito user pool in the region of the table.

        Raises:
            Invalid: there is no table on AWS here.
        """
        if self.address is None:
            raise Invalid({"user-pool": "Goes with a target in DynamoDB."})
        return CognitoArrivals(cognito_calls(self.address, self.environ), pool_id)

    def check_unused(self) -> None:
        """Refuse a file that a server is using.

        Raises:
            MoveFailed, OSError.
        """
        if self.address is None and is_in_use(self.data / DATABASE):
            raise MoveFailed(f"A server is using {self.data}. Stop it first.")

    def check_present(self) -> None:
        """Refuse a source that is not there, before a table is made in its place.

        Raises:
            MoveFailed.
        """
        if self.address is None and not (self.data / DATABASE).exists():
            raise MoveFailed(f"There is no database in {self.data}. Name the data folder with --data.")

    @contextmanager
    def opened(self, clock: Clock, *, as_source: bool) -> Iterator[MovableTable]:
        """Open it; of a target, the table is made where there is none.

        Raises:
            Invalid, TableBusy, TableBroken, OSError.
        """
        address = self.address
        if address is not None:
            yield _dynamodb(address, self.environ, clock, as_source=as_source)
            return
        self.data.mkdir(parents=True, exist_ok=True)
        path = self.data / DATABASE
        with closing(SqliteTable(path, clock=clock, feed=())) as table:
            if as_source:
                with _held(path):
                    _check_told(table)
                    yield _Sqlite(path, table)
            else:
                yield _Sqlite(path, table)


class _Sqlite:
    def __init__(self, path: Path, table: SqliteTable) -> None:
        self.name = str(path)
        self.id = _digest(str(path.resolve()))
        self.table = table
        self.items = table.items
        self.count = table.count

    def store(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        for batch in batches(items, _BATCH_ITEMS):
            self.table.write(*map(Put, batch))
            yield batch

    def mute(self, *, is_muted: bool) -> None:
        """Do nothing: the table was opened without a feed."""


def _dynamodb(
    address: DynamoDBAddress, environ: Mapping[str, str], clock: Clock, *, as_source: bool
) -> MovableTable:
    calls = dynamodb_clients(address, environ).tables
    if not as_source:
        create_table(calls, address.table)
    bulk = DynamoDBBulk(calls, address.table, clock)
    return _DynamoDB(address, DynamoDBTable(calls, address.table, clock), bulk)


class _DynamoDB:
    def __init__(self, address: DynamoDBAddress, table: Table, bulk: DynamoDBBulk) -> None:
        self.name = f"the table {address.table} in DynamoDB"
        self.id = _digest(repr(address))
        self.table = table
        self.items = bulk.items
        self.count = bulk.count
        self._bulk = bulk

    def store(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        under_way: deque[tuple[list[Item], Future[None]]] = deque()
        with ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="move") as executor:
            for batch in batches(items, MAX_PUTS):
                under_way.append((batch, executor.submit(self._bulk.put, batch)))
                if len(under_way) > 2 * _IN_FLIGHT:
                    yield _done(*under_way.popleft())
            while under_way:
                yield _done(*under_way.popleft())

    def mute(self, *, is_muted: bool) -> None:
        self._bulk.set_stream(is_on=not is_muted)


def _done(batch: list[Item], writing: "Future[None]") -> list[Item]:
    writing.result()
    return batch


def batches(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    """Cut items into lists that are short enough for one call of an engine."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(encode(item))
        if len(batch) == most or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _check_told(table: SqliteTable) -> None:
    """Refuse to leave notices behind that no channel has begun: only this file's feed knows of them."""
    feed = SqliteFeed(table)
    for name in (EmailChannel.name, InboxChannel.name):
        place = table.get(keys.channel_position(name))
        changes = () if place is None else feed.read(int(str(place["position"])), limit=_LOOKED_AT)
        if any(change.old is None and change.key.sk.startswith(keys.EVENT_PREFIX) for change in changes):
            raise MoveFailed(
                "There are changes of which nobody has been told yet. "
                "Start `relayboard serve` for some seconds, stop it, and move again."
            )


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep everybody from writing the file: what is written behind the move's back would not be moved."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with sqlite_errors(str(path)):
            connection.execute("BEGIN IMMEDIATE")
        yield


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
