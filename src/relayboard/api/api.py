"""Runs a route: parse, call the endpoint, answer, and turn every error into a problem document."""

import logging
import time
from collections.abc import Mapping
from typing import Any

import msgspec

from relayboard.api.http import (
    JSON_TYPE,
    MAX_BODY_BYTES,
    Answer,
    HttpRequest,
    HttpResponse,
    Raw,
    entity_tag,
    is_unchanged,
)
from relayboard.api.parsing import parse_body, parse_query
from relayboard.api.problems import KINDS, NotJson, TooLarge, problem, unexpected
from relayboard.api.request import Request
from relayboard.api.route import Route
from relayboard.domain.errors import Unauthenticated
from relayboard.services.once import Replayed

_HEADERS = {"content-type": JSON_TYPE, "cache-control": "no-store"}
_encode = msgspec.json.Encoder().encode
_log = logging.getLogger("relayboard.api")


class Api:
    """Every operation over a set of services.

    Args:
        services: by the names of the endpoints' parameters.
    """

    def __init__(self, services: Mapping[str, Any]) -> None:
        self._services = services

    def handle(self, route: Route, request: HttpRequest) -> HttpResponse:
        """Run one operation; never raises."""
        started = time.perf_counter()
        try:
            response = self._respond(route, request)
        except tuple(KINDS) as error:
            response = problem(error, request.request_id)
        except Exception:  # noqa: BLE001 - this is the edge
            _log.exception("request.failed", extra={"request_id": request.request_id})
            response = unexpected(request.request_id)
        if _log.isEnabledFor(logging.INFO):
            _note(route, request, response, seconds=time.perf_counter() - started)
        return response

    def _respond(self, route: Route, http: HttpRequest) -> HttpResponse:
        request = Request(http, http.path_parameters)
        if route.action is not None and not http.claims:
            raise Unauthenticated("Sign in to do this.")
        try:
            answer = route.endpoint(request, *(self._argument(name, route, http) for name in route.takes))
        except Replayed as replayed:
            return _repeated(route, replayed.answer.encode())
        if isinstance(answer.view, Raw):
            return _raw_response(route, http, answer.view, answer.headers)
        return _response(route, answer)

    def _argument(self, name: str, route: Route, http: HttpRequest) -> Any:
        if name == "body":
            _check_body(http)
            return parse_body(http.body, route.endpoint.__annotations__["body"])
        if name == "query":
            return parse_query(http.query, route.endpoint.__annotations__["query"])
        return self._services[name]


def _note(route: Route, request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    facts = {
        "operation": route.operation,
        "status": response.status,
        "ms": round(seconds * 1000, 1),
        "user_id": (request.claims or {}).get("sub"),
        "request_id": request.request_id,
    }
    _log.info("request", extra=facts)


def _check_body(http: HttpRequest) -> None:
    if len(http.body) > MAX_BODY_BYTES:
        raise TooLarge(f"A body may have at most {MAX_BODY_BYTES // 1024} KiB.")
    kind = http.headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if kind != JSON_TYPE:
        raise NotJson(f"Send the body as {JSON_TYPE}.")


def _repeated(route: Route, body: bytes) -> HttpResponse:
    etag = entity_tag(msgspec.json.decode(body)["version"]) if route.is_versioned else {}
    return HttpResponse(route.status, body, {**_HEADERS, **etag, "idempotency-replayed": "true"})


def _response(route: Route, answer: Answer[Any]) -> HttpResponse:
    if answer.view is None:
        return HttpResponse(route.status, b"", {"cache-control": "no-store", **answer.headers})
    return HttpResponse(route.status, _encode(answer.view), {**_HEADERS, **answer.headers})


def _raw_response(route: Route, http: HttpRequest, view: Raw, headers: Mapping[str, str]) -> HttpResponse:
    everything = {"cache-control": "no-store", **headers}
    if is_unchanged(http, headers):
        return HttpResponse(304, b"", everything)
    return HttpResponse(route.status, view.body, {"content-type": view.media_type, **everything})
