"""A table in DynamoDB as one end of a move."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from relayboard.adapters.dynamodb_bulk import MAX_PUTS, DynamoDBBulk
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.local.data.movable import MovableTable, batches, id_of
from relayboard.local.dynamodb import DynamoDBAddress, dynamodb_clients
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item, Table

_IN_FLIGHT = 8  # batches on their way at a time


def source_at(address: DynamoDBAddress, clock: Clock, *, environ: Mapping[str, str]) -> MovableTable:
    """Return a table; whether it is there is found out when it is read.

    Raises:
        Invalid.
    """
    calls = dynamodb_clients(address, environ).tables
    bulk = DynamoDBBulk(calls, address.table, clock)
    return _DynamoDB(address, DynamoDBTable(calls, address.table, clock), bulk)


def target_at(address: DynamoDBAddress, clock: Clock, *, environ: Mapping[str, str]) -> MovableTable:
    """Return a table, made where there is none.

    Raises:
        Invalid, TableBusy, TableBroken.
    """
    create_table(dynamodb_clients(address, environ).tables, address.table)
    return source_at(address, clock, environ=environ)


class _DynamoDB:
    def __init__(self, address: DynamoDBAddress, table: Table, bulk: DynamoDBBulk) -> None:
        self.name = f"the table {address.table} in DynamoDB"
        self.id = id_of(repr(address))
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
