"""What live sockets cost: from a change to the sockets that may hear of it, and the memory of each."""

import asyncio
import json
import re
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import uvloop

from bench import servers
from bench.load import Ask, Target, cpu_seconds, measure, memory_mib
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.people import Person, Principal, Role, Standing
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.live_tickets import save_live_ticket
from relayboard.store.people import save_person
from relayboard.store.store import Store

SOCKETS = 1000
WRITES = 100
_EVERY_SECONDS = 0.2
_AT_ONCE = 50  # a person and a ticket each, and 100 writes in a transaction
_PATIENCE_SECONDS = 10.0
_AT = re.compile(rb'"at":"([^"]+)"')


@dataclass(frozen=True, slots=True)
class LiveCost:
    """How long messages were on their way.

    Attributes:
        p50_ms, p99_ms: from the moment that the event bears, before the commit, to a socket's having it.
        cpu_ms: of the server, a change, its write included.
    """

    p50_ms: float
    p99_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """What was measured, with a thousand sockets open.

    Attributes:
        costs: by how many of the sockets hear of each change.
        kib_a_socket: of the server's memory.
    """

    costs: dict[int, LiveCost]
    kib_a_socket: float


def measure_live(folder: Path) -> LiveFigures:
    """Run a server, open sockets of as many people, and change tasks that all of them, or one, may see."""
    return uvloop.run(_measure(folder))


async def _measure(folder: Path) -> LiveFigures:
    with servers.relayboard(folder / "live-all") as target:
        before = memory_mib(target.pid)
        crowd = await _connected(target, _tickets(folder / "live-all", Role.ADMIN))
        kib = (memory_mib(target.pid) - before) * 1024 / SOCKETS
        to_all = await _changed(target, crowd)
    with servers.relayboard(folder / "live-one") as target:
        crowd = await _connected(target, _tickets(folder / "live-one", Role.MEMBER))
        to_one = await _changed(target, crowd, assignee_ids=["crowd-0"])
    return LiveFigures({SOCKETS: to_all, 1: to_one}, kib)


class _Socket(asyncio.Protocol):
    """A WebSocket that can only listen, so that listening costs next to nothing."""

    def __init__(self, path: str, host: str) -> None:
        self.opened = asyncio.get_running_loop().create_future()
        self.took: list[float] = []
        self._path, self._host = path, host

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        key = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        text = f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\n{key}dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        cast(asyncio.Transport, transport).write(text.encode())

    def data_received(self, data: bytes) -> None:
        now = time.time()
        if not self.opened.done():
            self.opened.set_result(data.startswith(b"HTTP/1.1 101"))
        for at in _AT.findall(data):
            self.took.append(now - datetime.fromisoformat(at.decode()).timestamp())


def _tickets(data: Path, role: Role) -> list[str]:
    """Make as many people, and give each a ticket, straight into the server's file."""
    clock = SystemClock()
    table = SqliteTable(data / "relayboard.db", clock=clock, feed=FEED_PREFIXES)
    store, now = Store(table), clock.now()
    tickets = [f"{number:064x}" for number in range(SOCKETS)]
    writes = []
    for number, ticket in enumerate(tickets):
        name = f"crowd-{number}"
        email = f"{name}@example.com"
        person = Person(
            id=name, email=email, name=name, role=role, standing=Standing.ACTIVE, created_at=now, updated_at=now
        )
        digest = sha256(ticket.encode()).hexdigest()
        expires_at = now + timedelta(seconds=60)
        writes += [
            save_person(None, person),
            save_live_ticket(digest, Principal(name, role), expires_at=expires_at),
        ]
    for start in range(0, len(writes), 2 * _AT_ONCE):
        store.commit(writes[start : start + 2 * _AT_ONCE])
    table.close()
    return tickets


async def _connected(target: Target, tickets: Sequence[str]) -> list[_Socket]:
    parts = urlsplit(target.url)
    loop = asyncio.get_running_loop()
    crowd = []
    for start in range(0, len(tickets), _AT_ONCE):
        opened = [
            loop.create_connection(
                lambda ticket=ticket: _Socket(f"/live?ticket={ticket}", parts.netloc), parts.hostname, parts.port
            )
            for ticket in tickets[start : start + _AT_ONCE]
        ]
        crowd += [socket for _, socket in await asyncio.gather(*opened)]
        if not all(await asyncio.gather(*(socket.opened for socket in crowd[start:]))):
            raise SystemExit("a socket was refused")
    return crowd


async def _changed(target: Target, crowd: Sequence[_Socket], assignee_ids: Sequence[str] = ()) -> LiveCost:
    """Create tasks one by one, so that each finds the server at rest, and see when sockets hear of it."""
    body = {"title": "Paint the fence", "assigneeIds": list(assignee_ids)}
    asks = iter([Ask("POST", "/api/v1/tasks", json.dumps(body).encode())] * (WRITES + 1))
    ask = lambda: measure(target, asks, connections=1, count=1)  # noqa: E731 - shorter than what it would replace
    await asyncio.to_thread(ask)  # the profiles of all are read for the first
    await asyncio.sleep(1)
    for socket in crowd:
        socket.took.clear()
    cpu = cpu_seconds(target.pid)
    for _ in range(WRITES):
        await asyncio.to_thread(ask)
        await asyncio.sleep(_EVERY_SECONDS)
    used = cpu_seconds(target.pid) - cpu
    hearing = [socket for socket in crowd if socket.took]
    events = 2 if assignee_ids else 1  # created, and assigned
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while any(len(socket.took) < WRITES * events for socket in hearing):
                await asyncio.sleep(0.05)
    expected = 1 if assignee_ids else len(crowd)
    if len(hearing) != expected or any(len(socket.took) != WRITES * events for socket in hearing):
        raise SystemExit("some sockets heard too little, or too much")
    took = sorted(seconds for socket in hearing for seconds in socket.took)
    return LiveCost(statistics.median(took) * 1000, took[int(len(took) * 0.99)] * 1000, used * 1000 / WRITES)
