"""The doctor's look into the database file, while a server uses it or not."""

import sqlite3
from pathlib import Path

from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.adapters.sqlite_schema import NEWEST
from relayboard.ports.table import TableBroken

_BUSY_SECONDS = 2.0
_NEWER = (
    "The database is of version {version}, and this program knows versions up to {newest} only. "
    "Start the newer program that wrote it, or restore a backup."
)


def check_database(path: Path) -> None:
    """Find out whether this program can use a database file.

    Takes as long as reading the whole file.

    Raises:
        TableBusy: another program holds it.
        TableBroken: it is damaged, no database, not readable or of a newer version.
    """
    with sqlite_errors(str(path)):
        connection = sqlite3.connect(address_for_reading(path), uri=True, timeout=_BUSY_SECONDS)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > NEWEST:
                raise TableBroken(_NEWER.format(version=version, newest=NEWEST))
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    if verdict != "ok":
        raise TableBroken(
            f"The database file is damaged. Stop the server and restore a backup. ({path}: {verdict})"
        )


def address_for_reading(path: Path) -> str:
    """Return the URI by which SQLite opens a file and changes nothing beside it."""
    # While anybody has the file open there is a write-ahead log beside it. Without one nobody can be writing, and
    # the file may be taken as immutable: SQLite then makes no files of its own beside it.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    return f"{path.resolve().as_uri()}?{mode}"
