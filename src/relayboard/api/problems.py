"""Errors as RFC 9457 problem documents; the one place that knows status codes."""

from collections.abc import Mapping

import msgspec

from relayboard.api.http import HttpResponse
from relayboard.api.parsing import Malformed
from relayboard.api.views.problems import Problem
from relayboard.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    KeyReused,
    NotFound,
    RelayboardError,
    Stale,
    Unauthenticated,
    Unavailable,
)

PROBLEM_TYPE = "application/problem+json"


class TooLarge(RelayboardError):
    """The body is larger than bodies may be."""


class NotJson(RelayboardError):
    """The body is said to be something else than JSON."""


class MethodNotAllowed(RelayboardError):
    """The path exists, but not with this method."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed
        super().__init__(f"This path knows only {allowed}.")


class TooManyRequests(RelayboardError):
    """Somebody asks more often than is allowed."""

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__("Too many requests. Please wait a moment.")


KINDS: Mapping[type[RelayboardError], tuple[int, str]] = {
    Malformed: (400, "Malformed request"),
    Unauthenticated: (401, "Sign-in needed"),
    Forbidden: (403, "Not allowed"),
    NotFound: (404, "Not found"),
    MethodNotAllowed: (405, "Method not allowed"),
    Conflict: (409, "Conflict"),
    Stale: (412, "Changed meanwhile"),
    TooLarge: (413, "Body too large"),
    NotJson: (415, "Not JSON"),
    Invalid: (422, "Invalid input"),
    KeyReused: (422, "Idempotency key used again"),
    TooManyRequests: (429, "Too many requests"),
    Unavailable: (503, "Try again later"),
}
UNEXPECTED = (500, "Unexpected error")


def problem(error: RelayboardError, request_id: str) -> HttpResponse:
    """Turn an error into the answer that says so; one that is none of KINDS keeps its text to itself."""
    kind = next((kind for kind in type(error).__mro__ if kind in KINDS), None)
    if kind is None:
        return unexpected(request_id)
    status, title = KINDS[kind]
    detail = "Some fields are wrong." if isinstance(error, Invalid) else str(error)
    errors = error.fields if isinstance(error, Invalid) else {}
    headers = {}
    if isinstance(error, Unavailable | TooManyRequests):
        headers["retry-after"] = str(error.retry_after_seconds)
    if isinstance(error, Unauthenticated):
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = error.allowed
    return _document(status, title, detail, request_id, errors, headers)


def unexpected(request_id: str) -> HttpResponse:
    """Answer for an error that nobody foresaw; its text stays in the log."""
    detail = "Something went wrong on our side. It has been logged under this request id."
    return _document(*UNEXPECTED, detail, request_id, {}, {})


def _document(
    status: int,
    title: str,
    detail: str,
    request_id: str,
    errors: Mapping[str, str],
    headers: Mapping[str, str],
) -> HttpResponse:
    body = Problem(
        type="about:blank", title=title, status=status, detail=detail, request_id=request_id, errors=errors
    )
    return HttpResponse(
        status, msgspec.json.encode(body), {"content-type": PROBLEM_TYPE, "cache-control": "no-store", **headers}
    )
