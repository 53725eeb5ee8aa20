"""What a call of `write` does inside a SQLite transaction."""

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from relayboard.adapters.conditions import holds, is_same, living
from relayboard.adapters.item_json import decode, encode
from relayboard.adapters.outcomes import outcome_of
from relayboard.ports.table import EXPIRES, Check, ConditionFailed, Delete, Item, Key, Put, Write

_READ_AT_ONCE = 100  # SQLite takes at most 500 parts of a statement
_READ = "SELECT data FROM items WHERE pk = ? AND sk = ?"
_STORE = (  # not REPLACE, which would give the row another place
    "INSERT INTO items (pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data)"
    " VALUES {rows}"
    " ON CONFLICT (pk, sk) DO UPDATE SET (gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data) ="
    " (excluded.gsi1pk, excluded.gsi1sk, excluded.gsi2pk, excluded.gsi2sk, excluded.expires, excluded.data)"
)
_READ_NUMBERED = "SELECT {}, data FROM items WHERE pk = ? AND sk = ?"
_REWRITE = "UPDATE items SET data = ? WHERE pk = ? AND sk = ?"
_PLACES = ("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", EXPIRES)
_DELETE = "DELETE FROM items WHERE pk = ? AND sk = ?"
_RECORD = "INSERT INTO changes (pk, sk, old, new) VALUES {rows}"


def read_stored(connection: sqlite3.Connection, key: Key) -> bytes | None:
    """Return an item as it is stored, expired or not."""
    row = connection.execute(_READ, key).fetchone()
    return None if row is None else row[0]


def read_all_stored(connection: sqlite3.Connection, keys: Sequence[Key]) -> list[bytes | None]:
    """Return several items as they are stored, in the order of their keys."""
    found: list[bytes | None] = [None] * len(keys)
    for start in range(0, len(keys), _READ_AT_ONCE):
        some = keys[start : start + _READ_AT_ONCE]
        for number, data in connection.execute(_read_several(len(some)), list(chain.from_iterable(some))):
            found[start + number] = data
    return found


@cache
def _read_several(count: int) -> str:
    # One statement, for each takes the file's locks and looks for what others have written since.
    return " UNION ALL ".join(_READ_NUMBERED.format(number) for number in range(count))


def apply_writes(
    connection: sqlite3.Connection, writes: Sequence[Write], *, now: int, feed: tuple[str, ...]
) -> None:
    """Do all writes, or raise a TableError before the first change.

    Args:
        now: in seconds since 1970.
        feed: record the changes of items whose sort key begins with one of these.

    Raises:
        ConditionFailed, LimitExceeded.
    """
    stored = _read_old(connection, writes, feed)
    items = [None if data is None else living(decode(data), now) for data in stored]
    pairs = list(zip(writes, items, strict=True))
    failed = [number for number, (write, item) in enumerate(pairs) if write.when and not holds(write.when, item)]
    if failed:
        raise ConditionFailed(failed)
    outcomes = [outcome_of(write, item) for write, item in pairs]  # all before the first change, for it may refuse
    changes = [
        _Change(write.key, old, before, after, None if after is None else encode(after))
        for write, old, before, after in zip(writes, stored, items, outcomes, strict=True)
        if not isinstance(write, Check)
    ]
    _store(connection, changes)
    _record(connection, [change for change in changes if change.key.sk.startswith(feed)])


class _Change(NamedTuple):
    """What becomes of an item: before and after, each as it is and as it is stored."""

    key: Key
    old: bytes | None
    before: Item | None
    after: Item | None
    new: bytes | None

    @property
    def keeps_places(self) -> bool:
        before, after = self.before, self.after
        return (
            before is not None
            and after is not None
            and all(before.get(name) == after.get(name) for name in _PLACES)
        )


def _read_old(
    connection: sqlite3.Connection, writes: Sequence[Write], feed: tuple[str, ...]
) -> list[bytes | None]:
    """Read what the writes need to know of what was there."""
    wanted = [number for number, write in enumerate(writes) if _needs_old(write, feed)]
    found: list[bytes | None] = [None] * len(writes)
    for number, data in zip(wanted, read_all_stored(connection, [writes[n].key for n in wanted]), strict=True):
        found[number] = data
    return found


def _needs_old(write: Write, feed: tuple[str, ...]) -> bool:
    is_blind = isinstance(write, Put | Delete) and write.when is None
    return not is_blind or write.key.sk.startswith(feed)


# Few statements, for each lets go of the interpreter's lock, and has to wait for it when others compute.


def _store(connection: sqlite3.Connection, changes: Sequence[_Change]) -> None:
    rows: list[object] = []
    for change in changes:
        if change.after is None:
            connection.execute(_DELETE, change.key)
        elif change.keeps_places:
            # SQLite writes an index anew whenever a statement names its columns: so this one does not.
            connection.execute(_REWRITE, (change.new, *change.key))
        else:
            rows += (*change.key, *(change.after.get(name) for name in _PLACES), change.new)
    if rows:
        connection.execute(_store_several(len(rows) // 8), rows)


def _record(connection: sqlite3.Connection, changes: Sequence[_Change]) -> None:
    rows = [(*one.key, one.old, one.new) for one in changes if not _is_unchanged(one.old, one.new)]
    if rows:
        connection.execute(_record_several(len(rows)), list(chain.from_iterable(rows)))


@cache
def _store_several(count: int) -> str:
    return _STORE.format(rows=", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * count))


@cache
def _record_several(count: int) -> str:
    return _RECORD.format(rows=", ".join(["(?, ?, ?, ?)"] * count))


def _is_unchanged(old: bytes | None, new: bytes | None) -> bool:
    if old is None or new is None:
        return old is new
    return old == new or is_same(decode(old), decode(new))
