"""Which pages elsewhere may call the API (Fetch standard, "CORS protocol")."""

from collections.abc import Mapping

from relayboard.api.http import HttpResponse

_METHODS = "GET, POST, PUT, PATCH, DELETE"
_REQUEST_HEADERS = "Authorization, Content-Type, If-Match, Idempotency-Key"
_ANSWER_HEADERS = "ETag, Retry-After, X-Request-Id, Idempotency-Replayed"


class Cors:
    """Answers for a set of origins; never `*`, because requests carry credentials."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins

    def headers(self, request_headers: Mapping[str, str]) -> dict[str, str]:
        """Return what lets the calling page read the answer."""
        if not self._origins:
            return {}
        origin = request_headers.get("origin", "").lower()
        if origin not in self._origins:
            return {"vary": "Origin"}
        return {
            "vary": "Origin",
            "access-control-allow-origin": origin,
            "access-control-expose-headers": _ANSWER_HEADERS,
        }

    def preflight(self, request_headers: Mapping[str, str]) -> HttpResponse:
        """Answer the question that a browser asks before it sends a request."""
        headers = self.headers(request_headers)
        if "access-control-allow-origin" in headers:
            headers["access-control-allow-methods"] = _METHODS
            headers["access-control-allow-headers"] = _REQUEST_HEADERS
            headers["access-control-max-age"] = "7200"
        return HttpResponse(204, b"", headers)
