"""Calls to those services of AWS that speak JSON; DynamoDB, which checks its answers, has a client of its own."""

import json
from typing import Any

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed, Payload
from relayboard.adapters.aws_http import SignedHttp
from relayboard.adapters.http_connections import Answer


class JsonCalls:
    """A client that tries each call once, used from any number of threads."""

    def __init__(self, http: SignedHttp) -> None:
        self._http = http
        self._target = http.service.target
        self._content_type = http.service.content_type

    def call(self, operation: str, payload: Payload) -> dict[str, Any]:
        """Do an operation of a service whose operations have a target (AWS JSON 1.0 and 1.1).

        Raises:
            CallFailed.
        """
        return self._send(payload, "/", {"X-Amz-Target": f"{self._target}.{operation}"})

    def post(self, path: str, payload: Payload) -> dict[str, Any]:
        """Post to a resource of a service that has paths (REST JSON).

        Raises:
            CallFailed.
        """
        return self._send(payload, path, {})

    def _send(self, payload: Payload, path: str, headers: dict[str, str]) -> dict[str, Any]:
        body = json.dumps(payload, separators=(",", ":")).encode()
        return _read(self._http.post({"Content-Type": self._content_type, **headers}, body, path=path))


def _read(answer: Answer) -> dict[str, Any]:
    found = _object(answer.body)
    if answer.status != 200:
        raise _failure(answer, found or {})
    if found is None:
        raise CallFailed(UNREACHABLE, "the answer is no JSON object")
    return found


def _failure(answer: Answer, found: dict[str, Any]) -> CallFailed:
    # AWS names an error in the header or in the body, with a namespace before or a URL behind its name.
    named = answer.headers.get("x-amzn-errortype") or found.get("__type") or found.get("code")
    code = str(named or f"HTTP {answer.status}").rpartition("#")[2].partition(":")[0]
    return CallFailed(code, str(found.get("message") or found.get("Message") or ""), status=answer.status)


def _object(body: bytes) -> dict[str, Any] | None:
    """Read an answer; `None` is something else than a JSON object. An operation may have nothing to say."""
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
