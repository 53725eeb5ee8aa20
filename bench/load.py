"""Asks a server the same thing again and again, and reads what that cost it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    method: str
    path: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What requests cost.

    Attributes:
        cpu_ms: of the whole server process, a request.
        per_second: requests answered.
        p95_ms: 95 % were answered within.
    """

    cpu_ms: float
    per_second: float
    p95_ms: float


def measure(url: str, pid: int, asks: Iterator[Ask], *, connections: int, count: int, token: str) -> Cost:
    """Send `count` requests over a number of connections at once."""
    lock, took = threading.Lock(), []
    left = iter(range(count))

    def next_ask() -> Ask | None:
        with lock:
            return next(asks) if next(left, None) is not None else None

    def run() -> None:
        connection = HTTPConnection(urlsplit(url).netloc)
        mine = list(_durations(connection, next_ask, token))
        connection.close()
        with lock:
            took.extend(mine)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    cpu, started = cpu_seconds(pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    return Cost(
        cpu_ms=(cpu_seconds(pid) - cpu) * 1000 / count,
        per_second=count / elapsed,
        p95_ms=sorted(took)[int(len(took) * 0.95)] * 1000,
    )


def _durations(connection: HTTPConnection, next_ask: Callable[[], Ask | None], token: str) -> Iterator[float]:
    headers = {"Authorization": token, "Content-Type": "application/json"}
    while (ask := next_ask()) is not None:
        started = time.perf_counter()
        connection.request(ask.method, ask.path, ask.body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{ask.method} {ask.path}: {answer.status} {text[:300]!r}")
        yield time.perf_counter() - started


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mib(pid: int) -> float:
    """Return the resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
