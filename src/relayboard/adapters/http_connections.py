"""Kept-alive connections to one HTTP server, with a deadline for each request as a whole."""

import select
import socket
import ssl
import time
from collections import deque
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_CONNECT_SECONDS = 2.0
_MOST_IDLE = 64
_LONGEST_IDLE_SECONDS = 30.0  # routers on the way forget quiet connections without a word


class Answer(NamedTuple):
    """A whole answer."""

    status: int
    headers: HTTPMessage
    body: bytes


class ConnectionBroken(Exception):
    """No whole answer came in time; the request may have been carried out."""


class Connections:
    """Connections to `http[s]://host[:port]`, used from any number of threads, each for one request at a time.

    Attributes:
        host: as the header Host names it.

    Raises:
        ValueError: the address is something else.
    """

    def __init__(self, url: str, *, deadline_seconds: float) -> None:
        parts = urlsplit(url)
        is_bare = parts.path in ("", "/") and not parts.query and parts.username is None
        if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
            raise ValueError(f"“{url}” is no http://HOST:PORT or https://HOST:PORT")
        self._is_tls = parts.scheme == "https"
        standard_port = 443 if self._is_tls else 80
        self._address = (parts.hostname, parts.port or standard_port)
        name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.host = name if self._address[1] == standard_port else f"{name}:{parts.port}"
        self._deadline_seconds = deadline_seconds
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
        deadline = time.monotonic() + self._deadline_seconds
        connection = self._take()
        try:
            answer = connection.post(path, headers, body, deadline)
        except (OSError, HTTPException) as error:
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
        host, port = self._address
        return _Connection(
            HTTPSConnection(host, port, context=_tls()) if self._is_tls else HTTPConnection(host, port)
        )


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()  # reading the certificates takes long


class _Connection:
    """One connection, opened when there is something to send."""

    def __init__(self, http: HTTPConnection) -> None:
        self._http = http
        self._used_at = 0.0

    def open(self, deadline: float) -> None:
        self.close()
        self._http.timeout = min(_CONNECT_SECONDS, _left(deadline))
        self._http.connect()
        self._used_at = time.time()

    def post(self, path: str, headers: Mapping[str, str], body: bytes, deadline: float) -> Answer:
        try:
            self._send(path, headers, body, deadline)
            answer = self._receive(deadline)
        except BaseException:
            self.close()
            raise
        self._used_at = time.time()
        return answer

    def close(self) -> None:
        self._http.close()

    def _send(self, path: str, headers: Mapping[str, str], body: bytes, deadline: float) -> None:
        if self._http.sock is not None and self._is_fresh():
            try:
                return self._send_once(path, headers, body, deadline)
            except OSError:
                pass  # closed by the server; what has not been sent whole cannot have been carried out
        self.open(deadline)
        return self._send_once(path, headers, body, deadline)

    def _send_once(self, path: str, headers: Mapping[str, str], body: bytes, deadline: float) -> None:
        self._http.sock.settimeout(_left(deadline))
        self._http.request("POST", path, body, headers)

    def _receive(self, deadline: float) -> Answer:
        def timed(sock: socket.socket, **options: Any) -> HTTPResponse:  # whatever http.client gives
            return HTTPResponse(_Deadline(sock, deadline), **options)  # type: ignore[arg-type]  # needs only makefile

        self._http.response_class = timed  # type: ignore[assignment]  # it is only called
        with self._http.getresponse() as response:
            if response.length is None and not response.chunked:
                raise HTTPException("the answer does not say where it ends")  # so half of it would look whole
            return Answer(response.status, response.headers, response.read())

    def _is_fresh(self) -> bool:
        # The clock of the wall goes on while Lambda has us frozen.
        if not 0 <= time.time() - self._used_at <= _LONGEST_IDLE_SECONDS:
            return False
        poll = select.poll()
        poll.register(self._http.sock, select.POLLIN)
        return not poll.poll(0) or self._is_only_tls()  # no answer is due, so anything else to read is the end

    def _is_only_tls(self) -> bool:
        """Read what TLS itself has sent, such as the tickets after a handshake, and tell whether that was all."""
        if not isinstance(self._http.sock, ssl.SSLSocket):
            return False
        self._http.sock.settimeout(0)
        try:
            self._http.sock.recv(1)
        except ssl.SSLWantReadError:
            return True
        except OSError:
            pass
        return False


class _Deadline(RawIOBase):
    """What a socket receives until a deadline, in however many pieces it comes."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._socket = sock
        self._stream = sock.makefile("rb", buffering=0)  # keeps the socket open until the answer is read
        self._at = deadline

    def makefile(self, *_: str) -> BufferedReader:
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # any writable buffer
        self._socket.settimeout(_left(self._at))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left
