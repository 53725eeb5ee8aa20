"""Opens live sockets for whoever has a ticket: what API Gateway and two functions do on AWS."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any
from urllib.parse import parse_qsl

from relayboard.domain.errors import NotFound, Unavailable
from relayboard.local.gateway import Headers
from relayboard.local.live.hub import Close, LiveHub, LiveSocket
from relayboard.notify.live import SOCKET_SECONDS
from relayboard.services.live_tickets import TICKET_LENGTH, LiveTickets

PATH = "/live"
MESSAGES_A_MINUTE = 30
_PONG = '{"type":"pong"}'

Scope = Mapping[str, Any]
Receive = Callable[[], Any]
Send = Callable[..., Any]


class LiveEndpoint:
    """The ASGI application of live sockets.

    Args:
        origins: of the pages, beside the one whose host is asked; programs that are no browser name none, and need
            only the ticket.
        executor: where tickets are looked at, so that the event loop need not wait for the table.
        socket_seconds: how long a socket lives at most.
    """

    def __init__(
        self,
        hub: LiveHub,
        tickets: LiveTickets,
        *,
        origins: frozenset[str],
        executor: Executor,
        socket_seconds: float = SOCKET_SECONDS,
    ) -> None:
        self._hub = hub
        self._tickets = tickets
        self._origins = origins
        self._executor = executor
        self._socket_seconds = socket_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # that somebody wants to connect
        admitted = await self._admit(scope)
        if isinstance(admitted, int):
            await _refuse(send, admitted)
            return
        socket = LiveSocket(admitted, send, scope["state"]["abort"])
        await send({"type": "websocket.accept"})
        self._hub.add(socket)
        end = asyncio.get_running_loop().call_later(self._socket_seconds, socket.close, Close.COME_AGAIN)
        try:
            await _listen(socket, receive)
        finally:
            end.cancel()
            self._hub.remove(socket)

    async def _admit(self, scope: Scope) -> str | int:
        """Return who may connect, or the status that says why nobody may."""
        if not self._is_ours(Headers(scope["headers"])):
            return 403
        ticket = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("ticket", "")
        if len(ticket) != TICKET_LENGTH:
            return 401
        if not self._hub.is_following:
            return 503
        loop = asyncio.get_running_loop()
        try:
            holder = await loop.run_in_executor(self._executor, self._tickets.redeem, ticket)
        except NotFound:
            return 401
        except Unavailable:
            return 503
        return holder.user_id if self._hub.has_room_for(holder.user_id) else 503

    def _is_ours(self, headers: Mapping[str, str]) -> bool:
        origin = headers.get("origin")
        return origin is None or origin in self._origins or origin.partition("://")[2] == headers.get("host")


async def _listen(socket: LiveSocket, receive: Receive) -> None:
    """Answer what a page says, so that it knows that we are there, until the socket is closed."""
    minute, said = 0.0, 0
    while (await receive())["type"] != "websocket.disconnect":
        now = asyncio.get_running_loop().time()
        if now - minute > 60:
            minute, said = now, 0
        said += 1
        if said > MESSAGES_A_MINUTE:
            socket.close(Close.NOT_ALLOWED)
        else:
            socket.push(_PONG)


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
