"""HTTP/1.1 with an end to patience: what a request may cost before it is complete."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD_BYTES = 64 * 1024
REQUEST_SECONDS = 20.0


class PatientProtocol(HttpToolsProtocol):
    """Hangs up on who sends an endless head, or takes too long with a request; uvicorn's own has no such limit.

    Attributes:
        request_seconds: from the first byte (or the connection) until head and body are there.
    """

    request_seconds = REQUEST_SECONDS
    _patient_until: float | None = None  # on the loop's clock; `None` between two requests
    _timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _is_in_head = True
    _has_completed = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._has_completed = False
        super().data_received(data)
        if not self._is_in_head or self._has_completed:
            return
        self._head_bytes += len(data)
        if self._head_bytes > LONGEST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The request's head is too long.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begin()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._end()
        self._is_in_head = self._has_completed = True
        self._head_bytes = 0
        super().on_message_complete()

    def _begin(self) -> None:
        self._is_in_head = True
        self._patient_until = self.loop.time() + self.request_seconds
        if self._timer is None:
            self._timer = self.loop.call_at(self._patient_until, self._look)

    def _end(self) -> None:
        self._patient_until = None

    def _look(self) -> None:
        """Hang up if it is time, or look again then: one timer serves many requests."""
        self._timer = None
        if self._patient_until is None:
            return
        if self._patient_until <= self.loop.time():
            self.transport.abort()
        else:
            self._timer = self.loop.call_at(self._patient_until, self._look)
