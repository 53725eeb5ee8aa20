"""Pushes events to live sockets that others hold for us: a hint that something happened, never the thing itself.

There is no ledger of pushes. What does not arrive, a page asks for when it connects again; so a socket that cannot
be reached is closed, and an event that is pushed twice carries the same id.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from relayboard.domain.errors import Unavailable
from relayboard.domain.events import Event
from relayboard.domain.following import holders
from relayboard.notify.live import is_for, live_message
from relayboard.ports.clock import Clock
from relayboard.ports.sockets import Gone, Sockets
from relayboard.ports.table import Item
from relayboard.store.events import event_of, is_event
from relayboard.store.people import person_ref
from relayboard.store.sockets import Socket, close_socket, socket_of, sockets_of, sockets_of_admins
from relayboard.store.store import Store
from relayboard.store.tasks import task_ref

# API Gateway says that a connection is gone also while it is being opened.
OPENING = timedelta(seconds=30)

_log = logging.getLogger(__name__)


class LivePushes:
    """Subscribes live sockets to the events of tasks.

    Of the table it reads the task once, the sockets of admins and of each person who has the task by one query
    each, and the profiles of those who have sockets at once.
    """

    name = "live"

    def __init__(self, store: Store, sockets: Sockets, clock: Clock) -> None:
        self._store = store
        self._sockets = sockets
        self._clock = clock

    def wants(self, item: Item) -> bool:
        return is_event(item)

    def handle(self, item: Item) -> None:
        """Push an event to everybody's sockets who may follow it, by their rights as they are now.

        Raises:
            Unavailable: some may not have it; push again.
        """
        event = event_of(item)
        message = live_message(event)
        if message is not None:
            self._push(message, self._listening(event))

    def retry_due(self) -> datetime | None:
        return None

    def _listening(self, event: Event) -> list[Socket]:
        task = self._store.get(task_ref(event.subject.id))
        holding = holders(event, task)
        sockets = self._open(holding)
        if not sockets:
            return []
        people = self._store.fetch(*(person_ref(one.user_id) for one in sockets))
        return [one for one in sockets if is_for(event, holding, people[person_ref(one.user_id)])]

    def _open(self, user_ids: Iterable[str]) -> list[Socket]:
        """Return the sockets of admins and of these people, each once."""
        queries = [sockets_of_admins(), *map(sockets_of, sorted(user_ids))]
        found = {one.id: one for query in queries for one in self._store.all(query, socket_of)}
        return list(found.values())

    def _push(self, message: str, sockets: Iterable[Socket]) -> None:
        trouble: Unavailable | None = None
        for socket in sockets:
            try:
                self._send(socket, message)
            except Unavailable as error:
                trouble = error  # the others do not wait for this one
        if trouble is not None:
            raise trouble

    def _send(self, socket: Socket, message: str) -> None:
        try:
            self._sockets.send(socket.id, message)
        except Gone:
            self._forget(socket)
        except Unavailable:
            self._sockets.close(socket.id)
            self._forget(socket)

    def _forget(self, socket: Socket) -> None:
        if self._clock.now() - socket.opened_at > OPENING:
            self._store.commit([close_socket(socket.id)])
            _log.info("socket_pruned", extra={"user_id": socket.user_id})
