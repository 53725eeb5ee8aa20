"""Who has live sockets open at this server, and what is sent to them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable
from enum import IntEnum
from typing import Any

from relayboard.notify.live import MOST_OF_ONE_PERSON

MOST_SOCKETS = 10_000
FILES_FOR_OTHERS = 500  # requests, the table, what sends mail
LONGEST_QUEUE = 500

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Close(IntEnum):
    """Why a socket is closed (RFC 6455 §7.4.1 and IANA's registry)."""

    COME_AGAIN = 1000
    NOT_ALLOWED = 1008
    CATCH_UP = 1012


class LiveSocket:
    """One person's socket; lives in the event loop.

    Args:
        send: as ASGI has it.
        abort: hangs up without waiting for anything.
    """

    def __init__(self, user_id: str, send: Send, abort: Callable[[], None]) -> None:
        self.user_id = user_id
        self._send = send
        self._abort = abort
        self._waiting: deque[dict[str, Any]] = deque()
        self._sender: asyncio.Task[None] | None = None

    def push(self, text: str) -> None:
        """Send a text after those before it; whoever does not keep up is cut off, and catches up elsewhere."""
        if len(self._waiting) >= LONGEST_QUEUE:
            self._waiting.clear()
            self._abort()
            return
        self._enqueue({"type": "websocket.send", "text": text})

    def close(self, code: Close) -> None:
        """Say goodbye after what is still to be sent."""
        self._enqueue({"type": "websocket.close", "code": int(code)})

    def _enqueue(self, message: dict[str, Any]) -> None:
        self._waiting.append(message)
        if self._sender is None:
            self._sender = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._send(self._waiting.popleft())
        except (OSError, RuntimeError):  # it has gone, or is being closed; whoever listens to it is told so
            self._waiting.clear()
        finally:
            self._sender = None


class LiveHub:
    """Every live socket of this server. All but `push`, `close` and `user_ids` is for the event loop alone.

    Args:
        open_files: how many files this process may have open; sockets leave some to others.
    """

    def __init__(self, *, open_files: int = MOST_SOCKETS * 2) -> None:
        self._most = min(MOST_SOCKETS, max(open_files // 2, open_files - FILES_FOR_OTHERS))
        self._sockets: dict[str, set[LiveSocket]] = {}
        self._count = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_following = False

    def __len__(self) -> int:
        return self._count

    def has_room_for(self, user_id: str) -> bool:
        """Tell whether one more socket of a person can be taken."""
        return self._count < self._most and len(self._sockets.get(user_id, ())) < MOST_OF_ONE_PERSON

    def add(self, socket: LiveSocket) -> None:
        """Push to this socket from now on."""
        self._loop = asyncio.get_running_loop()
        self._sockets.setdefault(socket.user_id, set()).add(socket)
        self._count += 1

    def remove(self, socket: LiveSocket) -> None:
        """Push no more to this socket."""
        theirs = self._sockets[socket.user_id]
        theirs.remove(socket)
        self._count -= 1
        if not theirs:
            del self._sockets[socket.user_id]

    def user_ids(self) -> Collection[str]:
        """Return whose sockets there are; for any thread."""
        return list(self._sockets)

    def push(self, user_ids: Iterable[str], text: str) -> None:
        """Send a text to every socket of these people; for any thread, and waits for none of them."""
        self._in_loop(self._push, tuple(user_ids), text)

    def close(self, user_ids: Iterable[str], code: Close) -> None:
        """Close every socket of these people; for any thread, and waits for none of them."""
        self._in_loop(self._close, tuple(user_ids), code)

    def _in_loop(self, work: Callable[..., None], *arguments: Any) -> None:
        if self._loop is None or self._loop.is_closed():
            return  # nobody has come yet, or all have gone
        self._loop.call_soon_threadsafe(work, *arguments)

    def _push(self, user_ids: Iterable[str], text: str) -> None:
        for socket in self._of(user_ids):
            socket.push(text)

    def _close(self, user_ids: Iterable[str], code: Close) -> None:
        for socket in self._of(user_ids):
            socket.close(code)

    def _of(self, user_ids: Iterable[str]) -> list[LiveSocket]:
        return [socket for user_id in user_ids for socket in self._sockets.get(user_id, ())]
