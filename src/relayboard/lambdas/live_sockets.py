"""What a WebSocket API asks when a page opens a socket, and when it is closed.

The shapes are those of the Amazon API Gateway Developer Guide, "Set up integration requests for WebSocket APIs".
"""

from relayboard.domain.errors import NotFound, Unavailable
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.lambdas.proxy import headers_of
from relayboard.notify.live import MOST_OF_ONE_PERSON
from relayboard.ports.clock import Clock
from relayboard.services.live_tickets import LiveTickets
from relayboard.store.sockets import Socket, close_socket, open_socket, socket_of, sockets_of
from relayboard.store.store import Store


class LiveConnect:
    """Opens a socket for whoever has a ticket, on one of our own pages.

    Args:
        origins: of the pages; programs that are no browser name none, and need only the ticket.
    """

    def __init__(self, store: Store, tickets: LiveTickets, clock: Clock, *, origins: frozenset[str]) -> None:
        self._store = store
        self._tickets = tickets
        self._clock = clock
        self._origins = origins

    def __call__(self, event: Event, facts: Facts, _: Patience) -> dict[str, int]:
        facts["status"] = status = self._status(event, facts)
        return {"statusCode": status}

    def _status(self, event: Event, facts: Facts) -> int:
        origin = headers_of(event).get("origin")
        if origin is not None and origin.lower() not in self._origins:
            return 403
        try:
            return self._opened(event, facts)
        except NotFound:
            return 401
        except Unavailable:
            return 503

    def _opened(self, event: Event, facts: Facts) -> int:
        ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
        holder = self._tickets.redeem(ticket)
        facts["user_id"] = holder.user_id
        if not self._has_room_for(holder.user_id):
            return 503
        connection_id = event["requestContext"]["connectionId"]
        socket = Socket(id=connection_id, user_id=holder.user_id, role=holder.role, opened_at=self._clock.now())
        self._store.commit([open_socket(socket)])
        return 200

    def _has_room_for(self, user_id: str) -> bool:
        known = self._store.page(sockets_of(user_id), socket_of)
        return len(known.items) < MOST_OF_ONE_PERSON


class LiveDisconnect:
    """Forgets a socket. API Gateway does not promise to tell of every end."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, event: Event, facts: Facts, _: Patience) -> dict[str, int]:
        context = event["requestContext"]
        facts["close_code"] = context.get("disconnectStatusCode")
        self._store.commit([close_socket(context["connectionId"])])
        return {"statusCode": 200}
