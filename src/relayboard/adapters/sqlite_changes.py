"""The change feed of a table in a SQLite file."""

from collections.abc import Sequence
from sqlite3 import Row

from relayboard.adapters.item_json import decode
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.ports.changes import Change
from relayboard.ports.table import Item, Key

_READ = "SELECT seq, pk, sk, old, new FROM changes WHERE seq > ? ORDER BY seq LIMIT ?"
_FORGET = "DELETE FROM changes WHERE seq <= ?"


class SqliteChanges:
    """Reads the changes that a table has recorded; one object for each reading thread."""

    def __init__(self, table: SqliteTable) -> None:
        self._table = table
        self._seen = 0

    def read(self, after: str | None, *, limit: int) -> Sequence[Change]:
        self._seen = self._table.wakeup.count
        parameters = (int(after or 0), limit)
        rows = self._table.connections.read(lambda connection: connection.execute(_READ, parameters).fetchall())
        return [_change(row) for row in rows]

    def forget(self, before: str) -> None:
        self._table.connections.write(lambda connection: connection.execute(_FORGET, (int(before),)))

    def wait(self, timeout_seconds: float) -> None:
        # Another process's writes are noticed only when the time is over.
        self._table.wakeup.wait_beyond(self._seen, timeout_seconds)


def _change(row: Row) -> Change:
    seq, pk, sk, old, new = row
    return Change(str(seq), Key(pk, sk), _image(old), _image(new))


def _image(data: bytes | None) -> Item | None:
    return None if data is None else decode(data)
