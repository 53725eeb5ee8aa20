"""Kept-alive connections to one HTTP server, with a deadline for each request as a whole."""

import os
import select
import socket
import ssl
import time
from collections import deque
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from relayboard.adapters.http_messages import Answer, BadAnswer, read_answer, request_bytes

__all__ = ["Answer", "ConnectionBroken", "Connections", "seconds_left"]

_CONNECT_SECONDS = 2.0
_MOST_IDLE = 64
_LONGEST_IDLE_SECONDS = 30.0  # routers on the way forget quiet connections without a word


class ConnectionBroken(Exception):
    """No whole answer came in time; the request may have been carried out."""


class Connections:
    """Connections to `http[s]://host[:port]`, used from any number of threads, each for one request at a time.

    Args:
        roots: a file of the certificates that TLS trusts, or a folder where each has the name that OpenSSL looks
            for, and is read when it is needed; without either, those of the machine.

    Attributes:
        host: as the header Host names it.

    Raises:
        ValueError: the address is something else.
    """

    def __init__(self, url: str, *, deadline_seconds: float, roots: str | None = None) -> None:
        self._address = _address_in(url)
        self.host = self._address.named
        self._deadline_seconds = deadline_seconds
        self._roots = roots
        self._idle: deque[_Connection] = deque()

    def connect(self) -> None:
        """Open one more connection, for the next request.

        Raises:
            ConnectionBroken.
        """
        connection = self._new()
        try:
            connection.open(time.monotonic() + self._deadline_seconds)
        except OSError as error:
            connection.close()
            raise self._broken(error) from error
        self._keep(connection)

    def post(self, headers: Mapping[str, str], body: bytes, *, path: str = "/") -> Answer:
        """Send a request once, and return its answer.

        Raises:
            ConnectionBroken.
        """
        return self.send("POST", headers, body, path=path)

    def send(self, method: str, headers: Mapping[str, str], body: bytes, *, path: str) -> Answer:
        """Send a request of any method once, and return its answer.

        Raises:
            ConnectionBroken.
        """
        request = request_bytes(path, headers, body, method=method)
        deadline = time.monotonic() + self._deadline_seconds
        connection = self._take()
        try:
            answer = connection.exchange(request, deadline)
        except (OSError, BadAnswer) as error:
            raise self._broken(error) from error
        self._keep(connection)
        return answer

    def _broken(self, error: Exception) -> ConnectionBroken:
        return ConnectionBroken(f"{self.host}: {str(error) or type(error).__name__}")

    def _keep(self, connection: "_Connection") -> None:
        self._idle.append(connection)
        if len(self._idle) > _MOST_IDLE:
            self._idle.popleft().close()

    def _take(self) -> "_Connection":
        try:
            return self._idle.pop()  # the one used last, so that a quiet time leaves few open
        except IndexError:
            return self._new()

    def _new(self) -> "_Connection":
        return _Connection(self._address, self._roots)


class _Address(NamedTuple):
    is_tls: bool
    host: str
    port: int
    named: str


def _address_in(url: str) -> _Address:
    scheme, _, rest = url.partition("://")
    rest = rest.removesuffix("/")
    host, port = _host_and_port(rest)
    if scheme not in ("http", "https") or not host or any(letter in rest for letter in "/?#@ "):
        raise ValueError(f"“{url}” is no http://HOST:PORT or https://HOST:PORT")
    standard = 443 if scheme == "https" else 80
    number = int(port) if port else standard
    name = f"[{host}]" if ":" in host else host
    return _Address(scheme == "https", host, number, name if number == standard else f"{name}:{number}")


def _host_and_port(place: str) -> tuple[str, str]:
    """Split a place; the host is empty where there is none, or the port is no number."""
    if place.startswith("["):
        host, _, port = place[1:].partition("]")
        port, is_right = port[1:], port[:1] in ("", ":")
    else:
        host, _, port = place.partition(":")
        is_right = True
    is_right = is_right and (not port or (port.isascii() and port.isdecimal() and int(port) < 65536))
    return (host.lower() if is_right else ""), port


@cache
def _tls(roots: str | None) -> ssl.SSLContext:
    if roots is None:
        return ssl.create_default_context()  # reading some hundred certificates takes 20 ms
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks certificates and names
    is_folder = os.path.isdir(roots)  # noqa: PTH112 - pathlib takes longer to import than this to run
    context.load_verify_locations(**{"capath" if is_folder else "cafile": roots})
    return context


class _Connection:
    """One connection, opened when there is something to send."""

    def __init__(self, address: _Address, roots: str | None) -> None:
        self._address = address
        self._roots = roots
        self._socket: socket.socket | None = None
        self._used_at = 0.0

    def open(self, deadline: float) -> socket.socket:
        self.close()
        self._socket = self._opened(min(_CONNECT_SECONDS, seconds_left(deadline)))
        self._used_at = time.time()
        return self._socket

    def exchange(self, request: bytes, deadline: float) -> Answer:
        try:
            server = self._sent(request, deadline)
            answer, is_kept = read_answer(lambda most: _received(server, most, deadline))
        except BaseException:
            self.close()
            raise
        self._used_at = time.time()
        if not is_kept:
            self.close()
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _opened(self, timeout_seconds: float) -> socket.socket:
        # As bytes, names need no Unicode tables, which take 2 ms to load.
        host = self._address.host.encode("ascii" if self._address.host.isascii() else "idna")
        place: Any = (host, self._address.port)  # typeshed knows only names as text
        plain = socket.create_connection(place, timeout_seconds)
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _tls(self._roots).wrap_socket(plain, server_hostname=host) if self._address.is_tls else plain
        except BaseException:
            plain.close()
            raise

    def _sent(self, request: bytes, deadline: float) -> socket.socket:
        if self._socket is not None and self._is_fresh(self._socket):
            try:
                return _send(self._socket, request, deadline)
            except OSError:
                pass  # closed by the server; what has not been sent whole cannot have been carried out
        return _send(self.open(deadline), request, deadline)

    def _is_fresh(self, server: socket.socket) -> bool:
        # The clock of the wall goes on while Lambda has us frozen.
        if not 0 <= time.time() - self._used_at <= _LONGEST_IDLE_SECONDS:
            return False
        poll = select.poll()
        poll.register(server, select.POLLIN)
        return not poll.poll(0) or _is_only_tls(server)  # no answer is due, so anything else to read is the end


def _is_only_tls(server: socket.socket) -> bool:
    """Read what TLS itself has sent, such as the tickets after a handshake, and tell whether that was all."""
    if not isinstance(server, ssl.SSLSocket):
        return False
    server.settimeout(0)
    try:
        server.recv(1)
    except ssl.SSLWantReadError:
        return True
    except OSError:
        pass
    return False


def _send(server: socket.socket, request: bytes, deadline: float) -> socket.socket:
    server.settimeout(seconds_left(deadline))
    server.sendall(request)
    return server


def _received(server: socket.socket, most: int, deadline: float) -> bytes:
    server.settimeout(seconds_left(deadline))
    return server.recv(most)


def seconds_left(deadline: float) -> float:
    """Return how many seconds there are until a moment of the monotonic clock.

    Raises:
        TimeoutError: none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left
