"""The connections to a SQLite file: one for writing, and one for reading in each thread."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from relayboard.adapters.sqlite_errors import sqlite_errors
from relayboard.adapters.sqlite_group_commit import GroupCommit
from relayboard.adapters.sqlite_schema import bring_up_to_date
from relayboard.ports.table import TableBroken, TableError

T = TypeVar("T")

# 16 MB of 4 KiB pages: the writer that meets the limit copies them into the database, which syncs it twice.
_CHECKPOINT_PAGES = 4000
# A long read, such as a backup's, lets the log grow beyond that; afterwards it shrinks to this.
_LARGEST_LOG_BYTES = 32 * 1024 * 1024


class SqliteConnections:
    """Readers never wait for a writer, nor for each other (write-ahead log).

    Args:
        busy_seconds: how long a write waits for other programs that hold the file.

    Raises:
        TableBusy, TableBroken.
    """

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        self._path = str(path)
        self._busy_seconds = busy_seconds
        self._thread = threading.local()
        self._opened: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._opening = threading.Lock()
        self._is_closed = False
        with sqlite_errors(self._path):
            writer = self._open()
            try:
                writer.execute("PRAGMA journal_mode = WAL")
                writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
                writer.execute(f"PRAGMA journal_size_limit = {_LARGEST_LOG_BYTES}")
                bring_up_to_date(writer)
                _check_writable(self._path)
            except (sqlite3.Error, TableError):
                writer.close()
                raise
        self._writes = GroupCommit(writer, self._path)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something with this thread's connection.

        Raises:
            TableBusy, TableBroken.
        """
        try:
            connection: sqlite3.Connection = self._thread.connection
        except AttributeError:
            connection = self._reader()
        with sqlite_errors(self._path):
            return work(connection)

    def stream(self, sql: str, parameters: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of one statement as they were when it began, over a connection of its own.

        Raises:
            TableBusy, TableBroken.
        """
        with sqlite_errors(self._path):
            if self._is_closed:
                raise sqlite3.ProgrammingError("the table was closed")
            connection = self._open()
            try:
                yield from connection.execute(sql, parameters)
            finally:
                connection.close()

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in a transaction, durable on return; it may be shared with other threads' work.

        Args:
            work: raises a TableError only before its first change. It may be called again after an error.

        Raises:
            TableBusy, TableBroken, and what `work` raises; nothing was changed then.
        """
        return self._writes.run(work)

    def close(self) -> None:
        """Close the file; what is asked afterwards raises TableBroken."""
        with self._opening:
            self._is_closed = True
            for _, connection in self._opened:
                connection.close()
            self._opened.clear()
            self._writes.close()

    def _reader(self) -> sqlite3.Connection:
        with self._opening, sqlite_errors(self._path):
            if self._is_closed:
                raise sqlite3.ProgrammingError("the table was closed")
            self._close_of_ended_threads()
            connection = self._thread.connection = self._open()
            self._opened.append((threading.current_thread(), connection))
            return connection

    def _close_of_ended_threads(self) -> None:
        for thread, connection in self._opened:
            if not thread.is_alive():
                connection.close()
        self._opened = [(thread, connection) for thread, connection in self._opened if thread.is_alive()]

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=self._busy_seconds,
            isolation_level=None,  # transactions are begun by hand
            check_same_thread=False,  # `close` closes the connections of all threads
            cached_statements=256,
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -8192")  # KiB
        return connection


def _check_writable(path: str) -> None:
    # SQLite opens such a file without a word, for reading; every write would fail until the next start.
    if not os.access(path, os.W_OK):
        raise TableBroken("The database cannot be written. Let the server's user write to file and folder.", path)
