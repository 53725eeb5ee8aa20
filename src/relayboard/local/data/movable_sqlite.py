"""The table in a data folder as one end of a move."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from relayboard.adapters.sqlite_changes import SqliteFeed
from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.local.data.movable import MovableTable, MoveFailed, batches, id_of
from relayboard.local.engine import DATABASE
from relayboard.notify.email import EmailChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.ports.clock import Clock
from relayboard.ports.table import Item, Put
from relayboard.store import keys

_BATCH_ITEMS = 100
_LOOKED_AT = 1000  # changes; all but the newest few were read and let go


@contextmanager
def source_in(data: Path, clock: Clock) -> Iterator[MovableTable]:
    """Open a data folder's table, and keep everybody from writing it.

    Raises:
        MoveFailed: some notices have not been begun.
        TableBusy, TableBroken, OSError.
    """
    path = data / DATABASE
    with closing(SqliteTable(path, clock=clock, feed=())) as table, _held(path):
        _check_told(table)
        yield _Sqlite(path, table)


@contextmanager
def target_in(data: Path, clock: Clock) -> Iterator[MovableTable]:
    """Open a data folder's table, made where there is none.

    Raises:
        TableBusy, TableBroken, OSError.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / DATABASE
    with closing(SqliteTable(path, clock=clock, feed=())) as table:
        yield _Sqlite(path, table)


class _Sqlite:
    def __init__(self, path: Path, table: SqliteTable) -> None:
        self.name = str(path)
        self.id = id_of(str(path.resolve()))
        self.table = table
        self.items = table.items
        self.count = table.count

    def store(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        for batch in batches(items, _BATCH_ITEMS):
            self.table.write(*map(Put, batch))
            yield batch

    def mute(self, *, is_muted: bool) -> None:
        """Do nothing: the table was opened without a feed."""


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
