"""Asks a server the same kind of thing again and again, and reads what that cost it."""

import re
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    method: str
    path: str
    body: bytes = b""


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


@dataclass(frozen=True, slots=True)
class Target:
    """A server to be asked."""

    url: str
    pid: int
    token: str = ""

    def written(self, ask: Ask) -> bytes:
        """Return a request as it goes over the wire."""
        lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: {urlsplit(self.url).netloc}"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if ask.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(ask.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + ask.body


class _Connection:
    """A kept-alive connection with at most one request under way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._sent_at = 0.0

    def send(self, request: bytes) -> None:
        self._received = b""
        self._sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> float | None:
        """Take what has come; return the seconds since the request when the answer is complete."""
        self._received += self.socket.recv(1 << 18)
        head, separator, body = self._received.partition(_HEAD_END)
        if not separator:
            return None
        length = _LENGTH.search(head)
        if length is not None and len(body) < int(length[1]):
            return None
        if not head.startswith(b"HTTP/1.1 2"):
            raise SystemExit(f"the server answered {self._received[:600]!r}")
        return time.perf_counter() - self._sent_at


def measure(target: Target, asks: Iterator[Ask], *, connections: int, count: int) -> Cost:
    """Send `count` requests over a number of connections at once, from one thread."""
    parts = urlsplit(target.url)
    requests = iter([target.written(next(asks)) for _ in range(count)])
    selector = selectors.DefaultSelector()
    for _ in range(min(connections, count)):
        one = _Connection((str(parts.hostname), int(parts.port or 80)))
        selector.register(one.socket, selectors.EVENT_READ, one)
    cpu, started = cpu_seconds(target.pid), time.perf_counter()
    took = _drive(selector, requests, count)
    elapsed, used = time.perf_counter() - started, cpu_seconds(target.pid) - cpu
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    selector.close()
    return Cost(used * 1000 / count, count / elapsed, sorted(took)[int(count * 0.95)] * 1000)


def _drive(selector: selectors.BaseSelector, requests: Iterator[bytes], count: int) -> list[float]:
    for key in list(selector.get_map().values()):
        key.data.send(next(requests))
    took: list[float] = []
    while len(took) < count:
        for key, _ in selector.select(timeout=30) or _silence():
            seconds = key.data.receive()
            if seconds is None:
                continue
            took.append(seconds)
            following = next(requests, None)
            if following is not None:
                key.data.send(following)
    return took


def _silence() -> list[tuple[selectors.SelectorKey, int]]:
    raise SystemExit("the server has not answered for 30 seconds")


def in_turns(measured: dict[str, Callable[[], Cost]], *, rounds: int) -> dict[str, Cost]:
    """Measure several things in turns, so that noise hits all of them, and return each one's medians."""
    found: dict[str, list[Cost]] = {name: [] for name in measured}
    for _ in range(rounds):
        for name, run in measured.items():
            found[name].append(run())
    return {name: _median(costs) for name, costs in found.items()}


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.cpu_ms for cost in costs),
        statistics.median(cost.per_second for cost in costs),
        statistics.median(cost.p95_ms for cost in costs),
    )


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used, in user and system mode, all threads together."""
    # A process's CPU clock by its id, to the nanosecond: clock_getcpuclockid(3) on Linux makes the same number.
    return time.clock_gettime(~pid << 3 | 2)


def memory_mib(pid: int) -> float:
    """Return the resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
