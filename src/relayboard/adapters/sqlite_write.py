"""What a call of `write` does inside a SQLite transaction."""

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import chain

from relayboard.adapters.conditions import holds, is_same, living
from relayboard.adapters.item_json import decode, encode
from relayboard.adapters.outcomes import outcome_of
from relayboard.ports.table import EXPIRES, Check, ConditionFailed, Delete, Item, Key, Put, Write

_READ_AT_ONCE = 100  # SQLite takes at most 500 parts of a statement
_READ = "SELECT data FROM items WHERE pk = ? AND sk = ?"
_STORE = (  # not REPLACE, which would give the row another place
    "INSERT INTO items (pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (pk, sk) DO UPDATE SET (gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data) ="
    " (excluded.gsi1pk, excluded.gsi1sk, excluded.gsi2pk, excluded.gsi2sk, excluded.expires, excluded.data)"
)
_READ_NUMBERED = "SELECT {}, data FROM items WHERE pk = ? AND sk = ?"
_REWRITE = "UPDATE items SET data = ? WHERE pk = ? AND sk = ?"
_PLACES = ("GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", EXPIRES)
_DELETE = "DELETE FROM items WHERE pk = ? AND sk = ?"
_RECORD = "INSERT INTO changes (pk, sk, old, new) VALUES (?, ?, ?, ?)"


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
    stored = [read_stored(connection, write.key) if _needs_old(write, feed) else None for write in writes]
    items = [None if data is None else living(decode(data), now) for data in stored]
    pairs = list(zip(writes, items, strict=True))
    failed = [number for number, (write, item) in enumerate(pairs) if write.when and not holds(write.when, item)]
    if failed:
        raise ConditionFailed(failed)
    outcomes = [outcome_of(write, item) for write, item in pairs]  # all before the first change, for it may refuse
    for (write, item), outcome, old in zip(pairs, outcomes, stored, strict=True):
        if not isinstance(write, Check):
            new = _store(connection, write.key, outcome, before=item)
            if write.key.sk.startswith(feed) and not _is_unchanged(old, new):
                connection.execute(_RECORD, (*write.key, old, new))


def _needs_old(write: Write, feed: tuple[str, ...]) -> bool:
    is_blind = isinstance(write, Put | Delete) and write.when is None
    return not is_blind or write.key.sk.startswith(feed)


def _store(connection: sqlite3.Connection, key: Key, item: Item | None, *, before: Item | None) -> bytes | None:
    """Store an item in the place of `before`, which is `None` when there is none or it is not known."""
    if item is None:
        connection.execute(_DELETE, key)
        return None
    data = encode(item)
    places = [item.get(name) for name in _PLACES]
    if before is not None and places == [before.get(name) for name in _PLACES]:
        # SQLite writes an index anew whenever a statement names its columns: so this one does not.
        connection.execute(_REWRITE, (data, *key))
    else:
        connection.execute(_STORE, (*key, *places, data))
    return data


def _is_unchanged(old: bytes | None, new: bytes | None) -> bool:
    if old is None or new is None:
        return old is new
    return old == new or is_same(decode(old), decode(new))
