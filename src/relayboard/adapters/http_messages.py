"""Requests and answers of HTTP/1.1 as bytes.

`http.client` does the same with a reader of mails, which takes longer to import than TLS.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

_HEAD_MAX = 64 * 1024
_PIECE = 64 * 1024
_WITHOUT_BODY = (204, 304)
_HEAD_END = b"\r\n\r\n"

Receive: TypeAlias = Callable[[int], bytes]
"""Returns what comes next, at most so many bytes; nothing at the end. Raises OSError."""


class Answer(NamedTuple):
    """A whole answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class BadAnswer(Exception):
    """What came is no answer of HTTP/1.1, or not all of one."""


def request_bytes(path: str, headers: Mapping[str, str], body: bytes, *, method: str = "POST") -> bytes:
    """Return a request.

    Args:
        headers: beside those that say how long the body is, and that nothing may be compressed.

    Raises:
        ValueError: a header has more than one line.
    """
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(
        [f"{method} {path} HTTP/1.1", "Accept-Encoding: identity", f"Content-Length: {len(body)}", *lines]
    )
    if head.count("\n") != len(lines) + 2 or head.count("\r") != len(lines) + 2:
        raise ValueError("a header has more than one line")
    return head.encode("latin-1") + _HEAD_END + body


def read_answer(receive: Receive, *, ends_with_connection: bool = False) -> tuple[Answer, bool]:
    """Return an answer, and whether the connection may be used again.

    Args:
        ends_with_connection: take an answer that does not say where it ends as whole when the connection ends
            (RFC 9112 §6.3); half of one then looks whole, too.

    Raises:
        BadAnswer, and what `receive` raises.
    """
    received = _Received(receive)
    version, status, headers = _head(received.until(_HEAD_END, most=_HEAD_MAX))
    while status // 100 == 1:
        version, status, headers = _head(received.until(_HEAD_END, most=_HEAD_MAX))
    if status in _WITHOUT_BODY:
        body = b""
    elif ends_with_connection and not headers.keys() & {"content-length", "transfer-encoding"}:
        return Answer(status, headers, received.rest()), False
    else:
        body = _body(received, headers)
    is_kept = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close" and received.is_empty
    return Answer(status, headers, body), is_kept


def _head(text: bytes) -> tuple[str, int, dict[str, str]]:
    first, *lines = text.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    digits = rest[:3]
    if not version.startswith("HTTP/1.") or not (digits.isdecimal() and len(digits) == 3):
        raise BadAnswer(f"“{first[:60]}” begins no answer")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name != name.strip():
            raise BadAnswer(f"“{line[:60]}” is no header")
        headers[name.lower()] = value.strip()
    return version, int(digits), headers


def _body(received: "_Received", headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return b"".join(_chunks(received))
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        raise BadAnswer("the answer does not say where it ends")  # so half of it would look whole
    return received.exactly(int(length))


def _chunks(received: "_Received") -> list[bytes]:
    chunks = []
    while size := _size(received.until(b"\r\n", most=_HEAD_MAX)):
        chunks.append(received.exactly(size))
        if received.exactly(2) != b"\r\n":
            raise BadAnswer("a chunk is longer than it says")
    while received.until(b"\r\n", most=_HEAD_MAX):
        pass  # headers behind the body are nothing to us
    return chunks


def _size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not digits.isalnum():
        raise BadAnswer("a chunk does not say how long it is")
    try:
        return int(digits, 16)
    except ValueError as error:
        raise BadAnswer("a chunk does not say how long it is") from error


class _Received:
    """What has come and was not read yet."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._buffer = bytearray()

    @property
    def is_empty(self) -> bool:
        return not self._buffer

    def until(self, end: bytes, *, most: int) -> bytes:
        """Return all before `end`, which is gone then, too."""
        searched = 0
        while (found := self._buffer.find(end, searched)) < 0:
            if len(self._buffer) > most:
                raise BadAnswer("the answer's head does not end")
            searched = max(0, len(self._buffer) - len(end) + 1)
            self._more()
        taken = bytes(self._buffer[:found])
        del self._buffer[: found + len(end)]
        return taken

    def exactly(self, length: int) -> bytes:
        """Return so many bytes."""
        while len(self._buffer) < length:
            self._more()
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken

    def rest(self) -> bytes:
        """Return everything until the connection ends."""
        while piece := self._receive(_PIECE):
            self._buffer += piece
        return bytes(self._buffer)

    def _more(self) -> None:
        piece = self._receive(_PIECE)
        if not piece:
            raise BadAnswer("the connection ended before the answer did")
        self._buffer += piece
