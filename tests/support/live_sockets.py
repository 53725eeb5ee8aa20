"""Live sockets for tests: people with tickets in a server's own file, and sockets that listen."""

import json
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.people import Person, Principal, Role, Standing
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.live_tickets import save_live_ticket
from relayboard.store.people import save_person
from relayboard.store.store import Store

PEOPLE_AT_ONCE = 50  # a profile and a ticket each, and 100 writes in a transaction


def tickets_of_a_crowd(data: Path, names: list[str], role: Role) -> dict[str, str]:
    """Make people, and give each a ticket, straight into the file of a server; the tickets by the people's ids."""
    clock = SystemClock()
    table = SqliteTable(data / "relayboard.db", clock=clock, feed=FEED_PREFIXES)
    now = clock.now()
    tickets = {name: sha256(name.encode()).hexdigest() for name in names}
    writes = [write for name, ticket in tickets.items() for write in _arrival(name, ticket, role, now)]
    for start in range(0, len(writes), 2 * PEOPLE_AT_ONCE):
        Store(table).commit(writes[start : start + 2 * PEOPLE_AT_ONCE])
    table.close()
    return tickets


def _arrival(name, ticket, role, now):
    person = Person(
        id=name,
        email=f"{name}@crowd.example",
        name=name,
        role=role,
        standing=Standing.ACTIVE,
        created_at=now,
        updated_at=now,
    )
    digest = sha256(ticket.encode()).hexdigest()
    yield save_person(None, person)
    yield save_live_ticket(digest, Principal(name, role), expires_at=now + timedelta(seconds=60))


def socket_url(url: str, ticket: str) -> str:
    return f"ws://{urlsplit(url).netloc}/live?ticket={ticket}"


class Listener:
    """Somebody's live socket, and what has come over it."""

    def __init__(self, url: str, **options) -> None:
        self._connection = connect(url, open_timeout=30, close_timeout=5, **options)
        self.socket = self._connection.__enter__()
        self.heard = []
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for text in self.socket:
                self.heard.append(json.loads(text))
        except ConnectionClosed:
            pass

    @property
    def close_code(self) -> int | None:
        """The code that the socket was closed with, waiting for that."""
        self._thread.join(timeout=60)
        return self.socket.close_code

    @property
    def task_ids(self) -> set[str]:
        return {message["taskId"] for message in self.heard}

    def close(self) -> None:
        self._connection.__exit__(None, None, None)


@contextmanager
def listening(person, **options):
    """Open a live socket for somebody who is signed in at a server (`call`, `url`)."""
    reply = person.call("POST", "/live/ticket")
    assert reply.status_code == 201, reply.text
    listener = Listener(socket_url(person.url, reply.json()["ticket"]), **options)
    try:
        yield listener
    finally:
        listener.close()
