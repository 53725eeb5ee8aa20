"""The table in a SQLite file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection

from relayboard.adapters.conditions import living
from relayboard.adapters.item_json import decode
from relayboard.adapters.limits import check_key, check_query, check_writes
from relayboard.adapters.paging import cut_page, range_of
from relayboard.adapters.sqlite_connections import SqliteConnections
from relayboard.adapters.sqlite_query import sql_of
from relayboard.adapters.sqlite_write import apply_writes, read_all_stored, read_stored
from relayboard.adapters.wakeups import Wakeup
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item, Key, Page, Query, Write

_SWEEP = (
    "DELETE FROM items WHERE (pk, sk) IN (SELECT pk, sk FROM items WHERE expires <= ? ORDER BY expires LIMIT ?)"
)
_ALL = "SELECT data FROM items WHERE (pk, sk) > (?, ?) ORDER BY pk, sk"
_COUNT = "SELECT count(*) FROM items"


class SqliteTable:
    """The table in a file of its own, made if absent; several processes may use it.

    Args:
        feed: record the changes of items whose sort key begins with one of these; `("",)` is every item.
        busy_seconds: how long to wait for other programs that hold the file.

    Raises:
        TableBusy, TableBroken.
    """

    def __init__(
        self, path: Path, *, clock: Clock, feed: tuple[str, ...] = ("",), busy_seconds: float = 5.0
    ) -> None:
        self._clock = clock
        self._feed = feed
        self.connections = SqliteConnections(path, busy_seconds=busy_seconds)
        self.wakeup = Wakeup()

    def get(self, key: Key) -> Item | None:
        check_key(key)
        data = self.connections.read(lambda connection: read_stored(connection, key))
        return None if data is None else living(decode(data), self._now())

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        for key in keys:
            check_key(key)
        found = self.connections.read(lambda connection: read_all_stored(connection, keys))
        now = self._now()
        return [None if data is None else living(decode(data), now) for data in found]

    def query(self, query: Query) -> Page:
        check_query(query)
        wanted = range_of(query)
        if wanted is None:
            return Page([], None)
        sql, parameters = sql_of(query, wanted)
        now = self._now()
        return self.connections.read(lambda connection: cut_page(_items(connection, sql, parameters), query, now))

    def write(self, *writes: Write) -> None:
        check_writes(writes)
        now = self._now()
        self.connections.write(lambda connection: apply_writes(connection, writes, now=now, feed=self._feed))
        self.wakeup.signal()

    def sweep(self, limit: int = 500) -> int:
        """Delete expired items, the oldest first, and return how many.

        Raises:
            TableBusy, TableBroken.
        """
        now = self._now()
        return self.connections.write(lambda connection: connection.execute(_SWEEP, (now, limit)).rowcount)

    def items(self, after: Key | None = None) -> Iterator[Item]:
        """Yield all living items in the order of their keys, as they were when the walk began.

        Not part of the port: on DynamoDB this is a Scan, which costs by the size of the whole table and shows no
        single moment. No use case may need it; only tools that copy a whole table do.

        Args:
            after: begin behind this key.

        Raises:
            TableBusy, TableBroken.
        """
        now = self._now()
        for (data,) in self.connections.stream(_ALL, after or ("", "")):
            item = living(decode(data), now)
            if item is not None:
                yield item

    def count(self) -> int:
        """Return about how many items there are, for showing progress.

        Raises:
            TableBusy, TableBroken.
        """
        return self.connections.read(lambda connection: int(connection.execute(_COUNT).fetchone()[0]))

    def close(self) -> None:
        """Close the file; what is asked afterwards raises TableBroken."""
        self.connections.close()

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _items(connection: Connection, sql: str, parameters: Sequence[str]) -> Iterator[Item]:
    # Rows are read one by one as the page needs them; the statement must be reset so that it holds no snapshot.
    cursor = connection.execute(sql, parameters)
    try:
        for (data,) in cursor:
            yield decode(data)
    finally:
        cursor.close()
