"""The API behind API Gateway: from a proxy event to its answer, over the operations that this function serves."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.http import SECURITY_HEADERS, HttpResponse
from relayboard.api.problems import problem, unexpected
from relayboard.api.route import Route
from relayboard.domain.errors import NotFound, RelayboardError
from relayboard.lambdas.invocations import Event, Facts, Patience
from relayboard.lambdas.proxy import answer_of, headers_of, request_of

ROOT = "/v1"

_log = logging.getLogger(__name__)


class RestApi:
    """Answers proxy events; every error becomes an answer.

    Args:
        routes: at least one. A function with a single operation answers with it wherever API Gateway has put it.
    """

    def __init__(self, routes: Sequence[Route], api: Api, cors: Cors) -> None:
        self._routes = {(route.method, ROOT + route.path): route for route in routes}
        self._only = routes[0] if len(routes) == 1 else None
        self._api = api
        self._cors = cors

    def __call__(self, event: Event, facts: Facts, _: Patience) -> dict[str, Any]:
        request_id = str(event.get("requestContext", {}).get("requestId") or facts["request_id"])
        facts["lambda_request_id"] = facts["request_id"]
        facts["request_id"] = request_id
        headers = headers_of(event)
        response = self._respond(event, facts, headers, request_id)
        facts["status"] = response.status
        return answer_of(response, {"x-request-id": request_id}, self._cors.headers(headers), SECURITY_HEADERS)

    def _respond(self, event: Event, facts: Facts, headers: Mapping[str, str], request_id: str) -> HttpResponse:
        try:
            route = self._route(event)
            facts["operation"] = route.operation
            request = request_of(event, route, headers, request_id=request_id)
            facts["user_id"] = (request.claims or {}).get("sub")
            return self._api.handle(route, request)
        except RelayboardError as error:
            return problem(error, request_id)
        except Exception:  # noqa: BLE001 - this is the edge
            _log.exception("request.failed", extra={"request_id": request_id})
            return unexpected(request_id)

    def _route(self, event: Event) -> Route:
        route = self._only or self._routes.get((event["httpMethod"], event["resource"]))
        if route is None:
            raise NotFound("path")
        return route


def routes_of(routes: Iterable[Route], *, group: str, operations: Sequence[str]) -> list[Route]:
    """Return the routes of a group, or those of some operations where these are named."""
    if operations:
        return [route for route in routes if route.operation in operations]
    return [route for route in routes if route.group == group]
