"""What the disk and SQLite take by themselves."""

import os
import sqlite3
import time
from pathlib import Path

COUNT = 300


def fsyncs_per_second(folder: Path) -> float:
    """Return how often a second the disk takes 4 KiB for good."""
    with (folder / "fsync").open("wb", buffering=0) as file:
        started = time.perf_counter()
        for _ in range(COUNT):
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
        return COUNT / (time.perf_counter() - started)


def transactions_per_second(folder: Path) -> float:
    """Return how often a second bare SQLite commits one row for good."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)")
    started = time.perf_counter()
    for number in range(COUNT):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare VALUES (?, ?)", (number, "x" * 1000))
        connection.execute("COMMIT")
    elapsed = time.perf_counter() - started
    connection.close()
    return COUNT / elapsed
