"""SQLite's errors in the port's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from relayboard.ports.table import TableBroken, TableBusy, TableError

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_BROKEN = {
    sqlite3.SQLITE_FULL: "The disk is full. Make room, then try again.",
    sqlite3.SQLITE_IOERR: "The disk cannot be read or written. Check the disk and the system's log.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged. Stop the server and restore a backup.",
    sqlite3.SQLITE_NOTADB: "The file is not a database. Name another file, or restore a backup.",
    sqlite3.SQLITE_READONLY: "The database cannot be written. Let the server's user write to file and folder.",
    sqlite3.SQLITE_PERM: "The database cannot be opened. Let the server's user use the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened. Make its folder, where the server's user may write.",
    sqlite3.SQLITE_NOMEM: "There is not enough memory. Free some, then start the server again.",
    sqlite3.SQLITE_TOOBIG: "The database refuses a value of this size.",
}


@contextmanager
def sqlite_errors(path: str) -> Iterator[None]:
    """Let only the port's errors out.

    Args:
        path: the database file, for the message.

    Raises:
        TableBusy, TableBroken.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise table_error(error, path) from error


def table_error(error: sqlite3.Error, path: str) -> TableError:
    """Say in the port's words what an error of SQLite means."""
    # Misuse, such as of a closed connection, carries no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF  # the low byte is the primary code
    if code in _BUSY:
        return TableBusy(f"The database {path} is locked by another program.")
    if code == sqlite3.SQLITE_MISUSE:
        return TableBroken("The database is closed or used wrongly.", f"{path}: {error}")
    advice = _BROKEN.get(code, "The database does not work.")
    return TableBroken(advice, f"{path}: {error}")
