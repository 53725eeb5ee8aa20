"""Calls to DynamoDB over HTTP, signed by ourselves."""

import binascii
import json
from collections.abc import Callable
from typing import Any

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed, Payload
from relayboard.adapters.aws_credentials import Credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_http import SignedHttp
from relayboard.adapters.dynamodb_checksum import HEADER, check_answer
from relayboard.adapters.http_connections import Answer
from relayboard.ports.clock import Clock


class HttpCalls:
    """A client of one service of DynamoDB's, used from any number of threads.

    Args:
        url: `http://HOST:PORT` or `https://HOST:PORT`.
        credentials: asked for each call.
        deadline_seconds: for one call in all; `call_patiently` decides what is called again.
        roots: a file of the certificates that TLS trusts; without one, those of the machine.

    Raises:
        ValueError: the URL is something else.
    """

    def __init__(
        self,
        service: Service,
        url: str,
        *,
        region: str,
        credentials: Callable[[], Credentials],
        clock: Clock,
        deadline_seconds: float = 5.0,
        roots: str | None = None,
    ) -> None:
        self._target = service.target
        self._content_type = service.content_type
        self._http = SignedHttp(
            service,
            url,
            region=region,
            credentials=credentials,
            clock=clock,
            deadline_seconds=deadline_seconds,
            roots=roots,
        )

    def connect(self) -> None:
        """Open a connection ahead of the first call; where that fails, the first call will say why."""
        self._http.connect()

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        headers = {"Content-Type": self._content_type, "X-Amz-Target": f"{self._target}.{operation}"}
        return _read(self._http.post(headers, _encode(payload).encode()))


def _read(answer: Answer) -> dict[str, Any]:
    check_answer(answer.body, answer.headers.get(HEADER))
    found = _decode(answer.body)
    if answer.status != 200:
        raise _failure(answer.status, found or {})
    if found is None:
        raise CallFailed(UNREACHABLE, "the answer is no JSON of DynamoDB's")
    return found


def _failure(status: int, found: dict[str, Any]) -> CallFailed:
    return CallFailed(
        str(found.get("__type", f"HTTP {status}")).rpartition("#")[2],
        str(found.get("message") or found.get("Message") or ""),
        status=status,
        reasons=found.get("CancellationReasons") or (),
        item=found.get("Item"),
    )


def _base64(value: Any) -> str:  # whatever json does not know
    if not isinstance(value, bytes | bytearray | memoryview):
        raise TypeError(f"{type(value).__name__} is no value of DynamoDB's JSON")
    return binascii.b2a_base64(value, newline=False).decode()


_encode = json.JSONEncoder(separators=(",", ":"), default=_base64).encode


def _decode(body: bytes) -> dict[str, Any] | None:
    """Read an answer; binary values become bytes. `None` is something else than a JSON object."""
    has_binary = b'"B"' in body or b'"BS"' in body
    try:
        found = json.loads(body, object_hook=_with_bytes if has_binary else None)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _with_bytes(found: dict[str, Any]) -> dict[str, Any]:
    # A map with an attribute of this name holds no text there, but that attribute's own typed value.
    if isinstance(text := found.get("B"), str):
        return {"B": _bytes(text)}
    if isinstance(texts := found.get("BS"), list):
        return {"BS": [_bytes(text) for text in texts]}
    return found


def _bytes(text: str) -> bytes:
    return binascii.a2b_base64(text, strict_mode=True)
