"""`python -m bench.soak --minutes 20`: mixed load for a while; memory, handles, log and latency must not creep."""

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from bench import operations, servers
from bench.load import Ask, Target, measure, memory_mib

TASKS = 300
ROUND = 600
CONNECTIONS = 4
TOKEN_SECONDS = 600  # tokens live 15 minutes


@dataclass(frozen=True, slots=True)
class Sample:
    """The server after a minute of load.

    Attributes:
        handles: open files, sockets among them.
        wal_mib: size of SQLite's write-ahead log.
    """

    minute: int
    requests: int
    memory_mib: float
    handles: int
    wal_mib: float
    p95_ms: float


def main() -> None:
    """Load a server, print a sample for each minute, and compare the end with the beginning."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--per-second", type=int, default=300, help="requests, on average")
    options = parser.parse_args()
    console = Console(width=115)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with servers.relayboard(folder) as target:
            samples = list(_samples(target, folder, options, console))
    _print(samples, console)


def _samples(target: Target, folder: Path, options: argparse.Namespace, console: Console) -> Iterator[Sample]:
    person = servers.people(target)[-1]["id"]
    asks = _mixed(_made(target), person)
    signed_in_at = time.monotonic()
    for minute in range(1, options.minutes + 1):
        if time.monotonic() - signed_in_at > TOKEN_SECONDS:
            target = replace(target, token=servers.admin_token(target.url))
            signed_in_at = time.monotonic()
        sample = _minute(minute, target, folder, asks, pause=ROUND / options.per_second)
        console.print(sample)
        yield sample


def _minute(minute: int, target: Target, folder: Path, asks: Iterator[Ask], *, pause: float) -> Sample:
    """Load the server for a minute.

    Args:
        pause: seconds from the beginning of one round of requests to that of the next.
    """
    until, requests, slowest = time.monotonic() + 60, 0, []
    while (began := time.monotonic()) < until:
        slowest.append(measure(target, asks, connections=CONNECTIONS, count=ROUND).p95_ms)
        requests += ROUND
        time.sleep(max(0.0, began + pause - time.monotonic()))
    return Sample(
        minute=minute,
        requests=requests,
        memory_mib=memory_mib(target.pid),
        handles=len(list(Path(f"/proc/{target.pid}/fd").iterdir())),
        wal_mib=(folder / "relayboard.db-wal").stat().st_size / 2**20,
        p95_ms=sorted(slowest)[len(slowest) // 2],
    )


def _mixed(ids: list[str], person: str) -> Iterator[Ask]:
    """Ask for a bit of everything, mail included; reads are the most."""
    kinds = (
        operations.get(ids),
        operations.list_50(ids),
        operations.get(ids),
        operations.update(ids),
        operations.get(ids),
        operations.move(ids),
        operations.list_50(ids),
        operations.create(ids),
    )
    for number in itertools.count():
        yield from (next(kind) for kind in kinds)
        if number % 25 == 0:
            yield next(operations.assigned_to(person))


def _made(target: Target) -> list[str]:
    connection = HTTPConnection(urlsplit(target.url).netloc)
    headers = {"Authorization": target.token, "Content-Type": "application/json"}
    ids = []
    for number in range(TASKS):
        body = json.dumps({"title": f"Task {number}"})
        connection.request("POST", f"{operations.ROOT}/tasks", body, headers)
        ids.append(json.loads(connection.getresponse().read())["id"])
    connection.close()
    return ids


def _print(samples: list[Sample], console: Console) -> None:
    table = Table("", "memory MiB", "handles", "log MiB", "p95 ms")
    for name, sample in (("first minute", samples[0]), ("last minute", samples[-1])):
        row = (f"{sample.memory_mib:.0f}", str(sample.handles), f"{sample.wal_mib:.1f}", f"{sample.p95_ms:.1f}")
        table.add_row(name, *row)
    console.print(table)
    console.print(f"{sum(sample.requests for sample in samples):,} requests in {len(samples)} minutes")


if __name__ == "__main__":
    main()
