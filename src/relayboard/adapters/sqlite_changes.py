"""The change feed of a table in a SQLite file."""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from sqlite3 import Connection

from relayboard.adapters.item_json import decode
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.ports.changes import Change
from relayboard.ports.table import Item, Key

_READ = (
    "SELECT seq, pk, sk, old, new FROM changes"
    " WHERE seq > ? AND (old IS NOT NULL OR new IS NOT NULL) ORDER BY seq LIMIT ?"
)
_NEWEST = "SELECT max(seq) FROM changes"
# The row of the newest change stays, emptied, so that its number is not given to another (see sqlite_schema).
_FORGET = "DELETE FROM changes WHERE seq <= ? AND seq < (SELECT max(seq) FROM changes)"
_EMPTY = "UPDATE changes SET old = NULL, new = NULL WHERE seq <= ?"

_REMEMBERED = 256
_number_of = itemgetter(0)
_Numbered = tuple[int, Change]


class SqliteFeed:
    """The newest changes of a table, read and decoded once for all who follow them; safe to share between threads.

    Whoever is further behind reads the file on their own.
    """

    def __init__(self, table: SqliteTable) -> None:
        self._table = table
        self._lock = threading.Lock()
        self._newest: list[_Numbered] = []
        self._from = -1  # what comes behind this number is remembered; -1 as long as nothing is known

    @property
    def writes(self) -> int:
        """How many writes there have been by this process."""
        return self._table.wakeup.count

    def wait_beyond(self, writes: int, timeout_seconds: float) -> None:
        """Return once there have been more writes than this, or after the time."""
        # Another process's writes are noticed only when the time is over.
        self._table.wakeup.wait_beyond(writes, timeout_seconds)

    def read(self, after: int, limit: int) -> Sequence[Change]:
        """Return the changes behind a number."""
        connections = self._table.connections
        with self._lock:
            connections.read(self._catch_up)
            if after >= self._from:
                start = bisect_right(self._newest, after, key=_number_of)
                return [change for _, change in self._newest[start : start + limit]]
        return [change for _, change in connections.read(lambda connection: _read(connection, after, limit))]

    def newest(self) -> int:
        """Return the number of the newest change; 0 when there never was one."""
        found: int | None = self._table.connections.read(_newest)
        return found or 0

    def forget(self, before: int) -> None:
        """Let go of all changes up to a number."""
        self._table.connections.write(lambda connection: _forget(connection, before))

    def _catch_up(self, connection: Connection) -> None:
        if self._from < 0:
            self._from = _newest(connection) or 0
        last = self._newest[-1][0] if self._newest else self._from
        self._newest += _read(connection, last, _REMEMBERED)
        if len(self._newest) > _REMEMBERED:
            self._from = self._newest[-_REMEMBERED - 1][0]
            del self._newest[:-_REMEMBERED]


class SqliteChanges:
    """Follows a feed; one object for each reading thread."""

    def __init__(self, feed: SqliteFeed) -> None:
        self._feed = feed
        self._seen = 0

    def read(self, after: str | None, *, limit: int) -> Sequence[Change]:
        self._seen = self._feed.writes
        return self._feed.read(int(after or 0), limit)

    def newest(self) -> str | None:
        number = self._feed.newest()
        return str(number) if number else None

    def forget(self, before: str) -> None:
        self._feed.forget(int(before))

    def wait(self, timeout_seconds: float) -> None:
        self._feed.wait_beyond(self._seen, timeout_seconds)


def _newest(connection: Connection) -> int | None:
    number: int | None = connection.execute(_NEWEST).fetchone()[0]
    return number


def _forget(connection: Connection, before: int) -> None:
    connection.execute(_FORGET, (before,))
    connection.execute(_EMPTY, (before,))


def _read(connection: Connection, after: int, limit: int) -> list[_Numbered]:
    return [_numbered(*row) for row in connection.execute(_READ, (after, limit)).fetchall()]


def _numbered(seq: int, pk: str, sk: str, old: bytes | None, new: bytes | None) -> _Numbered:
    return seq, Change(str(seq), Key(pk, sk), _image(old), _image(new))


def _image(data: bytes | None) -> Item | None:
    return None if data is None else decode(data)
