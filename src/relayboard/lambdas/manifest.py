"""The list of functions that Terraform and SAM read, made from the route table and the rights.

`python -m relayboard.lambdas.manifest --write FILE` writes it, `--check FILE` fails when the file is out of date.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from relayboard.api.committed_file import write_or_check
from relayboard.api.route import Route
from relayboard.api.routes import ROUTES
from relayboard.lambdas.functions import (
    Function,
    grouped,
    grouped_name,
    own_name,
    per_operation,
    small_edition,
    workers,
)

_OBJECT = "JsonObject"
# API Gateway turns away what is no JSON object; what is wrong with its fields we say ourselves, all at once.
_MODELS = {_OBJECT: {"$schema": "http://json-schema.org/draft-04/schema#", "title": _OBJECT, "type": "object"}}


def manifest() -> dict[str, Any]:
    """Return the whole document, as JSON values."""
    return {
        "routes": [_route(route) for route in ROUTES],
        "paths": _paths(),
        "models": _MODELS,
        "layouts": {"grouped": _functions(grouped(ROUTES)), "per_operation": _functions(per_operation(ROUTES))},
        "workers": _functions(workers()),
        "small_edition": _functions(small_edition()),
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "operation": route.operation,
        "method": route.method,
        "path": route.path,
        "authenticated": route.action is not None,
        "group": route.group.value,
        "body": None if route.body is None else _OBJECT,
        "functions": {"grouped": grouped_name(route), "per_operation": own_name(route)},
    }


def _paths() -> dict[str, list[str]]:
    """Return every path and every beginning of one, by the number of its parts."""
    found: dict[int, set[str]] = {}
    for route in ROUTES:
        parts = route.path.split("/")
        for depth in range(1, len(parts)):
            found.setdefault(depth, set()).add("/".join(parts[: depth + 1]))
    return {str(depth): sorted(found[depth]) for depth in sorted(found)}


def _functions(functions: Mapping[str, Function]) -> dict[str, Any]:
    return {name: _function(function) for name, function in functions.items()}


def _function(function: Function) -> dict[str, Any]:
    return {
        "handler": function.handler,
        "memory_mb": function.memory_mb,
        "timeout_seconds": function.timeout_seconds,
        "environment": list(function.environment),
        "fixed_environment": dict(function.fixed_environment),
        "table": sorted(function.rights.table),
        "indexes": sorted(function.rights.indexes),
        "services": sorted(function.rights.services),
    }


def rendered() -> str:
    """Return the document as the text that is committed."""
    return json.dumps(manifest(), indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(sys.argv[1:], rendered()))
