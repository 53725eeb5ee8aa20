"""A proxy before AWS that does to its answers what networks and busy engines do, on order."""

import json
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from http import HTTPStatus
from http.client import HTTPConnection
from threading import Lock
from typing import TypeAlias
from urllib.parse import urlsplit

from tests.support.http_listener import Hangup, Listener, Request, answer

Forward: TypeAlias = Callable[[], tuple[int, bytes]]
"""Sends the request on; returns the engine's status and body."""

Fault: TypeAlias = Callable[[Forward], Iterable[bytes]]

JSON = "application/x-amz-json-1.0"


def refusal(code: str, *, status: int = 400, reasons: Sequence[str] = ()) -> Fault:
    """Answer with an error instead of the engine."""
    body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "as the test wants it"}
    more = {"CancellationReasons": [{"Code": reason, "Message": "…"} for reason in reasons]} if reasons else {}
    return lambda _: [_whole(status, answer_body(body | more))]


def answer_body(found: object) -> bytes:
    return answer(found).partition(b"\r\n\r\n")[2]


def unavailable(_: Forward) -> Iterator[bytes]:
    """Answer as a load balancer does whose servers are away."""
    yield answer(b"<html>503 Service Unavailable</html>", status=503, content_type="text/html")


def cut_before(_: Forward) -> Iterator[bytes]:
    """Cut the connection; the engine never hears of the request."""
    raise Hangup
    yield


def cut_after(forward: Forward) -> Iterator[bytes]:
    """Let the engine do its work, and lose the answer."""
    forward()
    raise Hangup
    yield


def truncated(forward: Forward) -> Iterator[bytes]:
    """Cut the connection in the middle of the answer's body."""
    whole = _whole(*forward())
    yield whole[: -len(whole.partition(b"\r\n\r\n")[2]) // 2 or -1]
    raise Hangup


def damaged(forward: Forward) -> Iterator[bytes]:
    """Send the answer with another checksum than its own."""
    status, body = forward()
    yield answer(body, status=status, content_type=JSON, x_amz_crc32=zlib.crc32(body) ^ 1)


def slow(seconds: float) -> Fault:
    """Let the engine do its work, and keep the answer for some time."""

    def late(forward: Forward) -> Iterator[bytes]:
        whole = _whole(*forward())
        time.sleep(seconds)
        yield whole

    return late


class FaultProxy(Listener):
    """Passes requests on to an engine, but for those that a fault is waiting for; a context manager.

    Args:
        only_before: faults that a transaction cannot meet any more that the engine has carried out: it knows the
            transaction by its token, and answers as before.

    Attributes:
        forwarded: the operations that have reached the engine.
    """

    def __init__(self, engine_url: str, *, only_before: Sequence[Fault] = ()) -> None:
        super().__init__(self._pass_on)
        self._only_before = only_before
        self._carried_out: set[str] = set()
        self._engine = urlsplit(engine_url).netloc
        self._faults: deque[Fault | None] = deque()
        self._always: Fault | None = None
        self._lock = Lock()
        self.forwarded: list[str] = []

    def next(self, *faults: Fault | None) -> None:
        """Meet the next requests with these faults, one each; `None` lets one pass."""
        self._faults.extend(faults)

    def always(self, fault: Fault | None) -> None:
        """Meet every request with this fault that no other waits for; `None` ends that."""
        self._always = fault

    def forget(self) -> None:
        """Begin anew: no faults, and nothing seen."""
        self._faults.clear()
        self._always = None
        self.requests.clear()
        self.forwarded.clear()

    def _pass_on(self, request: Request) -> Iterable[bytes]:
        with self._lock:
            fault = self._faults.popleft() if self._faults else self._always
        token = json.loads(request.body).get("ClientRequestToken", "") if self._only_before else ""
        if token in self._carried_out and fault in self._only_before:
            fault = None

        def forward() -> tuple[int, bytes]:
            self.forwarded.append(request.operation)
            status, body = _ask(self._engine, request)
            if token and status == HTTPStatus.OK:
                self._carried_out.add(token)
            return status, body

        return [_whole(*forward())] if fault is None else fault(forward)


def _ask(engine: str, request: Request) -> tuple[int, bytes]:
    connection = HTTPConnection(engine, timeout=30)
    try:
        left_out = ("connection", "content-length", "expect")
        headers = {name: value for name, value in request.headers.items() if name not in left_out}
        connection.request("POST", request.path, request.body, headers)
        found = connection.getresponse()
        return found.status, found.read()
    finally:
        connection.close()


def _whole(status: int, body: bytes) -> bytes:
    return answer(body, status=status, content_type=JSON, x_amz_crc32=zlib.crc32(body))
