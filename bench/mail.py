"""What mail costs: the time until it is accepted, and what a dead mail server does to writes."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import operations, servers
from bench.load import Cost, Target, measure

WRITES = 200
MAILS = 200
_LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something took: half of all times, and 99 of 100, were shorter."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class MailFigures:
    """What was measured.

    Attributes:
        accepted: from the answer to a write to the mail server's "accepted", one by one.
        writes: the cost of writes that somebody hears of, by the state of the mail server.
    """

    accepted: Wait
    writes: dict[str, Cost]


class MailServer:
    """A mail server of few words; it notes when it accepts a mail.

    Args:
        mode: `healthy`, `hanging` (takes connections and never speaks) or `421` (sends everybody away).
    """

    def __init__(self, mode: str, *, port: int = 0) -> None:
        self.mode = mode
        self.accepted: list[float] = []
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._held: list[socket.socket] = []
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """Stop; a connection that hangs is cut."""
        self._listener.close()
        for one in self._held:
            one.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._held.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        if self.mode == "hanging":
            return
        with connection, connection.makefile("rwb", buffering=0) as stream:
            stream.write(b"421 come back later\r\n" if self.mode == "421" else b"220 ready\r\n")
            if self.mode == "421":
                return
            for line in stream:
                stream.write(self._answer(line, stream))

    def _answer(self, line: bytes, stream: socket.SocketIO) -> bytes:
        if line.upper().startswith(b"DATA"):
            stream.write(b"354 go on\r\n")
            while stream.readline() not in (b".\r\n", b""):
                pass
            self.accepted.append(time.perf_counter())
            return b"250 accepted\r\n"
        return b"250 fine\r\n"


def measure_mail(folder: Path) -> MailFigures:
    """Run a server with each kind of mail server and write to it."""
    writes: dict[str, Cost] = {}
    with _served(folder / "healthy", "healthy") as (target, server, member_id):
        writes["healthy"] = _writes(target, member_id)
        accepted = _until_accepted(target, server, member_id)
    for mode in ("refusing", "hanging", "421"):
        with _served(folder / mode, mode) as (target, _, member_id):
            writes[mode] = _writes(target, member_id)
    return MailFigures(accepted, writes)


@contextmanager
def _served(folder: Path, mode: str) -> Iterator[tuple[Target, MailServer, str]]:
    server = MailServer(mode)
    if mode == "refusing":
        server.close()
    try:
        with servers.relayboard(folder, "--smtp", f"smtp://127.0.0.1:{server.port}") as target:
            yield target, server, servers.people(target)[-1]["id"]
    finally:
        server.close()


def _writes(target: Target, member_id: str) -> Cost:
    asks = operations.assigned_to(member_id)
    measure(target, asks, connections=1, count=30)
    return measure(target, asks, connections=1, count=WRITES)


def _until_accepted(target: Target, server: MailServer, member_id: str) -> Wait:
    _until_quiet(server)
    asks, took = operations.assigned_to(member_id), []
    for _ in range(MAILS):
        before = len(server.accepted)
        measure(target, asks, connections=1, count=1)
        answered = time.perf_counter()
        _until(lambda number=before: len(server.accepted) > number)
        took.append(server.accepted[before] - answered)
        time.sleep(0.05)
    return Wait(statistics.median(took) * 1000, statistics.quantiles(took, n=100)[98] * 1000)


def _until_quiet(server: MailServer) -> None:
    seen = -1
    while seen != len(server.accepted):
        seen = len(server.accepted)
        time.sleep(0.7)


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + _LONGEST_WAIT_SECONDS
    while not is_so():
        if time.perf_counter() > deadline:
            raise SystemExit("no mail came")
        time.sleep(0.0005)
