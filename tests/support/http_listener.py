"""An HTTP server whose answers a test writes byte by byte."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; header names are in lower case."""

    line: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    @property
    def operation(self) -> str:
        return self.headers.get("x-amz-target", "").rpartition(".")[2]


class Hangup(Exception):
    """Raised by a reply: the connection is to be cut."""


Reply: TypeAlias = Callable[[Request], Iterable[bytes]]
"""Yields the answer in pieces; it may wait between them, and may raise Hangup."""


def answer(body: object, *, status: int = 200, **headers: Any) -> bytes:
    """Write an answer; bodies other than bytes are written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content-length": len(content)} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode() + content


class Listener:
    """Listens on a free port of the loopback, with a thread for each connection.

    Attributes:
        requests: as they came, over all connections.
        connections: how many there were.
    """

    def __init__(self, reply: Reply, *, tls: ssl.SSLContext | None = None) -> None:
        self._reply = reply
        self._tls = tls
        self._server = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.requests: list[Request] = []
        self.connections = 0
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def hang_up(self) -> None:
        """Cut every connection there is now."""
        while self._open:
            with suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, Hangup), self._wrapped(connection) as wrapped, wrapped.makefile("rb") as received:
            self._open.append(wrapped)
            while line := received.readline():
                headers = dict(_header(line) for line in iter(received.readline, b"\r\n"))
                body = received.read(int(headers.get("content-length", 0)))
                request = Request(line.decode().strip(), headers, body)
                self.requests.append(request)
                for piece in self._reply(request):
                    wrapped.sendall(piece)

    def _wrapped(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection


def _header(line: bytes) -> tuple[str, str]:
    if not line:
        raise Hangup  # the client left in the middle
    name, _, value = line.decode("latin-1").partition(":")
    return name.strip().lower(), value.strip()
