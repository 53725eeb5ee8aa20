"""The OpenAPI 3.1 document, generated from the route table.

`python -m relayboard.api.openapi --write FILE` writes it, `--check FILE` fails when the file is not up to date.
"""

import json
import sys
from collections.abc import Mapping
from types import NoneType
from typing import Any

import msgspec

from relayboard import __version__
from relayboard.api.committed_file import write_or_check
from relayboard.api.http import Raw
from relayboard.api.problems import PROBLEM_TYPE
from relayboard.api.route import Group, Route
from relayboard.api.routes import ROUTES
from relayboard.api.views.problems import Problem
from relayboard.domain.permissions import MATRIX

ROOT = "/api/v1"
_REF = "#/components/schemas/{name}"
_MEANINGS = {
    400: "The body is not JSON.",
    401: "Nobody is signed in, or the token is not valid any more.",
    403: "Seen, but not allowed; `detail` names the rule.",
    404: "No such thing, or none that this person may see.",
    409: "The change collides with the present state.",
    412: "`If-Match` names an older version.",
    413: "The body is larger than 256 KiB.",
    415: "The body is not said to be JSON.",
    422: "Some fields are wrong; `errors` names every one.",
    429: "Too many requests; see `Retry-After`.",
    503: "Something that we need is away; see `Retry-After`.",
}


def document() -> dict[str, Any]:
    """Return the whole document, as JSON values."""
    used = [(route.body, None if _is_raw(route) else route.view) for route in ROUTES]
    shapes = [shape for both in used for shape in both if shape not in (None, NoneType)]
    _, components = msgspec.json.schema_components([*shapes, Problem], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Relayboard",
            "version": __version__,
            "description": "A team task manager: assign it, do it, prove it.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": ROOT}],
        "security": [{"token": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(_tag(route) for route in ROUTES)],
        "paths": _paths(),
        "components": {
            "schemas": components,
            "responses": {str(status): _problem_response(status) for status in _MEANINGS},
            "securitySchemes": {"token": _token_scheme()},
        },
        "x-permissions": {
            action.value: {"allowed": sorted(map(list, rule.allowed)), "rule": rule.sentence}
            for action, rule in MATRIX.items()
        },
    }


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return paths


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": (route.endpoint.__doc__ or "").strip(),
        "tags": [_tag(route)],
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)],
        "responses": {str(route.status): _success(route), **_unchanged(route), **_problem_references(route)},
    }
    if route.action is None:
        operation["security"] = []
    else:
        operation["x-action"] = route.action.value
        operation["description"] = MATRIX[route.action].sentence
    if route.body is not None:
        reference = {"$ref": _REF.format(name=route.body.__name__)}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
    return operation


def _tag(route: Route) -> str:
    # What is only read may stand in a module of its own, so that a function that reads imports no more.
    return route.endpoint.__module__.rpartition(".")[2].removesuffix("_reading").replace("_", " ")


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    schema = {"type": "string", "minLength": 1, "maxLength": 64}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in route.parameters]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    _, components = msgspec.json.schema_components([route.query], ref_template=_REF)
    properties: Mapping[str, Any] = components[route.query.__name__]["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": _inline(schema, components)}
        for name, schema in properties.items()
    ]


def _inline(schema: dict[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve references and drop `null`, which a query string cannot say."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {key: value for key, value in components[name].items() if key not in ("title", "description")}
    if "anyOf" in schema:
        kept = [part for part in schema["anyOf"] if part.get("type") != "null"]
        return _inline(kept[0], components)
    return {key: value for key, value in schema.items() if (key, value) != ("default", None)}


def _header_parameters(route: Route) -> list[dict[str, Any]]:
    found = []
    is_answered = route.action is not None and route.view is not NoneType and not route.is_secret
    if route.method == "POST" and route.group is not Group.READ and is_answered:
        schema: dict[str, Any] = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        text = "Makes a repeated request take effect once, for 24 hours."
        found.append(_header("Idempotency-Key", schema, text))
    if _is_raw(route):
        schema = {"type": "string"}
        found.append(_header("If-None-Match", schema, "Answers 304 where the file is still that one."))
    if route.is_versioned and route.method != "GET" and route.parameters:
        schema = {"type": "string", "pattern": r'^((W/)?"[0-9]{1,15}"|\*)$'}
        found.append(_header("If-Match", schema, "Refuses the change unless the task has this version."))
    return found


def _header(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": description}


def _success(route: Route) -> dict[str, Any]:
    if route.view is NoneType:
        return {"description": "Done."}
    if _is_raw(route):
        kind = route.view.media_type.partition(";")[0]
        return {"description": "Done.", "content": {kind: {"schema": {"type": "string"}}}}
    (schema,), _ = msgspec.json.schema_components([route.view], ref_template=_REF)
    answer: dict[str, Any] = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    if route.is_versioned:
        answer["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "The task's version."}}
    return answer


def _is_raw(route: Route) -> bool:
    return isinstance(route.view, type) and issubclass(route.view, Raw)


def _unchanged(route: Route) -> dict[str, Any]:
    if not _is_raw(route):
        return {}
    return {"304": {"description": "Still what the `ETag` stands for that `If-None-Match` names."}}


def _problem_references(route: Route) -> dict[str, Any]:
    statuses = {429, 503}
    if route.action is not None:
        statuses |= {401, 403}
    if route.parameters or not {"profiles", "rehearsals"}.isdisjoint(route.services):
        statuses.add(404)
    if route.body is not None:
        statuses |= {400, 413, 415}
    if route.method != "GET":
        statuses |= {409, 412, 422}
    if route.query is not None:
        statuses.add(422)
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _problem_response(status: int) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": _MEANINGS[status],
        "content": {PROBLEM_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}},
    }
    if status in (429, 503):
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "In seconds."}}
    return response


def _token_scheme() -> dict[str, str]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "An ID or access token of the user pool, with or without `Bearer`.",
    }


def rendered() -> str:
    """Return the document as the text that is committed."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(sys.argv[1:], rendered()))
