"""From a method and a path to a route."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from relayboard.api.http import ID_MAX
from relayboard.api.problems import MethodNotAllowed
from relayboard.api.route import Route
from relayboard.domain.errors import NotFound


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


class Router:
    """Finds routes; a literal part of a path goes before a parameter."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self._add(route)

    def match(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route and its path parameters.

        Args:
            path: below the API's root, still percent-encoded.

        Raises:
            NotFound: there is no such path.
            MethodNotAllowed: there is, but not with this method.
        """
        values: list[str] = []
        node = self._root
        for part in path.split("/")[1:]:
            following = node.children.get(part)
            if following is None and part and node.parameter is not None:
                values.append(_identifier(part))
                following = node.parameter
            if following is None:
                raise NotFound("path")
            node = following
        route = node.routes.get(method)
        if route is None:
            if not node.routes:
                raise NotFound("path")
            raise MethodNotAllowed(", ".join(sorted(node.routes)))
        return route, dict(zip(route.parameters, values, strict=True))

    def _add(self, route: Route) -> None:
        node = self._root
        for part in route.path.split("/")[1:]:
            if part.startswith("{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.children.setdefault(part, _Node())
        node.routes[route.method] = route


def _identifier(part: str) -> str:
    value = unquote(part)
    if len(value) > ID_MAX:
        raise NotFound("thing")
    return value
