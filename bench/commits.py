"""How many durable writes a second the SQLite adapter takes from several writers at once."""

import threading
import time
from pathlib import Path

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.ports.table import ABSENT, Put

SECONDS = 2.0
WARM_UP_SECONDS = 0.3
_TEXT = "x" * 1000


def commits_per_second(folder: Path, writers: int) -> float:
    """Return how many new items of 1 KB a second were written for good, each by a call of its own.

    Args:
        folder: where the database is made; on the disk that is to be measured.
    """
    table = SqliteTable(folder / f"commits-{writers}.db", clock=SystemClock(), feed=("EVENT#",))
    is_over = threading.Event()
    counts = [0] * writers

    def write(number: int) -> None:
        while not is_over.is_set():
            key = {"PK": f"TASK#{number}#{counts[number]}", "SK": "METADATA"}
            table.write(Put({**key, "text": _TEXT}, when=ABSENT))
            counts[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    time.sleep(WARM_UP_SECONDS)
    before, started = sum(counts), time.perf_counter()
    time.sleep(SECONDS)
    done, elapsed = sum(counts) - before, time.perf_counter() - started
    is_over.set()
    for thread in threads:
        thread.join()
    table.close()
    return done / elapsed
