"""Lambda's Runtime API (2018-06-01) for one process and one event, on loopback.

As the AWS Lambda Developer Guide describes it, "Using the Lambda runtime API": the process asks for the next
invocation, gets the event, and posts what its handler returned.
"""

import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_VERSION = "/2018-06-01/runtime/"
_REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
_ARN = "arn:aws:lambda:eu-west-1:000000000000:function:cold"
_DEADLINE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Posted:
    """What the process posted, and when, by `time.perf_counter`."""

    path: str
    body: bytes
    at: float

    @property
    def is_answer(self) -> bool:
        return self.path == f"{_VERSION}invocation/{_REQUEST_ID}/response"


class RuntimeApi:
    """Hands out one event; whoever asks for a second one waits until the end."""

    def __init__(self, event: Any) -> None:
        self._event = json.dumps(event).encode()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._posted: Posted | None = None
        self._is_posted = threading.Event()
        self._is_handed_out = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """HOST:PORT, as AWS_LAMBDA_RUNTIME_API has it."""
        host, port = self._listener.getsockname()
        return f"{host}:{port}"

    def wait(self, *, timeout_seconds: float) -> Posted:
        """Return what is posted first.

        Raises:
            TimeoutError.
        """
        if not self._is_posted.wait(timeout_seconds) or self._posted is None:
            raise TimeoutError("nothing was posted")
        return self._posted

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A process is ended as soon as it has answered, whatever it is doing then.
        with suppress(OSError), connection, connection.makefile("rb") as received:
            while request := received.readline().split():
                self._respond(connection, request[1].decode(), _body(received))

    def _respond(self, connection: socket.socket, path: str, body: bytes) -> None:
        if path != f"{_VERSION}invocation/next":
            self._posted = self._posted or Posted(path, body, time.perf_counter())
            connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            self._is_posted.set()
        elif not self._is_handed_out:
            self._is_handed_out = True
            connection.sendall(_next(len(self._event)) + self._event)


def _body(received: Any) -> bytes:  # a file
    length = 0
    while (line := received.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif name.lower() == b"transfer-encoding":
            return _chunks(received)
    return bytes(received.read(length))


def _chunks(received: Any) -> bytes:
    parts = []
    while size := int(received.readline(), 16):
        parts.append(received.read(size))
        received.readline()
    received.readline()
    return b"".join(parts)


def _next(length: int) -> bytes:
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(length),
        "Lambda-Runtime-Aws-Request-Id": _REQUEST_ID,
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + _DEADLINE_SECONDS) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": _ARN,
        "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode()
